/**
 * What each option of the adapters must be. Every entry point judges its options here before it does anything: what is
 * behind it takes {@link Checked} options alone, so an entry that forgets does not compile.
 */
import {
  boolean,
  bytes,
  declareOptions,
  func,
  instance,
  listOf,
  milliseconds,
  oneOf,
  oneOrList,
  type Rule,
  type Rules,
  text,
  textOrBytes,
  trueUnlessFalse,
} from '../common/options.js';
import { wrongType, wrongValue } from '../common/refusals.js';
import { crypto, SSL } from '../index.js';
import type { CertificateInput, ClientOptions, ContextOptions, Pem, ServerOptions, SessionOptions } from './options.js';

declare const CHECKED: unique symbol;

/** Options that have been judged. */
export type Checked<T> = T & { readonly [CHECKED]: true };

/** What judges options of a kind. @throws {TypeError} for a wrong type @throws {RangeError} for a wrong value */
export type OptionsCheck<T> = (input: unknown) => Checked<T>;

/** Declares what an entry point takes. */
export function checking<T extends object>(rules: Rules<T>): OptionsCheck<T> {
  return declareOptions(rules) as OptionsCheck<T>;
}

const certificate: Rule<CertificateInput> = (value, name) => {
  if (value instanceof crypto.X509) return value;
  return pem(value, name, 'PEM or an X509');
};

const privateKey: Rule<Pem | crypto.PKey> = (value, name) =>
  value instanceof crypto.PKey ? value : pem(value, name, 'PEM or a PKey');

function pem(value: unknown, name: string, expected = 'PEM'): Pem {
  if (typeof value === 'string' || ArrayBuffer.isView(value)) return textOrBytes(value, name);
  throw wrongType(name, expected, value);
}

/** Most bytes of a protocol's name (RFC 7301, 3.1). */
const MAX_PROTOCOL = 255;

const protocol: Rule<string> = (value, name) => {
  const protocolName = text(value, name);
  const { length } = new TextEncoder().encode(protocolName);
  if (length === 0 || length > MAX_PROTOCOL)
    throw wrongValue(name, `a name of 1 to ${MAX_PROTOCOL} bytes`, protocolName);
  return protocolName;
};

/** An AbortSignal of whatever realm. */
const signal: Rule<AbortSignal> = (value, name) => {
  const candidate = value as Partial<AbortSignal>;
  const isSignal = typeof value === 'object' && typeof candidate.aborted === 'boolean';
  if (!isSignal || typeof candidate.addEventListener !== 'function') throw wrongType(name, 'an AbortSignal', value);
  return value as AbortSignal;
};

const version = oneOf('TLSv1.2', 'TLSv1.3');

/** What a context is made of. */
export const CONTEXT_RULES: Rules<ContextOptions> = {
  ca: oneOrList(certificate),
  cert: certificate,
  key: privateKey,
  pfx: bytes,
  passphrase: text,
  crl: oneOrList((value, name) => pem(value, name)),
  ciphers: text,
  ecdhCurve: text,
  sigalgs: text,
  minVersion: version,
  maxVersion: version,
};

const SESSION_RULES: Rules<SessionOptions> = {
  ...CONTEXT_RULES,
  secureContext: instance(SSL.Context, 'SSL.Context'),
  ALPNProtocols: listOf(protocol),
  handshakeTimeout: milliseconds,
  allowTruncation: boolean,
  signal,
  onKeylog: func(),
};

/** What a client is told. */
export const CLIENT_RULES: Rules<ClientOptions> = {
  ...SESSION_RULES,
  host: text,
  servername: text,
  rejectUnauthorized: trueUnlessFalse,
  checkServerIdentity: func(),
  pinnedKeys: listOf(text),
  session: bytes,
  onSession: func(),
};

/** What a server is told. */
export const SERVER_RULES: Rules<ServerOptions> = {
  ...SESSION_RULES,
  requestCert: boolean,
  rejectUnauthorized: trueUnlessFalse,
  contextFor: func(),
};

/** Judges what a context is made of. */
export const contextOptions: OptionsCheck<ContextOptions & { readonly rejectUnauthorized?: boolean | undefined }> =
  checking({ ...CONTEXT_RULES, rejectUnauthorized: trueUnlessFalse });
