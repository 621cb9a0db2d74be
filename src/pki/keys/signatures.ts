/** Signatures over data, and their two forms. */
import { type BytesLike, binaryArgument, bytesArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { after } from '../../common/later.js';
import { boolean, declareOptions, integer, oneOf, type Rules, text, textOrBytes } from '../../common/options.js';
import { Error as CryptoError, type Passphrase, type PKey } from '../../crypto/index.js';
import { HANDLE } from '../../ffi/index.js';
import { Der } from '../der/reader.js';
import * as tag from '../der/tags.js';
import { concat, sequence } from '../der/writer.js';
import { badDer, badValue, PkiError } from '../error.js';
import { publicHalf, type Signed, type SigningKeyInput, signingKey } from '../issue/keys.js';
import { digestOf, type SignatureOptions, signerOf } from '../issue/signature.js';
import { native } from '../native.js';
import { unsigned } from './build.js';
import { sizesOf } from './numbers.js';
import { passphraseRule } from './passphrase.js';
import { keyOf, type PublicKeySource } from './public-key.js';

/** How data is signed, and how the signature is written. */
export interface DataSignatureOptions extends SignatureOptions {
  /**
   * Of EC, SM2 and DSA: `der`, the default, is a SEQUENCE of two numbers (RFC 3279, 2.2.3); `raw` their bytes behind each other,
   * as JOSE, WebCrypto and smart cards have it (IEEE P1363). Other keys have one form.
   */
  readonly format?: 'der' | 'raw';
}

/** How {@link signData} signs. */
export interface SignDataOptions extends DataSignatureOptions {
  /** What opens the key, where it is encrypted PEM or DER. */
  readonly passphrase?: Passphrase;
  /** Whether to sign over a digest for which collisions are made. False by default. */
  readonly unchecked?: boolean;
}

const RULES: Rules<DataSignatureOptions> = {
  digest: text,
  padding: oneOf('pkcs1', 'pss'),
  saltLength: integer(0, 1024),
  id: textOrBytes,
  format: oneOf('der', 'raw'),
};
const readVerify = declareOptions<DataSignatureOptions>(RULES);
const readSign = declareOptions<SignDataOptions>({ ...RULES, passphrase: passphraseRule, unchecked: boolean });
const ANY_SALT = -2;
const TWO_NUMBERS = /^(EC|SM2|DSA)$/;

/**
 * Signs data.
 * @param key - a private key of any form, or what `signer` makes of one that is elsewhere
 * @returns the signature; a promise of it where the signer answers by one
 * @throws {PkiError} when the key cannot sign so
 */
export function signData<K extends SigningKeyInput>(
  key: K,
  data: BytesLike,
  options?: SignDataOptions,
): Signed<K, Bytes>;
export function signData(
  key: SigningKeyInput,
  data: BytesLike,
  options?: SignDataOptions,
): Uint8Array | Promise<Uint8Array> {
  const { format = 'der', unchecked = false, passphrase, ...signature } = readSign(options);
  const given = signingKey(key, passphrase, 'key');
  const half = publicHalf(given);
  const signer = signerOf(given, signature, unchecked);
  return after(signer.sign(bytesArgument(data, 'data')), (made) => (isRaw(half, format) ? rawOf(made, half) : made));
}

/**
 * Whether a signature is one of this data by this key.
 * @param key - a public key of any form, or the certificate or request that has it
 * @param options - how it was signed, where the key leaves a choice; of RSA-PSS any salt is taken, where none is said
 * @throws {PkiError} when it is no key, or one that does not sign so
 */
export function verifySignature(
  key: PublicKeySource,
  signature: Uint8Array,
  data: BytesLike,
  options?: DataSignatureOptions,
): boolean {
  const { format = 'der', padding, saltLength, ...given } = readVerify(options);
  const half = keyOf(key);
  const type = half.typeName;
  const digest = digestOf(half, type, given.digest);
  const isRsa = /^RSA/.test(type);
  if (!isRsa && (padding !== undefined || saltLength !== undefined))
    throw badValue(`padding and saltLength are for RSA keys, and the key is of the type ${type}`);
  if (given.id !== undefined && type !== 'SM2')
    throw badValue(`a signature with an id is SM2's, and the key is of the type ${type}`);
  const isPss = isRsa && (padding === 'pss' || type === 'RSA-PSS');
  const id = given.id === undefined ? null : bytesArgument(given.id, 'id').slice();
  const made = bytesArgument(binaryArgument(signature, 'signature'), 'signature').slice();
  const der = isRaw(half, format) ? derOfRaw(made, half) : made;
  if (der === undefined) return false;
  const [message, salt] = [bytesArgument(data, 'data'), saltLength ?? ANY_SALT];
  try {
    return native.signature_holds(half[HANDLE], digest, isPss ? 1 : 0, salt, id, message, der);
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    throw new PkiError('ERR_PKI_VALUE', `a key of the type ${type} does not verify so: ${error.message}`, {
      cause: error,
    });
  }
}

const isRaw = (key: PKey, format: 'der' | 'raw'): boolean => format === 'raw' && TWO_NUMBERS.test(key.typeName);

/** How long each number is: of a curve as its order, of DSA as q. */
const lengthOf = (key: PKey): number => (key.typeName === 'DSA' ? dsaLength(key) : sizesOf(key).order);
const dsaLength = (key: PKey): number => native.pkey_number(key[HANDLE], 'q')?.length ?? 0;
const rawOf = (der: Uint8Array, key: PKey): Bytes => signatureToRaw(der, lengthOf(key));

function derOfRaw(raw: Uint8Array, key: PKey): Bytes | undefined {
  return raw.length === lengthOf(key) * 2 ? signatureToDer(raw) : undefined;
}

/**
 * The two numbers of a signature behind each other (IEEE P1363), of its DER.
 * @param length - how many bytes each has: 32 for P-256, 48 for P-384, 66 for P-521
 * @throws {PkiError} when it is no such DER, or a number is longer
 */
export function signatureToRaw(der: Uint8Array, length: number): Bytes {
  const size = integer(1, 1024)(length, 'length');
  const what = 'the signature';
  const fields = Der.parse(bytesArgument(binaryArgument(der, 'signature'), 'signature').slice(), what).fields(what);
  const numbers = [fields.next(tag.INTEGER).content, fields.next(tag.INTEGER).content];
  fields.end();
  return concat(
    numbers.map((content) => {
      const [first = 0x80] = content;
      const bytes = first === 0 && content.length > 1 ? content.subarray(1) : content;
      if (first & 0x80) throw badDer(`${what} has a negative number`);
      if (bytes.length > size) throw badDer(`${what} has a number of more than ${size} bytes`);
      const padded = new Uint8Array(size);
      padded.set(bytes, size - bytes.length);
      return padded;
    }),
  );
}

/** The DER of a signature (RFC 3279, 2.2.3), of its two numbers behind each other. @throws {PkiError} when they are not of one length */
export function signatureToDer(raw: Uint8Array): Bytes {
  const bytes = binaryArgument(raw, 'signature').slice();
  if (bytes.length === 0 || bytes.length % 2 !== 0 || bytes.length > 2048)
    throw badDer('the signature is not two numbers of the same length');
  const half = bytes.length / 2;
  return sequence(unsigned(bytes.subarray(0, half)), unsigned(bytes.subarray(half)));
}
