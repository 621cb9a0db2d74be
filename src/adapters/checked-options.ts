/**
 * What each option of the adapters must be. Every entry point judges its options here before it does anything; what makes
 * sessions and contexts of them judges again, so that an entry that forgets is no hole.
 */

import {
  boolean,
  bytes,
  declareOptions,
  func,
  instance,
  integer,
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
  secureProtocol: text,
  secureOptions: integer(0, Number.MAX_SAFE_INTEGER),
  honorCipherOrder: boolean,
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
  minDHSize: integer(0, 0x7fff_ffff),
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

/** Judges what a context is made of. @throws {TypeError} for a wrong type @throws {RangeError} for a wrong value */
export const contextOptions = declareOptions<ContextOptions & Pick<ClientOptions, 'rejectUnauthorized'>>({
  ...CONTEXT_RULES,
  rejectUnauthorized: trueUnlessFalse,
});

/** Judges what a client is told, as {@link contextOptions}. */
export const clientOptions = declareOptions<ClientOptions>(CLIENT_RULES);

/** Judges what a server is told, as {@link contextOptions}. */
export const serverOptions = declareOptions<ServerOptions>(SERVER_RULES);
