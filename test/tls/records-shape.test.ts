import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { connected, settle } from '../support/connected.js';
import { issue, localPki } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';

const { ca, server, client } = localPki();

/** The lengths of the records that wait for the peer. */
function recordLengths(side: SSL.Connection): number[] {
  const bytes = side.bioRead(1_000_000);
  const lengths: number[] = [];
  for (let at = 0; at < bytes.length; at += 5 + (lengths.at(-1) ?? 0))
    lengths.push(((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0));
  return lengths;
}

/** What each of these many bytes becomes on the wire. */
function sent(side: SSL.Connection, ...sizes: number[]): number[][] {
  return sizes.map((size) => {
    side.send(new Uint8Array(size));
    return recordLengths(side);
  });
}

const VERSIONS = [
  ['TLS 1.2', SSL.TLS1_2_VERSION, 24],
  // One byte less of a nonce, one more for the type.
  ['TLS 1.3', SSL.TLS1_3_VERSION, 17],
] as const;

describe.each(VERSIONS)('records of %s', (_, version, overhead) => {
  const gcm = (here: SSL.Context) => {
    here.setCipherList('ECDHE-ECDSA-AES128-GCM-SHA256');
    here.setTls13Ciphersuites('TLS_AES_128_GCM_SHA256');
  };

  it('carry no more than setMaxSendFragment says, and as much again when it says so', () => {
    const sides = connected(version, (here) => {
      gcm(here);
      here.setMaxSendFragment(1024);
    });
    settle(sides.client, sides.server);
    expect(sent(sides.client, 2500)).toEqual([[1024, 1024, 452].map((size) => size + overhead)]);
    sides.client.setMaxSendFragment(512);
    expect(sent(sides.client, 1000)).toEqual([[512, 488].map((size) => size + overhead)]);
    sides.client.setMaxSendFragment(16_384);
    expect(sent(sides.client, 16_384)).toEqual([[16_384 + overhead]]);
    for (const wrong of [0, 511, 16_385, 1000.5, Number.NaN, -1])
      expect(() => sides.client.setMaxSendFragment(wrong)).toThrow(/^size must be/);
  });

  it('are padded to a multiple in TLS 1.3 alone', () => {
    const sides = connected(version, (here) => {
      gcm(here);
      here.setBlockPadding(512);
    });
    settle(sides.client, sides.server);
    const lengths = sent(sides.client, 1, 300, 511, 512);
    const plain = [1, 300, 511, 512].map((size) => [size + overhead]);
    const padded = [[512 + 16], [512 + 16], [512 + 16], [1024 + 16]];
    expect(lengths).toEqual(version === SSL.TLS1_3_VERSION ? padded : plain);
    expect(() => sides.client.setBlockPadding(0)).toThrow(/^setBlockPadding is for the time before the handshake/);
    for (const wrong of [-1, 16_385, 0.5]) {
      expect(() => sides.client.setBlockPadding(wrong)).toThrow(/^size must be/);
      expect(() => sides.client.setBlockPadding(0, wrong)).toThrow(/^handshakeSize must be/);
    }
  });

  it('are padded on a connection alone, data and handshake apart, from the callback of the name too', () => {
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    here.setMaxProtoVersion(version);
    gcm(here);
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    there.setTlsextServernameCallback((connection) => connection.setBlockPadding(1000, 0));
    const sides = pair(here, there);
    sides.client.setBlockPadding(256, 1);
    handshake(sides.client, sides.server);
    settle(sides.client, sides.server);
    const isNew = version === SSL.TLS1_3_VERSION;
    expect(sent(sides.client, 300)).toEqual([[isNew ? 512 + 16 : 300 + overhead]]);
    expect(sent(sides.server, 300)).toEqual([[isNew ? 1000 + 16 : 300 + overhead]]);
  });

  it('end without a word where the shutdown is quiet', () => {
    const sides = connected(version);
    settle(sides.client, sides.server);
    expect(sides.client.getQuietShutdown()).toBe(false);
    sides.client.setQuietShutdown(true);
    expect([sides.client.shutdown(), sides.client.bioPending()]).toEqual([true, 0]);
    expect(sides.client.getQuietShutdown()).toBe(true);
    expect(sides.server.getShutdown()).toBe(0);
    const context = new SSL.Context(SSL.TLS_METHOD);
    expect(() => context.setQuietShutdown('' as unknown as boolean)).toThrow(TypeError);
    context.setQuietShutdown(true);
    expect([context.getQuietShutdown(), new SSL.Connection(context, null).getQuietShutdown()]).toEqual([true, true]);
  });

  it('hold no longer a chain than setMaxCertList says', () => {
    expect(connected(version, (here) => here.setMaxCertList(5000)).client.getMaxCertList()).toBe(5000);
    const tooShort = () => connected(version, (here) => expect(here.setMaxCertList(300)).toBe(102_400));
    expect(tooShort).toThrow('excessive message size');
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    here.setMaxProtoVersion(version);
    const sides = pair(here, contextOf(SSL.TLS_SERVER_METHOD, { cert: server }));
    expect([sides.client.setMaxCertList(300), sides.client.getMaxCertList()]).toEqual([102_400, 300]);
    expect(() => handshake(sides.client, sides.server)).toThrow('excessive message size');
    expect(() => here.setMaxCertList(1)).toThrow(SSL.Error);
  });
});

describe('what is told of the peer', () => {
  it('algorithms of clients apart from its own', () => {
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca, cert: client });
    const there = contextOf(SSL.TLS_SERVER_METHOD, { trust: ca, cert: server });
    there.setClientSigalgs('ecdsa_secp256r1_sha256:ed25519');
    there.setSigalgs('ecdsa_secp256r1_sha256:ecdsa_secp384r1_sha384');
    const sides = pair(here, there);
    handshake(sides.client, sides.server);
    expect(sides.client.getSharedSigalgs().sort()).toEqual(['ECDSA+SHA256', 'Ed25519+UNDEF']);
    expect(sides.server.getSharedSigalgs().sort()).toEqual(['ECDSA+SHA256', 'ECDSA+SHA384']);
    expect(() => there.setClientSigalgs('x')).toThrow(SSL.Error);
    const free = new SSL.Context(SSL.TLS_METHOD);
    expect(() => free.setClientSigalgs('no such')).toThrow(/sigalgs names an algorithm that there is not/);
  });

  it('names of CAs from DER, both ways', () => {
    const other = issue('another CA', { ca: true });
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    const there = contextOf(SSL.TLS_SERVER_METHOD, { trust: ca, cert: server });
    const [first, second] = [ca.cert.getSubject().der(), other.cert.getSubject().der()];
    here.setCaList([first]);
    there.setClientCaList([second, ca.cert.getSubject()]);
    const sides = pair(here, there);
    expect(sides.client.getPeerCaList()).toEqual([]);
    handshake(sides.client, sides.server);
    expect(sides.client.getPeerCaList().map((name) => name.der())).toEqual([second, first]);
    expect(sides.server.getPeerCaList().map((name) => name.der())).toEqual([first]);
    expect(sides.server.getClientCaList()).toHaveLength(2);
  });

  it('no name that is none', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    const good = ca.cert.getSubject().der();
    const lying = Uint8Array.from(good);
    lying[1] = (lying[1] ?? 0) + 1;
    const wrong = [new Uint8Array(), good.subarray(0, -1), Uint8Array.of(...good, 0), lying, Uint8Array.of(0x30, 0x84)];
    for (const set of [context.setClientCaList.bind(context), context.setCaList.bind(context)]) {
      for (const bytes of wrong) expect(() => set([good, bytes])).toThrow(SSL.Error);
      expect(() => set(good as unknown as Iterable<Uint8Array>)).toThrow(TypeError);
      expect(() => set(['CN=x'] as unknown as Iterable<Uint8Array>)).toThrow(TypeError);
      set([]);
    }
  });
});

describe('each message', () => {
  const HELLO = 1;
  const [ALERT, HANDSHAKE, HEADER] = [21, 22, 0x100];

  it('comes to the callback, in order, on both sides', () => {
    const seen: Record<'client' | 'server', [boolean, number, string][]> = { client: [], server: [] };
    const log =
      (name: 'client' | 'server'): SSL.MessageCallback =>
      (_connection, isSent, version, type, bytes) =>
        seen[name].push([isSent, type, `${version.toString(16)} ${Buffer.from(bytes).toString('hex')}`]);
    const sides = connected(SSL.TLS1_3_VERSION, (here, there) => {
      here.setMessageCallback(log('client'));
      there.setMessageCallback(log('server'));
    });
    sides.client.shutdown();
    settle(sides.client, sides.server);
    expect(() => sides.server.recv(1)).toThrow(SSL.ZeroReturnError);
    const sentBy = (name: 'client' | 'server', isSent: boolean) =>
      seen[name].filter(([way, type]) => way === isSent && (type === HANDSHAKE || type === ALERT));
    const same = (list: [boolean, number, string][]) => list.map(([, type, text]) => [type, text.slice(5)]);
    expect(same(sentBy('client', true))).toEqual(same(sentBy('server', false)));
    // Tickets come after the handshake: the client has not read them all.
    expect(same(sentBy('client', false))).toEqual(
      same(sentBy('server', true)).slice(0, sentBy('client', false).length),
    );
    expect(sentBy('client', true)[0]?.[2]).toMatch(new RegExp(`^\\d+ 0${HELLO}`));
    expect(sentBy('client', true).at(-1)).toEqual([true, ALERT, '304 0100']);
    const headers = seen.client.filter(([, type]) => type === HEADER);
    expect(headers.length).toBeGreaterThan(4);
    expect(headers.every(([, , text]) => text.length === 4 + 10)).toBe(true);
  });

  it('goes to what a connection has of its own, or to nobody', () => {
    const calls: string[] = [];
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    here.setMessageCallback(() => calls.push('context'));
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    const first = pair(here, there);
    first.client.setMessageCallback(() => calls.push('own'));
    handshake(first.client, first.server);
    expect(new Set(calls.splice(0))).toEqual(new Set(['own']));
    const second = pair(here, there);
    second.client.setMessageCallback(null);
    handshake(second.client, second.server);
    expect(calls).toEqual([]);
    expect(() => second.client.setMessageCallback(5 as unknown as null)).toThrow(TypeError);
  });

  it('cannot be answered into the same connection, and what is thrown comes out', () => {
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    const refused: unknown[] = [];
    for (const call of [
      (c: SSL.ConnectionCore) => c.setMaxSendFragment(512),
      (c: SSL.ConnectionCore) => c.setMessageCallback(null),
      (c: SSL.ConnectionCore) => c.readStatus(10),
    ]) {
      const sides = pair(here, there);
      sides.client.setMessageCallback((connection) => {
        try {
          call(connection);
        } catch (error) {
          refused.push((error as Error).message);
          throw new Error('enough');
        }
      });
      expect(() => sides.client.doHandshake()).toThrow('enough');
    }
    expect(refused.length).toBeGreaterThan(2);
    expect(refused.every((text) => /in use/.test(String(text)))).toBe(true);
    const freed = pair(here, there);
    freed.client.setMessageCallback(() => freed.client.free());
    expect(() => freed.client.doHandshake()).not.toThrow(WebAssembly.RuntimeError);
    expect(freed.client.isFreed).toBe(true);
  });
});
