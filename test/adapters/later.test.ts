/** Servers and clients of `tsopenssl/node` and `/web` whose callbacks answer later, and whose answers are wrong, late or twice. */
import { once } from 'node:events';
import type net from 'node:net';
import nodeTls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import * as tls from '../../src/adapters/node/index.js';
import { accept, connect as connectWeb } from '../../src/adapters/web/index.js';
import { heapInUse } from '../support/heap.js';
import { localPki } from '../support/pki.js';

const { ca, server: own } = localPki();
const other = localPki();
const CREDENTIALS = { cert: own.certPem + ca.certPem, key: own.keyPem };
const KEY = Buffer.alloc(32, 7);
const pause = (ms = 5) => new Promise((done) => setTimeout(done, ms));

const servers: net.Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
});

async function listening<T extends net.Server>(server: T): Promise<T & { port: number }> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(server, { port: (server.address() as net.AddressInfo).port });
}

/** Connects as node:tls does, and ends. @returns the socket, ended, or the error */
async function visit(port: number, options: nodeTls.ConnectionOptions = {}): Promise<nodeTls.TLSSocket | Error> {
  const socket = nodeTls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: ca.certPem, ...options });
  try {
    await once(socket, 'secureConnect');
    return socket;
  } catch (error) {
    return error as Error;
  } finally {
    socket.on('error', () => undefined);
    socket.end();
    socket.resume();
  }
}

describe('a server of tsopenssl/node', () => {
  it('finds a context by SNICallback later, or none', async () => {
    const context = tls.createSecureContext({ cert: other.server.certPem, key: other.server.keyPem });
    const names: string[] = [];
    const server = await listening(
      tls.createServer({
        ...CREDENTIALS,
        SNICallback: (name, done) => {
          names.push(name);
          setTimeout(() => (name === 'other' ? done(null, context) : name === 'null' ? done(null, null) : done()), 5);
        },
      }),
    );
    const shown = async (servername: string) => {
      const socket = await visit(server.port, { servername, rejectUnauthorized: false });
      return (socket as nodeTls.TLSSocket).getPeerCertificate().fingerprint256;
    };
    const [mine, others] = [own, other.server].map(({ cert }) => cert.digest('sha256'));
    expect([await shown('other'), await shown('null'), await shown('nothing')]).toEqual([others, mine, mine]);
    expect(names).toEqual(['other', 'null', 'nothing']);
  });

  it.each([
    [
      'an error',
      (done: (error?: Error) => void) => setTimeout(() => done(new Error('no such name')), 5),
      'no such name',
    ],
    [
      'a throw',
      () => {
        throw new Error('no such name');
      },
      'no such name',
    ],
    [
      'what is no context',
      (done: (error: null, context: never) => void) => done(null, 42 as never),
      /secureContext must be/,
    ],
  ])('ends the handshake for %s of SNICallback', async (_title, answer, message) => {
    const server = await listening(
      tls.createServer({ ...CREDENTIALS, SNICallback: (_name, done) => answer(done as never) }),
    );
    const failed = once(server, 'tlsClientError');
    expect(await visit(server.port)).toBeInstanceOf(Error);
    expect(((await failed)[0] as Error).message).toMatch(message);
  });

  it('ends a session whose callback answers twice, as node:tls does', async () => {
    const server = await listening(
      tls.createServer({
        ...CREDENTIALS,
        SNICallback: (_name, done) => {
          setTimeout(() => {
            done(null);
            done(null);
          }, 5);
        },
      }),
    );
    const failed = once(server, 'tlsClientError');
    await visit(server.port);
    expect((await failed)[0]).toMatchObject({ code: 'ERR_MULTIPLE_CALLBACK' });
  });

  it('gives up a handshake whose answer never comes, and takes none after', async () => {
    let answer: () => void = () => {};
    const server = await listening(
      tls.createServer({
        ...CREDENTIALS,
        handshakeTimeout: 50,
        SNICallback: (_name, done) => {
          answer = () => done(null);
        },
      }),
    );
    const failed = once(server, 'tlsClientError');
    await visit(server.port);
    expect((await failed)[0]).toMatchObject({ code: 'ERR_TLS_HANDSHAKE_TIMEOUT' });
    answer();
    await pause();
  });

  it('chooses by ALPNCallback', async () => {
    const seen: unknown[] = [];
    const answers = ['http/1.1', undefined, 'spdy', new Promise<string>((done) => setTimeout(() => done('h2'), 5))];
    const server = await listening(
      tls.createServer({
        ...CREDENTIALS,
        ALPNCallback: (offer) => {
          seen.push(offer);
          return answers[seen.length - 1] as string;
        },
      }),
    );
    const errors: { code?: string }[] = [];
    server.on('tlsClientError', (error: Error) => errors.push(error as never));
    const chosen: unknown[] = [];
    for (const _ of answers) {
      const socket = await visit(server.port, { ALPNProtocols: ['h2', 'http/1.1'] });
      chosen.push(socket instanceof Error ? (socket as Error & { code: string }).code : socket.alpnProtocol);
    }
    const refused = 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL';
    expect(chosen).toEqual(['http/1.1', refused, refused, 'h2']);
    expect(seen[0]).toEqual({ servername: 'localhost', protocols: ['h2', 'http/1.1'] });
    expect(errors.map(({ code }) => code)).toEqual([
      'ERR_SSL_NO_APPLICATION_PROTOCOL',
      'ERR_TLS_ALPN_CALLBACK_INVALID_RESULT',
    ]);
    expect(() => tls.createServer({ ALPNCallback: () => 'h2', ALPNProtocols: ['h2'] })).toThrow(
      expect.objectContaining({ code: 'ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS' }),
    );
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('asks for a staple by OCSPRequest, %s', async (maxVersion) => {
    const server = await listening(tls.createServer({ ...CREDENTIALS, maxVersion }));
    const asked: Buffer[][] = [];
    server.on('OCSPRequest', (certificate: Buffer, issuer: Buffer, done: (error: null, response: Buffer) => void) => {
      asked.push([certificate, issuer]);
      setTimeout(() => done(null, Buffer.from('a staple')), 5);
    });
    const socket = nodeTls.connect({
      ...{ requestOCSP: true },
      port: server.port,
      ca: ca.certPem,
      servername: 'localhost',
    });
    const [response] = (await once(socket, 'OCSPResponse')) as [Buffer];
    expect(response.toString()).toBe('a staple');
    socket.destroy();
    const ours = tls.connect({ port: server.port, ca: ca.certPem, servername: 'localhost', requestOCSP: true });
    const order: string[] = [];
    ours.on('OCSPResponse', (bytes: Buffer) => order.push(bytes.toString()));
    ours.on('secureConnect', () => order.push('secure'));
    await once(ours, 'secureConnect');
    expect(order).toEqual(['a staple', 'secure']);
    ours.destroy();
    const der = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    expect(asked).toEqual([
      [der(own.certPem), der(ca.certPem)],
      [der(own.certPem), der(ca.certPem)],
    ]);
  });

  it('keeps sessions by newSession and resumeSession', async () => {
    const { SSL_OP_NO_TICKET } = (await import('node:crypto')).constants;
    const kept = new Map<string, Buffer>();
    const order: string[] = [];
    const start = async (extra: object = {}) => {
      const server = await listening(
        tls.createServer({ ...CREDENTIALS, maxVersion: 'TLSv1.2', secureOptions: SSL_OP_NO_TICKET, ...extra }),
      );
      server.on('newSession', (id: Buffer, data: Buffer, done: () => void) => {
        order.push('newSession');
        setTimeout(() => {
          kept.set(id.toString('hex'), data);
          order.push('kept');
          done();
        }, 20);
      });
      server.on('resumeSession', (id: Buffer, done: (error: null, data: Buffer | null) => void) => {
        order.push('resumeSession');
        setTimeout(() => done(null, kept.get(id.toString('hex')) ?? null), 5);
      });
      server.on('secureConnection', () => order.push('secureConnection'));
      return server;
    };
    const server = await start();
    const first = (await visit(server.port, { maxVersion: 'TLSv1.2' })) as nodeTls.TLSSocket;
    expect(order).toEqual(['newSession', 'kept', 'secureConnection']);
    const session = first.getSession();
    const second = (await visit(server.port, { session })) as nodeTls.TLSSocket;
    expect(second.isSessionReused()).toBe(true);
    // The last word of a resumed handshake is the client's.
    await pause(50);
    expect(order.slice(3)).toEqual(['resumeSession', 'secureConnection']);
    // Of another policy: a full handshake.
    const strict = await start({ requestCert: true, rejectUnauthorized: false, ca: ca.certPem });
    const third = (await visit(strict.port, { session })) as nodeTls.TLSSocket;
    expect(third.isSessionReused()).toBe(false);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('knows clients by pskCallback, %s', async (maxVersion) => {
    const ciphers = 'PSK+AES128:TLS_AES_128_GCM_SHA256';
    const asked: unknown[] = [];
    const server = await listening(
      tls.createServer({
        ciphers,
        maxVersion,
        pskIdentityHint: 'a hint',
        pskCallback: (socket, identity) => {
          asked.push(socket instanceof tls.TLSSocket, identity);
          return pause().then(() => (identity === 'me' ? KEY : null));
        },
      }),
    );
    server.on('secureConnection', (socket) => expect(socket.authorized).toBe(false));
    const options = { ciphers, maxVersion, checkServerIdentity: () => undefined, ca: [] };
    const theirs = await visit(server.port, { ...options, pskCallback: () => ({ psk: KEY, identity: 'me' }) });
    expect((theirs as nodeTls.TLSSocket).authorized).toBe(true);
    expect(asked).toEqual([true, 'me']);
    const hints: (string | null)[] = [];
    const ours = tls.connect({
      port: server.port,
      ciphers,
      maxVersion,
      pskCallback: (hint) => {
        hints.push(hint);
        return pause().then(() => ({ psk: KEY, identity: 'me' }));
      },
    });
    await once(ours, 'secureConnect');
    expect(ours.authorized).toBe(true);
    expect(hints.at(-1)).toBe(maxVersion === 'TLSv1.2' ? 'a hint' : null);
    ours.destroy();
    expect(await visit(server.port, { ...options, pskCallback: () => ({ psk: KEY, identity: 'you' }) })).toBeInstanceOf(
      Error,
    );
  });

  it('proves nothing by a key that nobody has given', async () => {
    const server = await listening(tls.createServer(CREDENTIALS));
    const socket = tls.connect({ port: server.port, pskCallback: () => ({ psk: KEY, identity: 'me' }), ca: [] });
    await expect(once(socket, 'secureConnect')).rejects.toThrow();
  });
});

/** A pair of web streams that are joined. */
function joined() {
  const [a, b] = [new TransformStream<Uint8Array>(), new TransformStream<Uint8Array>()];
  return [
    { readable: a.readable, writable: b.writable },
    { readable: b.readable, writable: a.writable },
  ] as never as [Parameters<typeof accept>[0], Parameters<typeof accept>[0]];
}

describe('tsopenssl/web', () => {
  it('takes promises of everything', async () => {
    const [left, right] = joined();
    const context = tls.createSecureContext(CREDENTIALS);
    const asked: string[] = [];
    const later = async <T>(what: string, value: T): Promise<T> => {
      asked.push(what);
      await pause();
      return value;
    };
    const theirs = accept(right, {
      contextFor: (name) => later(name, context),
      ALPNCallback: () => later('alpn', 'h2'),
      stapleFor: () => later('staple', Uint8Array.of(1)),
      onNewSession: () => later('session', undefined),
    });
    let staple: Uint8Array | null | undefined;
    const mine = connectWeb(left, {
      host: 'localhost',
      ca: ca.certPem,
      ALPNProtocols: ['h2'],
      requestOCSP: true,
      onOCSPResponse: (response) => {
        staple = response;
      },
    });
    const [info] = await Promise.all([mine.opened, theirs.opened]);
    expect(info).toMatchObject({ alpn: 'h2', authorized: true });
    expect(staple).toEqual(Uint8Array.of(1));
    expect(asked.slice(0, 3)).toEqual(['localhost', 'alpn', 'staple']);
    expect(asked).toContain('session');
    await Promise.allSettled([mine.close(new Error('done')), theirs.close(new Error('done'))]);
  });

  it('ends by its signal while an answer is to come, and the heap is what it was', async () => {
    const round = async () => {
      const [left, right] = joined();
      const stop = new AbortController();
      const theirs = accept(right, {
        ...CREDENTIALS,
        signal: stop.signal,
        ALPNCallback: () => new Promise<string>(() => undefined),
      });
      const mine = connectWeb(left, { host: 'localhost', ca: ca.certPem, ALPNProtocols: ['h2'] });
      await pause(20);
      stop.abort(new Error('enough'));
      await expect(theirs.opened).rejects.toThrow('enough');
      await expect(mine.opened).rejects.toThrow();
    };
    for (let i = 0; i < 3; i++) await round();
    const before = heapInUse();
    for (let i = 0; i < 10; i++) await round();
    // Contexts go with the collector.
    expect(heapInUse() - before).toBeLessThan(10 * 200_000);
  });
});
