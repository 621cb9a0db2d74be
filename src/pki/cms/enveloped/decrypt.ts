/** Decrypts messages (RFC 5652, 6 and 8; RFC 5083). */
import { bytesArgument } from '../../../common/arguments.js';
import type { Bytes } from '../../../common/bytes.js';
import { bytes, declareOptions, integer, type Rule, type Rules, textOrBytes } from '../../../common/options.js';
import { Error as CryptoError, type Passphrase, PKey, type X509 } from '../../../crypto/index.js';
import { X509 as X509Class } from '../../../crypto/internal.js';
import { HANDLE, type Handle, type OpenSSLError } from '../../../ffi/index.js';
import type { Der } from '../../der/reader.js';
import { OCTET_STRING } from '../../der/tags.js';
import { badDer, badValue, PkiError, refused } from '../../error.js';
import { signingKey } from '../../issue/keys.js';
import { native } from '../../message-native.js';
import { CERTIFICATE_FORMS } from '../../read/certificate.js';
import { type Encoded, loadForm } from '../../read/input.js';
import { type LoadedMessage, loadMessage, type MessageInput, TYPES } from '../message.js';
import { contentOf, type RecipientParts, readEnvelope } from './data.js';
import { decapsulated } from './kem.js';

/** With what {@link decryptMessage} decrypts: a private key, a password, or a key that both know. */
export interface DecryptMessageOptions {
  /** A recipient's private key: an object, PEM or DER. */
  readonly key?: PKey | Encoded;
  /** What opens the key, where it is encrypted. */
  readonly passphrase?: Passphrase;
  /** The recipient's certificate: it tells the recipient from the others. Without it the key is tried with each. */
  readonly certificate?: X509 | Encoded;
  /** A password; text as UTF-8. */
  readonly password?: string | Uint8Array;
  /** A key of AES, or of whatever the cipher is where the message has no recipients. */
  readonly secretKey?: Uint8Array;
  /** The name of the key; without it the key is tried with each. */
  readonly keyId?: Uint8Array;
  /** Most iterations that hashing the password may cost; 5 000 000 by default. The message says how many there are. */
  readonly maxIterations?: number;
  /** Most recipients; 1000 by default. Each may cost a decryption. */
  readonly maxRecipients?: number;
}

const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;
const MOST = 0x7fff_ffff;
const MAX_RECIPIENTS = 1000;
/** As KDF_DEFAULT_ITERATIONS of the shim. */
const MAX_ITERATIONS = 5_000_000;
/** The shortest tag of GCM that RFC 5084, 3.2 has: a shorter one is soon guessed. */
const MIN_TAG = 12;

export const DECRYPT_RULES: Rules<DecryptMessageOptions> = {
  key: asIs(),
  passphrase: asIs(),
  certificate: asIs(),
  password: textOrBytes,
  secretKey: bytes,
  keyId: bytes,
  maxIterations: integer(1, MOST),
  maxRecipients: integer(1, MOST),
};
const read = declareOptions<DecryptMessageOptions>(DECRYPT_RULES);

/**
 * Decrypts a message. Who has encrypted it is not known by that: anybody can, who has the certificate.
 *
 * All that goes wrong with the key and the content gives one and the same error, so that nobody learns from it what was wrong:
 * with RSA by PKCS #1 v1.5 a key that is encrypted badly stands for a random one (RFC 3218), as CMS_decrypt(3) recommends. What was
 * encrypted with CBC can be changed unnoticed in part; GCM notices.
 * @throws {PkiError} `ERR_PKI_DECRYPT` when the key does not open it, `ERR_PKI_PASSWORD` when the password does not, or the key's own is
 * missing or wrong; when it is no encrypted message, or asks for too much
 * @corresponds CMS_decrypt, CMS_decrypt_set1_pkey, CMS_decrypt_set1_password, CMS_decrypt_set1_key
 */
export function decryptMessage(message: MessageInput, options: DecryptMessageOptions): Bytes {
  const given = read(options);
  const loaded = loadMessage(message);
  using first = loaded.cms;
  const { encrypted } = judgeEnvelope(loaded, given);
  if (encrypted === undefined) throw badDer('the message has no content: what is encrypted travels beside');
  const opened = openFor({ ...loaded, cms: first }, given);
  using cms = opened.cms;
  return decrypting(given, () => {
    opened.open();
    using pieces = native.cms_opening_new(cms);
    const begin = native.cms_pieces_update(pieces, encrypted);
    const end = native.cms_pieces_end(pieces, 1, null);
    const whole = new Uint8Array(begin.length + end.length);
    whole.set(begin);
    whole.set(end, begin.length);
    return whole;
  });
}

/** What an encrypted message holds. */
export interface Judged {
  readonly encrypted: Uint8Array | undefined;
}

/** @throws {PkiError} when it is no encrypted message, or one that should not be read */
export function judgeEnvelope(
  message: LoadedMessage,
  { maxRecipients = MAX_RECIPIENTS }: DecryptMessageOptions,
): Judged {
  const { type, content } = message;
  if (type === TYPES.compressed) throw badDer('the message is compressed, not encrypted: zlib is not built in');
  if (type === TYPES.encrypted) return { encrypted: encryptedOf(content) };
  if (type !== TYPES.enveloped && type !== TYPES.authEnveloped) throw badDer('the message is not encrypted');
  const { recipients, encrypted } = readEnvelope(message);
  if (recipients.length === 0) throw badDer('the message is encrypted for nobody');
  if (recipients.length > maxRecipients) throw refused(`the message has more than ${maxRecipients} recipients`);
  if (type === TYPES.authEnveloped) judgeTag(content);
  return { encrypted };
}

function judgeTag(content: Der): void {
  const mac = content.items('an encrypted message').find((one) => one.is(OCTET_STRING));
  if (mac === undefined || mac.content.length < MIN_TAG)
    throw refused(`the message has an authentication tag of less than ${MIN_TAG} bytes, which is soon guessed`);
}

function encryptedOf(content: Der): Bytes | undefined {
  const fields = content.fields('an encrypted message');
  fields.next();
  const inner = fields.next().fields('an encrypted message');
  inner.next();
  inner.next();
  return contentOf(inner.rest()[0]);
}

/** A message that can be opened, for which OpenSSL's object may be another one; the caller frees it. */
export interface Opened {
  readonly cms: Handle<'CMS_ContentInfo'>;
  readonly open: () => void;
}

/** Settles what opens a message. */
export function openFor(message: LoadedMessage & { der?: Uint8Array }, options: DecryptMessageOptions): Opened {
  const { password, secretKey, keyId, maxIterations = MAX_ITERATIONS } = options;
  if ([options.key, password, secretKey].filter((one) => one !== undefined).length !== 1)
    throw badValue('one of key, password and secretKey must be given');
  const copy = () => native.der_read_cms(native.der_write_cms(message.cms));
  if (message.type === TYPES.encrypted) {
    if (secretKey === undefined) throw badValue('the message has no recipients: it opens with a secretKey alone');
    const cms = copy();
    return { cms, open: () => native.cms_open_encrypted(cms, secretKey) };
  }
  if (password !== undefined) {
    const cms = copy();
    return { cms, open: () => native.cms_open_password(cms, bytesArgument(password, 'password'), maxIterations) };
  }
  if (secretKey !== undefined) {
    const cms = copy();
    return { cms, open: () => native.cms_open_key(cms, secretKey, keyId ?? null) };
  }
  return openForKey(message, options, copy);
}

function openForKey(
  message: LoadedMessage,
  { key: input, passphrase, certificate }: DecryptMessageOptions,
  copy: () => Handle<'CMS_ContentInfo'>,
): Opened {
  const key = signingKey(input as PKey | Encoded, passphrase, 'key');
  if (!(key instanceof PKey) || !key.isPrivate) throw badValue('key must be a private key that is here');
  const cert = certificate === undefined ? null : loadForm(certificate, X509Class, CERTIFICATE_FORMS).object;
  if (!key.typeName.startsWith('ML-KEM')) {
    const cms = copy();
    return { cms, open: () => native.cms_open_for(cms, key[HANDLE], cert?.[HANDLE] ?? null) };
  }
  const recipients = readEnvelope(message).recipients.filter(({ kem }) => kem !== undefined);
  return openEncapsulated(native.der_write_cms(message.cms), recipients, key);
}

/** Each is tried: a wrong secret is found by the wrapping, whose answer says nothing of the secret. */
function openEncapsulated(der: Uint8Array, recipients: readonly RecipientParts[], key: PKey): Opened {
  for (const recipient of recipients) {
    try {
      const { message, key: kek, keyId } = decapsulated(der, recipient, key);
      const cms = native.der_read_cms(message);
      try {
        native.cms_open_key(cms, kek, keyId);
        return { cms, open: () => native.cms_open_key(cms, kek, keyId) };
      } catch (error) {
        cms.release();
        throw error;
      }
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
    }
  }
  throw notFor('key');
}

/** Runs what decrypts: whatever fails is told by one sentence. */
export function decrypting<T>(options: DecryptMessageOptions, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    // How often a password is hashed everybody can read.
    if (isTooMuch(error)) throw refused('the message asks for too many iterations of a password: see maxIterations');
    throw notFor(options.password !== undefined ? 'password' : options.key !== undefined ? 'key' : 'secretKey');
  }
}

const isTooMuch = (error: OpenSSLError): boolean => error.message.includes('too many iterations');

/** Without a cause: what OpenSSL says is what nobody should learn. */
function notFor(what: 'key' | 'password' | 'secretKey'): PkiError {
  const sentence =
    what === 'password'
      ? 'the password is wrong'
      : `it was not encrypted for this ${what === 'key' ? 'key' : 'secretKey'}`;
  const code = what === 'password' ? 'ERR_PKI_PASSWORD' : 'ERR_PKI_DECRYPT';
  return new PkiError(code, `the message cannot be decrypted: ${sentence}, or it is damaged`);
}
