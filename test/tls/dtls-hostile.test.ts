/** DTLS against datagrams of anybody: what is not authentic is lost, and changes nothing (RFC 6347, 4.1.2.7). */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as constants from '../../src/ffi/constants.js';
import { SSL } from '../../src/index.js';
import { datagrams, shake } from '../support/dtls.js';
import { heapInUse } from '../support/heap.js';
import { localPki } from '../support/pki.js';
import { contextOf, pair } from '../support/pump.js';

const { ca, server } = localPki();
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** An established association under one cipher suite. */
function established(suite: string, options = 0) {
  const contexts = [
    contextOf(SSL.DTLS_CLIENT_METHOD, { trust: ca }),
    contextOf(SSL.DTLS_SERVER_METHOD, { cert: server }),
  ] as const;
  for (const context of contexts) {
    context.setCipherList(`${suite}:@SECLEVEL=0`);
    context.setOptions(options);
  }
  const sides = pair(...contexts);
  shake(sides.client, sides.server);
  expect(sides.client.getCipherName()).toBe(suite);
  return sides;
}

interface Forged {
  readonly type?: number;
  readonly epoch?: number;
  readonly sequence?: number;
  readonly body: Uint8Array;
  /** What the header says; the body's by default. */
  readonly length?: number;
}

/** A record as a stranger makes it, who knows addresses and ports. */
function record({ type = 23, epoch = 1, sequence = 1000, body, length = body.length }: Forged): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt8(type, 0);
  header.writeUInt16BE(0xfefd, 1);
  header.writeUInt16BE(epoch, 3);
  header.writeUIntBE(sequence, 5, 6);
  header.writeUInt16BE(length, 11);
  return Buffer.concat([header, body]);
}

/** Gives a datagram, and lets the association deal with it. */
function give(to: SSL.Connection, datagram: Uint8Array) {
  to.bioWrite(datagram);
  expect(() => to.recv(100)).toThrow(SSL.WantReadError);
}

function expectAlive({ client, server: peer }: ReturnType<typeof pair>) {
  for (const [from, to] of [
    [client, peer],
    [peer, client],
  ] as const) {
    from.send('still here');
    for (const datagram of datagrams(from)) to.bioWrite(datagram);
    expect(decode(to.recv(100))).toBe('still here');
  }
}

/** Nonce and tag of each AEAD: what a record has at least. */
const AEADS: [suite: string, least: number][] = [
  ['ECDHE-ECDSA-AES128-GCM-SHA256', 24],
  ['ECDHE-ECDSA-AES256-GCM-SHA384', 24],
  ['ECDHE-ECDSA-AES128-CCM', 24],
  ['ECDHE-ECDSA-AES256-CCM8', 16],
  ['ECDHE-ECDSA-CHACHA20-POLY1305', 16],
  ['ECDHE-ECDSA-ARIA128-GCM-SHA256', 24],
];

describe('an association under an AEAD outlives forged records of any length', () => {
  it.each(AEADS)('%s, which has %i bytes at least', (suite, least) => {
    const sides = established(suite);
    let sequence = 1000;
    for (const to of [sides.client, sides.server]) {
      for (let length = 0; length <= least + 2; length++)
        for (const type of [20, 21, 22, 23, 24, 99])
          give(to, record({ type, sequence: sequence++, body: randomBytes(length) }));
      for (const length of [100, 16_384, 16_640, 18_432, 18_433, 60_000])
        give(to, record({ sequence: sequence++, body: randomBytes(length) }));
    }
    expectAlive(sides);
  });

  it('also where the header lies, where records share a datagram, and where there is no header', () => {
    const sides = established('ECDHE-ECDSA-AES128-GCM-SHA256');
    const short = record({ body: randomBytes(5) });
    sides.client.send('behind');
    const [genuine = new Uint8Array()] = datagrams(sides.client);
    sides.server.bioWrite(Buffer.concat([short, record({ body: new Uint8Array() }), short, genuine]));
    expect(decode(sides.server.recv(100))).toBe('behind');
    for (const length of [0, 1, 4, 23, 24, 65_535]) give(sides.server, record({ body: randomBytes(5), length }));
    for (let length = 1; length < 14; length++) give(sides.server, short.subarray(0, length));
    for (const epoch of [0, 2, 3, 65_535])
      for (const type of [20, 21, 22, 23]) give(sides.server, record({ type, epoch, body: randomBytes(5) }));
    expectAlive(sides);
  });

  it('and takes the shortest genuine record', () => {
    for (const [suite, least] of AEADS) {
      const { client, server: peer } = established(suite);
      client.send('x');
      const [one = new Uint8Array()] = datagrams(client);
      expect(one.length, suite).toBe(13 + least + 1);
      peer.bioWrite(one);
      expect(decode(peer.recv(10)), suite).toBe('x');
    }
  });
});

describe('an association under a block cipher outlives forged records', () => {
  it.each([
    ['encrypt-then-MAC', 0],
    ['MAC-then-encrypt', constants.SSL_OP_NO_ENCRYPT_THEN_MAC],
  ])('%s', (_, options) => {
    const sides = established('ECDHE-ECDSA-AES128-SHA256', options);
    let sequence = 1000;
    for (const to of [sides.client, sides.server])
      for (const length of [0, 1, 15, 16, 31, 32, 48, 64, 80, 96, 1000, 1008, 16_384])
        for (const type of [21, 22, 23]) give(to, record({ type, sequence: sequence++, body: randomBytes(length) }));
    // A genuine one with one bit turned.
    sides.client.send('turned');
    const [turned = new Uint8Array()] = datagrams(sides.client);
    const last = turned.length - 1;
    turned[last] = (turned[last] ?? 0) ^ 1;
    give(sides.server, turned);
    expectAlive(sides);
  });
});

describe('datagrams that wait', () => {
  const flood = (to: SSL.Connection, count: number, length: number) => {
    const datagram = record({ body: randomBytes(length) });
    for (let i = 0; i < count; i++) to.bioWrite(datagram);
  };

  it.each([
    ['long', 2_000, 60_000],
    ['short', 200_000, 1],
  ])('take a bounded part of the memory: %s ones', (_, count, length) => {
    const sides = established('ECDHE-ECDSA-AES128-GCM-SHA256');
    const before = heapInUse();
    flood(sides.server, count, length);
    expect(heapInUse() - before).toBeLessThan(8 * 2 ** 20);
    expect(() => sides.server.recv(100)).toThrow(SSL.WantReadError);
    expectAlive(sides);
  });

  it('are dropped when the buffer is full, in the order in which they came', () => {
    const sides = established('ECDHE-ECDSA-AES128-GCM-SHA256');
    sides.server.setDatagramBuffer(65_536);
    for (let i = 0; i < 1000; i++) sides.client.send(`message ${i}`.padEnd(1000));
    for (const datagram of datagrams(sides.client)) sides.server.bioWrite(datagram);
    const got: string[] = [];
    for (;;) {
      try {
        got.push(decode(sides.server.recv(2000)).trim());
      } catch (error) {
        expect(error).toBeInstanceOf(SSL.WantReadError);
        break;
      }
    }
    expect(got).toEqual(got.map((_, index) => `message ${index}`));
    expect(got.length).toBeGreaterThan(30);
    expect(got.length).toBeLessThan(66);
    expectAlive(sides);
  });

  it('find room for any one datagram, and for no longer one than there is', () => {
    const { server: peer } = established('ECDHE-ECDSA-AES128-GCM-SHA256');
    expect(peer.bioWrite(new Uint8Array(65_535))).toBe(65_535);
    expect(() => peer.bioWrite(new Uint8Array(65_536))).toThrow(
      new RangeError('a datagram has at most 65535 bytes, not 65536'),
    );
    for (const size of [65_535, 0, -1, 2 ** 30 + 1, 1.5, Number.NaN])
      expect(() => peer.setDatagramBuffer(size)).toThrow();
    expect(() => peer.setDatagramBuffer('x' as unknown as number)).toThrow(TypeError);
  });
});

/** CVE-2026-54874. */
it('buffers few records of an epoch that has not begun, and no more of the heap than they have bytes', () => {
  const [here, there] = [
    contextOf(SSL.DTLS_CLIENT_METHOD, { trust: ca }),
    contextOf(SSL.DTLS_SERVER_METHOD, { cert: server }),
  ];
  const before = heapInUse();
  const peers = Array.from({ length: 20 }, () => {
    const sides = pair(here, there);
    expect(() => sides.client.doHandshake()).toThrow(SSL.WantReadError);
    for (const datagram of datagrams(sides.client)) sides.server.bioWrite(datagram);
    expect(() => sides.server.doHandshake()).toThrow(SSL.WantReadError);
    for (let sequence = 0; sequence < 100; sequence++)
      sides.server.bioWrite(record({ type: 22, sequence, body: randomBytes(1) }));
    expect(() => sides.server.doHandshake()).toThrow(SSL.WantReadError);
    return sides;
  });
  // Whole read buffers, as before the fix, are 100 times 17 KB for each.
  expect(heapInUse() - before).toBeLessThan(10 * 2 ** 20);
  for (const sides of peers) {
    shake(sides.client, sides.server);
    expectAlive(sides);
  }
});
