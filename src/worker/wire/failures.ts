/** Errors as they cross: postMessage keeps no class of ours, nor OpenSSL's queue. */
import {
  crypto,
  EntropyError,
  type ErrorEntry,
  MemoryError,
  OpenSSLError,
  ReleasedError,
  SSL,
  TrapError,
} from '../../index.js';
import { PkiError, type PkiErrorCode } from '../../pki/error.js';

/** An error, taken apart. */
export interface Failure {
  readonly kind: string;
  readonly message: string;
  readonly errors?: readonly ErrorEntry[] | undefined;
  readonly args?: readonly [number, string] | undefined;
  readonly code?: string | undefined;
  /** What it says led to it. */
  readonly cause?: Failure | undefined;
  /** Which error of the calling thread it is, where a callback there threw it. */
  readonly origin?: number | undefined;
}

type ErrorClass = new (errors: readonly ErrorEntry[], message: string) => OpenSSLError;

const OPENSSL: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ['SSL.Error', SSL.Error],
  ['SSL.ZeroReturnError', SSL.ZeroReturnError],
  ['SSL.WantReadError', SSL.WantReadError],
  ['SSL.WantWriteError', SSL.WantWriteError],
  ['SSL.WantCallbackError', SSL.WantCallbackError],
  ['SSL.WantX509LookupError', SSL.WantX509LookupError],
  ['crypto.Error', crypto.Error],
  ['OpenSSLError', OpenSSLError],
  ['ReleasedError', ReleasedError],
  ['MemoryError', MemoryError],
  ['EntropyError', EntropyError],
  ['TrapError', TrapError],
]);
const PLAIN: ReadonlyMap<string, new (message: string) => Error> = new Map([
  ['TypeError', TypeError],
  ['RangeError', RangeError],
]);
const KINDS: ReadonlyMap<unknown, string> = new Map<unknown, string>(
  [...OPENSSL, ...PLAIN].map(([kind, Class]) => [Class, kind]),
);

const origins = new WeakMap<object, number>();

/** Marks an error as one that the calling thread has thrown itself. */
export function setOrigin(error: object, origin: number): void {
  origins.set(error, origin);
}

/** Takes an error apart. */
export function failureOf(thrown: unknown): Failure {
  if (!(thrown instanceof Error)) return { kind: 'Error', message: String(thrown) };
  const { message } = thrown;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  const origin = origins.get(thrown);
  if (thrown instanceof SSL.SysCallError)
    return { kind: 'SSL.SysCallError', message, args: [...thrown.args], code, origin };
  const kind = KINDS.get(thrown.constructor) ?? thrown.name;
  const errors = thrown instanceof OpenSSLError ? thrown.errors : undefined;
  const cause = thrown instanceof PkiError && thrown.cause instanceof Error ? failureOf(thrown.cause) : undefined;
  return { kind, message, errors, code, cause, origin };
}

/** Puts an error together again, of the class that it had. */
export function errorOf(failure: Failure): Error {
  const error = restored(failure);
  return failure.code === undefined ? error : Object.assign(error, { code: failure.code });
}

function restored({ kind, message, errors = [], args, code, cause }: Failure): Error {
  if (kind === 'PkiError')
    return new PkiError(code as PkiErrorCode, message, cause === undefined ? undefined : { cause: errorOf(cause) });
  if (args !== undefined) return new SSL.SysCallError(...args);
  const OpenSSLClass = OPENSSL.get(kind);
  if (OpenSSLClass !== undefined) return new OpenSSLClass(errors, message);
  const Class = PLAIN.get(kind) ?? Error;
  const error = new Class(message);
  if (error.name !== kind) error.name = kind;
  return error;
}
