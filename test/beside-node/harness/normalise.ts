/** Values as plain data: what differs from run to run is taken out, and nothing else. */
import { X509Certificate } from 'node:crypto';
import net from 'node:net';

/** OpenSSL names its thread and the line of its source. */
const THREAD = /^(?:[0-9A-F]{8,16}:)?error:/;
const SOURCE_LINE = /:[^:\s]*\.c:\d+:/;

/** Advice of Node's about a flag of its own, which is about no default of ours. */
const ADVICE = '; if the root CA is installed locally, try running Node.js with --use-system-ca';

export function withoutPlaces(message: string): string {
  return (
    message
      // The engine says how the bundle calls the class.
      .replace(/^Class constructor \S+ cannot/, 'Class constructor cannot')
      .split('\n')
      .map((line) => line.replace(THREAD, 'error:').replace(SOURCE_LINE, ':'))
      .join('\n')
      .replace(/(127\.0\.0\.1|::1|localhost):\d+/g, '$1:<port>')
  );
}

const PORTS = new Set(['port', 'localPort', 'remotePort']);

export function normalise(value: unknown, self?: unknown, above: readonly unknown[] = []): unknown {
  if (value === undefined) return '<undefined>';
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'string') return withoutPlaces(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return `<function ${value.name}>`;
  if (value === self) return '<itself>';
  if (above.includes(value)) return '<one above>';
  if (value instanceof Error) return ofError(value, self, above);
  if (value instanceof X509Certificate) return `<X509Certificate ${value.fingerprint256}>`;
  if (value instanceof Uint8Array) return bytes(value);
  if (value instanceof net.Socket || value instanceof net.Server) return `<${value.constructor.name}>`;
  if (Array.isArray(value)) return value.map((item) => normalise(item, self, [...above, value]));
  return ofObject(value, self, above);
}

function bytes(value: Uint8Array): string {
  return `<${value.constructor.name} of ${value.length}>`;
}

function ofObject(value: object, self: unknown, above: readonly unknown[]): Record<string, unknown> {
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => {
    if (PORTS.has(name) && typeof item === 'number') return [name, item === 0 ? 0 : '<port>'];
    return [name, normalise(item, self, [...above, value])];
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Its class, its message and every property of its own; the stack alone is left out. */
function ofError(error: Error, self: unknown, above: readonly unknown[]): Record<string, unknown> {
  const own = ofObject(error, self, above);
  // `errors` is the whole queue of OpenSSL: node has what is left of it in `opensslErrorStack`, and only of contexts.
  for (const name of ['stack', 'name', 'opensslErrorStack']) delete own[name];
  if (isQueue(own['errors'])) delete own['errors'];
  const message = isRefusal(error)
    ? '<a refusal, in words of its own>'
    : isOpenSsl(error)
      ? '<the words of OpenSSL>'
      : withoutPlaces(error.message).replace(ADVICE, '');
  return { error: error.name, is: classOf(error), ...own, message };
}

function isQueue(errors: unknown): boolean {
  return Array.isArray(errors) && errors.every((entry) => Array.isArray(entry) && entry.length === 3);
}

/** Known by code, library and reason: node shows a line of numbers, ours the same in words. */
function isOpenSsl(error: Error): boolean {
  return 'code' in error && /^ERR_(SSL|OSSL)_/.test(String(error.code));
}

const REFUSALS = [
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_ARG_VALUE',
  'ERR_OUT_OF_RANGE',
  'ERR_TLS_INVALID_CONTEXT',
  'ERR_TLS_INVALID_PROTOCOL_VERSION',
  'ERR_SOCKET_BAD_PORT',
];

/** A wrong argument's error is known by its class and code; nobody reads its words but people. */
function isRefusal(error: Error): boolean {
  return 'code' in error && REFUSALS.includes(String(error.code));
}

function classOf(error: Error): string {
  return error instanceof TypeError ? 'TypeError' : error instanceof RangeError ? 'RangeError' : 'Error';
}
