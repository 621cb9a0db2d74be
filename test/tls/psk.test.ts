import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { handshake, pair } from '../support/pump.js';

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i);

function contexts(version: number) {
  const here = new SSL.Context(SSL.TLS_CLIENT_METHOD);
  const there = new SSL.Context(SSL.TLS_SERVER_METHOD);
  for (const context of [here, there]) {
    context.setMaxProtoVersion(version);
    context.setCipherList('ECDHE-PSK-CHACHA20-POLY1305:PSK');
    // The callbacks of before TLS 1.3 stand for SHA-256.
    context.setTls13Ciphersuites('TLS_AES_128_GCM_SHA256');
  }
  // A client without trust verifies nobody but the holder of the key.
  here.setVerify(SSL.VERIFY_NONE);
  return { here, there };
}

describe.each([
  ['TLSv1.2', SSL.TLS1_2_VERSION],
  ['TLSv1.3', SSL.TLS1_3_VERSION],
])('pre-shared keys in %s', (name, version) => {
  it('stand for certificates', () => {
    const { here, there } = contexts(version);
    const seen: unknown[] = [];
    here.setPskClientCallback((_, hint) => {
      seen.push(hint);
      return { identity: 'Client_identity', key: KEY };
    });
    there.setPskServerCallback((_, identity) => {
      seen.push(identity);
      return KEY;
    }, 'a hint');
    const { client, server } = pair(here, there);
    handshake(client, server);
    expect(client.getProtocolVersionName()).toBe(name);
    expect(client.getPeerCertificate()).toBeNull();
    expect(seen).toContain('Client_identity');
    expect(seen[0]).toBe(version === SSL.TLS1_2_VERSION ? 'a hint' : null);
  });

  it('that differ end the handshake, as does an unknown identity', () => {
    for (const answer of [KEY.map((byte) => byte ^ 1), null]) {
      const { here, there } = contexts(version);
      here.setPskClientCallback(() => ({ identity: 'me', key: KEY }));
      there.setPskServerCallback(() => answer);
      const { client, server } = pair(here, there);
      expect(() => handshake(client, server)).toThrow(SSL.Error);
    }
  });

  it('that are none end the handshake with a defined error', () => {
    const boom = new Error('boom');
    for (const [answer, error] of [
      [() => ({ identity: 'x', key: 'text' as unknown as Uint8Array }), TypeError],
      [() => ({ identity: 5 as unknown as string, key: KEY }), TypeError],
      [() => ({ identity: 'x'.repeat(1000), key: KEY }), Error],
      [() => ({ identity: 'x', key: new Uint8Array(10_000) }), Error],
      [
        () => {
          throw boom;
        },
        boom,
      ],
    ] as const) {
      const { here, there } = contexts(version);
      here.setPskClientCallback(answer);
      there.setPskServerCallback(() => KEY);
      const { client, server } = pair(here, there);
      expect(() => handshake(client, server)).toThrow(error);
    }
  });
});
