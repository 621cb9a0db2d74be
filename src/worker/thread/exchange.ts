/** One step of a connection in one message: bytes in, bytes out. */
import type { Bytes } from '../../common/bytes.js';
import type { SSL } from '../../index.js';
import type { ExchangeResult, ExchangeStep } from '../wire/messages.js';

/** Largest plaintext of a record (RFC 8446, 5.1). */
const MAX_RECORD = 16_384;

/** Errors that wait until what was decrypted before them has been given out. */
const waiting = new WeakMap<object, Error>();

/**
 * Takes bytes from both sides, goes on as far as they reach, and gives bytes to both.
 * @throws what ends the session; what it has still to say to the peer, an alert, is in the write BIO
 */
export function exchange(connection: SSL.Connection, step: ExchangeStep): ExchangeResult {
  const failure = waiting.get(connection);
  if (failure !== undefined) throw failure;
  if (step.ciphertext !== undefined) connection.giveInput(step.ciphertext);
  if (step.end === true) connection.endInput();
  const isHandshakeDone = connection.isHandshakeDone || goOn(connection, connection.handshakeStatus());
  const sent = isHandshakeDone && step.plaintext !== undefined ? write(connection, step.plaintext) : 0;
  const { parts, isClosed } = isHandshakeDone ? read(connection) : { parts: [], isClosed: false };
  if (isHandshakeDone && step.shutdown === true) connection.shutdownStatus();
  return {
    ciphertext: connection.takeOutput(connection.bioPending()) ?? new Uint8Array(),
    plaintext: joined(parts),
    sent,
    isHandshakeDone,
    isClosed,
  };
}

/** Whether an operation went through; false where it waits for the peer. */
function goOn(connection: SSL.Connection, status: number): boolean {
  if (status > 0) return true;
  if (connection.needsInput(status)) return false;
  throw connection.statusError(status);
}

function write(connection: SSL.Connection, data: Uint8Array): number {
  let sent = 0;
  while (sent < data.length) {
    const status = connection.writeStatus(data, sent);
    if (!goOn(connection, status)) break;
    sent += status;
  }
  return sent;
}

function read(connection: SSL.Connection): { parts: Bytes[]; isClosed: boolean } {
  const parts: Bytes[] = [];
  for (;;) {
    const data = connection.readStatus(MAX_RECORD);
    if (typeof data !== 'number') {
      parts.push(data);
      continue;
    }
    if (connection.isCloseNotify(data)) return { parts, isClosed: true };
    if (connection.needsInput(data)) return { parts, isClosed: false };
    const error = connection.statusError(data);
    if (parts.length === 0) throw error;
    waiting.set(connection, error);
    return { parts, isClosed: false };
  }
}

function joined(parts: readonly Bytes[]): Bytes {
  const [first = new Uint8Array()] = parts;
  if (parts.length < 2) return first;
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
