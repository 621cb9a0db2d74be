/** Keys of DER, by what they are. */
import { Error as CryptoError, FILETYPE_ASN1, loadPrivatekey, loadPublickey, type PKey } from '../../crypto/index.js';
import { explained } from '../../ffi/index.js';
import { longName } from '../der/oid.js';
import { Der } from '../der/reader.js';
import * as tag from '../der/tags.js';
import { badDer, PkiError } from '../error.js';
import { rsaKey } from './build.js';
import { withPassphrase } from './passphrase.js';
import { describeEncryption } from './sealed/algorithm.js';
import { noPassword, open, wrongPassword } from './sealed/crypt.js';
import { algorithmOf, CALLED, type Structure, structureOf } from './structure.js';
import type { FoundKey, Opening } from './types.js';

/** Reads a key of strict DER. @throws {PkiError} when it is something else, which says what */
export function readDerKey(bytes: Uint8Array, opening: Opening): FoundKey {
  const der = Der.parse(bytes, 'a key');
  const structure = structureOf(der);
  const plain = (format: FoundKey['format'], key: PKey) => ({ key, format, encryption: null });
  switch (structure) {
    case 'encrypted pkcs8':
      return openPkcs8(der, opening);
    case 'pkcs8':
      return plain(
        'pkcs8',
        load(der, 'pkcs8', () => loadPrivatekey(FILETYPE_ASN1, bytes)),
      );
    case 'spki':
      return plain(
        'spki',
        load(der, 'spki', () => loadPublickey(FILETYPE_ASN1, bytes)),
      );
    case 'pkcs1':
    case 'sec1':
    case 'dsa':
      return plain(structure, traditional(bytes, structure));
    case 'pkcs1 public': {
      const [n, e] = der.items('an RSA public key').map(({ content }) => content);
      if (n === undefined || e === undefined || (n[0] ?? 0) & 0x80 || (e[0] ?? 0) & 0x80)
        throw badDer('the RSA public key has a negative number');
      return plain('pkcs1', rsaKey({ n, e }));
    }
    case undefined:
      throw badDer('this is no key of any form that is known');
    default:
      throw badDer(`this is ${CALLED[structure]}, not a key`);
  }
}

function traditional(bytes: Uint8Array, structure: 'pkcs1' | 'sec1' | 'dsa'): PKey {
  const what = CALLED[structure];
  const hint = structure === 'sec1' ? ', or does not say its curve' : '';
  return explained(`OpenSSL does not read this as ${what}: it is damaged${hint}`, () =>
    loadPrivatekey(FILETYPE_ASN1, bytes),
  );
}

/** What OpenSSL says of a key whose algorithm it does not know says little. */
function load(der: Der, structure: 'pkcs8' | 'spki', body: () => PKey): PKey {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    const name = longName(algorithmOf(der, structure));
    throw new PkiError('ERR_PKI_DER', `${CALLED[structure]} of ${name} is not read: ${error.message}`, {
      cause: error,
    });
  }
}

/** Decrypts an EncryptedPrivateKeyInfo (RFC 5958, 3). */
function openPkcs8(der: Der, { passphrase, maxIterations }: Opening): FoundKey {
  const what = CALLED['encrypted pkcs8'];
  const fields = der.fields(what);
  const algorithm = fields.next();
  const data = fields.next(tag.OCTET_STRING).content;
  const encryption = describeEncryption(algorithm);
  const inner = withPassphrase(passphrase, (password) => {
    if (password === null) throw noPassword('the private key');
    return open(algorithm, password, data, maxIterations);
  });
  if (inner === undefined) throw wrongPassword('the key');
  try {
    return { ...readOpened(inner), encryption };
  } finally {
    inner.fill(0);
  }
}

/** One wrong password in 256 leaves padding that looks right: what comes out is then no DER. */
function readOpened(inner: Uint8Array): Pick<FoundKey, 'key' | 'format'> {
  let structure: Structure | undefined;
  try {
    structure = structureOf(Der.parse(inner, 'a key'));
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
  }
  if (structure === undefined) throw wrongPassword('the key');
  const { key, format } = readDerKey(inner, { passphrase: undefined, maxIterations: 0 });
  return { key, format };
}
