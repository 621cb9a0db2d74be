/** Records, and which of them carries what: the bytes of the wire beside what OpenSSL has told of them. */
import { Cursor, named } from './cursor.js';
import type { Field } from './field.js';
import { type Agreed, type Message, readMessage } from './messages.js';
import { ALERTS, CONTENT, VERSIONS } from './names.js';
import type { FlightEvent, Traced } from './tape.js';

/** An alert. */
export interface Alert {
  readonly level: number;
  readonly description: number;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly fields: readonly Field[];
}

/** What a record holds. */
export type Content =
  | { readonly kind: 'message'; readonly message: Message }
  /** A further part of a message that began in a record before. */
  | { readonly kind: 'continued'; readonly name: string }
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'changeCipherSpec'; readonly bytes: Uint8Array; readonly fields: readonly Field[] }
  | { readonly kind: 'data'; readonly bytes: Uint8Array };

/** What has become of a record on its way. */
export type Fate = 'whole' | 'changed' | 'cut' | 'lost';

export interface TlsRecord {
  /** The type that everybody sees. */
  readonly type: number;
  /** The type within, where it is another (RFC 8446, 5.2). */
  readonly innerType: number | undefined;
  readonly isEncrypted: boolean;
  /** The whole record as it was sent. */
  readonly bytes: Uint8Array;
  readonly header: readonly Field[];
  readonly fate: Fate;
  /** Where in `bytes` a byte was changed on the way. */
  readonly changedAt: number | undefined;
  readonly content: Content | undefined;
}

/** OpenSSL's pseudo types of what it tells: a record's header, and the type within one. */
const TOLD_HEADER = 256;
const TOLD_INNER_TYPE = 257;

const STREAM_HEADER = 5;
const DATAGRAM_HEADER = 13;

const TYPES = new Map([
  [CONTENT.changeCipherSpec, 'change_cipher_spec'],
  [CONTENT.alert, 'alert'],
  [CONTENT.handshake, 'handshake'],
  [CONTENT.data, 'application_data'],
] as const) as ReadonlyMap<number, string>;

/** Where records are in what was sent. The last may be incomplete. */
export function splitRecords(bytes: Uint8Array, isDatagram: boolean): { start: number; end: number }[] {
  const size = isDatagram ? DATAGRAM_HEADER : STREAM_HEADER;
  const places: { start: number; end: number }[] = [];
  for (let start = 0; start < bytes.length; ) {
    const length =
      start + size <= bytes.length ? (bytes[start + size - 2] ?? 0) * 256 + (bytes[start + size - 1] ?? 0) : 0;
    const end = Math.min(start + size + length, bytes.length);
    places.push({ start, end });
    start = end;
  }
  return places;
}

function headerOf(bytes: Uint8Array, isDatagram: boolean): readonly Field[] {
  const cursor = new Cursor(bytes);
  cursor.number('type', 1, named(TYPES, 1));
  cursor.number('legacy_record_version', 2, named(VERSIONS, 2));
  if (isDatagram) {
    cursor.number('epoch', 2);
    cursor.number('sequence_number', 6);
  }
  cursor.number('length', 2);
  return cursor.fields;
}

function alertOf(bytes: Uint8Array): Alert {
  const cursor = new Cursor(bytes);
  const levels = new Map([
    [1, 'warning'],
    [2, 'fatal'],
  ]);
  const level = cursor.number('level', 1, named(levels, 1));
  const description = cursor.number('description', 1, named(ALERTS, 1));
  return { level, description, name: ALERTS.get(description) ?? `alert ${description}`, bytes, fields: cursor.fields };
}

/** What is told of one record: its inner type, and what it holds. */
interface Told {
  innerType: number | undefined;
  content: Content | undefined;
}

/**
 * Which record holds what. OpenSSL tells of a message once all its records are written, so what it tells belongs to the
 * records since the last message; those of the application's data have no message at all.
 */
function told(traced: readonly Traced[], data: readonly Uint8Array[], agreed: Agreed): Told[] {
  const records: (Told & { type: number })[] = [];
  const waiting = [...data];
  let open = 0;
  for (const { contentType, bytes } of traced) {
    if (contentType === TOLD_HEADER) records.push({ type: bytes[0] ?? 0, innerType: undefined, content: undefined });
    else if (contentType === TOLD_INNER_TYPE) {
      const last = records.at(-1);
      if (last !== undefined) last.innerType = bytes[0];
    } else {
      const carriers = records.slice(open).filter((record) => (record.innerType ?? record.type) === contentType);
      const content = contentOf(contentType, bytes, agreed);
      for (const [index, record] of carriers.entries())
        record.content =
          index === 0 || content?.kind !== 'message' ? content : { kind: 'continued', name: content.message.name };
      open = records.length;
    }
  }
  for (const record of records)
    if (record.content === undefined && (record.innerType ?? record.type) === CONTENT.data)
      record.content = { kind: 'data', bytes: waiting.shift() ?? new Uint8Array() };
  return records;
}

function contentOf(contentType: number, bytes: Uint8Array, agreed: Agreed): Content | undefined {
  if (contentType === CONTENT.handshake) return { kind: 'message', message: readMessage(bytes, agreed) };
  if (contentType === CONTENT.alert) return { kind: 'alert', alert: alertOf(bytes) };
  if (contentType !== CONTENT.changeCipherSpec) return undefined;
  const cursor = new Cursor(bytes);
  cursor.rest('type');
  return { kind: 'changeCipherSpec', bytes, fields: cursor.fields };
}

/** What a side has said so far: whether it encrypts, which TLS 1.2 does not write on each record. */
export interface Speaking {
  isEncrypting: boolean;
}

/** The records of a flight. */
export function readRecords(flight: FlightEvent, isDatagram: boolean, agreed: Agreed, speaking: Speaking): TlsRecord[] {
  const contents = told(flight.traced, flight.data, agreed);
  const records: TlsRecord[] = [];
  for (const { bytes, arrived } of flight.sent) {
    for (const { start, end } of splitRecords(bytes, isDatagram)) {
      const { innerType, content } = contents[records.length] ?? { innerType: undefined, content: undefined };
      const record = bytes.subarray(start, end);
      const [type = 0] = record;
      records.push({
        type,
        innerType: innerType === type ? undefined : innerType,
        isEncrypted: innerType !== undefined || speaking.isEncrypting,
        bytes: record,
        header: headerOf(record, isDatagram),
        ...fateOf(record, arrived.subarray(start, end)),
        content,
      });
      // A version that writes the type within has its own keys; what it says here is for old boxes on the way.
      if (type === CONTENT.changeCipherSpec && agreed.version !== TLS13) speaking.isEncrypting = true;
    }
  }
  return records;
}

const TLS13 = 0x0304;

function fateOf(sent: Uint8Array, arrived: Uint8Array): Pick<TlsRecord, 'fate' | 'changedAt'> {
  if (arrived.length === 0) return { fate: 'lost', changedAt: undefined };
  if (arrived.length < sent.length) return { fate: 'cut', changedAt: arrived.length };
  const at = sent.findIndex((byte, index) => byte !== arrived[index]);
  return at < 0 ? { fate: 'whole', changedAt: undefined } : { fate: 'changed', changedAt: at };
}
