/** What a peer can ask for again and again on one connection is counted. */
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../src/adapters/failure.js';
import { SSL } from '../../src/index.js';
import { localPki } from '../support/pki.js';
import { contextOf, handshake, pair, transfer } from '../support/pump.js';
import { thrownBy } from '../support/thrown.js';

const pki = localPki();
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function connect(version: number, prepare: (server: SSL.Context) => void = () => undefined) {
  const clientContext = contextOf(SSL.TLS_CLIENT_METHOD, { trust: pki.ca });
  const serverContext = contextOf(SSL.TLS_SERVER_METHOD, { cert: pki.server });
  for (const context of [clientContext, serverContext]) {
    context.setMinProtoVersion(version);
    context.setMaxProtoVersion(version);
  }
  prepare(serverContext);
  const sides = pair(clientContext, serverContext);
  handshake(sides.client, sides.server);
  return sides;
}

/** Reads what there is, and takes the handshake on. */
function read(side: SSL.Connection): string {
  try {
    return decode(side.recv(100));
  } catch (error) {
    if (error instanceof SSL.WantReadError) return '';
    throw error;
  }
}

/** One renegotiation that `asking` begins, to its end. */
function renegotiate(asking: SSL.Connection, asked: SSL.Connection): void {
  const before = asking.totalRenegotiations();
  expect(asking.renegotiate()).toBe(true);
  expect(() => asking.doHandshake()).toThrow(SSL.WantReadError);
  for (let round = 0; round < 4; round++) {
    transfer(asking, asked);
    expect(read(asked)).toBe('');
    transfer(asked, asking);
    expect(read(asking)).toBe('');
  }
  expect(asking.totalRenegotiations()).toBe(before + 1);
  expect(asking.renegotiatePending()).toBe(false);
}

function exchange(client: SSL.Connection, server: SSL.Connection): void {
  client.send('ping');
  transfer(client, server);
  expect(read(server)).toBe('ping');
}

/** What the server throws when the client asks once more. */
function refused(
  client: SSL.Connection,
  server: SSL.Connection,
  why = 'TLS session renegotiation attack detected',
  code = 'ERR_TLS_SESSION_ATTACK',
): unknown {
  client.renegotiate();
  expect(() => client.doHandshake()).toThrow(SSL.WantReadError);
  transfer(client, server);
  const error = thrownBy(() => read(server));
  expect(error).toBeInstanceOf(SSL.Error);
  expect(String(error)).toContain(why);
  expect(failureOf(error, server)).toHaveProperty('code', code);
  // It is over for both.
  expect(() => read(server)).toThrow(SSL.Error);
  expect(() => server.send('x')).toThrow(SSL.Error);
  transfer(server, client);
  expect(() => read(client)).toThrow('handshake failure');
  return error;
}

describe('renegotiation that a client begins [SSL.Connection.renegotiate]', () => {
  const allow = (context: SSL.Context) => void context.setOptions(SSL.OP_ALLOW_CLIENT_RENEGOTIATION);

  it('is refused unless it is allowed', () => {
    const { client, server } = connect(SSL.TLS1_2_VERSION);
    client.renegotiate();
    expect(() => client.doHandshake()).toThrow(SSL.WantReadError);
    transfer(client, server);
    expect(read(server)).toBe('');
    transfer(server, client);
    expect(() => read(client)).toThrow('no renegotiation');
  });

  it('happens three times, and the fourth ends the connection', () => {
    const { client, server } = connect(SSL.TLS1_2_VERSION, allow);
    for (let time = 0; time < 3; time++) {
      renegotiate(client, server);
      exchange(client, server);
    }
    refused(client, server);
  });

  it.each([0, 1, 5])('happens as often as the context says: %s', (limit) => {
    const { client, server } = connect(SSL.TLS1_2_VERSION, (context) => {
      allow(context);
      context.setRenegotiationLimit(limit);
    });
    for (let time = 0; time < limit; time++) renegotiate(client, server);
    refused(client, server);
  });

  it('ends the connection once it is disabled there', () => {
    const { client, server } = connect(SSL.TLS1_2_VERSION, allow);
    renegotiate(client, server);
    server.disableRenegotiation();
    const why = 'TLS session renegotiation disabled for this socket';
    refused(client, server, why, 'ERR_TLS_RENEGOTIATION_DISABLED');
  });

  it('counts within a window', async () => {
    const { client, server } = connect(SSL.TLS1_2_VERSION, (context) => {
      allow(context);
      context.setRenegotiationLimit(1, 2);
    });
    renegotiate(client, server);
    await new Promise((resolve) => setTimeout(resolve, 3100));
    renegotiate(client, server);
    refused(client, server);
  });

  it('is counted for each connection by itself', () => {
    for (let count = 0; count < 3; count++) {
      const { client, server } = connect(SSL.TLS1_2_VERSION, allow);
      for (let time = 0; time < 3; time++) renegotiate(client, server);
      exchange(client, server);
    }
  });

  it('does not count what the server asks for', () => {
    const { client, server } = connect(SSL.TLS1_2_VERSION, allow);
    for (let time = 0; time < 10; time++) {
      server.renegotiate();
      server.doHandshake();
      for (let round = 0; round < 4; round++) {
        transfer(server, client);
        read(client);
        transfer(client, server);
        read(server);
      }
      exchange(client, server);
    }
    for (let time = 0; time < 3; time++) renegotiate(client, server);
    refused(client, server);
  });

  it('has a limit of whole numbers', () => {
    const context = new SSL.Context(SSL.TLS_SERVER_METHOD);
    expect(() => context.setRenegotiationLimit(-1)).toThrow(RangeError);
    expect(() => context.setRenegotiationLimit(1, 0)).toThrow(RangeError);
    expect(() => context.setRenegotiationLimit('1' as never)).toThrow(TypeError);
    expect(() => context.setRenegotiationLimit(1.5)).toThrow(TypeError);
  });
});

describe.each([
  ['client', 'server'],
  ['server', 'client'],
] as const)('KeyUpdate of TLS 1.3 from the %s', (from, to) => {
  const update = (side: SSL.Connection, requestPeer: boolean) => {
    side.keyUpdate(requestPeer);
    side.doHandshake();
  };

  it.each([true, false])('is taken between data, as often as it comes (asking for one back: %s)', (requestPeer) => {
    const sides = connect(SSL.TLS1_3_VERSION);
    const [sender, receiver] = [sides[from], sides[to]];
    for (let time = 0; time < 100; time++) {
      update(sender, requestPeer);
      exchange(sender, receiver);
      exchange(receiver, sender);
    }
  });

  it.each([true, false])('is taken 32 times without data, and the next ends the connection', (requestPeer) => {
    const sides = connect(SSL.TLS1_3_VERSION);
    const [sender, receiver] = [sides[from], sides[to]];
    for (let time = 0; time < 32; time++) update(sender, requestPeer);
    exchange(sender, receiver);
    for (let time = 0; time < 1000; time++) update(sender, requestPeer);
    transfer(sender, receiver);
    expect(() => read(receiver)).toThrow('too many key updates without data');
    expect(() => read(receiver)).toThrow(SSL.Error);
    // At most an answer to each that was taken, and the alert.
    expect(receiver.bioRead(65_536).length).toBeLessThan(70 * 30);
  });
});
