/** Who shall be able to decrypt a message (RFC 5652, 6.2; RFC 9629). */
import { bytesArgument } from '../../../common/arguments.js';
import type { Bytes } from '../../../common/bytes.js';
import { bytes, declareOptions, integer, oneOf, type Rule, text, textOrBytes } from '../../../common/options.js';
import { typeName, wrongType } from '../../../common/refusals.js';
import { Error as CryptoError, X509 } from '../../../crypto/index.js';
import { X509 as X509Class } from '../../../crypto/internal.js';
import { HANDLE, type Handle } from '../../../ffi/index.js';
import { badValue, PkiError, quoted } from '../../error.js';
import { native } from '../../message-native.js';
import { CERTIFICATE_FORMS } from '../../read/certificate.js';
import { type Encoded, loadForm } from '../../read/input.js';
import { addKemRecipient, type KemRecipient } from './kem.js';

/** Whoever has the key of a certificate. */
export interface CertificateRecipient {
  /** The certificate: an object, PEM or DER. Its key is of RSA, EC or ML-KEM (RFC 9936). */
  readonly certificate: X509 | Encoded;
  /** How an RSA key encrypts: by `pkcs1` v1.5, the default that every program reads, or by `oaep` (RFC 4055), which is the better one. */
  readonly padding?: 'pkcs1' | 'oaep';
  /** The digest of OAEP, or of the key derivation of an EC key; `sha256` by default. */
  readonly digest?: string;
  /** How the certificate is named: by `issuer` and serial number, the default, or by the identifier of its key, `keyId`. */
  readonly identifiedBy?: 'issuer' | 'keyId';
}

/** Whoever knows a password (RFC 3211): PBKDF2 with HMAC-SHA-1, as OpenSSL writes it. */
export interface PasswordRecipient {
  /** The password; text as UTF-8. */
  readonly password: string | Uint8Array;
  /** How often it is hashed; 600 000 times by default. */
  readonly iterations?: number;
}

/** Whoever has a key of AES under a name. */
export interface KeyRecipient {
  /** The key: 16, 24 or 32 bytes. */
  readonly secretKey: Uint8Array;
  /** Its name. */
  readonly keyId: Uint8Array;
}

/** Who shall be able to decrypt: a certificate alone stands for one with nothing else said. */
export type MessageRecipient = CertificateRecipient | PasswordRecipient | KeyRecipient | X509 | Encoded;

const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;
const MAX_ITERATIONS = 100_000_000;
const DEFAULT_ITERATIONS = 600_000;
const AES_KEYS = [16, 24, 32];

const readCertificate = declareOptions<CertificateRecipient>({
  certificate: asIs(),
  padding: oneOf('pkcs1', 'oaep'),
  digest: text,
  identifiedBy: oneOf('issuer', 'keyId'),
});
const readPassword = declareOptions<PasswordRecipient>({
  password: textOrBytes,
  iterations: integer(1, MAX_ITERATIONS),
});
const readKey = declareOptions<KeyRecipient>({ secretKey: bytes, keyId: bytes });

/** Adds a recipient to an envelope. @returns what has to be put into the finished message, where it is one of encapsulation */
export function addRecipient(envelope: Handle<'CMS_ContentInfo'>, input: MessageRecipient): KemRecipient | undefined {
  if (isCertificate(input)) return addCertificate(envelope, { certificate: input });
  if (typeof input !== 'object' || input === null) throw wrongType('a recipient', 'a certificate, or an object', input);
  if ('certificate' in input) return addCertificate(envelope, readCertificate(input, 'a recipient'));
  if ('password' in input) return addPassword(envelope, readPassword(input, 'a recipient'));
  if ('secretKey' in input) return addKey(envelope, readKey(input, 'a recipient'));
  throw wrongType('a recipient', 'a certificate, or an object with certificate, password or secretKey', input);
}

function isCertificate(input: MessageRecipient): input is X509 | Encoded {
  const isBytes = typeof input === 'string' || ArrayBuffer.isView(input) || input instanceof ArrayBuffer;
  return input instanceof X509 || isBytes;
}

function addCertificate(envelope: Handle<'CMS_ContentInfo'>, options: CertificateRecipient): KemRecipient | undefined {
  const { padding, digest, identifiedBy = 'issuer' } = options;
  const { object, der } = loadForm(options.certificate, X509Class, CERTIFICATE_FORMS);
  const type = object.getPubkey().typeName;
  if (type.startsWith('ML-KEM')) return addKemRecipient(envelope, object, der, identifiedBy);
  if (padding !== undefined && type !== 'RSA')
    throw badValue(`padding is for RSA keys, and the key is of the type ${type}`);
  const isPkcs1 = type === 'RSA' && padding !== 'oaep';
  if (isPkcs1 && digest !== undefined) throw badValue('digest is for the padding oaep');
  const name = digest ?? 'sha256';
  if (name.includes('\0') || !native.digest_exists(name)) throw badValue(`there is no digest ${quoted(name)}`);
  try {
    native.cms_add_recipient(envelope, object[HANDLE], identifiedBy === 'keyId' ? 1 : 0, isPkcs1 ? null : name);
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    throw new PkiError('ERR_PKI_VALUE', `nothing can be encrypted so for a key of the type ${type}: ${error.message}`, {
      cause: error,
    });
  }
  return undefined;
}

function addPassword(envelope: Handle<'CMS_ContentInfo'>, { password, iterations }: PasswordRecipient): undefined {
  const secret = bytesArgument(password, 'password').slice();
  if (secret.length === 0) throw badValue('a password must not be empty');
  native.cms_add_password(envelope, secret, iterations ?? DEFAULT_ITERATIONS);
}

function addKey(envelope: Handle<'CMS_ContentInfo'>, { secretKey, keyId }: KeyRecipient): undefined {
  native.cms_add_key(envelope, aesKey(secretKey), bytesArgument(keyId, 'keyId').slice());
}

/** @throws {PkiError} unless it is a key of AES */
export function aesKey(key: Uint8Array | undefined): Bytes {
  if (key === undefined) throw wrongType('secretKey', 'bytes', typeName(key));
  if (!AES_KEYS.includes(key.length)) throw badValue(`secretKey must have 16, 24 or 32 bytes, not ${key.length}`);
  return key.slice();
}
