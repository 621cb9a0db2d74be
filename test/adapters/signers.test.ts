/** `key` of the adapters as a key that is elsewhere: both sides, at once and by a promise, with node:tls as the peer. */
import { once } from 'node:events';
import https from 'node:https';
import type net from 'node:net';
import nodeTls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createFetch } from '../../src/adapters/fetch/index.js';
import * as tls from '../../src/adapters/node/index.js';
import { accept, connect as connectWeb } from '../../src/adapters/web/index.js';
import { connect as connectWebSocket, pairOf } from '../../src/adapters/websocket/index.js';
import { crypto } from '../../src/index.js';
import { type ExternalKey, issueCertificate, signer } from '../../src/pki/index.js';
import { decoded, heldByNode } from '../support/external.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { root } from '../support/signed-hands.js';

const closers = closeAfterEach();
const held = heldByNode({ type: 'EC', curve: 'P-256' });
const rsa = heldByNode({ type: 'RSA' });
const { publicKey } = held;
const ca = root.pem;
const certOf = (key: ExternalKey) => issueCertificate({ issuer: root, names: ['localhost'], usages: [], key }).pem;

const now = signer(held);
const later = signer({
  publicKey,
  sign: async (data, how) => {
    await new Promise((done) => setTimeout(done, 3));
    return held.sign(data, how);
  },
});
const never = signer({ publicKey, sign: () => new Promise<Uint8Array>(() => {}) });
const plain = (() => {
  const { pem, key } = issueCertificate({ issuer: root, names: ['localhost'], usages: [] });
  return { cert: pem, key: decoded(crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key)) };
})();

async function listening(server: net.Server): Promise<number> {
  return await listenOnLoopback(server, closers);
}

/** Opens a session and closes it. @returns what the server says of its client */
async function visit(connect: typeof tls.connect, server: net.Server, options: object): Promise<boolean> {
  const port = await listening(server);
  const seen = once(server, 'secureConnection');
  const client = connect({ port, host: '127.0.0.1', servername: 'localhost', ca, ...options });
  client.on('error', () => undefined);
  await once(client, 'secureConnect');
  const [{ authorized }] = (await seen) as [{ authorized: boolean }];
  client.destroy();
  return authorized;
}

const KEYS = { 'at once': now, 'by a promise': later };
const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;
const CASES = VERSIONS.flatMap((version) => Object.entries(KEYS).map(([when, key]) => [version, when, key] as const));

describe('tsopenssl/node', () => {
  it.each(CASES)('signs %s %s, as a server and as a client of node:tls', async (version, _when, key) => {
    const limits = { minVersion: version, maxVersion: version };
    const own = { cert: certOf(key), key };
    const demands = { ca, requestCert: true, ...limits };
    const ours = tls.createServer({ ...own, ...demands });
    expect(await visit(nodeTls.connect as never, ours, plain)).toBe(true);
    const theirs = nodeTls.createServer({ ...plain, ...demands });
    expect(await visit(tls.connect, theirs, own)).toBe(true);
  });

  it('takes it in a SecureContext, in a list, and of a server that changes it', async () => {
    const other = signer(rsa);
    const secureContext = tls.createSecureContext({ cert: [certOf(later), certOf(other)], key: [later, other], ca });
    const server = tls.createServer({ secureContext, requestCert: true, ca } as never);
    expect(await visit(tls.connect, server, { secureContext })).toBe(true);
    const changing = tls.createServer({ ...plain, ca, requestCert: true });
    changing.setSecureContext({ cert: certOf(later), key: later, ca });
    expect(await visit(nodeTls.connect as never, changing, plain)).toBe(true);
  });

  it('has the signer’s error as the handshake’s, and ends one that never answers', async () => {
    const boom = new Error('the card was pulled');
    const failing = signer({ publicKey, sign: () => Promise.reject(boom) });
    const server = tls.createServer({ cert: certOf(failing), key: failing });
    const failed = once(server, 'tlsClientError');
    const port = await listening(server);
    const visitor = nodeTls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca });
    const [heard] = (await once(visitor, 'error')) as [Error];
    expect(heard.message).toMatch(/internal error/);
    expect((await failed)[0]).toBe(boom);

    const slow = tls.createServer({ cert: certOf(never), key: never, handshakeTimeout: 60 });
    const late = once(slow, 'tlsClientError');
    const waiting = nodeTls.connect({ port: await listening(slow), host: '127.0.0.1', servername: 'localhost', ca });
    waiting.on('error', () => undefined);
    expect((await late)[0]).toMatchObject({ code: 'ERR_TLS_HANDSHAKE_TIMEOUT' });
    waiting.destroy();
  });

  it('refuses what only looks like one, and one that is not the certificate’s', () => {
    for (const wrong of [{ publicKey, sign: held.sign }, Object.create(now), () => now, 1, true] as never[])
      expect(() => tls.createSecureContext({ cert: certOf(now), key: wrong })).toThrow(TypeError);
    expect(() =>
      tls.createSecureContext({ cert: certOf(now), key: signer(heldByNode({ type: 'ED25519' })) }),
    ).toThrow();
  });
});

describe('tsopenssl/web', () => {
  it.each(CASES)('signs %s %s on both sides', async (version, _when, key) => {
    const [there, back] = [new TransformStream<Uint8Array>(), new TransformStream<Uint8Array>()];
    const own = { cert: certOf(key), key, ca, minVersion: version, maxVersion: version };
    const server = accept({ readable: there.readable, writable: back.writable } as never, {
      ...own,
      requestCert: true,
    });
    const client = connectWeb({ readable: back.readable, writable: there.writable } as never, {
      ...own,
      host: 'localhost',
    });
    const [mine, theirs] = await Promise.all([client.opened, server.opened]);
    expect([mine.protocol, theirs.protocol]).toEqual([version, version]);
    await Promise.allSettled([client.close(new Error('done')), server.close(new Error('done'))]);
  });
});

describe('tsopenssl/fetch and /websocket', () => {
  it('show it to a server that asks', async () => {
    const server = https.createServer({ ...plain, ca, requestCert: true }, (request, response) =>
      response.end(String((request.socket as nodeTls.TLSSocket).authorized)),
    );
    const port = await listening(server);
    const fetching = createFetch({ ca, cert: certOf(later), key: later });
    closers.push(() => fetching.close());
    expect(await (await fetching(`https://localhost:${port}/`)).text()).toBe('true');
  });

  it('signs over a WebSocket', async () => {
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    closers.push(() => sockets.close());
    await once(sockets, 'listening');
    const serving = new Promise<{ protocol: string | null }>((done, failed) => {
      sockets.on('connection', (socket) => {
        closers.push(() => socket.terminate());
        const options = { cert: certOf(later), key: later, ca, requestCert: true };
        accept(pairOf(socket as never), options).opened.then(done, failed);
      });
    });
    const { port } = sockets.address() as { port: number };
    const client = connectWebSocket(new WebSocket(`ws://127.0.0.1:${port}`) as never, {
      ...{ host: 'localhost', ca, cert: certOf(now), key: now },
    });
    client.closed.catch(() => undefined);
    expect((await client.opened).protocol).toBe('TLSv1.3');
    expect((await serving).protocol).toBe('TLSv1.3');
  });
});
