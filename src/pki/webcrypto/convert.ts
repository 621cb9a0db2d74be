/** Keys from and to WebCrypto. */
import type { Bytes } from '../../common/bytes.js';
import { boolean, declareOptions, listOf, text } from '../../common/options.js';
import { wrongType } from '../../common/refusals.js';
import { dumpPublickey, FILETYPE_ASN1, loadPrivatekey, loadPublickey, PKey } from '../../crypto/index.js';
import { HANDLE } from '../../ffi/index.js';
import { Der } from '../der/reader.js';
import { context, SEQUENCE } from '../der/tags.js';
import { octets, sequence } from '../der/writer.js';
import { badValue } from '../error.js';
import { native } from '../native.js';
import { type CryptoKeyAlgorithm, cryptoKeyArgument, importedAlgorithm, subtle, usualUsages } from './algorithms.js';

/** What else {@link toCryptoKey} is told. */
export interface CryptoKeyOptions {
  /** What the key may be used for, as `importKey` names it; by default all that the algorithm does with this half. */
  readonly usages?: readonly KeyUsage[];
  /** Whether a private key can be exported again; false by default. A public key always can. */
  readonly extractable?: boolean;
}

const read = declareOptions<CryptoKeyOptions>({
  usages: listOf((value, name) => text(value, name) as KeyUsage),
  extractable: boolean,
});

/**
 * Takes a key from WebCrypto: the private one with its public half, or a public one.
 * @param key - a `CryptoKey` that can be exported; of one that cannot be, {@link webCryptoSigner} makes a key that signs
 * @throws {PkiError} when it is a secret key, or cannot be exported
 * @throws {crypto.Error} when it is of a kind that OpenSSL has not
 */
export async function fromCryptoKey(key: CryptoKey): Promise<PKey> {
  const given = cryptoKeyArgument(key, 'key');
  if (!given.extractable)
    throw badValue(`this ${given.type} key cannot be exported: webCryptoSigner signs with it where it is`);
  const isPrivate = given.type === 'private';
  const der = new Uint8Array(await subtle().exportKey(isPrivate ? 'pkcs8' : 'spki', given));
  try {
    return isPrivate ? loadPrivatekey(FILETYPE_ASN1, der) : loadPublickey(FILETYPE_ASN1, der);
  } finally {
    der.fill(0);
  }
}

/**
 * Hands a key to WebCrypto: the private one where it has one, else the public one.
 * @param pkey - RSA, EC on a curve of NIST's, Ed25519, X25519 and, where the platform has them, Ed448, X448, ML-DSA and ML-KEM
 * @param algorithm - what it shall serve for, such as `ECDH` or `{ name: 'RSA-PSS', hash: 'SHA-512' }`; the hash is SHA-256 where none
 * is said. It may be left out where the key is for one algorithm, and stands for ECDSA where it is on a curve.
 * @throws {PkiError} when WebCrypto has no such algorithm, or it is for another kind of key
 */
export async function toCryptoKey(
  pkey: PKey,
  algorithm?: CryptoKeyAlgorithm,
  options?: CryptoKeyOptions,
): Promise<CryptoKey> {
  if (!(pkey instanceof PKey)) throw wrongType('pkey', 'a PKey', pkey);
  const { isPrivate } = pkey;
  const { usages, extractable = !isPrivate } = read(options);
  const imported = importedAlgorithm(pkey, algorithm);
  const der = isPrivate ? pkcs8Of(pkey) : dumpPublickey(FILETYPE_ASN1, pkey);
  try {
    const uses = [...(usages ?? usualUsages(imported.name, isPrivate))];
    return await subtle().importKey(isPrivate ? 'pkcs8' : 'spki', der, imported, extractable, uses);
  } finally {
    der.fill(0);
  }
}

/** PKCS #8. Of ML-DSA and ML-KEM the seed alone (RFC 9881, 6): WebCrypto takes no other form. */
function pkcs8Of(key: PKey): Bytes {
  const der = native.der_write_pkcs8(key[HANDLE]);
  if (!/^ML-/.test(key.typeName)) return der;
  try {
    const what = 'the private key';
    const fields = Der.parse(der, what).fields(what);
    const [version, algorithm, wrapped] = [fields.next(), fields.next(), fields.next()];
    const inner = Der.parse(wrapped.content, what);
    // What has been loaded without its seed has none to give.
    if (inner.tag !== SEQUENCE)
      throw badValue(`this key of the type ${key.typeName} has no seed, which WebCrypto needs`);
    const seed = inner.fields(what).next().content;
    return sequence(version.bytes, algorithm.bytes, octets(octets(seed, context(0))));
  } finally {
    der.fill(0);
  }
}
