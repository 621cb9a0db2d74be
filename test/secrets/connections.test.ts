/** Connections: what was agreed, kept and sent leaves nothing in the memory once both sides are freed. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { localPki } from '../support/pki.js';
import { leavesNothing, Planted } from '../support/planted.js';
import { contextOf, handshake, pair, transfer } from '../support/pump.js';

const { ca, server: identity } = localPki();
/** DTLS 1.2 on the wire (RFC 6347, 4.1). */
const DTLS1_2 = 0xfefd;

interface Sides {
  readonly here: SSL.Context;
  readonly there: SSL.Context;
}

/** Contexts of one version; every secret that they learn is noted, from the lines of the key log. */
function contexts(planted: Planted, version: number, suite?: string): Sides {
  const isDatagram = version === DTLS1_2;
  const here = contextOf(isDatagram ? SSL.DTLS_CLIENT_METHOD : SSL.TLS_CLIENT_METHOD, { trust: ca });
  const there = contextOf(isDatagram ? SSL.DTLS_SERVER_METHOD : SSL.TLS_SERVER_METHOD, { cert: identity });
  for (const context of [here, there]) {
    context.setMinProtoVersion(version);
    context.setMaxProtoVersion(version);
    if (suite?.startsWith('TLS_')) context.setTls13Ciphersuites(suite);
    else if (suite !== undefined) context.setCipherList(suite);
    context.setKeylogCallback((_, line) => {
      const [label = '', , secret = ''] = new TextDecoder().decode(line).split(' ');
      planted.bytes(label, Buffer.from(secret, 'hex'));
      planted.bytes(`${label} as it is logged`, Buffer.from(secret));
    });
  }
  return { here, there };
}

/** Shakes hands, and reads the tickets that come after it. */
function connect({ here, there }: Sides, session?: SSL.Session) {
  const { client, server } = pair(here, there);
  if (session !== undefined) client.setSession(session);
  handshake(client, server);
  server.send('!');
  transfer(server, client);
  client.recv(1);
  return { client, server };
}

function sessionOf(connection: SSL.Connection): SSL.Session {
  const session = connection.getSession();
  if (session === null) throw new Error('there is no session');
  return session;
}

function free(...objects: readonly ({ free(): void } | null)[]): void {
  for (const object of objects) object?.free();
}

const VERSIONS = [
  ['TLS 1.3, AES-GCM', SSL.TLS1_3_VERSION, 'TLS_AES_128_GCM_SHA256'],
  ['TLS 1.3, AES-GCM and SHA-384', SSL.TLS1_3_VERSION, 'TLS_AES_256_GCM_SHA384'],
  ['TLS 1.3, ChaCha20', SSL.TLS1_3_VERSION, 'TLS_CHACHA20_POLY1305_SHA256'],
  ['TLS 1.2, AES-GCM', SSL.TLS1_2_VERSION, 'ECDHE-ECDSA-AES128-GCM-SHA256'],
  ['TLS 1.2, AES-CBC', SSL.TLS1_2_VERSION, 'ECDHE-ECDSA-AES128-SHA256'],
  ['TLS 1.2, AES-CCM', SSL.TLS1_2_VERSION, 'ECDHE-ECDSA-AES128-CCM'],
  ['TLS 1.2, ChaCha20', SSL.TLS1_2_VERSION, 'ECDHE-ECDSA-CHACHA20-POLY1305'],
  ['DTLS 1.2', DTLS1_2, 'ECDHE-ECDSA-AES128-GCM-SHA256'],
] as const;

describe.each(VERSIONS)('%s', (_, version, suite) => {
  it('leaves no secret of the handshake', () => {
    leavesNothing((planted) => {
      const { here, there } = contexts(planted, version, suite);
      const { client, server } = pair(here, there);
      handshake(client, server);
      expect(planted.found()).not.toEqual([]);
      planted.bytes('a ticket key', there.getTicketKeys());
      free(client, server, here, there);
    });
  });

  it('leaves no secret of a handshake that fails', () => {
    leavesNothing((planted) => {
      const { here, there } = contexts(planted, version, suite);
      const { client, server } = pair(here, there);
      client.setVerify(SSL.VERIFY_PEER, () => false);
      expect(() => handshake(client, server)).toThrow(SSL.Error);
      planted.bytes('the ticket keys', there.getTicketKeys());
      free(client, server, here, there);
    });
  });

  it('leaves no plaintext, of either direction', () => {
    leavesNothing((planted) => {
      const { here, there } = contexts(planted, version, suite);
      const { client, server } = pair(here, there);
      handshake(client, server);
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        for (const length of [20, 1000]) {
          const data = randomBytes(length);
          planted.bytes(`${length} bytes`, data);
          from.send(data);
          transfer(from, to);
          expect(Buffer.from(to.recv(length)).equals(data)).toBe(true);
        }
      }
      free(client, server, here, there);
    });
  });

  it('keeps no plaintext that was read, while the connection lives', () => {
    const planted = new Planted();
    const { here, there } = contexts(new Planted(), version, suite);
    const { client, server } = pair(here, there);
    handshake(client, server);
    const data = randomBytes(1000);
    planted.bytes('what was read', data);
    client.send(data);
    transfer(client, server);
    server.recv(1000);
    expect(planted.found()).toEqual([]);
    free(client, server, here, there);
  });

  it('leaves nothing of plaintext that nobody has read', () => {
    leavesNothing((planted) => {
      const { here, there } = contexts(planted, version, suite);
      const { client, server } = pair(here, there);
      handshake(client, server);
      const data = randomBytes(5000);
      planted.bytes('the data', data);
      client.send(data);
      transfer(client, server);
      server.recv(10);
      free(client, server, here, there);
    });
  });

  it('leaves no exported keying material and no master key', () => {
    leavesNothing((planted) => {
      const { here, there } = contexts(planted, version, suite);
      const { client, server } = connect({ here, there });
      planted.bytes('what was exported', client.exportKeyingMaterial('EXPORTER-test', 64));
      planted.bytes('the same, with a context', server.exportKeyingMaterial('EXPORTER-test', 64, randomBytes(20)));
      const master = client.masterKey();
      if (master !== null) planted.bytes('the master key', master);
      free(client, server, here, there);
    });
  });

  it('leaves no session, in DER or kept, and no ticket key', () => {
    leavesNothing((planted) => {
      const { here, there } = contexts(planted, version, suite);
      const sessions: SSL.Session[] = [];
      const keys = randomBytes(80);
      planted.bytes('the ticket keys', keys);
      there.setTicketKeys(keys);
      here.setSessionCacheMode(SSL.SESS_CACHE_CLIENT);
      here.setSessionNewCallback((_connection, session) => void sessions.push(session));
      const first = connect({ here, there });
      const session = sessionOf(first.client);
      const der = session.toDer();
      // The master secret, or the key of resumption, behind its tag: SSL_SESSION_ASN1.
      planted.bytes('the session’s secret', masterOf(der));
      const again = SSL.Session.fromDer(der);
      const second = connect({ here, there }, again);
      expect(second.client.sessionReused()).toBe(true);
      expect(planted.found()).not.toEqual([]);
      free(first.client, first.server, second.client, second.server, session, again, ...sessions, here, there);
    });
  });
});

/** The fifth element of SSL_SESSION_ASN1. */
function masterOf(der: Uint8Array): Uint8Array {
  let at = (der[1] as number) >= 0x80 ? 2 + ((der[1] as number) & 0x7f) : 2;
  for (let element = 0; element < 4; element++) at += 2 + (der[at + 1] as number);
  return der.slice(at + 2, at + 2 + (der[at + 1] as number));
}

describe('pre-shared keys', () => {
  it.each([
    ['TLS 1.2', SSL.TLS1_2_VERSION],
    ['TLS 1.3', SSL.TLS1_3_VERSION],
  ])('in %s', (_, version) => {
    leavesNothing((planted) => {
      const { here, there } = contexts(planted, version);
      const key = randomBytes(32);
      planted.bytes('the key', key);
      for (const context of [here, there]) {
        context.setCipherList('ECDHE-PSK-CHACHA20-POLY1305:PSK');
        context.setTls13Ciphersuites('TLS_AES_128_GCM_SHA256');
      }
      here.setPskClientCallback(() => ({ identity: 'me', key }));
      there.setPskServerCallback(() => key);
      const { client, server } = pair(here, there);
      handshake(client, server);
      expect(client.getPeerCertificate()).toBeNull();
      free(client, server, here, there);
    });
  });
});

describe('early data', () => {
  it('and the secrets that protect it', () => {
    leavesNothing((planted) => {
      const { here, there } = contexts(planted, SSL.TLS1_3_VERSION);
      there.setMaxEarlyData(5000);
      const first = connect({ here, there });
      const session = sessionOf(first.client);
      const data = randomBytes(2000);
      planted.bytes('the data', data);
      const { client, server } = pair(here, there);
      client.setSession(session);
      client.sendEarlyData(data);
      transfer(client, server);
      expect(Buffer.from(server.recvEarlyData(2000) ?? []).equals(data)).toBe(true);
      free(first.client, first.server, client, server, session, here, there);
    });
  });
});

describe('after a change of keys', () => {
  it('and after a renegotiation', () => {
    leavesNothing((planted) => {
      const { here, there } = contexts(planted, SSL.TLS1_2_VERSION);
      there.setOptions(SSL.OP_ALLOW_CLIENT_RENEGOTIATION);
      const { client, server } = pair(here, there);
      handshake(client, server);
      expect(client.renegotiate()).toBe(true);
      expect(() => client.doHandshake()).toThrow(SSL.WantReadError);
      for (let round = 0; round < 4; round++) {
        transfer(client, server);
        expect(() => server.recv(1)).toThrow(SSL.WantReadError);
        transfer(server, client);
        expect(() => client.recv(1)).toThrow(SSL.WantReadError);
      }
      expect(client.totalRenegotiations()).toBe(1);
      const data = randomBytes(100);
      planted.bytes('the data', data);
      client.send(data);
      transfer(client, server);
      server.recv(100);
      free(client, server, here, there);
    });
  });

  it('and after an update of keys', () => {
    leavesNothing((planted) => {
      const { here, there } = contexts(planted, SSL.TLS1_3_VERSION);
      const { client, server } = pair(here, there);
      handshake(client, server);
      client.keyUpdate(true);
      const data = randomBytes(100);
      planted.bytes('the data', data);
      client.send(data);
      transfer(client, server);
      server.recv(100);
      transfer(server, client);
      free(client, server, here, there);
    });
  });
});

describe('cookies of DTLS', () => {
  it('that a callback makes', () => {
    leavesNothing((planted) => {
      const { here, there } = contexts(planted, DTLS1_2);
      const cookie = randomBytes(32);
      planted.bytes('the cookie', cookie);
      there.setCookieGenerateCallback(() => cookie);
      there.setCookieVerifyCallback(() => true);
      const { client, server } = pair(here, there);
      for (let round = 0; round < 3; round++) {
        for (const step of [() => client.doHandshake(), () => server.DTLSv1Listen()]) {
          try {
            step();
          } catch (error) {
            if (!(error instanceof SSL.WantReadError)) throw error;
          }
          transfer(client, server);
          transfer(server, client);
        }
      }
      free(client, server, here, there);
    });
  });
});
