/** The enumerations of the module: their members are also constants of their own, as in Python. */
import * as c from '../../ffi/constants.js';
import * as errorNumbers from '../errors/error-numbers.js';
import * as alerts from './alerts.js';
import * as options from './options.js';
import * as protocols from './protocols.js';
import * as flags from './verify-flags.js';
import * as modes from './verify-modes.js';

export * from '../errors/error-numbers.js';
export * from './alerts.js';
export * from './options.js';
export * from './protocols.js';
export * from './verify-flags.js';
export * from './verify-modes.js';

/** The alerts by name. */
export const AlertDescription: Readonly<typeof alerts> = { ...alerts };
/** The number of an alert. */
export type AlertDescription = (typeof alerts)[keyof typeof alerts];

/** The numbers of errors by name. */
export const SSLErrorNumber: Readonly<typeof errorNumbers> = { ...errorNumbers };
/** The number of an error. */
export type SSLErrorNumber = (typeof errorNumbers)[keyof typeof errorNumbers];

/** Options by name. */
export const Options: Readonly<typeof options> = { ...options };
/** Options, joined by `|`. */
export type Options = number;

/** Flags of verification by name. */
export const VerifyFlags: Readonly<typeof flags> = { ...flags };
/** Flags of verification, joined by `|`. */
export type VerifyFlags = number;

/** Modes of verification by name. */
export const VerifyMode: Readonly<typeof modes> = { ...modes };
/** What is asked of the peer's certificate. */
export type VerifyMode = (typeof modes)[keyof typeof modes];

/** A protocol of a context: a `PROTOCOL_…` constant. */
export type SSLMethod = (typeof protocols)[keyof typeof protocols];

/** Versions of the protocol, for {@link SSLContext.minimum_version} and {@link SSLContext.maximum_version}. */
export const TLSVersion = {
  /** The lowest version that there is. */
  MINIMUM_SUPPORTED: -2,
  /** SSL 3.0, which is withdrawn (RFC 7568) and not in this build. */
  SSLv3: c.SSL3_VERSION,
  /** TLS 1.0, which is deprecated (RFC 8996). */
  TLSv1: c.TLS1_VERSION,
  /** TLS 1.1, which is deprecated (RFC 8996). */
  TLSv1_1: c.TLS1_1_VERSION,
  /** TLS 1.2 (RFC 5246). */
  TLSv1_2: c.TLS1_2_VERSION,
  /** TLS 1.3 (RFC 8446). */
  TLSv1_3: c.TLS1_3_VERSION,
  /** The highest version that there is. */
  MAXIMUM_SUPPORTED: -1,
} as const;
/** A version of the protocol, or one of the two bounds. */
export type TLSVersion = (typeof TLSVersion)[keyof typeof TLSVersion];

const PROTOCOL_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(protocols)
    .filter(([name, value]) => value >= protocols.PROTOCOL_TLS && name !== 'PROTOCOL_SSLv23')
    .map(([name, value]) => [value, name]),
);

/** The name of a protocol's constant, such as `PROTOCOL_TLS`; `<unknown>` for a number that is none. */
export function getProtocolName(protocolCode: number): string {
  return PROTOCOL_NAMES.get(protocolCode) ?? '<unknown>';
}
