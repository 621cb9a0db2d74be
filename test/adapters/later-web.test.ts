/** What servers and clients of `tsopenssl/web` are asked about sessions of a cache and pre-shared keys, answered later. */
import { describe, expect, it } from 'vitest';
import { accept, connect } from '../../src/adapters/web/index.js';
import { SSL } from '../../src/index.js';
import { localPki } from '../support/pki.js';

const { ca, server: own } = localPki();
const CREDENTIALS = { cert: own.certPem + ca.certPem, key: own.keyPem };
const KEY = new Uint8Array(32).fill(7);
const later = <T>(value: T): Promise<T> => new Promise((done) => setTimeout(() => done(value), 5));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

type Accepting = NonNullable<Parameters<typeof accept>[1]>;
type Connecting = NonNullable<Parameters<typeof connect>[1]>;

/** Opens a session over streams in memory, and sends a byte each way. @returns what both sides say of it */
async function meet(there: Accepting, here: Connecting) {
  const [a, b] = [new TransformStream<Uint8Array>(), new TransformStream<Uint8Array>()];
  const theirs = accept({ readable: a.readable, writable: b.writable } as never, there);
  const mine = connect({ readable: b.readable, writable: a.writable } as never, here);
  const opened = Promise.all([mine.opened, theirs.opened]);
  try {
    const [client, server] = await opened;
    for (const [from, to] of [
      [theirs, mine],
      [mine, theirs],
    ] as const) {
      const [{ value }] = await Promise.all([
        to.readable.getReader().read(),
        from.writable.getWriter().write(Uint8Array.of(1)),
      ]);
      expect(value).toEqual(Uint8Array.of(1));
    }
    return { client, server };
  } finally {
    await Promise.allSettled([mine.close(new Error('done')), theirs.close(new Error('done'))]);
  }
}

describe('resumeSession and onNewSession', () => {
  /** A server whose sessions lie in a cache of the test's. */
  function caching() {
    const cache = new Map<string, Uint8Array>();
    const asked: string[] = [];
    const options = (version: 'TLSv1.2' | 'TLSv1.3', extra: Accepting = {}): Accepting => ({
      ...{ ...CREDENTIALS, minVersion: version, maxVersion: version, secureOptions: SSL.OP_NO_TICKET },
      onNewSession: async (id, session) => {
        await later(undefined);
        cache.set(hex(id), session);
      },
      resumeSession: (id) => {
        asked.push(hex(id));
        return later(cache.get(hex(id)));
      },
      ...extra,
    });
    return { cache, asked, options };
  }

  async function first(options: Accepting) {
    let session: Uint8Array | undefined;
    await meet(options, {
      ...{ host: 'localhost', ca: ca.certPem },
      onSession: (given) => {
        session = given;
      },
    });
    return { session };
  }

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('resume a session of the cache, %s', async (version) => {
    const { cache, asked, options } = caching();
    const { session } = await first(options(version));
    expect(session).toBeInstanceOf(Uint8Array);
    expect(cache.size).toBeGreaterThan(0);
    const here = { host: 'localhost', ca: ca.certPem, session };
    const reused = async (there: Accepting) => {
      const [a, b] = [new TransformStream<Uint8Array>(), new TransformStream<Uint8Array>()];
      const theirs = accept({ readable: a.readable, writable: b.writable } as never, there);
      const mine = connect({ readable: b.readable, writable: a.writable } as never, here);
      const [info] = await Promise.all([mine.opened, theirs.opened]);
      await Promise.allSettled([mine.close(new Error('done')), theirs.close(new Error('done'))]);
      return info.resumed;
    };
    expect(await reused(options(version))).toBe(true);
    // A client that speaks TLS 1.3 as well sends an id of no meaning, too.
    expect(cache.has(asked.at(-1) ?? '')).toBe(true);
    // What is none, or no session, is a full handshake; what is no bytes ends it.
    expect(await reused(options(version, { resumeSession: () => later(null) }))).toBe(false);
    expect(await reused(options(version, { resumeSession: () => later(Uint8Array.of(1, 2, 3)) }))).toBe(false);
    await expect(reused(options(version, { resumeSession: () => later('x' as never) }))).rejects.toThrow();
    // Of another policy it is not good.
    const strict = { requestCert: true, rejectUnauthorized: false, ca: ca.certPem };
    expect(await reused(options(version, strict))).toBe(false);
  });
});

describe('pskCallback', () => {
  const CIPHERS = 'PSK+AES128:TLS_AES_128_GCM_SHA256';
  const versions = (version: 'TLSv1.2' | 'TLSv1.3') => ({ ciphers: CIPHERS, minVersion: version, maxVersion: version });
  const server = (version: 'TLSv1.2' | 'TLSv1.3'): Accepting => ({
    ...versions(version),
    pskIdentityHint: 'a hint',
    pskCallback: (identity) => later(identity === 'me' ? KEY : null),
  });

  it.each([
    ['TLSv1.2', 'a hint'],
    ['TLSv1.3', null],
  ] as const)('proves both sides, %s, and tells the hint %s', async (version, hint) => {
    const hints: (string | null)[] = [];
    const { client, server: info } = await meet(server(version), {
      ...versions(version),
      host: 'localhost',
      pskCallback: (given) => {
        hints.push(given);
        return later({ psk: KEY, identity: 'me' });
      },
    });
    expect(client.authorized).toBe(true);
    // A client that is known by its key alone is not.
    expect(info.authorized).toBe(false);
    expect(hints).toEqual([hint]);
  });

  it.each([
    ['another key', { psk: new Uint8Array(32), identity: 'me' }],
    ['an identity that is not known', { psk: KEY, identity: 'you' }],
    ['none', null],
    ['a key of 513 bytes', { psk: new Uint8Array(513), identity: 'me' }],
    ['a name of 257 bytes', { psk: KEY, identity: 'x'.repeat(257) }],
    ['no object', 42 as never],
  ])('with %s proves nothing', async (_title, answer) => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const here = { ...versions(version), host: 'localhost', ca: ca.certPem, pskCallback: () => later(answer) };
      await expect(meet(server(version), here), version).rejects.toThrow();
    }
  });

  it('that is rejected ends the handshake with that very error', async () => {
    const here = {
      ...{ ...versions('TLSv1.3'), host: 'localhost' },
      pskCallback: () => Promise.reject(new Error('no key today')),
    };
    await expect(meet(server('TLSv1.3'), here)).rejects.toThrow('no key today');
  });
});
