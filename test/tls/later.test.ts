/** Callbacks that answer later: each place where a handshake can wait, both versions, and what can go wrong with an answer. */
import { afterEach, describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { heapInUse, TOLERANCE } from '../support/heap.js';
import { memorySockets } from '../support/memory-socket.js';
import { localPki } from '../support/pki.js';
import { contextOf, pair, transfer } from '../support/pump.js';
import { type Sides, shakeHands } from '../support/signed-hands.js';

const { ca, server, client } = localPki();
const other = localPki();
const KEY = new Uint8Array(32).fill(7);

const open: SSL.Connection[] = [];
afterEach(() => {
  for (const connection of open.splice(0)) connection.free();
});

function sidesOf(here: SSL.Context, there: SSL.Context): Sides {
  const sides = pair(here, there);
  open.push(sides.client, sides.server);
  sides.client.setTlsextHostName('localhost');
  sides.client.setAlpnProtos(['h2', 'http/1.1']);
  sides.client.requestOcsp();
  return sides;
}

function later<T>(value: T, turns = 3): Promise<T> {
  return turns === 0
    ? Promise.resolve(value)
    : new Promise((done) => setTimeout(done)).then(() => later(value, turns - 1));
}

/** Shakes hands, waiting for answers: who is asked before there is one still waits. */
const shake = (sides: Sides): Promise<{ client: number; server: number }> =>
  shakeHands(sides, (side) => expect(() => side.doHandshake()).toThrow(SSL.WantCallbackError));

/** What the other side hears of the failure. */
function alertAt(connection: SSL.Connection): string {
  try {
    connection.doHandshake();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
}

const VERSIONS = [
  ['TLS 1.2', SSL.TLS1_2_VERSION],
  ['TLS 1.3', SSL.TLS1_3_VERSION],
] as const;

describe.each(VERSIONS)('%s: a handshake waits for the promise of', (_title, version) => {
  const contexts = () => {
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    here.setMaxProtoVersion(version);
    return { here, there };
  };

  it('the callback of the ClientHello, which may choose the context', async () => {
    const { here, there } = contexts();
    const chosen = contextOf(SSL.TLS_SERVER_METHOD, { cert: other.server });
    here.setVerify(SSL.VERIFY_NONE);
    const seen: SSL.ClientHello[] = [];
    there.setClientHelloCallback(async (connection, hello) => {
      seen.push(hello);
      expect(connection.getServername()).toEqual(new TextEncoder().encode('localhost'));
      await later(undefined);
      expect(connection.getServername()).toEqual(new TextEncoder().encode('localhost'));
      connection.setContext(chosen);
    });
    const sides = sidesOf(here, there);
    expect(await shake(sides)).toEqual({ client: 0, server: 1 });
    expect(sides.client.getPeerCertificate()?.equals(other.server.cert)).toBe(true);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.random).toEqual(sides.client.clientRandom());
    expect(seen[0]?.legacyVersion).toBe(SSL.TLS1_2_VERSION);
    expect(seen[0]?.cipherSuites).toContain(0xc02f);
    const names = seen[0]?.extensions.find((extension) => extension.type === 0);
    expect(new TextDecoder().decode(names?.data)).toContain('localhost');
    expect(seen[0]?.extensions.some((extension) => extension.type === 43)).toBe(version === SSL.TLS1_3_VERSION);
  });

  it('the callback of the server name', async () => {
    const { here, there } = contexts();
    const chosen = contextOf(SSL.TLS_SERVER_METHOD, { cert: other.server });
    here.setVerify(SSL.VERIFY_NONE);
    let calls = 0;
    there.setTlsextServernameCallback(async (connection) => {
      calls += 1;
      await later(undefined);
      connection.setContext(chosen);
    });
    const sides = sidesOf(here, there);
    expect(await shake(sides)).toEqual({ client: 0, server: 1 });
    expect(calls).toBe(1);
    expect(sides.client.getPeerCertificate()?.equals(other.server.cert)).toBe(true);
    // What it has answered, it has answered.
    expect(() => sides.server.setContext(there)).toThrow(SSL.Error);
  });

  it('the ALPN callback, one or none', async () => {
    for (const [answer, agreed] of [
      ['http/1.1', 'http/1.1'],
      [SSL.NO_OVERLAPPING_PROTOCOLS, ''],
    ] as const) {
      const { here, there } = contexts();
      let calls = 0;
      there.setAlpnSelectCallback((_connection, options) => {
        calls += 1;
        expect(options.map((option) => new TextDecoder().decode(option))).toEqual(['h2', 'http/1.1']);
        return later(answer);
      });
      const sides = sidesOf(here, there);
      expect(await shake(sides)).toEqual({ client: 0, server: 1 });
      expect(calls).toBe(1);
      expect(new TextDecoder().decode(sides.client.getAlpnProtoNegotiated())).toBe(agreed);
    }
  });

  it('a staple, and a client judges it', async () => {
    const { here, there } = contexts();
    let staple: Uint8Array | undefined;
    here.setOcspClientCallback((_connection, response) => {
      staple = response;
      return true;
    });
    there.setOcspServerCallback((connection) => {
      expect(connection.getCertificate()?.equals(server.cert)).toBe(true);
      return later(Uint8Array.of(1, 2, 3));
    });
    expect(await shake(sidesOf(here, there))).toEqual({ client: 0, server: 1 });
    expect(staple).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('a certificate on demand, of a server and of a client', async () => {
    const { here } = contexts();
    const there = contextOf(SSL.TLS_SERVER_METHOD, {
      trust: ca,
      verify: SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT,
    });
    there.setCertificateCallback(async (connection) => {
      await later(undefined);
      connection.useCertificateChain(server.certPem);
      connection.usePrivatekey(server.key);
    });
    here.setCertificateCallback(async (connection) => {
      await later(undefined);
      connection.useCertificate(client.cert);
      connection.usePrivatekey(client.key);
    });
    const sides = sidesOf(here, there);
    expect(await shake(sides)).toEqual({ client: 1, server: 1 });
    expect(sides.client.getPeerCertificate()?.equals(server.cert)).toBe(true);
    expect(sides.server.getPeerCertificate()?.equals(client.cert)).toBe(true);
  });

  it('a client that verifies, certificate by certificate', async () => {
    for (const verdict of [true, false]) {
      const { here, there } = contexts();
      const asked: number[] = [];
      here.setVerify(SSL.VERIFY_PEER, (_connection, cert, _error, depth, ok) => {
        asked.push(depth);
        cert.free();
        return later(ok === 1 && (depth > 0 || verdict));
      });
      const sides = sidesOf(here, there);
      if (verdict) {
        expect(await shake(sides)).toEqual({ client: 2, server: 0 });
        expect(sides.client.getVerifyResult()).toBe(0);
        expect(sides.client.getVerifiedChain()).toHaveLength(2);
      } else {
        await expect(shake(sides)).rejects.toThrow('certificate verify failed');
        expect(alertAt(sides.server)).toMatch(/alert/);
      }
      expect(asked).toEqual([1, 0]);
    }
  });

  it('a session of a cache, which is resumed where it is of the same policy', async () => {
    const { here, there } = contexts();
    const kept = new Map<string, Uint8Array>();
    const prepare = (context: SSL.Context) => {
      context.setOptions(SSL.OP_NO_TICKET);
      context.setSessionCacheMode(SSL.SESS_CACHE_SERVER | SSL.SESS_CACHE_NO_INTERNAL);
      context.setSessionId('one');
      context.setSessionNewCallback((_connection, session) => {
        kept.set(session.id.join(), session.toDer());
        session.free();
      });
      context.setSessionGetCallback((_connection, id) => {
        const der = kept.get(id.join());
        return later(der === undefined ? null : SSL.Session.fromDer(der));
      });
    };
    prepare(there);
    const first = sidesOf(here, there);
    await shake(first);
    transfer(first.server, first.client);
    expect(() => first.client.recv(1)).toThrow(SSL.WantReadError);
    const session = first.client.getSession() as SSL.Session;
    for (const side of [first.client, first.server]) side.setShutdown(SSL.SENT_SHUTDOWN | SSL.RECEIVED_SHUTDOWN);

    const second = sidesOf(here, there);
    second.client.setSession(session);
    expect(await shake(second)).toEqual({ client: 0, server: 1 });
    expect(second.client.sessionReused()).toBe(true);

    // A session from outside goes through the check of the security domain as any other.
    const strict = contextOf(SSL.TLS_SERVER_METHOD, { cert: server, trust: ca });
    prepare(strict);
    const third = sidesOf(here, strict);
    third.client.setSession(session);
    expect(await shake(third)).toEqual({ client: 0, server: 1 });
    expect(third.client.sessionReused()).toBe(false);
  });

  it('pre-shared keys, of both sides', async () => {
    const here = new SSL.Context(SSL.TLS_CLIENT_METHOD);
    const there = new SSL.Context(SSL.TLS_SERVER_METHOD);
    for (const context of [here, there]) {
      context.setMaxProtoVersion(version);
      context.setTls13Ciphersuites('TLS_AES_128_GCM_SHA256');
      context.setCipherList('PSK-AES128-GCM-SHA256:DHE-PSK-AES128-GCM-SHA256:ECDHE-PSK-CHACHA20-POLY1305');
    }
    const hints: (string | null)[] = [];
    const identities: string[] = [];
    here.setPskClientCallback((_connection, hint) => {
      hints.push(hint);
      return later({ identity: 'me', key: KEY });
    });
    there.setPskServerCallback((_connection, identity) => {
      identities.push(identity);
      return later(KEY);
    }, 'a hint');
    const sides = sidesOf(here, there);
    expect(await shake(sides)).toEqual({ client: 1, server: 1 });
    expect(identities).toEqual(['me']);
    expect(hints).toEqual([version === SSL.TLS1_3_VERSION ? null : 'a hint']);
    sides.client.send('x');
    transfer(sides.client, sides.server);
    expect(sides.server.recv(1)).toEqual(new TextEncoder().encode('x'));
    // They are the application's, and stay as they are.
    expect(KEY[0]).toBe(7);
  });

  it('every callback at once, each asked once', async () => {
    const { here, there } = contexts();
    const calls: string[] = [];
    there.setClientHelloCallback(() => {
      calls.push('hello');
      return later(undefined);
    });
    there.setTlsextServernameCallback(() => {
      calls.push('name');
      return later(undefined);
    });
    there.setAlpnSelectCallback(() => {
      calls.push('alpn');
      return later('h2');
    });
    there.setCertificateCallback(() => {
      calls.push('certificate');
      return later(undefined);
    });
    there.setOcspServerCallback(() => {
      calls.push('ocsp');
      return later(Uint8Array.of(1));
    });
    expect(await shake(sidesOf(here, there))).toEqual({ client: 0, server: 5 });
    expect(calls).toEqual(['hello', 'name', 'alpn', 'certificate', 'ocsp']);
  });

  it('with a HelloRetryRequest between', async () => {
    const { here, there } = contexts();
    here.setGroups('P-256:P-384');
    there.setGroups('P-384');
    let calls = 0;
    for (const count of ['setClientHelloCallback', 'setTlsextServernameCallback'] as const)
      there[count](() => {
        calls += 1;
        return later(undefined);
      });
    there.setAlpnSelectCallback(() => {
      calls += 1;
      return later('h2');
    });
    const sides = sidesOf(here, there);
    await shake(sides);
    expect(calls).toBe(3);
    expect(new TextDecoder().decode(sides.server.getAlpnProtoNegotiated())).toBe('h2');
  });
});

/** Each place, as a server or a client that waits there; what it gets is the answer. */
const PLACES: Readonly<Record<string, (here: SSL.Context, there: SSL.Context, answer: () => Promise<never>) => void>> =
  {
    'the ClientHello': (_here, there, answer) => there.setClientHelloCallback(answer),
    'the server name': (_here, there, answer) => there.setTlsextServernameCallback(answer),
    ALPN: (_here, there, answer) => there.setAlpnSelectCallback(answer),
    'a certificate of a server': (_here, there, answer) => there.setCertificateCallback(answer),
    'a staple': (_here, there, answer) => there.setOcspServerCallback(answer),
    'a verification': (here, _there, answer) => here.setVerify(SSL.VERIFY_PEER, answer),
    'a key of a client': (here, _there, answer) => here.setPskClientCallback(answer),
  };

function plain(): { here: SSL.Context; there: SSL.Context } {
  return {
    here: contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }),
    there: contextOf(SSL.TLS_SERVER_METHOD, { cert: server }),
  };
}

describe.each(Object.keys(PLACES))('an answer about %s', (place) => {
  const prepare = PLACES[place] as (typeof PLACES)[string];

  it('that is a rejection ends the handshake with that very error', async () => {
    const { here, there } = plain();
    const refusal = new Error('not today');
    prepare(here, there, () => later(undefined).then(() => Promise.reject(refusal)));
    const sides = sidesOf(here, there);
    await expect(shake(sides)).rejects.toBe(refusal);
  });

  it('that comes when the connection has been freed is ignored', async () => {
    const { here, there } = plain();
    let answer = (_value: never) => {};
    prepare(here, there, () => new Promise<never>((done) => (answer = done)));
    const sides = sidesOf(here, there);
    const result = shake(sides);
    await later(undefined);
    sides.client.free();
    sides.server.free();
    answer(true as never);
    await expect(result).rejects.toThrow('has been freed');
  });

  it('that is wrong is a typed error', async () => {
    if (place === 'the ClientHello' || place === 'the server name' || place.startsWith('a certificate')) return;
    if (place === 'a verification') return;
    const { here, there } = plain();
    prepare(here, there, () => later(42 as never));
    await expect(shake(sidesOf(here, there))).rejects.toThrow(TypeError);
  });
});

describe('alerts', () => {
  it.each([
    ['the ClientHello', /internal error/],
    ['the server name', /handshake failure/],
    ['ALPN', /no application protocol/],
    ['a certificate of a server', /internal error/],
    ['a staple', /internal error/],
  ])('of a refusal at %s', async (place, alert) => {
    const { here, there } = plain();
    PLACES[place]?.(here, there, () => later(undefined).then(() => Promise.reject(new Error('no'))));
    const sides = sidesOf(here, there);
    await expect(shake(sides)).rejects.toThrow('no');
    expect(alertAt(sides.client)).toMatch(alert);
  });

  it('a server judges its clients at once', async () => {
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca, cert: client });
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server, trust: ca });
    there.setVerify(SSL.VERIFY_PEER, () => later(true));
    await expect(shake(sidesOf(here, there))).rejects.toThrow('a server must answer at once');
  });
});

describe('connections that wait', () => {
  it('two at once get their answers in the other order', async () => {
    const { here, there } = plain();
    const answers: (() => void)[] = [];
    there.setAlpnSelectCallback((connection) => {
      const mine = (connection as SSL.Connection).getAppData() as string;
      return new Promise((done) => answers.push(() => done(mine)));
    });
    const [a, b] = [sidesOf(here, there), sidesOf(here, there)];
    a.server.setAppData('h2');
    b.server.setAppData('http/1.1');
    const both = [shake(a), shake(b)];
    await later(undefined);
    expect(answers).toHaveLength(2);
    answers[1]?.();
    await both[1];
    expect(new TextDecoder().decode(b.client.getAlpnProtoNegotiated())).toBe('http/1.1');
    expect(() => a.server.doHandshake()).toThrow(SSL.WantCallbackError);
    answers[0]?.();
    await both[0];
    expect(new TextDecoder().decode(a.client.getAlpnProtoNegotiated())).toBe('h2');
  });

  it('1,000 at once, and the heap is what it was', async () => {
    const { here, there } = plain();
    let release: () => void = () => {};
    let waiting = 0;
    let gate: Promise<void> = Promise.resolve();
    there.setTlsextServernameCallback(() => {
      waiting += 1;
      return gate;
    });
    const round = async (count: number, free: boolean) => {
      gate = new Promise((done) => (release = done));
      const all = Array.from({ length: count }, () => sidesOf(here, there));
      const results = Promise.allSettled(all.map(shake));
      await later(undefined);
      if (free) for (const side of open.splice(0)) side.free();
      release();
      const settled = await results;
      expect(settled.every(({ status }) => status === (free ? 'rejected' : 'fulfilled'))).toBe(true);
      for (const side of open.splice(0)) side.free();
    };
    await round(4, false);
    await round(4, true);
    const before = heapInUse();
    waiting = 0;
    await round(500, false);
    await round(500, true);
    expect(waiting).toBe(1000);
    expect(heapInUse() - before).toBeLessThan(TOLERANCE);
  }, 120_000);

  it('a handshake over a socket waits by itself', async () => {
    const { here, there } = plain();
    there.setAlpnSelectCallback(() => later('h2'));
    here.setVerify(SSL.VERIFY_PEER, (_connection, cert, _error, _depth, ok) => {
      cert.free();
      return later(ok === 1);
    });
    const [left, right] = memorySockets();
    const mine = new SSL.Connection(here, left);
    const theirs = new SSL.Connection(there, right);
    mine.setAlpnProtos(['h2']);
    await Promise.all([mine.doHandshake(), theirs.doHandshake()]);
    expect(new TextDecoder().decode(mine.getAlpnProtoNegotiated())).toBe('h2');
    mine.close();
    theirs.close();
  });
});

describe('DTLS 1.2', () => {
  it('waits for everything that TLS 1.2 waits for', async () => {
    const here = new SSL.Context(SSL.DTLS_CLIENT_METHOD);
    const there = new SSL.Context(SSL.DTLS_SERVER_METHOD);
    for (const context of [here, there]) context.setCipherList('PSK-AES128-GCM-SHA256');
    here.setPskClientCallback(() => later({ identity: 'me', key: KEY }));
    there.setPskServerCallback(() => later(KEY));
    there.setClientHelloCallback(() => later(undefined));
    const sides = pair(here, there);
    open.push(sides.client, sides.server);
    expect(await shake(sides)).toEqual({ client: 1, server: 2 });
    expect(sides.server.getCipherName()).toBe('PSK-AES128-GCM-SHA256');
  });
});

describe('hostile clients', () => {
  it.each([
    [1, 1],
    [16, 16],
    [17, 16],
    [3000, 16],
  ])('cannot make a server wait for more identities than 16: %d make it wait for %d', async (count, most) => {
    const here = new SSL.Context(SSL.TLS_CLIENT_METHOD);
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    const asked: string[] = [];
    there.setPskServerCallback((_connection, identity) => {
      asked.push(identity);
      return later(null);
    });
    const sides = sidesOf(here, there);
    try {
      sides.client.doHandshake();
    } catch {
      // It wants the answer of the server.
    }
    sides.server.bioWrite(manyIdentities(sides.client.bioRead(65_536), count));
    let waits = 0;
    for (let round = 0; round < 2 * most + 8; round++) {
      try {
        sides.server.doHandshake();
      } catch (error) {
        if (!(error instanceof SSL.WantCallbackError)) break;
        waits += 1;
        await sides.server.callbackAnswered();
      }
    }
    expect(waits).toBe(most);
    // The rest are asked about when OpenSSL comes to them, and a promise is then none.
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.length).toBeGreaterThanOrEqual(most);
  });
});

/** The ClientHello with a pre_shared_key extension of so many identities. */
function manyIdentities(record: Uint8Array, count: number): Uint8Array {
  const short = (value: number) => [value >> 8, value & 255];
  const identities = Array.from({ length: count }, (_, index) => [
    0,
    4,
    1,
    1,
    1 + (index >> 8),
    index & 255,
    0,
    0,
    0,
    0,
  ]).flat();
  const binders = Array.from({ length: count }, () => [32, ...new Uint8Array(32)]).flat();
  const lists = [...short(identities.length), ...identities, ...short(Math.min(binders.length, 33 * 900))];
  const body = [...lists, ...binders.slice(0, 33 * 900)];
  const extension = [0, 41, ...short(body.length), ...body];
  // Record header 5, type and length 4, version 2, random 32, session id, ciphers, compression.
  let at = 5 + 4 + 34;
  at += 1 + (record[at] ?? 0);
  at += 2 + ((record[at] ?? 0) << 8) + (record[at + 1] ?? 0);
  at += 1 + (record[at] ?? 0);
  const former = record.slice(at + 2);
  const message = [...record.slice(9, at), ...short(former.length + extension.length), ...former, ...extension];
  const whole = Uint8Array.from([1, message.length >> 16, ...short(message.length & 0xffff), ...message]);
  const records: number[] = [];
  for (let from = 0; from < whole.length; from += 16_384) {
    const part = whole.subarray(from, from + 16_384);
    records.push(22, 3, 1, ...short(part.length), ...part);
  }
  return Uint8Array.from(records);
}

describe('without a promise', () => {
  it('nothing is asked twice, and nobody waits', async () => {
    const { here, there } = plain();
    const calls: string[] = [];
    there.setClientHelloCallback(() => void calls.push('hello'));
    there.setTlsextServernameCallback(() => void calls.push('name'));
    there.setCertificateCallback(() => void calls.push('certificate'));
    there.setOcspServerCallback(() => {
      calls.push('ocsp');
      return new Uint8Array();
    });
    const sides = sidesOf(here, there);
    expect(await shake(sides)).toEqual({ client: 0, server: 0 });
    expect(calls).toEqual(['hello', 'name', 'certificate', 'ocsp']);
    await sides.client.callbackAnswered();
  });
});
