/** Digests by name. */
import { textArgument } from '../common/arguments.js';
import { native } from './native.js';

/**
 * @returns the name, checked
 * @throws {RangeError} 'No such digest method', as in pyOpenSSL
 * @corresponds EVP_get_digestbyname
 */
export function digestArgument(name: string): string {
  const text = textArgument(name, 'digest');
  if (text.includes('\0') || !native.digest_exists(text))
    throw new RangeError(`no such digest method: ${JSON.stringify(name)}`);
  return text;
}

/** The same, where the key's algorithm may hash by itself (Ed25519, ML-DSA) and takes none. */
export function optionalDigestArgument(name: string | null | undefined): string | null {
  return name === null || name === undefined ? null : digestArgument(name);
}
