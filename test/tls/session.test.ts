import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { localPki } from '../support/pki.js';
import { contextOf, handshake, pair, transfer } from '../support/pump.js';

const { ca, server } = localPki();
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function clientContext(version: number): SSL.Context {
  const context = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
  context.setMaxProtoVersion(version);
  return context;
}

function serverContext(): SSL.Context {
  const context = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
  context.setSessionId('test');
  return context;
}

/** Shakes hands, and reads what the server sends after it. */
function connect(here: SSL.Context, there: SSL.Context, session?: SSL.Session) {
  const sides = pair(here, there);
  if (session) sides.client.setSession(session);
  handshake(sides.client, sides.server);
  sides.server.send('!');
  transfer(sides.server, sides.client);
  expect(decode(sides.client.recv(1))).toBe('!');
  return sides;
}

function sessionOf(connection: SSL.Connection): SSL.Session {
  const session = connection.getSession();
  if (session === null) throw new Error('there is no session');
  return session;
}

describe.each([
  ['TLSv1.2', SSL.TLS1_2_VERSION],
  ['TLSv1.3', SSL.TLS1_3_VERSION],
])('sessions of %s', (_, version) => {
  it('are resumed with a ticket [SSL.Session] [SSL.Connection.get_session] [SSL.Connection.set_session]', () => {
    const there = serverContext();
    const here = clientContext(version);
    const first = connect(here, there);
    expect(first.client.sessionReused()).toBe(false);
    const session = sessionOf(first.client);
    expect(session.hasTicket).toBe(true);
    expect(session.isResumable).toBe(true);
    expect(session.timeout).toBeGreaterThan(0);
    expect(Math.abs(session.time - Date.now() / 1000)).toBeLessThan(60);
    const second = connect(here, there, session);
    expect(second.client.sessionReused()).toBe(true);
    expect(second.server.sessionReused()).toBe(true);
    expect(second.client.getPeerCertificate()?.getSubject().CN).toBe('localhost');
    const third = connect(clientContext(version), there, SSL.Session.fromDer(sessionOf(second.client).toDer()));
    expect(third.client.sessionReused()).toBe(true);
    expect(() => third.client.setSession('x' as unknown as SSL.Session)).toThrow(TypeError);
    expect(() => new SSL.Session()).toThrow(TypeError);
    expect(() => SSL.Session.fromDer(new Uint8Array(20))).toThrow(SSL.Error);
  });

  it('are resumed at another server with the same ticket keys', () => {
    const one = serverContext();
    const two = serverContext();
    const stranger = serverContext();
    const keys = one.getTicketKeys();
    expect(keys).toHaveLength(80);
    two.setTicketKeys(keys);
    const here = clientContext(version);
    const session = sessionOf(connect(here, one).client);
    expect(connect(here, two, SSL.Session.fromDer(session.toDer())).client.sessionReused()).toBe(true);
    expect(connect(here, stranger, SSL.Session.fromDer(session.toDer())).client.sessionReused()).toBe(false);
    expect(() => stranger.setTicketKeys(keys.subarray(1))).toThrow();
  });

  it('are resumed at another server with the same 48 bytes, as node:tls has them, set while it serves', () => {
    const one = serverContext();
    const two = serverContext();
    const here = clientContext(version);
    const before = sessionOf(connect(here, one).client).toDer();
    const keys = Uint8Array.from({ length: 48 }, (_, index) => index);
    one.setTicketKeys(keys);
    two.setTicketKeys(keys);
    expect(one.getTicketKeys()).toEqual(two.getTicketKeys());
    expect(one.getTicketKeys().subarray(0, 16)).toEqual(keys.subarray(0, 16));
    const session = sessionOf(connect(here, one).client).toDer();
    expect(connect(here, two, SSL.Session.fromDer(session)).client.sessionReused()).toBe(true);
    expect(connect(here, one, SSL.Session.fromDer(before)).client.sessionReused()).toBe(false);
    // Each byte counts.
    for (const index of [0, 15, 16, 31, 32, 47]) {
      two.setTicketKeys(keys.map((byte, at) => (at === index ? byte ^ 1 : byte)));
      expect(connect(here, two, SSL.Session.fromDer(session)).client.sessionReused()).toBe(false);
    }
    for (const length of [0, 47, 49, 79, 81])
      expect(() => one.setTicketKeys(new Uint8Array(length))).toThrow(RangeError);
  });

  it('are resumed by their id from a cache of the application', () => {
    const there = serverContext();
    there.setOptions(SSL.OP_NO_TICKET);
    there.setSessionCacheMode(SSL.SESS_CACHE_SERVER | SSL.SESS_CACHE_NO_INTERNAL);
    const cache = new Map<string, SSL.Session>();
    const hex = (id: Uint8Array) => Buffer.from(id).toString('hex');
    there.setSessionNewCallback((___, session) => void cache.set(hex(session.id), session));
    const asked: string[] = [];
    there.setSessionGetCallback((___, id) => {
      asked.push(hex(id));
      return cache.get(hex(id));
    });
    const here = clientContext(version);
    const session = sessionOf(connect(here, there).client);
    expect(cache.size).toBeGreaterThan(0);
    const second = connect(here, there, session);
    expect(asked.length).toBeGreaterThan(0);
    expect(second.server.sessionReused()).toBe(true);
    cache.clear();
    expect(connect(here, there, sessionOf(second.client)).server.sessionReused()).toBe(false);
  });

  it('are told to the client as they come', () => {
    const here = clientContext(version);
    here.setSessionCacheMode(SSL.SESS_CACHE_CLIENT);
    const sessions: SSL.Session[] = [];
    here.setSessionNewCallback((connection, session) => {
      expect(connection).toBeInstanceOf(SSL.Connection);
      sessions.push(session);
    });
    const there = serverContext();
    connect(here, there);
    expect(sessions).toHaveLength(version === SSL.TLS1_3_VERSION ? 2 : 1);
    const [session] = sessions;
    if (session === undefined) throw new Error('no session came');
    expect(connect(clientContext(version), there, session).client.sessionReused()).toBe(true);
  });

  it('are not resumed when they are switched off', () => {
    const there = serverContext();
    there.setOptions(SSL.OP_NO_TICKET);
    there.setSessionCacheMode(SSL.SESS_CACHE_OFF);
    const here = clientContext(version);
    const session = connect(here, there).client.getSession();
    if (session === null) throw new Error('there is no session');
    expect(connect(here, there, session).client.sessionReused()).toBe(false);
  });
});

describe('the cache of OpenSSL', () => {
  it('takes, drops and tells what it drops', () => {
    const there = serverContext();
    there.setOptions(SSL.OP_NO_TICKET);
    const dropped: number[] = [];
    there.setSessionRemoveCallback((context, id) => {
      expect(context).toBe(there);
      dropped.push(id.length);
    });
    const here = clientContext(SSL.TLS1_2_VERSION);
    const { client, server: peer } = connect(here, there);
    const session = sessionOf(peer);
    expect(there.addSession(session)).toBe(false);
    expect(there.removeSession(session)).toBe(true);
    expect(there.removeSession(session)).toBe(false);
    // OpenSSL tells each removal, found or not.
    expect(dropped).toEqual([32, 32]);
    expect(connect(here, there, sessionOf(client)).client.sessionReused()).toBe(false);
    there.flushSessions(Date.now() / 1000 + 100_000);
    expect(dropped.length).toBeGreaterThan(2);
  });
});

describe('early data', () => {
  const contexts = () => {
    const there = serverContext();
    there.setMaxEarlyData(1000);
    return { here: clientContext(SSL.TLS1_3_VERSION), there };
  };

  it('goes with the first flight of a resumed session, and is accepted', () => {
    const { here, there } = contexts();
    const session = sessionOf(connect(here, there).client);
    expect(session.maxEarlyData).toBe(1000);
    const { client, server: peer } = pair(here, there);
    client.setSession(session);
    expect(client.sendEarlyData('early bird')).toBe(10);
    transfer(client, peer);
    expect(decode(peer.recvEarlyData(100) ?? new Uint8Array())).toBe('early bird');
    transfer(peer, client);
    client.doHandshake();
    transfer(client, peer);
    expect(peer.recvEarlyData(100)).toBeNull();
    peer.doHandshake();
    expect(client.getEarlyDataStatus()).toBe('accepted');
    expect(peer.getEarlyDataStatus()).toBe('accepted');
    peer.send('late');
    transfer(peer, client);
    expect(decode(client.recv(10))).toBe('late');
  });

  it('is accepted once: a replay finds the ticket used', () => {
    const { here, there } = contexts();
    const session = sessionOf(connect(here, there).client);
    const { client } = pair(here, there);
    client.setSession(session);
    client.sendEarlyData('pay 10');
    const flight = client.bioRead(65_536);
    const receive = () => {
      const peer = new SSL.Connection(there, null);
      peer.setAcceptState();
      peer.bioWrite(flight);
      try {
        return peer.recvEarlyData(100);
      } catch {
        return null;
      }
    };
    expect(decode(receive() ?? new Uint8Array())).toBe('pay 10');
    expect(receive()).toBeNull();
  });

  it('is refused by a server that did not allow it', () => {
    const { here, there } = contexts();
    const session = sessionOf(connect(here, there).client);
    const other = serverContext();
    other.setTicketKeys(there.getTicketKeys());
    const { client, server: peer } = pair(here, other);
    client.setSession(session);
    client.sendEarlyData('early bird');
    transfer(client, peer);
    handshake(client, peer);
    expect(client.getEarlyDataStatus()).toBe('rejected');
    // Tickets that allow early data are kept by the server that has issued them, against replays.
    expect(client.sessionReused()).toBe(false);
    client.send('again');
    transfer(client, peer);
    expect(decode(peer.recv(10))).toBe('again');
  });
});
