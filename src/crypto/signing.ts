/** What a signature over a structure needs. */
import { instanceArgument, textArgument } from '../common/arguments.js';
import { HANDLE, type Handle } from '../ffi/index.js';
import { digestArgument } from './digest-name.js';
import { native } from './native.js';
import { PKey } from './pkey.js';

/**
 * @param digest - a name; null for the key's own
 * @returns the key, and the digest to name: none where the key hashes by itself (Ed25519, Ed448, ML-DSA, SLH-DSA)
 * @throws {TypeError} when an argument is of a wrong type
 * @throws {RangeError} when there is no such digest, or the key is empty or has no private half, as in pyOpenSSL
 */
export function signingArguments(
  pkey: PKey,
  what: string,
  digest: string | Uint8Array | null | undefined,
): { key: Handle<'EVP_PKEY'>; name: string | null } {
  const given = instanceArgument(pkey, PKey, what);
  if (given.isEmpty) throw new RangeError(`${what} is empty: generate it first`);
  if (!given.isPrivate) throw new RangeError(`${what} has only its public half`);
  const name = digest == null ? null : digestArgument(textArgument(digest, 'digest'));
  const key = given[HANDLE];
  return { key, name: native.pkey_hashes_itself(key) ? null : name };
}
