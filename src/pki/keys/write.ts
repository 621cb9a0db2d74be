/** Keys written, in any form. */
import type { Bytes } from '../../common/bytes.js';
import { boolean, declareOptions, listOf, oneOf, type Rule, text } from '../../common/options.js';
import { dumpPublickey, FILETYPE_ASN1, type Passphrase, type PKey, type X509 } from '../../crypto/index.js';
import { HANDLE } from '../../ffi/index.js';
import { bytes as randomBytes } from '../../rand/index.js';
import { hexOf } from '../der/values.js';
import { octets, sequence } from '../der/writer.js';
import { badValue, refused } from '../error.js';
import { native } from '../native.js';
import { rsaPublicDer } from './build.js';
import type { Jwk } from './jwk/types.js';
import { jwkOf } from './jwk/write.js';
import { numberOf } from './numbers.js';
import { passphraseRule, withPassphrase } from './passphrase.js';
import { writePem } from './pem.js';
import { pemKey } from './pem-key.js';
import { certificateOf, keyOf, type PublicKeySource } from './public-key.js';
import { makeEncryption, readEncryptionOptions } from './sealed/algorithm.js';
import { close } from './sealed/crypt.js';
import type { EncryptionOptions } from './sealed/schemes.js';
import { writeSshPrivate } from './ssh/private.js';
import { sshBlob, sshLine } from './ssh/public.js';

/** How {@link writeKey} writes. */
export interface WriteKeyOptions {
  /**
   * The form: `pkcs8` by default of a private key, `spki` of a public one; `pkcs1` of RSA, `sec1` of EC, `openssh` of RSA,
   * P-256 to P-521, Ed25519, `jwk`.
   */
  readonly format?: 'pkcs8' | 'pkcs1' | 'sec1' | 'spki' | 'jwk' | 'openssh';
  /** PEM by default; DER are the bytes alone, of OpenSSH those of its own form. A public OpenSSH key is a line of text. */
  readonly encoding?: 'pem' | 'der';
  /** Whether to write the public half alone. False by default; `spki` is always that. */
  readonly public?: boolean;
  /** What encrypts a private key; without one it is written open. */
  readonly passphrase?: Passphrase;
  /** How it is encrypted: by PBKDF2 and AES-256 if nothing is said; OpenSSH's own by bcrypt and `aes256-ctr`. */
  readonly encryption?: EncryptionOptions;
  /** What an OpenSSH key is called. */
  readonly comment?: string;
  /** Members of a JWK beside those of the key: `kid`, `use`, `alg`, `key_ops`. */
  readonly members?: Pick<Jwk, 'kid' | 'use' | 'alg' | 'key_ops'>;
  /** The chain of a JWK's `x5c`; the first is the key's own. */
  readonly certificates?: readonly (X509 | string | Uint8Array)[];
  /** Whether to encrypt as nothing should be today. False by default. */
  readonly unchecked?: boolean;
}

const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;

const readOptions = declareOptions<WriteKeyOptions>({
  format: oneOf('pkcs8', 'pkcs1', 'sec1', 'spki', 'jwk', 'openssh'),
  encoding: oneOf('pem', 'der'),
  public: boolean,
  passphrase: passphraseRule,
  encryption: (value) => readEncryptionOptions(value, 'encryption'),
  comment: text,
  members: asIs(),
  certificates: listOf((value) => value as X509 | string | Uint8Array),
  unchecked: boolean,
});

/** As PKCS #8 and the traditional forms are encrypted, where nothing is said (OWASP's advice of 2023). */
const ITERATIONS = 600_000;
const SSH_ROUNDS = 24;

/** Writes a JWK, as an object. @throws {PkiError} when there is no JWK of such keys */
export function writeKey(key: PublicKeySource, options: WriteKeyOptions & { readonly format: 'jwk' }): Jwk;
/** Writes the bytes of a form. Those of a private key are the caller's to wipe. */
export function writeKey(key: PublicKeySource, options: WriteKeyOptions & { readonly encoding: 'der' }): Bytes;
/**
 * Writes a key in any form that its type has.
 * @param key - a key of any form that {@link readKey} takes, unencrypted
 * @returns PEM, bytes, a line of OpenSSH, or a JWK
 * @throws {PkiError} when the form is none of its type, or it should not be encrypted so
 */
export function writeKey(key: PublicKeySource, options?: WriteKeyOptions): string;
export function writeKey(key: PublicKeySource, input?: WriteKeyOptions): string | Uint8Array | Jwk {
  const options = readOptions(input);
  const whole = keyOf(key);
  const isPublic = options.format === 'spki' || options.public === true || !whole.isPrivate;
  const isEncrypted = options.passphrase !== undefined;
  if (isPublic && isEncrypted) throw badValue('a public key is not encrypted: leave the passphrase out');
  if (!isEncrypted && options.encryption !== undefined) throw badValue('encryption needs a passphrase');
  if (isPublic && !whole.isPrivate && options.public !== true && /^(pkcs8|sec1)$/.test(options.format ?? ''))
    throw badValue(`the key has only its public half, of which there is no ${options.format}`);
  const { format = isPublic ? 'spki' : 'pkcs8', encoding = 'pem' } = options;
  if (format === 'jwk') return writeJwk(whole, isPublic, options);
  const written = isPublic ? publicForm(whole, format, options) : privateForm(whole, format, options);
  if (encoding === 'der' && written.content !== undefined) return written.content;
  try {
    return written.text();
  } finally {
    if (!isPublic) written.content?.fill(0);
  }
}

/** What is written: the bytes, and how they stand in text. */
interface Written {
  readonly content: Uint8Array;
  readonly text: () => string;
}

const pem = (label: string, content: Uint8Array): Written => ({ content, text: () => writePem(label, content) });

function writeJwk(key: PKey, isPublic: boolean, options: WriteKeyOptions): Jwk {
  if (options.passphrase !== undefined) throw badValue('a JWK is not encrypted here (RFC 7516 would do it)');
  const certificates = (options.certificates ?? []).map(certificateOf);
  if (certificates[0] !== undefined) {
    using own = certificates[0].getPubkey();
    if (!own.equals(key)) throw badValue('the first certificate is not the one of the key (RFC 7517, 4.7)');
  }
  const { kid, use, alg, key_ops } = options.members ?? {};
  const named = Object.entries({ kid, use, alg, key_ops }).filter(([, value]) => value !== undefined);
  return { ...jwkOf(key, !isPublic, certificates), ...Object.fromEntries(named) };
}

function publicForm(key: PKey, format: string, { comment = '' }: WriteKeyOptions): Written {
  switch (format) {
    case 'spki':
      return pem('PUBLIC KEY', dumpPublickey(FILETYPE_ASN1, key));
    case 'pkcs1':
      demandType(key, 'RSA', 'pkcs1');
      return pem('RSA PUBLIC KEY', rsaPublicDer(numberOf(key, 'n'), numberOf(key, 'e')));
    case 'openssh':
      return { content: sshBlob(key), text: () => sshLine(key, demandLine(comment)) };
    default:
      throw badValue(`there is no ${format} of a public key`);
  }
}

function privateForm(key: PKey, format: string, options: WriteKeyOptions): Written {
  if (format === 'openssh') return openSsh(key, options);
  if (format === 'pkcs8') return pkcs8(key, options);
  const type = format === 'pkcs1' ? 'RSA' : 'EC';
  demandType(key, type, format);
  const content = native.der_write_private_key(key[HANDLE]);
  if (options.passphrase === undefined) return pem(`${type} PRIVATE KEY`, content);
  try {
    return traditional(content, `${type} PRIVATE KEY`, format, options);
  } finally {
    content.fill(0);
  }
}

function pkcs8(key: PKey, { passphrase, encryption = {}, unchecked = false }: WriteKeyOptions): Written {
  const content = native.der_write_pkcs8(key[HANDLE]);
  if (passphrase === undefined) return pem('PRIVATE KEY', content);
  try {
    const algorithm = makeEncryption(encryption, { iterations: ITERATIONS, unchecked, isPkcs12: false });
    const closed = withPassphrase(passphrase, (password) => close(algorithm, password, content), true);
    return pem('ENCRYPTED PRIVATE KEY', sequence(algorithm, octets(closed)));
  } finally {
    content.fill(0);
  }
}

/** RFC 1421, as OpenSSL uses it: the key is one MD5 of the passphrase. */
function traditional(content: Uint8Array, label: string, format: string, options: WriteKeyOptions): Written {
  const { scheme, cipher = 'aes-256-cbc' } = options.encryption ?? {};
  if (options.encoding === 'der') throw badValue(`the DER of ${format} has no encrypted form: take pkcs8`);
  if (scheme !== 'pem') throw badValue(`${format} is encrypted by the scheme pem alone: take pkcs8`);
  if (options.unchecked !== true)
    throw refused('the scheme pem makes its key by one MD5 of the passphrase: take pkcs8');
  if (!/^(aes-(128|192|256)|camellia-(128|192|256)|des-ede3|des)-cbc$/.test(cipher))
    throw badValue(`the scheme pem has no cipher ${JSON.stringify(cipher)}`);
  const iv = randomBytes(cipher.startsWith('des') ? 8 : 16);
  const closed = withPassphrase(
    options.passphrase,
    (password) => {
      const key = pemKey(password ?? new Uint8Array(), iv);
      const made = native.cipher_crypt(cipher, key, iv, content, null, 1, 1) ?? new Uint8Array();
      key.fill(0);
      return made;
    },
    true,
  );
  const headers = ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${cipher.toUpperCase()},${hexOf(iv).toUpperCase()}`];
  return { content: closed, text: () => writePem(label, closed, headers) };
}

function openSsh(key: PKey, { passphrase, encryption = {}, comment = '' }: WriteKeyOptions): Written {
  const { cipher = 'aes256-ctr', rounds = SSH_ROUNDS, scheme } = encryption;
  if (scheme !== undefined) throw badValue('OpenSSH has one scheme, bcrypt: leave it out');
  demandLine(comment);
  const write = (password: Uint8Array | null) =>
    writeSshPrivate(key, { comment, passphrase: password, cipher, rounds });
  const content = withPassphrase(passphrase, write, true);
  return { content, text: () => writePem('OPENSSH PRIVATE KEY', content, [], 70) };
}

function demandType(key: PKey, type: string, format: string): void {
  if (key.typeName !== type)
    throw badValue(`${format} is a form of ${type} keys, and this one is of the type ${key.typeName}`);
}

function demandLine(comment: string): string {
  if (/[\0\r\n]/.test(comment)) throw badValue('the comment of an OpenSSH key is one line');
  return comment;
}
