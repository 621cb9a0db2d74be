/** Which versions of TLS are spoken. */
import type { Rule } from '../common/options.js';
import { SSL } from '../index.js';
import type { ContextOptions, TlsVersion } from './options.js';

const VERSIONS: ReadonlyMap<unknown, number> = new Map<TlsVersion, number>([
  ['TLSv1', SSL.TLS1_VERSION],
  ['TLSv1.1', SSL.TLS1_1_VERSION],
  ['TLSv1.2', SSL.TLS1_2_VERSION],
  ['TLSv1.3', SSL.TLS1_3_VERSION],
]);

/** The versions of TLS by their names. */
export const VERSION_NAMES = [...VERSIONS.keys()] as readonly TlsVersion[];

/** The lowest and the highest version, by OpenSSL's numbers, and which side alone a context is for. */
export interface Limits {
  readonly min: number;
  readonly max: number;
  readonly side?: 'client' | 'server' | undefined;
}

const METHOD = /^(SSLv2|SSLv3|SSLv23|TLS|TLSv1|TLSv1_1|TLSv1_2)_(?:(client|server)_)?method$/;
const WITHDRAWN: ReadonlySet<string | undefined> = new Set(['SSLv2', 'SSLv3']);
/** The methods that speak one version. */
const ONLY: ReadonlyMap<string | undefined, number> = new Map([
  ['TLSv1', SSL.TLS1_VERSION],
  ['TLSv1_1', SSL.TLS1_1_VERSION],
  ['TLSv1_2', SSL.TLS1_2_VERSION],
]);

/**
 * The limits of the versions, whichever way they are said.
 * @throws {TypeError} with node's code where one is no version, or `secureProtocol` names what is not spoken, or stands beside
 * the other way
 */
export function versionsOf({ minVersion, maxVersion, secureProtocol }: ContextOptions): Limits {
  if (secureProtocol === undefined) {
    return { min: versionOf('minimum', minVersion, 'TLSv1.2'), max: versionOf('maximum', maxVersion, 'TLSv1.3') };
  }
  const beside = minVersion ?? maxVersion;
  if (beside !== undefined) {
    const message = `TLS protocol version "${beside}" conflicts with secureProtocol "${secureProtocol}"`;
    throw refused('ERR_TLS_PROTOCOL_VERSION_CONFLICT', message);
  }
  const [, name, side] = METHOD.exec(secureProtocol) ?? [];
  if (name === undefined) throw refused('ERR_TLS_INVALID_PROTOCOL_METHOD', `Unknown method: ${secureProtocol}`);
  if (WITHDRAWN.has(name)) throw refused('ERR_TLS_INVALID_PROTOCOL_METHOD', `${name} methods disabled`);
  const only = ONLY.get(name);
  const max = only ?? (name === 'SSLv23' ? SSL.TLS1_2_VERSION : SSL.TLS1_3_VERSION);
  return { min: only ?? SSL.TLS1_2_VERSION, max, side: side as Limits['side'] };
}

function versionOf(which: string, version: unknown, otherwise: TlsVersion): number {
  const number = VERSIONS.get(version ?? otherwise);
  if (number !== undefined) return number;
  const shown = typeof version === 'symbol' ? String(version) : (JSON.stringify(version) ?? typeof version);
  throw refused('ERR_TLS_INVALID_PROTOCOL_VERSION', `${shown} is not a valid ${which} TLS protocol version`);
}

function refused(code: string, message: string): TypeError {
  return Object.assign(new TypeError(message), { code });
}

/** A version of TLS. What is none has the code of its own that node has for it. */
export function versionRule(which: 'minimum' | 'maximum'): Rule<TlsVersion> {
  return (value, name) => {
    const known = VERSION_NAMES.find((version) => version === value);
    if (known !== undefined) return known;
    const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : typeof value;
    const message = `${name} must be ${VERSION_NAMES.join(', ')}: ${shown} is not a valid ${which} TLS protocol version`;
    throw Object.assign(new TypeError(message), { code: 'ERR_TLS_INVALID_PROTOCOL_VERSION' });
  };
}
