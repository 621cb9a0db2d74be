/** What a listener of the user's throws is an uncaught exception of the user's, as from node:tls, and ends no session. */
import { once } from 'node:events';
import net from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import * as ours from '../../src/adapters/node/index.js';
import { connect as connectWeb, type StreamPair } from '../../src/adapters/web/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';
import { uncaughtDuring } from '../support/uncaught.js';

const { ca, server } = localPki();
const closers = closeAfterEach();
const credentials = { cert: server.certPem, key: server.keyPem };

const BIG = Buffer.alloc(100_000);

const boom = (): never => {
  throw new Error("the user's");
};

interface Case {
  readonly client?: (socket: ours.TLSSocket) => unknown;
  readonly listener?: (listener: ours.Server) => unknown;
  readonly server?: (socket: ours.TLSSocket) => unknown;
}

/** Where a throw can come from, in a session that echoes `one` and `two`, and ends. */
const CASES: Readonly<Record<string, Case>> = {
  secure: { client: (socket) => socket.on('secure', boom) },
  secureConnect: { client: (socket) => socket.on('secureConnect', boom) },
  secureConnection: { listener: (listener) => listener.on('secureConnection', boom) },
  data: { client: (socket) => socket.once('data', boom) },
  'data of a server': { server: (socket) => socket.once('data', boom) },
  end: { client: (socket) => socket.on('end', boom) },
  close: { client: (socket) => socket.on('close', boom) },
  finish: { client: (socket) => socket.on('finish', boom) },
  session: { client: (socket) => socket.once('session', boom) },
  keylog: { client: (socket) => socket.once('keylog', boom) },
  'keylog of a server': { listener: (listener) => listener.once('keylog', boom) },
  'the callback of an early write': { client: (socket) => socket.write('', boom) },
  'the callback of a write': { client: (socket) => socket.on('secureConnect', () => socket.write('', boom)) },
  'the callback of end': { client: (socket) => socket.on('secureConnect', () => socket.end(boom)) },
  drain: { client: (socket) => socket.once('drain', boom).on('secureConnect', () => socket.write(BIG)) },
};

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits for what may never be, as long as a busy machine needs. */
async function soon(isSo: () => boolean): Promise<void> {
  for (let left = 200; left > 0 && !isSo(); left -= 1) await pause(10);
}

async function converse(
  { connect, createServer }: Pick<typeof ours, 'connect' | 'createServer'>,
  version: ours.TlsVersion,
  { client, listener, server }: Case,
) {
  let heard = '';
  let failure: Error | undefined;
  const uncaught = await uncaughtDuring(async () => {
    const accepting = createServer({ ...credentials, maxVersion: version }, (socket) => {
      socket.on('data', (data: Buffer) => {
        // What is large comes in pieces of any length, and is of zeros.
        const words = data.filter((byte) => byte !== 0);
        if (words.length > 0) socket.write(words);
      });
      server?.(socket);
    });
    listener?.(accepting);
    const port = await listenOnLoopback(accepting, closers);
    const socket = connect({ port, host: 'localhost', ca: ca.certPem });
    socket.on('error', (error: Error) => {
      failure = error;
    });
    socket.on('data', (data: Buffer) => {
      heard += String(data);
    });
    client?.(socket);
    socket.write('one');
    await soon(() => heard.includes('one'));
    if (socket.writable) socket.write('two');
    await soon(() => heard.includes('two'));
    socket.end();
    await pause(100);
    socket.destroy();
    await expect.poll(() => socket.closed).toBe(true);
  });
  return { heard, failure, uncaught };
}

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a throw of a listener, over %s', (version) => {
  it.each(Object.entries(CASES))('for %s is an exception, and the session lives, as in node:tls', async (_, given) => {
    const native = await converse(tls as unknown as typeof ours, version, given);
    const own = await converse(ours, version, given);
    expect(own.failure).toBeUndefined();
    expect(own.uncaught).toEqual([{ origin: 'uncaughtException', message: "the user's" }]);
    expect([own.heard, own.uncaught]).toEqual([native.heard, native.uncaught]);
  });
});

describe('a throw of a function that is told something', () => {
  it.each(['onSession', 'onKeylog'] as const)('%s is an exception, of sockets and of streams', async (name) => {
    const port = await listenOnLoopback(
      ours.createServer(credentials, (socket) => socket.end('x')),
      closers,
    );
    const options = { host: 'localhost', ca: ca.certPem, [name]: boom };
    const bySocket = await uncaughtDuring(async () => {
      const socket = ours.connect({ port, ...options });
      socket.resume();
      await once(socket, 'close');
      expect(socket.errored).toBeNull();
    });
    const byStream = await uncaughtDuring(async () => {
      const raw = net.connect({ port, host: 'localhost', allowHalfOpen: true });
      const socket = connectWeb(Duplex.toWeb(raw) as unknown as StreamPair, options);
      expect(await new Response(socket.readable as BodyInit).text()).toBe('x');
      await socket.close();
    });
    for (const seen of [bySocket, byStream]) {
      expect(seen.length).toBeGreaterThan(0);
      for (const entry of seen) expect(entry).toEqual({ origin: 'uncaughtException', message: "the user's" });
    }
  });
});

describe('a throw of a function that is asked', () => {
  it.each([
    ['checkServerIdentity', { checkServerIdentity: boom }, {}, 'client'],
    ['SNICallback', {}, { SNICallback: boom }, 'server'],
  ] as const)('%s fails the handshake of its side', async (_, clientOptions, serverOptions, side) => {
    let error: Error | undefined;
    const seen = await uncaughtDuring(async () => {
      const listener = ours.createServer({ ...credentials, ...serverOptions });
      const port = await listenOnLoopback(listener, closers);
      const socket = ours.connect({ port, host: 'localhost', ca: ca.certPem, ...clientOptions });
      const failures = [once(socket, 'error'), once(listener, 'tlsClientError')] as const;
      const [failure] = await (side === 'client' ? failures[0] : failures[1]);
      error = failure as Error;
      await Promise.race(failures);
      if (side === 'server') await failures[0];
    });
    expect(error?.message).toBe("the user's");
    expect(seen).toEqual([]);
  });
});
