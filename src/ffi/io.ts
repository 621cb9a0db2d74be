/**
 * The records of a connection, in and out: bytes cross the heap once each way, in through the arena, out of it or of
 * OpenSSL's own buffer, so nothing is allocated in C and no exception is made for "not yet". All functions return a status as the shim's io_ functions
 * give it: above 0 a count or success, otherwise the negated SSL_get_error(3) code.
 */
import type { Bytes } from '../common/bytes.js';
import { beginCall, endCall, progress } from './call.js';
import * as constants from './generated/constants.js';
import { addressOf, type Handle } from './handle.js';
import { wasm } from './instance.js';
import { allocate, copyInto, copyOut, measured, putBytes, trim } from './memory.js';

/** Most bytes that cross in one call: one TLS record (RFC 8446, 5.1) with its header, nonce, tag and padding. */
const CHUNK = 16_384 + 2_048;
/** Most plaintext that crosses in one call of {@link send}. */
const ROOM = 4 * 16_384 - 4_096;
/** A size for all that there is. */
const ALL = 0x7fff_ffff;

/** Runs one status function in the scope of a call. */
function scoped<T>(body: () => T): T {
  const scope = beginCall();
  try {
    return body();
  } finally {
    progress.calls = scope;
    endCall(scope);
  }
}

/** @corresponds SSL_do_handshake */
export function handshake(ssl: Handle<'SSL'>): number {
  return scoped(() => wasm().io_handshake(addressOf(ssl, 'SSL')));
}

/** @corresponds SSL_shutdown */
export function shutdown(ssl: Handle<'SSL'>): number {
  return scoped(() => wasm().io_shutdown(addressOf(ssl, 'SSL')));
}

/** @corresponds DTLSv1_listen */
export function dtlsListen(ssl: Handle<'SSL'>): number {
  return scoped(() => wasm().io_dtls_listen(addressOf(ssl, 'SSL')));
}

/** The three ways to read plaintext. */
export type ReadKind = 'read' | 'peek' | 'early';

/** Reads into the arena, and hands over what came: `size` bytes at most, and no more than a record. */
function withPlaintext<T>(
  ssl: Handle<'SSL'>,
  size: number,
  kind: ReadKind,
  use: (address: number, length: number) => T,
): T | number {
  return scoped(() => {
    const length = Math.min(size, CHUNK);
    const address = allocate(length);
    const c = wasm();
    const call = kind === 'read' ? c.io_read : kind === 'peek' ? c.io_peek : c.io_read_early;
    const got = call(addressOf(ssl, 'SSL'), address, length);
    trim(address, Math.max(got, 0));
    return got > 0 ? use(address, got) : got;
  });
}

/**
 * Reads up to `size` bytes of plaintext, one record at most.
 * @returns the bytes, or a status of 0 or below
 * @corresponds SSL_read, SSL_peek, SSL_read_early_data
 */
export function read(ssl: Handle<'SSL'>, size: number, kind: ReadKind = 'read'): Bytes | number {
  return withPlaintext(ssl, size, kind, copyOut);
}

/** As {@link read}, into a buffer. @returns how many bytes, or a status of 0 or below */
export function readInto(ssl: Handle<'SSL'>, target: Uint8Array, kind: ReadKind = 'read'): number {
  const room = measured(target);
  return withPlaintext(ssl, room.length, kind, (address, length) => copyInto(room, address, length));
}

/** What {@link receive} has read, and its status: above 0 that there may be more. */
export interface Received {
  readonly data: Bytes | undefined;
  readonly status: number;
  /** Whether there is something for the peer. */
  readonly hasOutput: boolean;
}

/**
 * Gives ciphertext, if any, and reads the plaintext of one record.
 * @throws nothing for a failure: it is in `status`
 * @corresponds SSL_read
 */
export function receive(ssl: Handle<'SSL'>, input: Uint8Array | undefined): Received {
  return scoped(() => {
    const c = wasm();
    const at = addressOf(ssl, 'SSL');
    if (input !== undefined) {
      const { address, length } = putBytes(input);
      const given = c.io_give(at, address, length);
      if (given <= 0) return { data: undefined, status: -constants.SSL_ERROR_SSL, hasOutput: false };
    }
    const place = allocate(CHUNK);
    const got = c.io_read(at, place, CHUNK);
    trim(place, Math.max(got, 0));
    return {
      data: got > 0 ? copyOut(place, got) : undefined,
      status: got <= 0 ? got : c.io_has_more(at) ? 1 : -constants.SSL_ERROR_WANT_READ,
      hasOutput: c.ssl_output_pending(at) > 0,
    };
  });
}

/** What {@link send} has taken, or the status where that is 0 or below, and the ciphertext for the peer. */
export interface Sent {
  readonly taken: number;
  readonly output: Uint8Array | undefined;
}

/**
 * Encrypts `data` from `offset`, {@link ROOM} bytes at most, and takes the ciphertext out.
 * @param room - where the ciphertext goes if it is large enough; else it is in memory of its own
 * @corresponds SSL_write
 */
export function send(ssl: Handle<'SSL'>, data: Uint8Array, offset: number, room?: Uint8Array): Sent {
  const take = (address: number, length: number) => {
    if (room === undefined || length > room.length) return copyOut(address, length);
    return room.subarray(0, copyInto(room, address, length));
  };
  return scoped(() => {
    const { address, length } = putBytes(measured(data).subarray(offset, offset + ROOM));
    const taken = wasm().io_write_on(addressOf(ssl, 'SSL'), address, length);
    return { taken, output: taken > 0 ? outputOf(ssl, ALL, take) : undefined };
  });
}

/**
 * Encrypts a chunk of `data` from `offset`.
 * @returns how many bytes were taken, or the status
 * @corresponds SSL_write, SSL_write_early_data
 */
export function write(ssl: Handle<'SSL'>, data: Uint8Array, offset: number, early = false): number {
  return scoped(() => {
    const { address, length } = putBytes(measured(data).subarray(offset, offset + CHUNK));
    const c = wasm();
    return (early ? c.io_write_early : c.io_write)(addressOf(ssl, 'SSL'), address, length);
  });
}

/** Hands over ciphertext for the peer, `size` bytes at most, where OpenSSL wrote it or from the arena. Within a call. */
function outputOf<T>(ssl: Handle<'SSL'>, size: number, use: (address: number, length: number) => T): T | undefined {
  const c = wasm();
  const at = addressOf(ssl, 'SSL');
  const pending = c.ssl_output_pending(at);
  const length = Math.min(size, pending);
  if (length <= 0) return undefined;
  const place = length === pending ? c.io_output(at) : 0;
  if (place !== 0) {
    const result = use(place >>> 0, length);
    c.io_taken(at);
    return result;
  }
  const address = allocate(length);
  const got = c.io_take(at, address, length);
  return got > 0 ? use(address, got) : undefined;
}

/** The same, as a call of its own. */
function withOutput<T>(ssl: Handle<'SSL'>, size: number, use: (address: number, length: number) => T): T | undefined {
  return scoped(() => outputOf(ssl, size, use));
}

/**
 * Takes up to `size` bytes of ciphertext for the peer; for DTLS one datagram.
 * @returns undefined where there is none
 * @corresponds BIO_read
 */
export function takeOutput(ssl: Handle<'SSL'>, size: number): Bytes | undefined {
  return withOutput(ssl, size, copyOut);
}

/** As {@link takeOutput}, into a buffer. @returns how many bytes, 0 where there are none */
export function takeOutputInto(ssl: Handle<'SSL'>, target: Uint8Array): number {
  const room = measured(target);
  return withOutput(ssl, room.length, (address, length) => copyInto(room, address, length)) ?? 0;
}

/**
 * Gives ciphertext from the peer; for DTLS one datagram.
 * @returns how many bytes were taken, or the status
 * @corresponds BIO_write
 */
export function giveInput(ssl: Handle<'SSL'>, data: Uint8Array): number {
  return scoped(() => {
    const { address, length } = putBytes(data);
    return wasm().io_give(addressOf(ssl, 'SSL'), address, length);
  });
}

/** Says that no more ciphertext will come. @corresponds BIO_set_mem_eof_return */
export function endInput(ssl: Handle<'SSL'>): void {
  scoped(() => wasm().io_end(addressOf(ssl, 'SSL')));
}

/** Whether the error of the last call is an end of the stream without close_notify. */
export function unexpectedEof(): boolean {
  return wasm().io_unexpected_eof() === 1;
}
