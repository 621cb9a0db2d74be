import { integerArgument } from '../common/arguments.js';
import { native } from './native.js';

/**
 * Describes the OpenSSL in use.
 * @param type - one of `OPENSSL_VERSION`, `OPENSSL_CFLAGS`, `OPENSSL_BUILT_ON`, `OPENSSL_PLATFORM`, `OPENSSL_DIR`
 * @corresponds OpenSSL_version
 */
export function OpenSSLVersion(type: number): string {
  return native.version_text(integerArgument(type, 'type'));
}
