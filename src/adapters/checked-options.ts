/**
 * What each option of the adapters must be. Every entry point judges its options here before it does anything; what makes
 * sessions and contexts of them judges again, so that an entry that forgets is no hole.
 */

import {
  boolean,
  bytes,
  declareOptions,
  func,
  integer,
  listOf,
  milliseconds,
  type Rule,
  type Rules,
  text,
  trueUnlessFalse,
} from '../common/options.js';
import { wrongType } from '../common/refusals.js';
import { CLIENT_CALLBACK_RULES, SERVER_CALLBACK_RULES } from './callback-options.js';
import { protocols } from './context/protocols.js';
import {
  CREDENTIAL_RULES,
  noCompression,
  noEngine,
  pemText,
  secureContext,
  sessionIdContext,
  someText,
  ticketKeys,
  wholeNumber,
} from './context/rules.js';
import type { ClientOptions, ContextOptions, ServerOptions, SessionOptions } from './options.js';
import { versionRule } from './versions.js';

/** An AbortSignal of whatever realm. */
const signal: Rule<AbortSignal> = (value, name) => {
  const candidate = value as Partial<AbortSignal>;
  const isSignal = typeof value === 'object' && typeof candidate.aborted === 'boolean';
  if (!isSignal || typeof candidate.addEventListener !== 'function') throw wrongType(name, 'an AbortSignal', value);
  return value as AbortSignal;
};

/** What a context is made of. */
export const CONTEXT_RULES: Rules<ContextOptions> = {
  ...CREDENTIAL_RULES,
  ciphers: text,
  ecdhCurve: text,
  sigalgs: someText,
  dhparam: pemText,
  minVersion: versionRule('minimum'),
  maxVersion: versionRule('maximum'),
  secureProtocol: text,
  secureOptions: wholeNumber(-0x8000_0000, Number.MAX_SAFE_INTEGER),
  honorCipherOrder: boolean,
  sessionIdContext,
  sessionTimeout: wholeNumber(0, 0x7fff_ffff),
  ticketKeys,
  allowPartialTrustChain: boolean,
  certificateCompression: noCompression,
  privateKeyEngine: noEngine,
  privateKeyIdentifier: noEngine,
  clientCertEngine: noEngine,
};

const SESSION_RULES: Rules<SessionOptions> = {
  ...CONTEXT_RULES,
  secureContext,
  ALPNProtocols: protocols,
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
  ...CLIENT_CALLBACK_RULES,
};

/** What a server is told. */
export const SERVER_RULES: Rules<ServerOptions> = {
  ...SESSION_RULES,
  requestCert: boolean,
  rejectUnauthorized: trueUnlessFalse,
  contextFor: func(),
  ...SERVER_CALLBACK_RULES,
};

/** Judges what a context is made of. @throws {TypeError} for a wrong type @throws {RangeError} for a wrong value */
export const contextOptions = declareOptions<ContextOptions & Pick<ClientOptions, 'rejectUnauthorized'>>({
  ...CONTEXT_RULES,
  rejectUnauthorized: trueUnlessFalse,
});

/** Judges what a client is told, as {@link contextOptions}. */
export const clientOptions = declareOptions<ClientOptions>(CLIENT_RULES);

const serverSide = declareOptions<ServerOptions>(SERVER_RULES);

/** Judges what a server is told, as {@link contextOptions}. */
export function serverOptions(input: unknown): ServerOptions {
  return oneChoice(serverSide(input));
}

/** @throws {TypeError} where both a list of protocols and a function choose */
export function oneChoice<T extends ServerOptions | Omit<ServerOptions, 'contextFor' | 'pskCallback'>>(options: T): T {
  if (options.ALPNCallback === undefined || options.ALPNProtocols === undefined) return options;
  const error = new TypeError('The ALPNCallback and ALPNProtocols TLS options are mutually exclusive');
  throw Object.assign(error, { code: 'ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS' });
}
