/**
 * What a kept connection and a session are good for: a digest over every option of TLS, so that none is ever used under
 * another trust, other credentials, names, pins or limits. It holds no secret in the clear.
 */
import { createHash, type Hash } from 'node:crypto';
import { crypto } from '../../index.js';
import { withDefaults } from '../node/module/context-options.js';
import { CONNECT_OPTIONS } from '../node/options/checked.js';
import { defaultsVersion } from '../trust.js';

/** What decides nothing about the peer: where it is has words of its own, and the rest is of one use or of the stream. */
const NOT_KEYED: ReadonlySet<string> = new Set([
  ...['host', 'port', 'path', 'localAddress', 'family'],
  ...['session', 'timeout', 'signal', 'noDelay', 'keepAlive', 'keepAliveInitialDelay'],
]);

const KEYED = CONNECT_OPTIONS.filter((name) => !NOT_KEYED.has(name)).sort();

/** The digest of what these options say of TLS. */
export function tlsKey(options: Readonly<Record<string, unknown>>): string {
  const hash = createHash('sha256');
  const all: Readonly<Record<string, unknown>> = withDefaults(options);
  // Trust by default can be changed.
  if (all['ca'] === undefined || all['ca'] === null) add(hash, defaultsVersion());
  for (const name of KEYED) {
    const value = all[name];
    if (value === undefined || value === null) continue;
    // As in node:tls: a name that is the host's says nothing.
    if (name === 'servername' && value === all['host']) continue;
    add(hash, name);
    add(hash, value);
  }
  return hash.digest('base64url');
}

/** Numbers for what can only be told apart by what it is. */
const identities = new WeakMap<object, number>();
let lastIdentity = 0;

function identityOf(value: object): number {
  let identity = identities.get(value);
  if (identity === undefined) {
    lastIdentity += 1;
    identity = lastIdentity;
    identities.set(value, identity);
  }
  return identity;
}

/** Deepest lists and objects of an option. None has more than a list of objects that hold lists of bytes. */
const MAX_DEPTH = 16;

/** Each value with its kind and length before it, so that no two read the same. */
function add(hash: Hash, value: unknown, depth = 0): void {
  if (depth > MAX_DEPTH) {
    const message = `an option of TLS must not be nested deeper than ${MAX_DEPTH} levels, or hold itself`;
    throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' });
  }
  if (typeof value === 'string') piece(hash, 'text', Buffer.from(value));
  else if (ArrayBuffer.isView(value)) piece(hash, 'bytes', viewOf(value));
  else if (value instanceof crypto.X509)
    piece(hash, 'certificate', crypto.dumpCertificate(crypto.FILETYPE_ASN1, value));
  else if (Array.isArray(value)) {
    piece(hash, 'list', Buffer.from(String(value.length)));
    for (const each of value) add(hash, each, depth + 1);
  } else if (isPlain(value)) {
    const entries = Object.entries(value);
    piece(hash, 'object', Buffer.from(String(entries.length)));
    for (const [name, each] of entries) {
      add(hash, name);
      add(hash, each, depth + 1);
    }
  } else if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
    piece(hash, 'identity', Buffer.from(String(identityOf(value))));
  } else piece(hash, typeof value, Buffer.from(String(value)));
}

function piece(hash: Hash, kind: string, bytes: Uint8Array): void {
  hash.update(`${kind} ${bytes.length} `).update(bytes);
}

function viewOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
