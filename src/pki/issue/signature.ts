/** How a structure is signed. */
import { bytesArgument, integerArgument } from '../../common/arguments.js';
import { declareOptions, integer, oneOf, text, textOrBytes } from '../../common/options.js';
import { Error as CryptoError, type PKey } from '../../crypto/index.js';
import { HANDLE } from '../../ffi/index.js';
import { bits, sequence } from '../der/writer.js';
import { badValue, PkiError, quoted, refused } from '../error.js';
import { native } from '../native.js';

/** How to sign, where the key leaves a choice. */
export interface SignatureOptions {
  /**
   * The digest, such as `sha384`; by default as strong as the key: `sha256` for RSA and P-256, `sha384` for P-384, `sha512` for
   * P-521, `sm3` for SM2. Ed25519, Ed448, ML-DSA and SLH-DSA hash by themselves and take none.
   */
  readonly digest?: string;
  /** How an RSA key signs: `pkcs1` by default, `pss` (RFC 4055) with MGF1 of the same digest. */
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
  /** Signs. */
  readonly sign: (data: Uint8Array) => Uint8Array;
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
export function signerOf(key: PKey, input: SignatureOptions | undefined, isUnchecked: boolean): Signer {
  const options = read(input, 'signature');
  if (!key.isPrivate) throw badValue('the key that signs has only its public half');
  const type = key.typeName;
  const digest = digestOf(key, type, options.digest);
  if (digest !== null && !isUnchecked && BROKEN.test(digest))
    throw refused(`signatures over ${digest} can be forged: take sha256`);
  const salt = saltOf(type, digest, options);
  const id = options.id === undefined ? null : bytesArgument(options.id, 'id').slice();
  if (id !== null && type !== 'SM2')
    throw badValue(`a signature with an id is SM2's, and the key is of the type ${type}`);
  const handle = key[HANDLE];
  return {
    algorithm: signing(type, () => native.signature_algorithm(handle, digest, salt, id)),
    sign: (data) => signing(type, () => native.signature_make(handle, digest, salt, id, data)),
  };
}

/** The three parts of a signed structure in one. */
export const signed = (content: Uint8Array, signer: Signer): Uint8Array =>
  sequence(content, signer.algorithm, bits(signer.sign(content)));

function digestOf(key: PKey, type: string, wanted: string | undefined): string | null {
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
