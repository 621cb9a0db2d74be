import { describe, expect, it } from 'vitest';
import { crypto, SSL } from '../../src/index.js';
import { growth, TOLERANCE } from '../support/heap.js';
import { localPki } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';

const { ca, server } = localPki();

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
