/**
 * CVE-2026-84782: a DTLS message whose write is suspended, and the timer of retransmission that fires then. The memory that
 * connections write to here never suspends a write while there is memory; the harness has a transport that does.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Harness } from '../support/harness.js';

interface Fragment {
  readonly type: number;
  readonly sequence: number;
  readonly length: number;
  readonly offset: number;
  readonly body: string;
}

/** The fragments of handshake messages in plaintext records, as the peer reads them. */
function fragments(sent: Buffer): Fragment[] {
  const all: Fragment[] = [];
  for (let at = 0; at < sent.length; ) {
    expect(sent.readUInt8(at)).toBe(22);
    const end = at + 13 + sent.readUInt16BE(at + 11);
    for (let from = at + 13; from < end; ) {
      const size = sent.readUIntBE(from + 9, 3);
      all.push({
        type: sent.readUInt8(from),
        length: sent.readUIntBE(from + 1, 3),
        sequence: sent.readUInt16BE(from + 4),
        offset: sent.readUIntBE(from + 6, 3),
        body: sent.toString('hex', from + 12, from + 12 + size),
      });
      from += 12 + size;
    }
    at = end;
  }
  return all;
}

/** The messages that fragments make, or the reason why they are none of a flight. */
function messages(parts: readonly Fragment[]): Map<string, string> {
  const whole = new Map<string, string>();
  for (const { type, sequence, length, offset, body } of parts) {
    expect(offset + body.length / 2).toBeLessThanOrEqual(length);
    const key = `${sequence}:${type}:${length}`;
    const known = whole.get(key) ?? '_'.repeat(length * 2);
    const there = known.slice(offset * 2, offset * 2 + body.length);
    // A byte that is sent twice is the same byte.
    if (!there.includes('_')) expect(body).toBe(there);
    whole.set(key, known.slice(0, offset * 2) + body + known.slice(offset * 2 + body.length));
  }
  return whole;
}

describe.each(['bare', 'simd'] as const)('a suspended write of DTLS (%s)', (kind) => {
  let harness: Harness;
  let undisturbed = new Map<string, string>();

  beforeAll(async () => {
    harness = await Harness.load(kind);
    undisturbed = messages(fragments(harness.dtlsSuspended(-1).sent));
  }, 600_000);

  it('has a middle: the flight takes several writes, and the timer repeats it where nothing is suspended', () => {
    expect([...undisturbed.keys()].map((key) => Number(key.split(':')[1]))).toEqual([2, 11, 12, 14]);
    expect(fragments(harness.dtlsSuspended(-1).sent).length).toBeGreaterThan(8);
    expect(harness.dtlsSuspended(-1).timer).toBe(1);
  });

  it.each(Array.from({ length: 12 }, (_, index) => index))('before write %i, sends nothing but the flight', (stop) => {
    const { sent, timer } = harness.dtlsSuspended(stop);
    const got = messages(fragments(sent));
    // What is random differs from run to run, the shape does not; nothing is missing, and nothing of the heap is there.
    expect([...got.keys()].map((key) => key.split(':')[1])).toEqual(['2', '11', '12', '14']);
    for (const body of got.values()) expect(body).not.toContain('_');
    expect(timer).toBe(stop < 8 ? 0 : timer);
  });
});
