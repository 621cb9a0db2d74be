/** `tsopenssl/node` against node:tls, both ways: data, ends of all kinds, sessions, ALPN, SNI, verification. */
import { once } from 'node:events';
import net from 'node:net';
import { getDefaultHighWaterMark, setDefaultHighWaterMark } from 'node:stream';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import tls from 'node:tls';
import { describe, expect, it, vi } from 'vitest';
import {
  type ConnectOptions,
  connect,
  createServer,
  type Server,
  type TLSSocket,
} from '../../src/adapters/node/index.js';
import { SSL } from '../../src/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { issue, localPki } from '../support/pki.js';

const { ca, server, client } = localPki();
const closers = closeAfterEach();

const listen = (listener: net.Server) => listenOnLoopback(listener, closers);

const credentials = { cert: server.certPem, key: server.keyPem };

function serve(listener: (socket: TLSSocket) => void, options: object = {}): Server {
  return createServer({ ...credentials, ...options }, listener);
}

async function dial(port: number, options: ConnectOptions = {}): Promise<TLSSocket> {
  const socket = connect({ port, host: 'localhost', ca: ca.certPem, ...options });
  closers.push(() => socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

const BIG = Buffer.alloc(3_000_000, 'tsopenssl ');

describe('a client of node:tls', () => {
  it('exchanges data, reads to the end and closes', async () => {
    const port = await listen(tls.createServer(credentials, (socket) => socket.pipe(socket)));
    const socket = await dial(port);
    expect(socket.authorized).toBe(true);
    expect(socket.getProtocol()).toBe('TLSv1.3');
    expect(socket.getCipher()?.name).toMatch(/^TLS_/);
    expect((socket.getPeerCertificate() as tls.PeerCertificate).subject.CN).toBe('localhost');
    expect((socket.getPeerCertificate(true) as tls.DetailedPeerCertificate).issuerCertificate.subject.CN).toBe(
      'tsopenssl test CA',
    );
    socket.end(BIG);
    expect((await text(socket)).length).toBe(BIG.length);
    await expect.poll(() => socket.closed).toBe(true);
    expect(socket.connection.isFreed).toBe(true);
    expect(socket.getPeerCertificate()).toBeNull();
  });

  it('tells a listener for `readable`, which reads once each time, of all that comes', async () => {
    // As in Node 22 and later, where more than one piece has room.
    const usual = getDefaultHighWaterMark(false);
    setDefaultHighWaterMark(false, 65_536);
    closers.push(() => setDefaultHighWaterMark(false, usual));
    const echoed = tls.createServer(credentials, (socket) => socket.pipe(socket));
    const socket = await dial(await listen(echoed));
    // Since Node 26 read() gives one piece: of two that came before it was told, it would never hear of the second.
    const pieces = vi.spyOn(socket, 'push');
    let most = 0;
    let seen = 0;
    socket.on('readable', () => {
      most = Math.max(most, pieces.mock.calls.length);
      pieces.mockClear();
      seen += ((socket.read() as Buffer | null) ?? '').length;
    });
    for (let i = 0; i < 3; i++) {
      socket.write(BIG);
      await expect.poll(() => seen, { timeout: 10_000 }).toBe(BIG.length * (i + 1));
    }
    expect(most).toBe(1);
  });

  it('refuses a certificate of an unknown CA, of another name, and one that has expired', async () => {
    const old = issue('localhost', { issuer: ca, san: 'DNS:localhost', notAfter: '20200101000000Z' });
    // The common name is no name (RFC 9525, 2).
    const unnamed = issue('localhost', { issuer: ca });
    const cases: [object, ConnectOptions, string][] = [
      [{ cert: unnamed.certPem, key: unnamed.keyPem }, {}, 'ERR_TLS_CERT_ALTNAME_INVALID'],
      [credentials, { ca: client.certPem }, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
      [credentials, { servername: 'elsewhere.test' }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
      [{ cert: old.certPem, key: old.keyPem }, {}, 'CERT_HAS_EXPIRED'],
    ];
    for (const [identity, options, code] of cases) {
      const port = await listen(tls.createServer(identity));
      await expect(dial(port, options)).rejects.toMatchObject({ code, name: 'Error' });
      const tolerant = await dial(port, { ...options, rejectUnauthorized: false });
      expect(tolerant.authorized).toBe(false);
      expect(tolerant.authorizationError).toBe(code);
    }
  });

  it('trusts the system by default, and nobody else', async () => {
    const port = await listen(tls.createServer(credentials));
    const socket = connect({ port, host: 'localhost' });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error).toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  it('judges names by a function of the user, and keys by pins', async () => {
    const port = await listen(tls.createServer(credentials));
    const seen: string[] = [];
    const accepted = await dial(port, {
      servername: 'elsewhere.test',
      checkServerIdentity: (host, cert) => void seen.push(host, String(cert.subject.CN)),
    });
    expect(accepted.authorized).toBe(true);
    expect(seen).toEqual(['elsewhere.test', 'localhost']);
    await expect(dial(port, { checkServerIdentity: () => new Error('not this one') })).rejects.toThrow('not this one');
    const pin = await import('../../src/verification/pins.js').then(({ pinOf }) => pinOf(server.cert));
    await dial(port, { pinnedKeys: [`sha256//${pin}`] });
    await expect(dial(port, { pinnedKeys: [`sha256//${pin.replace(/^./, '-')}`] })).rejects.toMatchObject({
      code: 'ERR_TLS_PINNED_KEY',
    });
  });

  it('takes an absolute name for the same name, and asks for it without its dot', async () => {
    let asked = '';
    const SNICallback = (name: string, done: (error: Error | null) => void) => {
      asked = name;
      done(null);
    };
    const port = await listen(tls.createServer({ ...credentials, SNICallback }));
    const socket = await dial(port, { servername: 'localhost.' });
    expect(socket.authorized).toBe(true);
    expect(asked).toBe('localhost');
    for (const servername of ['.localhost', 'a..b', '*.localhost', '300.1.1.1']) {
      expect(() => connect({ port, ca: ca.certPem, servername })).toThrow(RangeError);
    }
  });

  it('resumes a session', async () => {
    const port = await listen(tls.createServer(credentials, (socket) => socket.end('x')));
    const first = await dial(port);
    const session = once(first, 'session');
    first.resume();
    const [der] = (await session) as [Buffer];
    expect(first.isSessionReused()).toBe(false);
    const second = await dial(port, { session: der });
    expect(second.isSessionReused()).toBe(true);
  });

  it('agrees on a protocol, shows its certificate and writes key material', async () => {
    const port = await listen(
      tls.createServer(
        { ...credentials, ALPNProtocols: ['h2', 'http/1.1'], requestCert: true, ca: ca.certPem },
        (s) => {
          s.end(String((s.getPeerCertificate() as tls.PeerCertificate).subject.CN));
        },
      ),
    );
    const lines: string[] = [];
    const socket = await dial(port, {
      ALPNProtocols: ['http/1.1'],
      cert: client.certPem,
      key: client.keyPem,
      onKeylog: (line) => lines.push(new TextDecoder().decode(line)),
    });
    expect(socket.alpnProtocol).toBe('http/1.1');
    expect(await text(socket)).toBe('test client');
    expect(lines.join('\n')).toMatch(/^CLIENT_TRAFFIC_SECRET_0 [0-9a-f]{64} [0-9a-f]{64,}$/m);
  });

  it('tells an end without close_notify, and takes it for an error where it is told to', async () => {
    const port = await listen(tls.createServer(credentials, (socket) => void socket.write('cut')));
    const proxy = await listen(
      net.createServer((near) => {
        const far = net.connect(port, '127.0.0.1');
        near.pipe(far);
        far.on('data', (data) => near.write(data));
        setTimeout(() => near.end(), 300);
      }),
    );
    const tolerant = await dial(proxy);
    expect(await text(tolerant)).toBe('cut');
    expect(tolerant.truncated).toBe(true);
    const strict = await dial(proxy, { allowTruncation: false });
    await expect(finished(strict.resume())).rejects.toMatchObject({ code: 'ECONNRESET', message: 'Unexpected EOF' });
  });
});

describe('a server for node:tls', () => {
  it('exchanges data and closes', async () => {
    const port = await listen(serve((socket) => socket.pipe(socket)));
    const socket = tls.connect({ port, host: 'localhost', ca: ca.certPem });
    closers.push(() => socket.destroy());
    socket.end(BIG);
    expect((await text(socket)).length).toBe(BIG.length);
  });

  it('asks for a certificate and refuses clients without', async () => {
    const listener = serve(
      (socket) => socket.end(String((socket.getPeerCertificate() as tls.PeerCertificate).subject.CN)),
      {
        requestCert: true,
        ca: ca.certPem,
      },
    );
    const port = await listen(listener);
    const good = tls.connect({ port, host: 'localhost', ca: ca.certPem, cert: client.certPem, key: client.keyPem });
    expect(await text(good)).toBe('test client');
    const refused = once(listener, 'tlsClientError');
    const bad = tls.connect({ port, host: 'localhost', ca: ca.certPem });
    bad.on('error', () => undefined);
    expect((await refused)[0]).toMatchObject({ code: 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE' });
  });

  it('chooses the certificate by the name, and the protocol by its own order', async () => {
    const other = issue('other.test', { issuer: ca, san: 'DNS:*.other.test' });
    const listener = serve((socket) => socket.end(`${socket.servername} ${socket.alpnProtocol}`), {
      ALPNProtocols: ['b', 'a'],
    });
    listener.addContext('*.other.test', { cert: other.certPem, key: other.keyPem });
    const port = await listen(listener);
    const socket = tls.connect({
      port,
      host: 'localhost',
      servername: 'www.other.test',
      ca: ca.certPem,
      ALPNProtocols: ['a', 'b'],
    });
    expect(await text(socket)).toBe('www.other.test b');
    const refused = once(listener, 'tlsClientError');
    const none = tls.connect({ port, host: 'localhost', ca: ca.certPem, ALPNProtocols: ['c'] });
    expect((await once(none, 'error'))[0]).toMatchObject({ code: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' });
    await refused;
  });

  it('resumes sessions of TLS 1.2 and 1.3', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const port = await listen(serve((socket) => socket.end(String(socket.isSessionReused()))));
      const options = { port, host: 'localhost', ca: ca.certPem, maxVersion: version, minVersion: version };
      const first = tls.connect(options);
      const got = once(first, 'session');
      expect(await text(first)).toBe('false');
      const [session] = (await got) as [Buffer];
      expect(await text(tls.connect({ ...options, session }))).toBe('true');
    }
  });

  it('keeps a half-open session open where it is allowed', async () => {
    const port = await listen(
      serve(
        (socket) => {
          socket.resume().once('end', () => setTimeout(() => socket.end('after your end'), 20));
        },
        { allowHalfOpen: true },
      ),
    );
    const socket = connect({ port, host: 'localhost', ca: ca.certPem, allowHalfOpen: true });
    socket.end('mine');
    expect(await text(socket)).toBe('after your end');
  });

  it('ends handshakes that stall, and hears of peers that hang up, send nonsense or reset', async () => {
    const listener = serve(() => undefined, { handshakeTimeout: 100 });
    const errors: string[] = [];
    listener.on('tlsClientError', (error: NodeJS.ErrnoException) => errors.push(error.code ?? error.message));
    const port = await listen(listener);
    const talk = async (act: (socket: net.Socket) => void) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('error', () => undefined).resume();
      await once(socket, 'connect');
      act(socket);
      await once(socket, 'close');
    };
    await talk(() => undefined);
    await talk((socket) => socket.end());
    await talk((socket) => socket.write('GET / HTTP/1.1\r\n\r\n'));
    await talk((socket) => setTimeout(() => socket.resetAndDestroy(), 20));
    await expect
      .poll(() => errors)
      .toEqual(['ERR_TLS_HANDSHAKE_TIMEOUT', 'ECONNRESET', 'ERR_SSL_HTTP_REQUEST', 'ECONNRESET']);
  });

  it('lets idle sessions go by setTimeout', async () => {
    const port = await listen(serve((socket) => socket.setTimeout(50, () => socket.destroy())));
    const socket = await dial(port);
    await once(socket.resume(), 'close');
  });

  it('stops at once when it is told to', async () => {
    const port = await listen(serve(() => undefined));
    const abort = new AbortController();
    const socket = await dial(port, { signal: abort.signal });
    abort.abort(new Error('enough'));
    expect((await once(socket, 'error'))[0]).toMatchObject({ code: 'ABORT_ERR', cause: { message: 'enough' } });
    await expect(dial(port, { signal: AbortSignal.abort(new Error('before')) })).rejects.toMatchObject({
      cause: { message: 'before' },
    });
  });
});

describe('TLS over a stream that is there already', () => {
  it('over another TLS session', async () => {
    const inner = serve((socket) => socket.pipe(socket));
    const outer = serve((socket) => inner.emit('connection', socket));
    const port = await listen(outer);
    const first = await dial(port);
    const second = connect({ socket: first, host: 'localhost', ca: ca.certPem });
    second.end('within');
    expect(await text(second)).toBe('within');
  });

  it('after a plain beginning, as STARTTLS', async () => {
    const secure = serve((socket) => socket.end('secured'));
    const port = await listen(
      net.createServer((socket) => {
        socket.once('data', () => {
          socket.write('go ahead\n');
          secure.emit('connection', socket);
        });
      }),
    );
    const plain = net.connect(port, '127.0.0.1');
    plain.write('STARTTLS\n');
    expect(String((await once(plain, 'data'))[0])).toBe('go ahead\n');
    plain.pause();
    expect(await text(connect({ socket: plain, host: 'localhost', ca: ca.certPem }))).toBe('secured');
  });
});

it('is the same to both of its own ends', async () => {
  const port = await listen(serve((socket) => socket.pipe(socket)));
  const socket = await dial(port, { minVersion: 'TLSv1.3' });
  expect(socket.connection.getProtocolVersion()).toBe(SSL.TLS1_3_VERSION);
  socket.end(BIG);
  expect((await text(socket)).length).toBe(BIG.length);
});
