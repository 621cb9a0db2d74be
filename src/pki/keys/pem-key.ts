/** Keys of PEM, among them those that RFC 1421 encrypted. */

import type { Bytes } from '../../common/bytes.js';
import { bytesOfHex } from '../der/values.js';
import { concat } from '../der/writer.js';
import { badDer, PkiError, quoted } from '../error.js';
import { native } from '../native.js';
import { readDerKey } from './der.js';
import { withPassphrase } from './passphrase.js';
import { type PemBlock, pemBlocks } from './pem.js';
import { noPassword, wrongPassword } from './sealed/crypt.js';
import { readSshPrivate } from './ssh/private.js';
import type { FoundKey, Opening } from './types.js';

const KEY = /(^|\s)(PRIVATE|PUBLIC) KEY$/;
/** What a key file may hold beside the key. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['CERTIFICATE REQUEST', 'a certificate request (CSR)'],
  ['NEW CERTIFICATE REQUEST', 'a certificate request (CSR)'],
  ['CERTIFICATE', 'a certificate'],
  ['X509 CERTIFICATE', 'a certificate'],
  ['TRUSTED CERTIFICATE', 'a certificate'],
  ['X509 CRL', 'a list of revoked certificates (CRL)'],
  ['PKCS7', 'a PKCS #7 message'],
  ['CMS', 'a CMS message'],
  ['PKCS12', 'a PKCS #12 file'],
  ['EC PARAMETERS', 'the parameters of a curve'],
  ['DH PARAMETERS', 'parameters of Diffie-Hellman'],
  ['DSA PARAMETERS', 'parameters of DSA'],
  ['X9.42 DH PARAMETERS', 'parameters of Diffie-Hellman'],
]);

/** Reads the first key of a PEM text. @throws {PkiError} when there is none: it says what there is */
export function readPemKey(text: string, opening: Opening): FoundKey {
  const blocks = pemBlocks(text);
  try {
    const block = blocks.find(({ label }) => KEY.test(label));
    if (block === undefined) {
      const [{ label } = { label: '' }] = blocks;
      throw badDer(`this is ${KINDS.get(label) ?? `PEM of the label ${quoted(label)}`}, not a key`);
    }
    return readBlock(block, opening);
  } finally {
    for (const { content } of blocks) content.fill(0);
  }
}

function readBlock(block: PemBlock, opening: Opening): FoundKey {
  if (block.label === 'OPENSSH PRIVATE KEY') return readSshPrivate(block.content, opening);
  const procType = block.headers.get('Proc-Type');
  if (procType === undefined || !/ENCRYPTED/i.test(procType)) return readDerKey(block.content, opening);
  const [name = '', iv = ''] = (block.headers.get('DEK-Info') ?? '').split(',').map((part) => part.trim());
  const vector = bytesOfHex(iv);
  if (name === '' || vector === undefined || vector.length < 8)
    throw badDer(
      'the PEM is encrypted and does not say how: its header DEK-Info is missing or wrong (RFC 1421, 4.6.1.3)',
    );
  const opened = withPassphrase(opening.passphrase, (password) => {
    if (password === null) throw noPassword('the private key');
    return decrypt(name, vector, password, block.content);
  });
  if (opened === undefined) throw wrongPassword('the key');
  try {
    return { ...readOpened(opened), encryption: { scheme: 'pem', cipher: name.toLowerCase() } };
  } finally {
    opened.fill(0);
  }
}

function readOpened(opened: Uint8Array): Pick<FoundKey, 'key' | 'format'> {
  try {
    const { key, format } = readDerKey(opened, { passphrase: undefined, maxIterations: 0 });
    return { key, format };
  } catch (error) {
    // One wrong passphrase in 256 leaves padding that looks right.
    if (error instanceof PkiError && error.code === 'ERR_PKI_DER') throw wrongPassword('the key');
    throw error;
  }
}

function decrypt(name: string, iv: Uint8Array, password: Uint8Array, data: Uint8Array): Bytes | undefined {
  const key = pemKey(password, iv);
  try {
    if (name.includes('\0') || native.cipher_kind(name) === 0)
      throw badDer(`the PEM is encrypted with a cipher that nobody here knows: ${quoted(name)}`);
    return native.cipher_crypt(name, key, iv, data, null, 1, 0) ?? undefined;
  } finally {
    key.fill(0);
  }
}

/** What OpenSSL's EVP_BytesToKey(3) makes with MD5 and one iteration: 32 bytes, of which a cipher takes what it needs. @internal */
export function pemKey(password: Uint8Array, iv: Uint8Array): Bytes {
  const salted = concat([password, iv.subarray(0, 8)]);
  const first = native.digest_bytes('md5', salted);
  const again = concat([first, salted]);
  const second = native.digest_bytes('md5', again);
  const key = concat([first, second]);
  for (const bytes of [salted, first, again, second]) bytes.fill(0);
  return key;
}
