import { describe, expect, it } from 'vitest';
import { Bindings, OpenSSLError } from '../../src/ffi/index.js';
import { crypto, SSL } from '../../src/index.js';
import { localPki } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';

const bindings = new Bindings((errors) => new OpenSSLError(errors));
const { ca, server } = localPki();

/** What OpenSSL's own tables may still grow by: less than one byte for each round. */
const TOLERANCE = 1024;

/** Bytes in use after `early` rounds and after `all`. */
function growth(early: number, all: number, round: () => void): number {
  for (let i = 0; i < early; i++) round();
  const before = bindings.heap_bytes_in_use();
  for (let i = early; i < all; i++) round();
  return bindings.heap_bytes_in_use() - before;
}

describe('the WASM heap', () => {
  it('is after 2,000 handshakes where it was after 200', () => {
    const clientContext = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    const serverContext = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    const round = () => {
      const sides = pair(clientContext, serverContext);
      handshake(sides.client, sides.server);
      sides.client.getPeerCertificate()?.free();
      sides.client.free();
      sides.server.free();
    };
    expect(growth(200, 2000, round)).toBeLessThan(TOLERANCE);
  }, 300_000);

  it('is after 2,000 failed handshakes where it was after 200', () => {
    const clientContext = contextOf(SSL.TLS_CLIENT_METHOD, { verify: SSL.VERIFY_PEER });
    const serverContext = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    const round = () => {
      const sides = pair(clientContext, serverContext);
      expect(() => handshake(sides.client, sides.server)).toThrow(SSL.Error);
      sides.client.free();
      sides.server.free();
    };
    expect(growth(200, 2000, round)).toBeLessThan(TOLERANCE);
  }, 300_000);

  it('is after 10,000 certificate loads, good and bad, where it was after 200', () => {
    const pem = new TextEncoder().encode(server.certPem);
    const round = () => {
      using cert = crypto.loadCertificate(crypto.FILETYPE_PEM, pem);
      cert.getSubject().getComponents();
      expect(() => crypto.loadCertificate(crypto.FILETYPE_ASN1, pem)).toThrow(crypto.Error);
    };
    expect(growth(200, 10_000, round)).toBeLessThan(TOLERANCE);
  }, 120_000);
});
