/** Keys of WebCrypto that sign where they are. */
import { wrongType } from '../../common/refusals.js';
import { dumpPublickey, FILETYPE_ASN1, type PKey, type X509 } from '../../crypto/index.js';
import { X509 as X509Class } from '../../crypto/internal.js';
import { type ExternalKey, type SignerMethod, type SigningMethod, signer } from '../../signers/index.js';
import { badValue } from '../error.js';
import { CERTIFICATE_FORMS } from '../read/certificate.js';
import { type Encoded, loadForm } from '../read/input.js';
import { cryptoKeyArgument, subtle } from './algorithms.js';
import { fromCryptoKey } from './convert.js';

/** A private key of WebCrypto, and what says whose it is: its public key, or a certificate of it. */
export type WebCryptoPair =
  | {
      /** The private key; it need not be extractable. */
      readonly privateKey: CryptoKey;
      /** Its public key: a `CryptoKey`, an object, or a SubjectPublicKeyInfo as PEM or DER. */
      readonly publicKey: CryptoKey | PKey | Encoded;
    }
  | {
      /** The private key; it need not be extractable. */
      readonly privateKey: CryptoKey;
      /** Its certificate: an object, PEM or DER. */
      readonly certificate: X509 | Encoded;
    };

const ECDSA_DIGESTS = ['sha256', 'sha384', 'sha512'];
const CURVE_DIGEST: Readonly<Record<string, string>> = { 'P-256': 'sha256', 'P-384': 'sha384', 'P-521': 'sha512' };
const PADDINGS = { 'RSASSA-PKCS1-v1_5': 'pkcs1', 'RSA-PSS': 'pss' } as const;
const SELF_HASHING = /^(Ed25519|Ed448|ML-DSA-(44|65|87))$/;

/**
 * Makes of a WebCrypto pair a key that signs where it is: what `crypto.subtle.generateKey` gives can be handed over as it is, and its
 * private half need not be extractable. It signs as {@link signer} does, by promises, in the ways that the key has: an RSA key in
 * the one that it was made for, by its one hash (TLS 1.3 takes `RSA-PSS` alone), one on a curve with SHA-256, SHA-384 or SHA-512.
 * @throws {PkiError} when the private key cannot sign
 * @throws {TypeError} when the pair is none
 */
export async function webCryptoSigner(pair: WebCryptoPair | CryptoKeyPair): Promise<ExternalKey<Promise<Uint8Array>>> {
  if (typeof pair !== 'object' || pair === null)
    throw wrongType('pair', 'an object with privateKey and publicKey', pair);
  const privateKey = cryptoKeyArgument(pair.privateKey, 'privateKey', 'private');
  if (!privateKey.usages.includes('sign')) throw badValue('privateKey may not sign: its usages have no sign');
  const methods = methodsOf(privateKey);
  const publicKey = await publicKeyOf(pair);
  const web = subtle();
  return signer({
    publicKey,
    format: 'ieee-p1363',
    ...(methods && { methods }),
    sign: (data, how) => web.sign(parametersOf(privateKey, how), privateKey, data),
  });
}

async function publicKeyOf(pair: WebCryptoPair | CryptoKeyPair): Promise<PKey | Encoded> {
  if ('certificate' in pair) {
    const { object } = loadForm(pair.certificate, X509Class, CERTIFICATE_FORMS);
    using key = object.getPubkey();
    return dumpPublickey(FILETYPE_ASN1, key);
  }
  const { publicKey } = pair;
  const isCryptoKey = typeof publicKey === 'object' && publicKey !== null && 'algorithm' in publicKey;
  if (!isCryptoKey) return publicKey;
  return await fromCryptoKey(cryptoKeyArgument(publicKey, 'publicKey', 'public'));
}

/** How a key can sign; undefined where that is one way alone. */
function methodsOf({ algorithm }: CryptoKey): readonly SignerMethod[] | undefined {
  const { name, hash, namedCurve } = algorithm as KeyAlgorithm & { hash?: KeyAlgorithm; namedCurve?: string };
  if (name === 'ECDSA') {
    const own = CURVE_DIGEST[namedCurve ?? ''];
    if (own === undefined)
      throw badValue(`OpenSSL signs on P-256, P-384 and P-521 with WebCrypto, not on ${namedCurve}`);
    return [own, ...ECDSA_DIGESTS.filter((digest) => digest !== own)].map((digest) => ({ digest }));
  }
  if ((name === 'RSASSA-PKCS1-v1_5' || name === 'RSA-PSS') && typeof hash?.name === 'string')
    return [{ padding: PADDINGS[name], digest: hash.name }];
  if (SELF_HASHING.test(name)) return undefined;
  throw badValue(`a key for ${name} does not sign`);
}

function parametersOf({ algorithm: { name } }: CryptoKey, { digest, saltLength }: SigningMethod) {
  if (name === 'ECDSA') return { name, hash: `SHA-${digest?.slice('sha'.length)}` };
  return name === 'RSA-PSS' ? { name, saltLength: saltLength ?? 0 } : { name };
}
