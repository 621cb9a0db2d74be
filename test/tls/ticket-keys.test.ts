import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { TlsOverSocket } from '../../scripts/main-job/over-socket.mjs';
import { SSL } from '../../src/index.js';
import { settle } from '../support/connected.js';
import { hasNodesTls } from '../support/judges.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { issue, localPki } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';

const { ca, server } = localPki();
const closers = closeAfterEach();

const keysOf = (seed: number, length = 80) => Uint8Array.from({ length }, (_, i) => (seed * 31 + i * 7) & 0xff);
const nameOf = (keys: Uint8Array) => [...keys.subarray(0, 16)];

const VERSIONS = [
  ['TLS 1.2', SSL.TLS1_2_VERSION],
  ['TLS 1.3', SSL.TLS1_3_VERSION],
] as const;

function client(version: number): SSL.Context {
  const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
  here.setMinProtoVersion(version);
  here.setMaxProtoVersion(version);
  return here;
}

/** Shakes hands, and reads what comes after it. @returns the client's session, and whether it is an old one */
function visit(here: SSL.Context, there: SSL.Context, session?: SSL.Session) {
  const sides = pair(here, there);
  if (session !== undefined) sides.client.setSession(session);
  handshake(sides.client, sides.server);
  sides.server.send('x');
  settle(sides.client, sides.server);
  sides.client.recv(1);
  const next = sides.client.getSession();
  if (next === null) throw new Error('there is no session');
  return { reused: sides.client.sessionReused(), session: next, name: [...(next.ticket ?? []).slice(0, 16)] };
}

/** What is sealed in a ticket of these keys: RFC 5077, 4, with the ciphers of node:tls and of OpenSSL. @throws for others */
function opened(ticket: Uint8Array, keys: Uint8Array): Buffer {
  const half = (keys.length - 16) / 2;
  const [name, hmacKey, aesKey] = [keys.subarray(0, 16), keys.subarray(16, 16 + half), keys.subarray(16 + half)];
  expect([...ticket.subarray(0, 16)]).toEqual([...name]);
  const mac = createHmac('sha256', hmacKey).update(ticket.subarray(0, -32)).digest();
  expect(Buffer.from(ticket.subarray(-32)).equals(mac)).toBe(true);
  const aes = createDecipheriv(half === 16 ? 'aes-128-cbc' : 'aes-256-cbc', aesKey, ticket.subarray(16, 32));
  return Buffer.concat([aes.update(ticket.subarray(32, -32)), aes.final()]);
}

describe.each(VERSIONS)('the keys of tickets, %s', (_, version) => {
  it('are exchanged on a context that is in use: the old ones open, and renew', () => {
    const [here, there] = [client(version), contextOf(SSL.TLS_SERVER_METHOD, { cert: server })];
    const [old, fresh, last] = [keysOf(1), keysOf(2, 48), keysOf(3)];
    there.setTicketKeys(old);
    const first = visit(here, there);
    expect(first.name).toEqual(nameOf(old));
    there.setTicketKeys([fresh, old]);
    expect(there.getTicketKeys()).toEqual(fresh);
    const second = visit(here, there, first.session);
    expect([second.reused, second.name]).toEqual([true, nameOf(fresh)]);
    there.setTicketKeys([last]);
    const third = visit(here, there, second.session);
    expect([third.reused, third.name]).toEqual([false, nameOf(last)]);
    expect(visit(here, there, third.session).reused).toBe(true);
  });

  it('are read by the context that a connection was made of, whichever it shows', () => {
    const other = issue('other.example', { issuer: ca, san: 'DNS:other.example' });
    const shown = contextOf(SSL.TLS_SERVER_METHOD, { cert: other });
    shown.setTicketKeys(keysOf(9));
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    const told: string[] = [];
    there.setTicketKeys(keysOf(8));
    there.setSessionNewCallback(() => told.push('first'));
    shown.setSessionNewCallback(() => told.push('shown'));
    there.setTlsextServernameCallback((connection) => connection.setContext(shown));
    const visited = visit(client(version), there);
    expect(visited.name).toEqual(nameOf(keysOf(8)));
    // A sibling: OpenSSL tells of sessions by that context, too; of those in tickets of TLS 1.2 not at all.
    expect(new Set(told)).toEqual(new Set(version === SSL.TLS1_3_VERSION ? ['first'] : []));
  });

  it.each([48, 80])('of %d bytes seal as the others of that length do', (length) => {
    const [here, there] = [client(version), contextOf(SSL.TLS_SERVER_METHOD, { cert: server })];
    const keys = keysOf(4, length);
    there.setTicketKeys(keys);
    const { ticket } = visit(here, there).session;
    // A SEQUENCE: the session that OpenSSL writes.
    expect(opened(ticket ?? new Uint8Array(), keys)[0]).toBe(0x30);
  });

  // Bun's own TLS has other keys: the suite runs in Node too.
  it.skipIf(!hasNodesTls)('of 48 bytes are those of node:tls', async () => {
    const keys = keysOf(5, 48);
    const identity = { cert: server.certPem, key: server.keyPem };
    const listener = tls.createServer({ ...identity, ticketKeys: Buffer.from(keys) }, (socket) => socket.pipe(socket));
    const port = await listenOnLoopback(listener, closers);
    const connection = new SSL.Connection(client(version), null);
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const session = new TlsOverSocket(connection, socket, SSL);
    await session.handshake();
    // Twice: what node:tls sends after the handshake may come after the first.
    for (const text of ['x', 'y']) {
      await session.send(text);
      expect(await session.receive()).toEqual(new TextEncoder().encode(text));
    }
    expect(opened(connection.getSession()?.ticket ?? new Uint8Array(), keys)[0]).toBe(0x30);
  });

  it('are chosen by a callback, which accepts, renews or refuses', () => {
    const [here, there] = [client(version), contextOf(SSL.TLS_SERVER_METHOD, { cert: server })];
    const known = new Map([1, 2].map((seed) => [nameOf(keysOf(seed)).join(), keysOf(seed)]));
    let current: Uint8Array | null = keysOf(1);
    let renew = false;
    const asked: (number[] | null)[] = [];
    there.setTicketKeyCallback((connection, name) => {
      expect(connection).toBeInstanceOf(SSL.ConnectionCore);
      asked.push(name === null ? null : [...name]);
      const keys = name === null ? current : (known.get(name.join()) ?? null);
      return keys === null ? null : { keys, renew };
    });
    const first = visit(here, there);
    expect(first.name).toEqual(nameOf(keysOf(1)));
    current = keysOf(2);
    const accepted = visit(here, there, first.session);
    expect(accepted.reused).toBe(true);
    // A resumption of TLS 1.3 brings a new ticket by itself.
    expect(accepted.name).toEqual(nameOf(keysOf(version === SSL.TLS1_3_VERSION ? 2 : 1)));
    renew = true;
    const renewed = visit(here, there, first.session);
    expect([renewed.reused, renewed.name]).toEqual([true, nameOf(keysOf(2))]);
    known.clear();
    expect(visit(here, there, renewed.session).reused).toBe(false);
    expect(asked).toContainEqual(nameOf(keysOf(2)));
    current = null;
    expect(visit(here, there).session.ticket).toBeNull();
  });

  it.each<[string, (name: Uint8Array | null) => unknown, RegExp]>([
    ['keys too short', () => ({ keys: keysOf(1, 47) }), /must have 48 or 80 bytes, not 47/],
    ['keys too long', () => ({ keys: keysOf(1, 4000) }), /must have 48 or 80 bytes, not 4000/],
    ['no bytes', () => ({ keys: 'x'.repeat(80) }), /keys of the ticket-key callback/],
    ['a number', () => 1, /an object with keys/],
    ['a promise', () => Promise.resolve({ keys: keysOf(1) }), /an object with keys/],
    ['a word for renew', () => ({ keys: keysOf(1), renew: 'yes' }), /renew must be/],
    [
      'an exception',
      () => {
        throw new Error('no keys today');
      },
      /no keys today/,
    ],
  ])('a callback that answers with %s ends the handshake', (_name, answer, message) => {
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    there.setTicketKeyCallback(answer as unknown as SSL.TicketKeyCallback);
    expect(() => visit(client(version), there)).toThrow(message);
  });

  it.each(['a list', 'a callback'])('open no ticket in which a bit is another, with %s', (how) => {
    const [here, there] = [client(version), contextOf(SSL.TLS_SERVER_METHOD, { cert: server })];
    if (how === 'a list') there.setTicketKeys([keysOf(1), keysOf(2, 48)]);
    // The name is the client's word: whoever believes it has the rest of the ticket sealed with it.
    else
      there.setTicketKeyCallback((_connection, name) => {
        const keys = keysOf(1);
        keys.set(name ?? []);
        return { keys, renew: true };
      });
    const { session } = visit(here, there);
    const [der, ticket] = [Buffer.from(session.toDer()), session.ticket ?? new Uint8Array()];
    const at = der.indexOf(ticket);
    expect(visit(here, there, SSL.Session.fromDer(der)).reused).toBe(true);
    for (let byte = 0; byte < ticket.length; byte += 5) {
      const forged = Buffer.from(der);
      forged[at + byte] = (forged[at + byte] ?? 0) ^ (1 << (byte % 8));
      expect(visit(here, there, SSL.Session.fromDer(forged)).reused).toBe(false);
    }
  });

  it('seal what is no session, and the handshake is a full one', () => {
    const [here, there] = [client(version), contextOf(SSL.TLS_SERVER_METHOD, { cert: server })];
    const keys = keysOf(1, 48);
    there.setTicketKeys(keys);
    const { session } = visit(here, there);
    const [der, ticket] = [Buffer.from(session.toDer()), session.ticket ?? new Uint8Array()];
    const inside = opened(ticket, keys);
    const forged = (plain: Uint8Array, pads: boolean) => {
      const aes = createCipheriv('aes-128-cbc', keys.subarray(32), ticket.subarray(16, 32)).setAutoPadding(pads);
      const sealed = [ticket.subarray(0, 32), aes.update(plain), aes.final()];
      const mac = createHmac('sha256', keys.subarray(16, 32)).update(Buffer.concat(sealed)).digest();
      const other = Buffer.concat([...sealed, mac]);
      // The ticket within the client's session is of the same length.
      expect(other.length).toBe(ticket.length);
      return SSL.Session.fromDer(Buffer.concat([der.subarray(0, at), other, der.subarray(at + other.length)]));
    };
    const at = der.indexOf(ticket);
    const whole = Math.ceil((inside.length + 1) / 16) * 16;
    expect(visit(here, there, forged(inside, true)).reused).toBe(true);
    // Padding that is none, which leaves a reason in OpenSSL's queue; what is no DER; a session with another last byte.
    expect(visit(here, there, forged(new Uint8Array(whole), false)).reused).toBe(false);
    expect(visit(here, there, forged(new Uint8Array(inside.length).fill(7), true)).reused).toBe(false);
    const behind = Buffer.from(inside);
    behind[inside.length - 1] = (behind[inside.length - 1] ?? 0) ^ 1;
    expect(() => visit(here, there, forged(behind, true))).not.toThrow();
  });

  it('a callback that answers a name with keys of another, or frees what it is in, breaks nothing', () => {
    const [here, there] = [client(version), contextOf(SSL.TLS_SERVER_METHOD, { cert: server })];
    let answer: SSL.TicketKeyCallback = () => ({ keys: keysOf(1) });
    there.setTicketKeyCallback((...asked) => answer(...asked));
    const { session } = visit(here, there);
    answer = (_connection, name) => ({ keys: keysOf(name === null ? 1 : 2) });
    expect(() => visit(here, there, session)).toThrow(/another name than it was asked for/);
    answer = (connection) => {
      connection.free();
      there.free();
      return { keys: keysOf(1) };
    };
    expect(() => visit(here, there, session)).not.toThrow(WebAssembly.RuntimeError);
  });
});

describe('keys that cannot be', () => {
  it.each<[string, unknown, RegExp]>([
    ['none', [], /keys must be 1 to 16, not 0/],
    ['empty ones', new Uint8Array(), /keys must have 48 or 80 bytes, not 0/],
    ['too short ones', keysOf(1, 79), /48 or 80 bytes, not 79/],
    ['a short one among others', [keysOf(1), keysOf(2, 16)], /48 or 80 bytes, not 16/],
    ['two of one name', [keysOf(1), keysOf(1, 48)], /different names/],
    ['too many', Array.from({ length: 17 }, (_, i) => keysOf(i)), /1 to 16, not 17/],
    ['text', 'x'.repeat(80), /keys/],
    ['null', null, /keys/],
    ['a list of texts', ['x'.repeat(80)], /keys/],
  ])('%s', (_, keys, message) => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    const before = context.getTicketKeys();
    expect(() => context.setTicketKeys(keys as Uint8Array)).toThrow(message);
    expect(context.getTicketKeys()).toEqual(before);
  });
});
