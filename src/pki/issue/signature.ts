/** How a structure is signed. */
import { bytesArgument, integerArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { after } from '../../common/later.js';
import { declareOptions, integer, oneOf, text, textOrBytes } from '../../common/options.js';
import { Error as CryptoError, PKey } from '../../crypto/index.js';
import { HANDLE } from '../../ffi/index.js';
import { digestName, ExternalKey, PARTS, type SettledMethod } from '../../signers/index.js';
import { bits, sequence } from '../der/writer.js';
import { badValue, PkiError, quoted, refused } from '../error.js';
import { native } from '../native.js';
import { publicHalf, type SigningKey } from './keys.js';

/** How to sign, where the key leaves a choice. */
export interface SignatureOptions {
  /**
   * The digest, such as `sha384`; by default the first that a {@link signer} names, else as strong as the key: `sha256` for RSA and P-256, `sha384` for P-384, `sha512` for
   * P-521, `sm3` for SM2. Ed25519, Ed448, ML-DSA and SLH-DSA hash by themselves and take none.
   */
  readonly digest?: string;
  /** How an RSA key signs: `pkcs1` by default, where a signer names no other; `pss` (RFC 4055) with MGF1 of the same digest. */
  readonly padding?: 'pkcs1' | 'pss';
  /** The salt of PSS in bytes; as long as the digest by default. */
  readonly saltLength?: number;
  /** SM2's distinguishing identifier (GB/T 32918.2); who verifies must know it. None by default, as OpenSSL. */
  readonly id?: string | Uint8Array;
}

/** A way to sign that is settled. */
export interface Signer {
  /** The DER of its AlgorithmIdentifier. */
  readonly algorithm: Uint8Array;
  /** The digest; null for keys that hash by themselves. */
  readonly digest: string | null;
  /** Signs: now, or later where the key is a signer that answers by a promise. */
  readonly sign: (data: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

const read = declareOptions<SignatureOptions>({
  digest: text,
  padding: oneOf('pkcs1', 'pss'),
  saltLength: integer(0, 1024),
  id: textOrBytes,
});

/** Digests for which collisions are made, or could be. */
const BROKEN = /^(md[245]|sha-?1|ripemd(-?160)?|rmd160|mdc2)$/i;
const NO_PSS = -1;

/**
 * Settles how a key signs.
 * @param isUnchecked - whether a digest may be one that is broken
 * @throws {PkiError} when the key cannot sign so
 */
export function signerOf(key: SigningKey, input: SignatureOptions | undefined, isUnchecked: boolean): Signer {
  const options = preferred(key, read(input, 'signature'));
  if (key instanceof PKey && !key.isPrivate) throw badValue('the key that signs has only its public half');
  const half = publicHalf(key);
  const type = half.typeName;
  const digest = digestOf(half, type, options.digest);
  if (digest !== null && !isUnchecked && BROKEN.test(digest))
    throw refused(`signatures over ${digest} can be forged: take sha256`);
  const salt = saltOf(type, digest, options);
  const id = options.id === undefined ? null : bytesArgument(options.id, 'id').slice();
  if (id !== null && type !== 'SM2')
    throw badValue(`a signature with an id is SM2's, and the key is of the type ${type}`);
  const handle = half[HANDLE];
  const settled = { digest, salt, id };
  return {
    digest,
    algorithm: signing(type, () => native.signature_algorithm(handle, digest, salt, id)),
    sign:
      key instanceof ExternalKey
        ? (data) => elsewhere(key, data, settled)
        : (data) => signing(type, () => native.signature_make(handle, digest, salt, id, data)),
  };
}

/** The three parts of a signed structure in one: now, or when the signature is there. */
export const signed = (content: Uint8Array, signer: Signer): Bytes | Promise<Bytes> =>
  after(signer.sign(content), (signature) => sequence(content, signer.algorithm, bits(signature)));

/** What is open is as the signer prefers it, of the ways that go with what is said. */
function preferred(key: SigningKey, said: SignatureOptions): SignatureOptions {
  if (!(key instanceof ExternalKey)) return said;
  const fits = (one: string | undefined, wanted: string | undefined) =>
    one === undefined || wanted === undefined || one === wanted;
  const digest = said.digest === undefined ? undefined : digestName(said.digest);
  const way = key[PARTS].methods?.find((one) => fits(one.digest, digest) && fits(one.padding, said.padding));
  return { ...way, ...said };
}

const elsewhere = (key: ExternalKey, data: Uint8Array, settled: SettledMethod): Uint8Array | Promise<Uint8Array> =>
  key[PARTS].ask(data, settled, (fault) => new PkiError('ERR_PKI_SIGNER', fault));

/** The digest to sign over: the one that is wanted, or one as strong as the key; null where it hashes by itself. */
export function digestOf(key: PKey, type: string, wanted: string | undefined): string | null {
  if (native.pkey_hashes_itself(key[HANDLE])) {
    if (wanted !== undefined) throw badValue(`a key of the type ${type} hashes by itself and takes no digest`);
    return null;
  }
  const name = wanted ?? (type === 'SM2' ? 'sm3' : strengthOf(key, type));
  if (name.includes('\0') || !native.digest_exists(name)) throw badValue(`there is no digest ${quoted(name)}`);
  return name;
}

function strengthOf(key: PKey, type: string): string {
  if (type !== 'EC' || key.bits() <= 256) return 'sha256';
  return key.bits() <= 384 ? 'sha384' : 'sha512';
}

function saltOf(type: string, digest: string | null, { padding, saltLength }: SignatureOptions): number {
  const isRsa = type === 'RSA' || type === 'RSA-PSS';
  if (!isRsa && (padding !== undefined || saltLength !== undefined))
    throw badValue(`padding and saltLength are for RSA keys, and the key is of the type ${type}`);
  if (!isRsa || digest === null) return NO_PSS;
  if (type === 'RSA-PSS' && padding === 'pkcs1') throw badValue('an RSA-PSS key does not sign by PKCS #1');
  if (type === 'RSA' && padding !== 'pss') {
    if (saltLength !== undefined) throw badValue('saltLength is for the padding pss');
    return NO_PSS;
  }
  return integerArgument(saltLength ?? native.digest_bytes(digest, new Uint8Array()).length, 'saltLength', 0);
}

function signing<T>(type: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    throw new PkiError('ERR_PKI_VALUE', `a key of the type ${type} cannot sign so: ${error.message}`, { cause: error });
  }
}
