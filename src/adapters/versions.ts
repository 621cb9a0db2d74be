/** Which versions of TLS are spoken. */
import type { ContextOptions, TlsVersion } from './options.js';

interface Versions {
  readonly minVersion?: TlsVersion | undefined;
  readonly maxVersion?: TlsVersion | undefined;
}

const METHOD = /^(SSLv23|TLS|TLSv1_2)_(client_|server_)?method$/;

/**
 * The limits of the versions, whichever way they are said.
 * @throws {Error} with node's code where `secureProtocol` names what is not spoken, or stands beside the other way
 */
export function versionsOf({ minVersion, maxVersion, secureProtocol }: ContextOptions): Versions {
  if (secureProtocol === undefined) return { minVersion, maxVersion };
  if (minVersion !== undefined || maxVersion !== undefined) {
    const word = minVersion === undefined ? `maxVersion ${maxVersion}` : `minVersion ${minVersion}`;
    throw refused(
      TypeError,
      'ERR_TLS_PROTOCOL_VERSION_CONFLICT',
      `${word} stands beside secureProtocol ${secureProtocol}: say one`,
    );
  }
  const method = METHOD.exec(secureProtocol)?.[1];
  if (method === undefined)
    throw refused(RangeError, 'ERR_TLS_INVALID_PROTOCOL_METHOD', `secureProtocol ${secureProtocol} is not spoken here`);
  return method === 'TLSv1_2' ? { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } : {};
}

function refused(Class: typeof TypeError | typeof RangeError, code: string, message: string): Error {
  return Object.assign(new Class(message), { code });
}
