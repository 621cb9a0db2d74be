/** What the options of a context must be. */

import { plainView } from '../../common/bytes.js';
import { declareOptions, listOf, oneOrList, type Rule, type Rules, text, textOrBytes } from '../../common/options.js';
import { outOfRange, wrongType, wrongValue } from '../../common/refusals.js';
import { crypto, SSL } from '../../index.js';
import { ExternalKey } from '../../signers/index.js';
import type {
  BothSides,
  CertificateInput,
  ContextOptions,
  KeyInput,
  KeyWithPassphrase,
  Pem,
  PfxInput,
  PfxWithPassphrase,
} from '../options.js';
import { SecureContext } from './secure-context.js';
import { TICKET_KEYS } from './ticket-keys.js';

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

const keyPair = declareOptions<KeyWithPassphrase>({ pem: privateKey, passphrase: textOrBytes });
const pfxPair = declareOptions<PfxWithPassphrase>({ buf: file, passphrase: textOrBytes });

const keyInput: Rule<KeyInput> = (value, name) => {
  if (value instanceof ExternalKey) return value;
  if (!has(value, 'pem')) return privateKey(value, name);
  const pair = keyPair(value, name);
  if (pair.pem === undefined) throw wrongType(`${name}.pem`, 'PEM or a PKey', value.pem);
  return pair;
};

const pfxInput: Rule<PfxInput> = (value, name) => {
  if (!has(value, 'buf')) return file(value, name);
  const pair = pfxPair(value, name);
  if (pair.buf === undefined) throw wrongType(`${name}.buf`, 'bytes', value.buf);
  return pair;
};

function has<K extends string>(value: unknown, key: K): value is Record<K, unknown> {
  const isObject = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
  return isObject && !(value instanceof crypto.PKey) && key in value;
}

/** Bytes alone: text is no file in DER. */
function file(value: unknown, name: string): Uint8Array {
  const view = plainView(value);
  if (view === undefined) throw wrongType(name, 'bytes', value);
  return view;
}

/** Whom a context shows, and whom it trusts. */
export const CREDENTIAL_RULES: Rules<Pick<ContextOptions, 'ca' | 'cert' | 'key' | 'pfx' | 'passphrase' | 'crl'>> = {
  ca: oneOrList(certificate),
  cert: oneOrList(certificate),
  key: oneOrList(keyInput),
  pfx: oneOrList(pfxInput),
  passphrase: textOrBytes,
  crl: oneOrList((value, name) => pem(value, name)),
};

/** A whole number, where whatever else a number is lies out of range, as in node:tls. */
export function wholeNumber(min: number, max: number): Rule<number> {
  return (value, name) => {
    if (typeof value !== 'number') throw wrongType(name, 'a whole number', value);
    if (!Number.isInteger(value) || value < min || value > max) throw outOfRange(name, min, max, value);
    return value + 0;
  };
}

/** PEM, as text or bytes. */
export const pemText: Rule<Pem> = (value, name) => pem(value, name);

/** Text that says something: empty, it would be believed to. */
export const someText: Rule<string> = (value, name) => {
  const said = text(value, name);
  if (said === '') throw wrongValue(name, 'a text that is not empty', said);
  return said;
};

/** Most bytes of OpenSSL's SSL_MAX_SID_CTX_LENGTH. */
const MAX_SESSION_CONTEXT = 32;

/** The name of an application. */
export const sessionIdContext: Rule<string> = (value, name) => {
  const said = text(value, name);
  const { length } = new TextEncoder().encode(said);
  if (length > MAX_SESSION_CONTEXT) throw wrongValue(name, `at most ${MAX_SESSION_CONTEXT} bytes`, `${length} bytes`);
  return said;
};

/** Keys of tickets, copied: they are the caller's, who may write over them. */
export const ticketKeys: Rule<Uint8Array> = (value, name) => {
  const keys = file(value, name);
  if (keys.length !== TICKET_KEYS) throw wrongValue(name, `exactly ${TICKET_KEYS} bytes`, keys.length);
  return keys.slice();
};

/** Compression of certificates is not in this build: a list is good where it asks for nothing. */
export const noCompression: Rule<readonly string[]> = (value, name) => {
  const [first] = listOf(text)(value, name);
  if (first !== undefined) throw wrongValue(name, 'empty, for no algorithm is in this build,', first);
  return [];
};

/** Engines are not in this build, and their keys not either. */
export const noEngine: Rule<never> = (value, name) => {
  text(value, name);
  const message = `${name} must be left out: custom engines are not supported by this OpenSSL`;
  throw Object.assign(new Error(message), { code: 'ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED' });
};

/** A context that was made before. */
export const secureContext: Rule<SSL.Context | BothSides> = (value, name) => {
  if (value instanceof SSL.Context || value instanceof SecureContext) return value;
  const isForeign = has(value, 'context') && value.constructor?.name === 'SecureContext';
  const made = 'of createSecureContext of this package, or an SSL.Context';
  const error = wrongType(
    name,
    isForeign ? `${made}: another module's, such as node:tls's own, is another OpenSSL's` : made,
    value,
  );
  throw Object.assign(error, { code: 'ERR_TLS_INVALID_CONTEXT' });
};
