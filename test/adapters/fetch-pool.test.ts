/** What connections `tsopenssl/fetch` keeps, for whom, and what it takes for an answer. */
import https from 'node:https';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createFetch, type FetchOptions, pinOf, type TlsFetch } from '../../src/adapters/fetch/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';

const { ca, server, client } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem };
const closers = closeAfterEach();

function fetchOf(options: FetchOptions = {}): TlsFetch {
  const made = createFetch({ ca: ca.certPem, ...options });
  closers.push(() => made.close());
  return made;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A server of bytes, which counts its connections. */
async function serving(onRequest: (socket: tls.TLSSocket, count: number) => void, options: tls.TlsOptions = {}) {
  const seen = { connections: 0, requests: 0, origin: '' };
  const listener = tls.createServer({ ...credentials, ...options }, (socket) => {
    seen.connections += 1;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      seen.requests += 1;
      onRequest(socket, seen.requests);
    });
  });
  seen.origin = `https://localhost:${await listenOnLoopback(listener, closers)}`;
  return seen;
}

const answer = (body: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const FORGED = answer('forged');

/** Bytes that nobody has asked for, and when they come. */
const UNASKED: Readonly<Record<string, (socket: tls.TLSSocket, body: string) => void>> = {
  'in the record of the answer': (socket, body) => void socket.write(answer(body) + FORGED),
  'in the record behind it': (socket, body) => {
    socket.write(answer(body));
    socket.write(FORGED);
  },
  'a moment later': (socket, body) => {
    socket.write(answer(body));
    setTimeout(() => socket.write(FORGED), 5);
  },
  'a part of them, later': (socket, body) => {
    socket.write(answer(body));
    setTimeout(() => socket.write(FORGED.slice(0, 10)), 5);
  },
  'behind chunks and a trailer': (socket, body) => {
    const chunked = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)};x=y\r\n${body}\r\n0\r\nA: b\r\n\r\n`;
    socket.write(chunked + FORGED);
  },
  'as one empty line': (socket, body) => void socket.write(`${answer(body)}\r\n`),
};

describe('a connection on which bytes come that nobody has asked for', () => {
  it.each(Object.entries(UNASKED))('%s, is not used again', async (_, reply) => {
    const seen = await serving((socket, count) => reply(socket, `answer ${count}`));
    const fetch = fetchOf();
    for (let round = 1; round <= 4; round++) {
      expect(await (await fetch(seen.origin)).text()).toBe(`answer ${round}`);
      await pause(50);
    }
    expect(seen.connections).toBe(4);
  });

  // The answer fills the first record of its write: what follows is in the second.
  it.each([0, 17_000])('with an answer of %d bytes, nor where the next request follows at once', async (length) => {
    const seen = await serving((socket, count) => {
      socket.write(answer(`answer ${count} ${'x'.repeat(length)}`) + FORGED);
    });
    const fetch = fetchOf();
    for (let round = 1; round <= 4; round++) {
      expect((await (await fetch(seen.origin)).text()).slice(0, 8)).toBe(`answer ${round}`);
    }
    expect(seen.connections).toBe(4);
  });

  it.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody'],
    ['GET', 'HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nbody'],
    ['GET', 'HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nbody'],
  ])('as a body where there is none: %s, %j', async (method, bytes) => {
    const seen = await serving((socket) => void socket.write(bytes));
    const fetch = fetchOf();
    for (let round = 0; round < 2; round++) await fetch(seen.origin, { method });
    expect(seen.connections).toBe(2);
  });

  it('that the server has ended is not used again either', async () => {
    const seen = await serving((socket, count) => {
      socket.write(answer(`answer ${count}`));
      setTimeout(() => socket.end(), 5);
    });
    const fetch = fetchOf();
    for (let round = 1; round <= 3; round++) {
      expect(await (await fetch(seen.origin)).text()).toBe(`answer ${round}`);
      await pause(30);
    }
    expect(seen).toMatchObject({ connections: 3, requests: 3 });
  });
});

describe('a connection after a good answer', () => {
  it.each([
    ['GET', answer('x')],
    ['GET', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\nx\r\n0\r\nTrailer: y\r\n\r\n'],
    [
      'GET',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
    ],
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n'],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\n'],
  ])('is used again: %s, %j', async (method, bytes) => {
    const seen = await serving((socket) => void socket.write(bytes));
    const fetch = fetchOf();
    for (let round = 0; round < 5; round++) {
      await (await fetch(seen.origin, { method })).text();
      await pause(5);
    }
    expect(seen).toMatchObject({ connections: 1, requests: 5 });
  });
});

describe('an answer that could be read in two ways', () => {
  const status = 'HTTP/1.1 200 OK\r\n';
  it.each([
    ['a length and chunks', `${status}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['two lengths', `${status}Content-Length: 1\r\nContent-Length: 1\r\n\r\nx`],
    ['a list of lengths', `${status}Content-Length: 1, 1\r\n\r\nx`],
    ['a length with a sign', `${status}Content-Length: +1\r\n\r\nx`],
    ['a length beyond all numbers', `${status}Content-Length: 99999999999999999999\r\n\r\nx`],
    ['an empty length', `${status}Content-Length:\r\n\r\n`],
    ['another coding', `${status}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ['an unknown coding', `${status}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['chunks that are not last', `${status}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['chunks of HTTP/1.0', 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a folded line', `${status}A: b\r\n c\r\nContent-Length: 0\r\n\r\n`],
    ['a bare LF', 'HTTP/1.1 200 OK\nContent-Length: 0\n\n'],
    ['a bare CR', `${status}A: b\rContent-Length: 0\r\n\r\n`],
    ['a NUL', `${status}A: b\0\r\nContent-Length: 0\r\n\r\n`],
    ['a space before a colon', `${status}Content-Length : 0\r\n\r\n`],
    ['a chunk size of C', `${status}Transfer-Encoding: chunked\r\n\r\n0x1\r\nx\r\n0\r\n\r\n`],
    [
      'a chunk size that is too long',
      `${status}Transfer-Encoding: chunked\r\n\r\n${'0'.repeat(20)}1\r\nx\r\n0\r\n\r\n`,
    ],
    ['a chunk that is longer than it says', `${status}Transfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n0\r\n\r\n`],
    ['a length in the trailer', `${status}Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 5\r\n\r\n`],
    ['too many headers', `${status}${'A: b\r\n'.repeat(501)}\r\n`],
    ['a head that is too long', `${status}A: ${'b'.repeat(70_000)}\r\n\r\n`],
    ['interim answers without end', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(30)],
    ['an endless chunk extension', `${status}Transfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(70_000)}\r\nx\r\n`],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n'],
  ])('is none, and leaves no connection: %s', async (_, bytes) => {
    const seen = await serving((socket) => void socket.write(bytes));
    const fetch = fetchOf();
    for (let round = 0; round < 2; round++) {
      await expect(fetch(seen.origin).then((response) => response.text())).rejects.toThrow();
    }
    expect(seen).toMatchObject({ connections: 2, requests: 2 });
  });
});

describe('a request', () => {
  it('is one line, one head and one request, whatever is put into it', async () => {
    const requests: string[] = [];
    const listener = https.createServer(credentials, (request, response) => {
      requests.push(`${request.method} ${request.url} ${request.headers['x-injected']} ${request.headers.host}`);
      response.end('x');
    });
    const origin = `https://localhost:${await listenOnLoopback(listener, closers)}`;
    const fetch = fetchOf();
    await expect(fetch(origin, { method: 'GET / HTTP/1.1\r\nX-Injected: 1\r\n\r\nGET' })).rejects.toThrow(TypeError);
    await expect(fetch(origin, { headers: { 'x-a': 'b\r\nX-Injected: 1' } })).rejects.toThrow(TypeError);
    await expect(fetch(origin, { headers: { 'x-a\r\nX-Injected': '1' } })).rejects.toThrow(TypeError);
    await (await fetch(`${origin}/a\r\nX-Injected: 1\r\n`)).text();
    await (await fetch(`${origin}/?q=a b\u00e9 HTTP/1.1`)).text();
    await (
      await fetch(origin, { headers: { host: 'elsewhere.test', 'content-length': '5', 'transfer-encoding': 'x' } })
    ).text();
    const host = new URL(origin).host;
    expect(requests).toEqual([
      `GET /aX-Injected:%201 undefined ${host}`,
      `GET /?q=a%20b%C3%A9%20HTTP/1.1 undefined ${host}`,
      `GET / undefined ${host}`,
    ]);
  });
});

describe('what a fetch is told', () => {
  it.each(['host', 'servername', 'session', 'signal', 'ALPNProtocols'])(
    '%s is refused: it would hold for every origin',
    (name) => {
      expect(() => createFetch({ ca: ca.certPem, [name]: 'localhost' } as never)).toThrow(TypeError);
      expect(() => createFetch({ ca: ca.certPem, [name]: undefined } as never)).not.toThrow();
    },
  );

  it('is read once: who changes the object, or the bytes, changes nothing', async () => {
    const seen = await serving((socket) => void socket.write(answer('x')));
    const strangers = createFetch({ ca: client.certPem });
    await expect(strangers(seen.origin)).rejects.toThrow();
    const bytes = new TextEncoder().encode(ca.certPem);
    const pins = [await pinOf(server.cert)];
    const options: Record<string, unknown> = { ca: [bytes], pinnedKeys: pins, keepAlive: 0 };
    const fetch = createFetch(options);
    bytes.fill(0);
    pins.splice(0, 1, 'nothing');
    Object.assign(options, {
      ca: [],
      rejectUnauthorized: false,
      keepAlive: 4000,
      dial: () => Promise.reject(new Error('no')),
    });
    for (let round = 0; round < 2; round++) expect(await (await fetch(seen.origin)).text()).toBe('x');
    const strict: Record<string, unknown> = { ca: client.certPem };
    const refusing = createFetch(strict);
    Object.assign(strict, { rejectUnauthorized: false, ca: ca.certPem });
    await expect(refusing(seen.origin)).rejects.toThrow();
  });

  it('has its own connections and sessions: nothing of one fetch serves another', async () => {
    const peers: string[] = [];
    const seen = await serving(
      (socket) => {
        const peer = socket.getPeerCertificate().subject?.CN ?? 'nobody';
        peers.push(`${peer}${socket.isSessionReused() ? ' again' : ''}`);
        socket.write(answer('x'));
      },
      { requestCert: true, rejectUnauthorized: false, ca: ca.certPem },
    );
    const known = fetchOf({ cert: client.certPem, key: client.keyPem });
    const unknown = fetchOf();
    await (await known(seen.origin)).text();
    await (await unknown(seen.origin)).text();
    await (await fetchOf({ rejectUnauthorized: false })(seen.origin)).text();
    expect(peers).toEqual(['test client', 'nobody', 'nobody']);
    expect(seen.connections).toBe(3);
  });

  it('keeps connections and sessions for the origin alone, and shows its certificate to each that asks', async () => {
    const peers: string[] = [];
    const onRequest = (name: string) => (socket: tls.TLSSocket) => {
      peers.push(`${name} ${socket.getPeerCertificate().subject?.CN}${socket.isSessionReused() ? ' again' : ''}`);
      socket.end(answer('x'));
    };
    const options = { requestCert: true, ca: ca.certPem };
    const first = await serving(onRequest('first'), options);
    const second = await serving(onRequest('second'), options);
    const fetch = fetchOf({ cert: client.certPem, key: client.keyPem });
    for (const { origin } of [first, second, first, second]) {
      await (await fetch(origin)).text();
      await pause(20);
    }
    expect(peers.map((peer) => peer.replace(' again', ''))).toEqual(
      ['first', 'second', 'first', 'second'].map((name) => `${name} test client`),
    );
    expect(peers.slice(0, 2).join()).not.toContain('again');
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'resumes as many sessions as connections it opens at a time, %s',
    async (maxVersion) => {
      const reused: boolean[] = [];
      const seen = await serving((socket) => {
        reused.push(socket.isSessionReused());
        socket.end(answer('x'));
      });
      const fetch = fetchOf({ maxVersion, keepAlive: 0 });
      for (let turn = 0; turn < 3; turn += 1) {
        await Promise.all(Array.from({ length: 4 }, async () => (await fetch(seen.origin)).text()));
        await pause(20);
      }
      expect(reused).toEqual([...Array(4).fill(false), ...Array(8).fill(true)]);
    },
  );

  it('gives each response certificates of its own', async () => {
    const seen = await serving((socket) => socket.write(answer('x')));
    const fetch = fetchOf();
    const responses = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const response = await fetch(seen.origin);
      await response.text();
      responses.push(response);
    }
    expect(seen.connections).toBe(1);
    const [first, second, third] = responses.map(({ tls: { peerChain } }) => peerChain);
    first?.[0]?.getSubject();
    expect(first?.map((cert) => cert.digest('sha256'))).toEqual(second?.map((cert) => cert.digest('sha256')));
    for (const cert of first ?? []) cert.free();
    expect(second?.[0]?.getSubject().CN).toBe('localhost');
    fetch.close();
    expect(third?.[0]?.getSubject().CN).toBe('localhost');
    expect(responses[2]?.tls.peerChain).toBe(third);
  });
});
