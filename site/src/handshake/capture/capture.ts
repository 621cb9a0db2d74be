/** A tape as a capture of packets: what arrived, in the order and at the times of the tape, and a made-up time on the way. */
import { otherSide, type Side, type Tape, type TapeEvent } from '../model/tape.js';
import { FLAG, SEGMENT_SIZE, tcpFrame, udpFrame } from './network.js';
import { type Packet, pcapng } from './pcapng.js';

/** How long a packet travels, in microseconds; memory has no distance. */
const TRAVEL = 2_000n;
/** Between packets that are sent one behind the other. */
const GAP = 20n;

const SERVER_PORTS = { stream: 443, datagram: 4433 } as const;
const FIRST_PORT = 50_000;
const FIRST_SEQUENCE = { client: 1_000_000, server: 5_000_000 } as const;

/** Writes the packets of one connection. */
class Conversation {
  readonly #packets: Packet[];
  readonly #ports: Readonly<Record<Side, number>>;
  readonly #isDatagram: boolean;
  readonly #next: Record<Side, number> = { ...FIRST_SEQUENCE };
  readonly #ids: Record<Side, number> = { client: 1, server: 1 };
  #isCut = false;

  constructor(packets: Packet[], isDatagram: boolean, number: number) {
    this.#packets = packets;
    this.#isDatagram = isDatagram;
    const server = isDatagram ? SERVER_PORTS.datagram : SERVER_PORTS.stream;
    this.#ports = { client: FIRST_PORT + number, server };
  }

  begin(clock: Clock): void {
    if (this.#isDatagram) return;
    this.#segment(clock, 'client', FLAG.syn);
    clock.travel();
    this.#segment(clock, 'server', FLAG.syn | FLAG.ack);
    clock.travel();
    this.#segment(clock, 'client', FLAG.ack);
  }

  send(clock: Clock, from: Side, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#isDatagram) {
      this.#packets.push({ at: clock.now(), bytes: udpFrame(this.#ends(from), bytes) });
      return;
    }
    for (let at = 0; at < bytes.length; at += SEGMENT_SIZE) {
      const payload = bytes.subarray(at, at + SEGMENT_SIZE);
      const isLast = at + SEGMENT_SIZE >= bytes.length;
      this.#segment(clock, from, FLAG.ack | (isLast ? FLAG.psh : 0), payload);
    }
    clock.travel();
    this.#segment(clock, otherSide(from), FLAG.ack);
  }

  /** The line is dead: a packet says so to both, as what stands between ends often does. */
  cut(clock: Clock, from: Side): void {
    if (this.#isDatagram || this.#isCut) return;
    this.#isCut = true;
    this.#segment(clock, from, FLAG.rst | FLAG.ack);
  }

  end(clock: Clock): void {
    if (this.#isDatagram || this.#isCut) return;
    clock.travel();
    this.#segment(clock, 'client', FLAG.fin | FLAG.ack);
    clock.travel();
    this.#segment(clock, 'server', FLAG.fin | FLAG.ack);
    clock.travel();
    this.#segment(clock, 'client', FLAG.ack);
  }

  #segment(clock: Clock, from: Side, flags: number, payload: Uint8Array = new Uint8Array()): void {
    const acknowledged = (flags & FLAG.ack) === 0 ? 0 : this.#next[otherSide(from)];
    const segment = { sequence: this.#next[from], acknowledged, flags, payload };
    this.#packets.push({ at: clock.now(), bytes: tcpFrame(this.#ends(from), segment) });
    // Its begin and its end count as a byte each.
    this.#next[from] += payload.length + ((flags & (FLAG.syn | FLAG.fin)) === 0 ? 0 : 1);
  }

  #ends(from: Side) {
    const id = this.#ids[from];
    this.#ids[from] = id + 1;
    return { from, ports: this.#ports, id };
  }
}

/** The time of the tape, and what packets have travelled since. Never goes back: they stand in the order of their times. */
class Clock {
  #last: bigint;
  #travelled = 0n;

  constructor(begin: bigint) {
    this.#last = begin;
  }

  reach(at: bigint): void {
    const time = at + this.#travelled;
    if (time > this.#last) this.#last = time;
  }

  now(): bigint {
    this.#last += GAP;
    return this.#last;
  }

  travel(): void {
    this.#last += TRAVEL;
    this.#travelled += TRAVEL;
  }
}

/** The whole file. @param begin - when the first connection began, in milliseconds since 1970 */
export function captureOf(tape: Tape, begin: number): Uint8Array<ArrayBuffer> {
  const packets: Packet[] = [];
  const start = BigInt(Math.round((begin - (tape.events[0]?.at ?? 0)) * 1000));
  const clock = new Clock(BigInt(Math.round(begin * 1000)));
  let open: Conversation | undefined;
  for (const event of tape.events) {
    clock.reach(start + BigInt(Math.round(event.at * 1000)));
    if (event.kind === 'connection') {
      open?.end(clock);
      open = new Conversation(packets, tape.isDatagram, event.number);
      open.begin(clock);
    } else if (open !== undefined) write(open, clock, event);
  }
  open?.end(clock);
  return pcapng(packets, tape.keys);
}

function write(open: Conversation, clock: Clock, event: Exclude<TapeEvent, { kind: 'connection' }>): void {
  if (event.kind === 'cut') open.cut(clock, event.side);
  if (event.kind !== 'flight') return;
  // A datagram each, or one stream.
  for (const { arrived } of event.sent) open.send(clock, event.side, arrived);
}
