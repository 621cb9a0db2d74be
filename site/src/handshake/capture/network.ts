/** Made-up Ethernet, IPv4, TCP and UDP around bytes that two ends exchanged in memory. */
import type { Side } from '../model/tape.js';
import { joined, u16, u32 } from './bytes.js';

/** Addresses for documentation (RFC 5737); locally administered ones of Ethernet. */
const HOSTS: Readonly<Record<Side, { mac: readonly number[]; ip: readonly number[] }>> = {
  client: { mac: [0x02, 0, 0, 0, 0, 0x01], ip: [192, 0, 2, 10] },
  server: { mac: [0x02, 0, 0, 0, 0, 0x02], ip: [198, 51, 100, 20] },
};

export const TCP = 6;
export const UDP = 17;
const IPV4 = 0x0800;
const IP_HEADER = 20;
const TCP_HEADER = 20;
const UDP_HEADER = 8;
const WINDOW = 64_240;

export const FLAG = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;

export interface Ends {
  readonly from: Side;
  /** The ports of sender and receiver. */
  readonly ports: Readonly<Record<Side, number>>;
  /** Counts the sender's packets (RFC 791: what tells its fragments apart). */
  readonly id: number;
}

/** Ones' complement of the ones' complement sum (RFC 1071). */
export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

const other = (side: Side): Side => (side === 'client' ? 'server' : 'client');

function ipFrame({ from, id }: Ends, protocol: number, payload: Uint8Array): Uint8Array {
  const here = HOSTS[from];
  const there = HOSTS[other(from)];
  const header = Uint8Array.from([
    0x45,
    0,
    ...u16(IP_HEADER + payload.length, id, 0x4000),
    64,
    protocol,
    0,
    0,
    ...here.ip,
    ...there.ip,
  ]);
  header.set(u16(checksum(header)), 10);
  return joined([Uint8Array.from([...there.mac, ...here.mac, ...u16(IPV4)]), header, payload]);
}

/** What the checksums of TCP and UDP cover beside their own bytes (RFC 9293, 3.1). */
const pseudoHeader = (from: Side, protocol: number, length: number): Uint8Array =>
  Uint8Array.from([...HOSTS[from].ip, ...HOSTS[other(from)].ip, 0, protocol, ...u16(length)]);

export interface Segment {
  readonly sequence: number;
  readonly acknowledged: number;
  readonly flags: number;
  readonly payload: Uint8Array;
}

/** The largest payload that a segment says it takes, in the first one of each side. */
export const SEGMENT_SIZE = 1_460;

export function tcpFrame(ends: Ends, { sequence, acknowledged, flags, payload }: Segment): Uint8Array {
  const { from, ports } = ends;
  const option = (flags & FLAG.syn) !== 0 ? [2, 4, ...u16(SEGMENT_SIZE)] : [];
  const words = (TCP_HEADER + option.length) / 4;
  const head = [...u16(ports[from], ports[other(from)]), ...u32(sequence), ...u32(acknowledged)];
  const header = Uint8Array.from([...head, words << 4, flags, ...u16(WINDOW, 0, 0), ...option]);
  const whole = joined([header, payload]);
  whole.set(u16(checksum(joined([pseudoHeader(from, TCP, whole.length), whole]))), 16);
  return ipFrame(ends, TCP, whole);
}

export function udpFrame(ends: Ends, payload: Uint8Array): Uint8Array {
  const { from, ports } = ends;
  const length = UDP_HEADER + payload.length;
  const whole = joined([Uint8Array.from([...u16(ports[from], ports[other(from)], length, 0)]), payload]);
  // Zero would say that there is none (RFC 768).
  const sum = checksum(joined([pseudoHeader(from, UDP, length), whole])) || 0xffff;
  whole.set(u16(sum), 6);
  return ipFrame(ends, UDP, whole);
}
