/** Keys that are elsewhere over DTLS 1.2: a handshake that waits for a signature, and a wire that loses datagrams meanwhile. */
import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { type ExternalKey, signer } from '../../src/pki/index.js';
import { datagrams } from '../support/dtls.js';
import { heldByNode } from '../support/external.js';
import { pair } from '../support/pump.js';
import { type Sides, showing } from '../support/signed-hands.js';

/** DTLS has one version here. */
const ANY_VERSION = 0;

/** Runs both handshakes, waiting for answers, over a wire that loses about one datagram of so many. */
async function shakeDatagrams({ client, server }: Sides, loses: number): Promise<number> {
  const done = new Set<SSL.Connection>();
  let [waits, sent] = [0, 0];
  for (let round = 0; round < 400 && done.size < 2; round++) {
    for (const side of [client, server]) {
      try {
        if (done.has(side)) side.recv(1);
        else side.doHandshake();
        done.add(side);
      } catch (error) {
        if (error instanceof SSL.WantCallbackError) {
          waits += 1;
          // The timer goes on while a signature is waited for.
          if (loses === 0) await side.callbackAnswered();
        } else if (!(error instanceof SSL.WantReadError)) throw error;
      }
    }
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const)
      for (const datagram of datagrams(from)) {
        sent += 1;
        // Not in step with the flights: the same datagram would be lost again and again.
        if (loses === 0 || (sent * sent + (sent >> 2)) % loses !== 1) to.bioWrite(datagram);
      }
    if (loses > 0) {
      await new Promise((later) => setTimeout(later, 5));
      for (const side of [client, server]) side.DTLSv1HandleTimeout();
    }
  }
  expect(done.size).toBe(2);
  return waits;
}

describe.each([
  ['P-256', { type: 'EC', curve: 'P-256' }],
  ['RSA', { type: 'RSA' }],
] as const)('DTLS 1.2 with %s', (_name, options) => {
  const held = heldByNode(options);
  let signatures = 0;
  const slow = (milliseconds: number): ExternalKey =>
    signer({
      publicKey: held.publicKey,
      sign: async (data, how) => {
        signatures += 1;
        await new Promise((done) => setTimeout(done, milliseconds));
        return held.sign(data, how);
      },
    });

  it.each([
    ['at once, over a wire that loses nothing', signer(held), 0, 0],
    ['later, over a wire that loses nothing', slow(3), 0, 2],
    ['later, over one that loses a fourth of its datagrams', slow(30), 7, 2],
  ] as const)('is signed %s', async (_how, key, loses, expected) => {
    signatures = 0;
    const context = () => showing(key, ANY_VERSION, SSL.DTLS_METHOD);
    const both = pair(context(), context());
    for (const side of [both.client, both.server]) {
      side.setCiphertextMtu(1200);
      if (loses > 0) side.DTLSv1SetInitialTimeout(0.01);
    }
    expect(await shakeDatagrams(both, loses)).toBeGreaterThanOrEqual(expected);
    expect(signatures).toBe(expected === 0 ? 0 : 2);
    expect(both.server.getPeerCertificate()).not.toBeNull();
    both.client.free();
    both.server.free();
  });
});
