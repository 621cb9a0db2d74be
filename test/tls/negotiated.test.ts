import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { TlsOverSocket } from '../../scripts/main-job/over-socket.mjs';
import { SSL } from '../../src/index.js';
import { connected, settle } from '../support/connected.js';
import { hasNodesTls } from '../support/judges.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { issue, localPki, newKey } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';

const { ca, server, client } = localPki();
const rsa = issue('localhost', { issuer: ca, key: newKey('RSA'), san: 'DNS:localhost' });
const closers = closeAfterEach();

/** Both sides after a handshake in which the server asks for a certificate. */
function mutual(prepare: (here: SSL.Context, there: SSL.Context) => void, cert = server) {
  const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca, cert: client });
  const there = contextOf(SSL.TLS_SERVER_METHOD, { trust: ca, cert });
  prepare(here, there);
  const sides = pair(here, there);
  handshake(sides.client, sides.server);
  settle(sides.client, sides.server);
  return sides;
}

const only = (version: number) => (here: SSL.Context) => {
  here.setMinProtoVersion(version);
  here.setMaxProtoVersion(version);
};

describe('what the two sides have agreed on', () => {
  it('the extended master secret and secure renegotiation of TLS 1.2, which TLS 1.3 does not need', () => {
    const fresh = pair(contextOf(SSL.TLS_CLIENT_METHOD), contextOf(SSL.TLS_SERVER_METHOD, { cert: server }));
    expect([fresh.client.getExtendedMasterSecret(), fresh.client.getSecureRenegotiation()]).toEqual([null, false]);
    for (const side of Object.values(connected(SSL.TLS1_2_VERSION)))
      expect([side.getExtendedMasterSecret(), side.getSecureRenegotiation()]).toEqual([true, true]);
    for (const side of Object.values(connected(SSL.TLS1_3_VERSION)))
      expect([side.getExtendedMasterSecret(), side.getSecureRenegotiation()]).toEqual([false, false]);
  });

  it('a HelloRetryRequest, on both sides', () => {
    const plain = connected();
    expect([plain.client.getHelloRetryRequest(), plain.server.getHelloRetryRequest()]).toEqual([false, false]);
    const retried = connected(SSL.TLS1_3_VERSION, (here, there) => {
      here.setGroups('X25519:P-384');
      there.setGroups('P-384');
    });
    expect([retried.client.getHelloRetryRequest(), retried.server.getHelloRetryRequest()]).toEqual([true, true]);
  });

  it('the kinds of certificate that are asked for', () => {
    const old = mutual(only(SSL.TLS1_2_VERSION));
    // RSA, DSS where the level lets it, ECDSA.
    expect(old.client.getCertificateTypes()).toContain(1);
    expect(old.client.getCertificateTypes()).toContain(64);
    expect(old.server.getCertificateTypes()).toEqual([]);
    expect(connected(SSL.TLS1_2_VERSION).client.getCertificateTypes()).toEqual([]);
    expect(mutual(only(SSL.TLS1_3_VERSION)).client.getCertificateTypes()).toEqual([]);
  });

  it("the cipher by its RFC's name", () => {
    const before = pair(contextOf(SSL.TLS_CLIENT_METHOD), contextOf(SSL.TLS_SERVER_METHOD, { cert: server }));
    expect(before.client.getCipherStandardName()).toBeNull();
    const { client: old } = connected(SSL.TLS1_2_VERSION, (here) =>
      here.setCipherList('ECDHE-ECDSA-AES128-GCM-SHA256'),
    );
    expect(old.getCipherStandardName()).toBe('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256');
    const { server: now } = connected(SSL.TLS1_3_VERSION, (here) =>
      here.setTls13Ciphersuites('TLS_AES_256_GCM_SHA384'),
    );
    expect(now.getCipherStandardName()).toBe('TLS_AES_256_GCM_SHA384');
  });

  it.each([
    ['X25519MLKEM768', { type: 'KEM', name: 'X25519MLKEM768', size: 768 }],
    ['SecP256r1MLKEM768', { type: 'KEM', name: 'SecP256r1MLKEM768', size: 768 }],
    ['MLKEM1024', { type: 'KEM', name: 'MLKEM1024', size: 1024 }],
    ['X25519', { type: 'ECDH', name: 'X25519', size: 253 }],
    ['X448', { type: 'ECDH', name: 'X448', size: 448 }],
    ['P-256', { type: 'ECDH', name: 'prime256v1', size: 256 }],
    ['ffdhe2048', { type: 'DH', name: 'ffdhe2048', size: 2048 }],
  ])('the temporary key of %s, on both sides', (group, expected) => {
    const sides = connected(SSL.TLS1_3_VERSION, (here, there) => {
      here.setGroups(group);
      there.setGroups(group);
    });
    for (const side of [sides.client, sides.server]) expect(side.getPeerTemporaryKey()).toEqual(expected);
  });

  it('the temporary key of TLS 1.2, and none where there was none', () => {
    const dhe = mutual((here, there) => {
      only(SSL.TLS1_2_VERSION)(here);
      there.setCipherList('DHE-RSA-AES128-GCM-SHA256');
    }, rsa);
    expect(dhe.client.getPeerTemporaryKey()).toMatchObject({ type: 'DH', size: 2048 });
    const ecdhe = mutual((here) => {
      only(SSL.TLS1_2_VERSION)(here);
      here.setGroups('P-384:P-256');
    }, rsa);
    expect(ecdhe.server.getPeerTemporaryKey()).toBeNull();
    expect(ecdhe.client.getPeerTemporaryKey()).toEqual({ type: 'ECDH', name: 'secp384r1', size: 384 });
    const encrypted = mutual((here, there) => {
      only(SSL.TLS1_2_VERSION)(here);
      there.setCipherList('AES128-GCM-SHA256');
    }, rsa);
    expect(encrypted.client.getPeerTemporaryKey()).toBeNull();
    const fresh = pair(contextOf(SSL.TLS_CLIENT_METHOD), contextOf(SSL.TLS_SERVER_METHOD, { cert: server }));
    expect([fresh.client.getPeerTemporaryKey(), fresh.client.getSharedSigalgs()]).toEqual([null, []]);
  });

  it('the ticket of a session', () => {
    const { client: held } = mutual(only(SSL.TLS1_2_VERSION));
    const session = held.getSession();
    if (session === null) throw new Error('there is no session');
    expect(session.ticket?.length).toBeGreaterThan(100);
    expect(SSL.Session.fromDer(session.toDer()).ticket).toEqual(session.ticket);
    const { client: without } = mutual((here, there) => {
      only(SSL.TLS1_2_VERSION)(here);
      there.setOptions(SSL.OP_NO_TICKET);
    });
    expect(without.getSession()?.ticket).toBeNull();
  });
});

// Bun's own TLS tells other things: the suite runs in Node too.
describe.skipIf(!hasNodesTls).each(['TLSv1.2', 'TLSv1.3'] as const)('beside node:tls, %s', (version) => {
  const number = version === 'TLSv1.2' ? SSL.TLS1_2_VERSION : SSL.TLS1_3_VERSION;
  const sigalgs = 'ECDSA+SHA256:RSA-PSS+SHA384:RSA+SHA256:ed25519:ed448:rsa_pss_pss_sha256:ECDSA+SHA512';

  it('the shared signature algorithms of a server', async () => {
    // One client of ours, which offers the same to a server of node's and to one of ours.
    const theirs: string[][] = [];
    const listener = tls.createServer({ cert: server.certPem, key: server.keyPem, sigalgs }, (socket) => {
      theirs.push(socket.getSharedSigalgs());
      socket.end();
    });
    const port = await listenOnLoopback(listener, closers);
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    only(number)(here);
    here.setSigalgs(sigalgs);
    const session = new TlsOverSocket(new SSL.Connection(here, null), net.connect(port, '127.0.0.1'), SSL);
    await session.handshake();
    while ((await session.receive()) !== null);
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    there.setSigalgs(sigalgs);
    const sides = pair(here, there);
    handshake(sides.client, sides.server);
    expect(sides.server.getSharedSigalgs()).toEqual(theirs[0]);
    expect(sides.server.getSharedSigalgs()).toContain('Ed25519+UNDEF');
    expect(sides.client.getSharedSigalgs()).toEqual([]);
  });

  it.each(['X25519', 'P-256', 'P-384', 'P-521', 'X448'])('the temporary key of %s, and the cipher', async (curve) => {
    const identity = { cert: rsa.certPem, key: rsa.keyPem };
    const listener = tls.createServer({ ...identity, ecdhCurve: curve, minVersion: version, maxVersion: version });
    listener.on('secureConnection', (socket) => socket.on('error', () => undefined));
    const port = await listenOnLoopback(listener, closers);
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    const connection = new SSL.Connection(here, null);
    const foreign = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: ca.certPem });
    const session = new TlsOverSocket(connection, net.connect(port, '127.0.0.1'), SSL);
    await Promise.all([session.handshake(), once(foreign, 'secureConnect')]);
    expect(connection.getProtocolVersionName()).toBe(version);
    expect(connection.getPeerTemporaryKey()).toEqual(foreign.getEphemeralKeyInfo());
    expect(connection.getCipherStandardName()).toBe(foreign.getCipher().standardName);
    foreign.destroy();
  });
});
