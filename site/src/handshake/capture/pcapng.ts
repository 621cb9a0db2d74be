/**
 * Writes pcapng (draft-ietf-opsawg-pcapng): a section, one interface, secrets, packets. By our own hand: of npm's writers none was
 * found that speaks of a Decryption Secrets Block, without which Wireshark shows the records closed; and the four blocks that are
 * needed here are less than what would be carried along.
 */
import { joined } from './bytes.js';

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const PACKET = 6;
const SECRETS = 10;

const BYTE_ORDER = 0x1a2b3c4d;
const ETHERNET = 1;
/** "TLSK": lines of a key log. */
const TLS_KEY_LOG = 0x544c534b;
const END_OF_OPTIONS = 0;
const COMMENT = 1;
const APPLICATION = 4;
const NAME = 2;

/** One packet, and when it was seen. */
export interface Packet {
  /** Microseconds since 1970. */
  readonly at: bigint;
  readonly bytes: Uint8Array;
  readonly comment?: string | undefined;
}

const encoder = new TextEncoder();

/** Whole words of four bytes. */
const padded = (length: number): number => (length + 3) & ~3;

function block(type: number, body: Uint8Array): Uint8Array {
  const length = padded(body.length) + 12;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  bytes.set(body, 8);
  // Once more at the end, so that files can be read backwards.
  view.setUint32(length - 4, length, true);
  return bytes;
}

/** Numbers of four bytes, the least first: this section says that it is written so. */
function words(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value, true);
  return new Uint8Array(view.buffer);
}

function options(entries: readonly (readonly [code: number, text: string])[]): Uint8Array {
  const parts = entries.map(([code, text]) => {
    const value = encoder.encode(text);
    const bytes = new Uint8Array(4 + padded(value.length));
    const view = new DataView(bytes.buffer);
    view.setUint16(0, code, true);
    view.setUint16(2, value.length, true);
    bytes.set(value, 4);
    return bytes;
  });
  return entries.length === 0 ? new Uint8Array() : joined([...parts, words(END_OF_OPTIONS)]);
}

function packetBlock({ at, bytes, comment }: Packet): Uint8Array {
  const time = [Number(at >> 32n), Number(at & 0xffffffffn)];
  const content = new Uint8Array(padded(bytes.length));
  content.set(bytes);
  const head = words(0, ...time, bytes.length, bytes.length);
  return block(PACKET, joined([head, content, options(comment === undefined ? [] : [[COMMENT, comment]])]));
}

/** A whole file. @param keys - lines of a key log, with which Wireshark opens what is encrypted */
export function pcapng(packets: readonly Packet[], keys: readonly string[]): Uint8Array<ArrayBuffer> {
  const secrets = encoder.encode(keys.map((line) => `${line.trimEnd()}\n`).join(''));
  const padding = new Uint8Array(padded(secrets.length) - secrets.length);
  return joined([
    // The last two words are the length of the section: -1, not said.
    block(SECTION, joined([words(BYTE_ORDER, 1, 0xffffffff, 0xffffffff), options([[APPLICATION, 'tsopenssl']])])),
    block(INTERFACE, joined([words(ETHERNET, 0), options([[NAME, 'page']])])),
    // In front of the packets that need them.
    ...(secrets.length > 0 ? [block(SECRETS, joined([words(TLS_KEY_LOG, secrets.length), secrets, padding]))] : []),
    ...packets.map(packetBlock),
  ]);
}
