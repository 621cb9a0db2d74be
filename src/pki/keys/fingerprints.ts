/** What keys and certificates are called by. */

import { textArgument } from '../../common/arguments.js';
import { dumpPublickey, FILETYPE_ASN1, type PKey } from '../../crypto/index.js';
import { Der } from '../der/reader.js';
import { hexOf } from '../der/values.js';
import { badValue, PkiError, quoted } from '../error.js';
import { native } from '../native.js';
import { readPublicKey } from '../read/algorithm.js';
import { base64 } from './base64.js';
import { thumbprintOf } from './jwk/write.js';
import { heldBy, keyOf, type PublicKeySource } from './public-key.js';
import { sshBlob } from './ssh/public.js';

/** Names of a key, and of the certificate or request that it is in. */
export interface Fingerprints {
  /** What was given: the first two are of its DER; of a key, of its SubjectPublicKeyInfo. */
  readonly kind: 'certificate' | 'request' | 'key';
  /** SHA-1, as `openssl x509 -fingerprint` writes it: upper-case hexadecimal with colons. */
  readonly sha1: string;
  /** SHA-256, in the same form. */
  readonly sha256: string;
  /** The pin of the key (RFC 7469, 2.4): the base64 of SHA-256 over its SubjectPublicKeyInfo. */
  readonly pin: string;
  /** The same as `curl --pinnedpubkey` takes it: `sha256//…`. */
  readonly curlPin: string;
  /** What OpenSSH calls the key, `SHA256:…`; null where it has no such keys. */
  readonly ssh: string | null;
  /** What it was called before: `MD5:…`. */
  readonly sshMd5: string | null;
  /** The thumbprint of the key as a JWK (RFC 7638), by SHA-256; null where there is no such JWK. */
  readonly jwk: string | null;
  /** SHA-1 over the bits of the key (RFC 5280, 4.2.1.2, method 1), as lower-case hexadecimal. */
  readonly keyId: string;
}

/**
 * What a key, or a certificate or request and its key, is called by.
 * @throws {PkiError} when it is none of them
 */
export function fingerprints(input: PublicKeySource): Fingerprints {
  const { kind, key, der } = heldBy(input);
  const spki = dumpPublickey(FILETYPE_ASN1, key);
  const pin = base64(native.digest_bytes('sha256', spki));
  const blob = orNull(() => sshBlob(key));
  const { key: bits } = readPublicKey(Der.parse(spki, 'the public key'), 'the public key');
  return {
    kind,
    sha1: colons(native.digest_bytes('sha1', der ?? spki)).toUpperCase(),
    sha256: colons(native.digest_bytes('sha256', der ?? spki)).toUpperCase(),
    ...{ pin, curlPin: `sha256//${pin}` },
    ssh: blob === null ? null : `SHA256:${base64(native.digest_bytes('sha256', blob)).replace(/=+$/, '')}`,
    sshMd5: blob === null ? null : `MD5:${colons(native.digest_bytes('md5', blob))}`,
    jwk: orNull(() => thumbprintOf(key, 'sha256')),
    keyId: hexOf(native.digest_bytes('sha1', bits)),
  };
}

/**
 * The thumbprint of a key as a JWK (RFC 7638), base64url.
 * @param digest - `sha256` by default
 * @throws {PkiError} when there is no JWK of such keys, or no such digest
 */
export function jwkThumbprint(input: PublicKeySource, digest = 'sha256'): string {
  const name = textArgument(digest, 'digest');
  if (name.includes('\0') || !native.digest_exists(name)) throw badValue(`there is no digest ${quoted(name)}`);
  return thumbprintOf(keyOf(input), name);
}

/**
 * Whether a key and a certificate, a request or another key have the same public half.
 * @throws {PkiError} when one of them is none
 */
export function isSameKey(one: PublicKeySource, other: PublicKeySource): boolean {
  return spkiOf(keyOf(one)) === spkiOf(keyOf(other)) || keyOf(one).equals(keyOf(other));
}

const spkiOf = (key: PKey): string => hexOf(dumpPublickey(FILETYPE_ASN1, key));
const colons = (bytes: Uint8Array): string => hexOf(bytes).replace(/..(?=.)/g, '$&:');

/** What the form cannot hold has no name in it. */
function orNull<T>(body: () => T): T | null {
  try {
    return body();
  } catch (error) {
    if (error instanceof PkiError) return null;
    throw error;
  }
}
