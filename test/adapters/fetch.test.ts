/** `tsopenssl/fetch` against servers of node:https, and against bytes that no such server would send. */
import type http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import tls from 'node:tls';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createFetch, type FetchOptions, type TlsFetch } from '../../src/adapters/fetch/index.js';
import type { StreamPair } from '../../src/adapters/web/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';

const { ca, server, client } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem };
const closers = closeAfterEach();

const listen = async (listener: net.Server) => `https://localhost:${await listenOnLoopback(listener, closers)}`;

function fetchOf(options: FetchOptions = {}): TlsFetch {
  const made = createFetch({ ca: ca.certPem, ...options });
  closers.push(() => made.close());
  return made;
}

const dialTcp = (host: string, port: number) =>
  Duplex.toWeb(net.connect({ host, port, allowHalfOpen: true })) as unknown as StreamPair;

const serve = (handler: http.RequestListener, options: https.ServerOptions = {}) =>
  listen(https.createServer({ ...credentials, ...options }, handler));

/** A server that answers every request with the same bytes. */
const serveBytes = (bytes: string, end = false) =>
  listen(
    tls.createServer(credentials, (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => {
        if (end) socket.end(bytes);
        else socket.write(bytes);
      });
    }),
  );

describe('requests', () => {
  it('goes through with a body each way, on one connection, and tells of the handshake', async () => {
    let connections = 0;
    const listener = https.createServer(credentials, async (request, response) => {
      response.setHeader('x-seen', `${request.method} ${request.url} ${request.headers['x-mine']}`);
      response.end(await text(request));
    });
    listener.on('secureConnection', () => {
      connections += 1;
    });
    const origin = await listen(listener);
    const fetch = fetchOf();
    for (let i = 0; i < 3; i++) {
      const response = await fetch(`${origin}/path?q`, { method: 'POST', body: 'hello', headers: { 'x-mine': 'yes' } });
      expect(response.status).toBe(200);
      expect(response.url).toBe(`${origin}/path?q`);
      expect(response.headers.get('x-seen')).toBe('POST /path?q yes');
      expect(response.tls).toMatchObject({ protocol: 'TLSv1.3', authorized: true, alpn: 'http/1.1' });
      expect(response.tls.peerChain[0]?.getSubject().CN).toBe('localhost');
      expect(await response.text()).toBe('hello');
      await (await fetch(origin)).text();
    }
    // What must not be sent twice gets a connection of its own.
    expect(connections).toBe(3);
  });

  it('streams bodies, in chunks and compressed', async () => {
    const origin = await serve((request, response) => {
      response.setHeader('content-encoding', 'gzip');
      text(request).then((body) => {
        for (const part of [gzipSync(`${request.headers['transfer-encoding']} ${body}`)]) response.write(part);
        response.end();
      });
    });
    const parts = ['one ', 'two ', 'three'].map((part) => new TextEncoder().encode(part));
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const part = parts.shift();
        if (part === undefined) controller.close();
        else controller.enqueue(part);
      },
    });
    const response = await fetchOf()(origin, { method: 'PUT', body, duplex: 'half' } as RequestInit);
    expect(await response.text()).toBe('chunked one two three');
  });

  it('shows a client certificate, and pins', async () => {
    const origin = await serve(
      (request, response) =>
        response.end((request.socket as tls.TLSSocket).getPeerCertificate().subject.CN as unknown as string),
      { requestCert: true, ca: ca.certPem },
    );
    const fetch = fetchOf({ cert: client.certPem, key: client.keyPem });
    expect(await (await fetch(origin)).text()).toBe('test client');
    await expect(fetchOf({ pinnedKeys: ['nothing'] })(origin)).rejects.toMatchObject({ code: 'ERR_TLS_PINNED_KEY' });
  });

  it('refuses who cannot be verified', async () => {
    const origin = await serve((_request, response) => response.end());
    await expect(createFetch()(origin)).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    // The certificate names localhost and 127.0.0.1.
    const elsewhere = fetchOf({ dial: (_host, port) => dialTcp('127.0.0.1', port) });
    await expect(elsewhere(origin.replace('localhost', 'elsewhere.test'))).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    await expect(fetchOf()('http://localhost/')).rejects.toThrow(/https/);
  });

  it('follows redirects, without the secrets to another origin', async () => {
    const other = await serve((request, response) => {
      response.end(`${request.method} ${request.headers.authorization} ${request.headers['x-kept']}`);
    });
    const origin = await serve((request, response) => {
      if (request.url === '/loop') response.writeHead(302, { location: '/loop' }).end();
      else response.writeHead(request.url === '/303' ? 303 : 307, { location: `${other}/there` }).end('gone');
    });
    const fetch = fetchOf();
    const headers = { authorization: 'secret', 'x-kept': 'kept' };
    const seeOther = await fetch(`${origin}/303`, { method: 'POST', body: 'x', headers });
    expect(await seeOther.text()).toBe('GET undefined kept');
    expect(seeOther.redirected).toBe(true);
    const again = await fetch(`${origin}/307`, { method: 'POST', body: 'x', headers });
    expect(await again.text()).toBe('POST undefined kept');
    await expect(fetch(`${origin}/loop`)).rejects.toThrow(/redirects/);
    await expect(fetch(`${origin}/307`, { redirect: 'error' })).rejects.toThrow(/redirect/);
    expect((await fetch(`${origin}/307`, { redirect: 'manual' })).status).toBe(307);
  });

  it('tries again where the server has closed an idle connection', async () => {
    const origin = await listen(
      Object.assign(
        https.createServer(credentials, (_request, response) => response.end('x')),
        { keepAliveTimeout: 1 },
      ),
    );
    const fetch = fetchOf();
    expect(await (await fetch(origin)).text()).toBe('x');
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(await (await fetch(origin)).text()).toBe('x');
  });

  it('stops by a signal, before and during the body', async () => {
    const origin = await serve((_request, response) => void response.write('begin'));
    const fetch = fetchOf();
    await expect(fetch(origin, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
    const abort = new AbortController();
    const response = await fetch(origin, { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('during')), 20);
    await expect(response.text()).rejects.toThrow('during');
  });

  it('answers to HEAD and statuses without a body leave the connection usable', async () => {
    const origin = await serve((request, response) => {
      response.writeHead(request.method === 'HEAD' ? 200 : 204, { 'content-length': '5' }).end();
    });
    const fetch = fetchOf();
    const head = await fetch(origin, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe('5');
    expect((await fetch(origin)).status).toBe(204);
  });
});

describe('answers that are no good', () => {
  it.each([
    ['a body that is cut off', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', true],
    ['a chunk that is cut off', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab', true],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', false],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      false,
    ],
    ['nonsense', 'SSH-2.0-OpenSSH_9.2\r\n', false],
    ['a head without end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`, false],
    ['headers without end', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(1000)}`, false],
    ['nothing', '', true],
  ])('%s', async (_name, bytes, end) => {
    const origin = await serveBytes(bytes, end);
    await expect(
      (async () => {
        await (await fetchOf()(origin)).text();
      })(),
    ).rejects.toThrow();
  });

  it('interim answers are passed over, for HEAD too', async () => {
    const interim = 'HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n';
    const origin = await serveBytes(`${interim}ok`);
    expect(await (await fetchOf()(origin)).text()).toBe('ok');
    const head = await serveBytes(interim);
    expect((await fetchOf()(head, { method: 'HEAD' })).status).toBe(200);
  });

  it('bodies until the end of the connection count only where the session has ended too', async () => {
    const whole = await serveBytes('HTTP/1.1 200 OK\r\n\r\nall of it', true);
    await expect((await fetchOf({ allowTruncation: true })(whole)).text()).resolves.toBe('all of it');
  });
});

it('goes over any pair of streams', async () => {
  const { Duplex } = await import('node:stream');
  const { default: sockets } = await import('node:net');
  const origin = await serve((_request, response) => response.end('dialled'));
  const fetch = fetchOf({
    dial: (host, port) => Duplex.toWeb(sockets.connect({ host, port, allowHalfOpen: true })) as never,
  });
  expect(await (await fetch(origin)).text()).toBe('dialled');
});
