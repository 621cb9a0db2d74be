/** Members of TLSSocket beside node:tls: what they are, answer and refuse. */
import { once } from 'node:events';
import http2 from 'node:http2';
import net from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it, vi } from 'vitest';
import * as ours from '../../src/adapters/node/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { issue, localPki } from '../support/pki.js';
import { thrownBy } from '../support/thrown.js';

const { ca, server, client } = localPki();
const closers = closeAfterEach();
const credentials = { cert: server.certPem, key: server.keyPem };
const trust = { ca: ca.certPem, servername: 'localhost', host: '127.0.0.1' };
const quiet = () => undefined;

type Kind = 'node:tls' | 'ours';
const connectWith = (kind: Kind) => (kind === 'ours' ? ours.connect : (tls.connect as unknown as typeof ours.connect));
const KINDS: readonly Kind[] = ['node:tls', 'ours'];

async function serve(options: tls.TlsOptions = {}, listener: (socket: tls.TLSSocket) => void = (s) => s.pipe(s)) {
  return listenOnLoopback(
    tls.createServer({ ...credentials, ...options }, (socket) => listener(socket.on('error', quiet))),
    closers,
  );
}

async function dial(kind: Kind, port: number, options: object = {}): Promise<ours.TLSSocket> {
  const socket = connectWith(kind)({ port, ...trust, ...options });
  closers.push(() => socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

const nowhere = () => new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });

describe('the class', () => {
  it('makes sockets that are sockets of the platform', () => {
    const socket = new ours.TLSSocket(nowhere());
    expect([socket instanceof tls.TLSSocket, socket instanceof net.Socket, socket instanceof Duplex]).toEqual([
      true,
      true,
      true,
    ]);
    expect(socket instanceof ours.TLSSocket).toBe(true);
    expect(Object.getPrototypeOf(tls.TLSSocket.prototype)).toBe(net.Socket.prototype);
    socket.destroy();
  });

  it('has a member of its own for each public one of the platform, and runs no code of the platform for any', () => {
    const own = new Set<string | symbol>();
    const levels: object[] = [];
    for (
      let level: object = ours.TLSSocket.prototype;
      !own.has('getTypeOfService');
      level = Object.getPrototypeOf(level)
    ) {
      levels.push(level);
      for (const name of Reflect.ownKeys(level)) own.add(name);
    }
    expect(levels).toHaveLength(5);
    const socket = new ours.TLSSocket(nowhere());
    const ofDuplex = new Set(Reflect.ownKeys(Duplex.prototype));
    const missing: (string | symbol)[] = [];
    const foreign: (string | symbol)[] = [];
    for (const { prototype } of [tls.TLSSocket, net.Socket]) {
      for (const name of Object.getOwnPropertyNames(prototype)) {
        if (name === 'constructor') continue;
        const isOfStreams = ofDuplex.has(name) || name in Duplex.prototype;
        if (!name.startsWith('_') && !own.has(name) && !Object.hasOwn(socket, name) && !isOfStreams) missing.push(name);
      }
      for (const name of Reflect.ownKeys(prototype)) {
        const theirs = Object.getOwnPropertyDescriptor(prototype, name);
        let level: object | null = socket;
        while (level !== null && !Object.hasOwn(level, name)) level = Object.getPrototypeOf(level) as object | null;
        const found = level === null ? undefined : Object.getOwnPropertyDescriptor(level, name);
        const same = theirs?.value === undefined ? theirs?.get === found?.get : theirs.value === found?.value;
        if (level !== null && same && name !== 'constructor') foreign.push(name);
      }
    }
    expect(missing).toEqual([]);
    expect(foreign).toEqual([]);
    socket.destroy();
  });

  it('cannot be called without new, and node:tls has it so too', () => {
    for (const TLSSocket of [tls.TLSSocket, ours.TLSSocket]) {
      expect(thrownBy(() => Reflect.apply(TLSSocket as unknown as () => void, undefined, [nowhere()]))).toBeInstanceOf(
        TypeError,
      );
    }
  });

  it('is made without a stream, or with one alone, as http2-wrapper makes it', () => {
    const fresh = new ours.TLSSocket();
    expect([fresh.connecting, fresh.pending, fresh.encrypted, fresh.authorized]).toEqual([false, true, true, false]);
    fresh.destroy();
    const over = new ours.TLSSocket(nowhere());
    expect([over.encrypted, over.authorized, over.authorizationError]).toEqual([true, false, null]);
    over.destroy();
  });
});

describe('a client that names nobody', () => {
  const secureContext = () => ours.createSecureContext({ ca: ca.certPem });

  it('verifies the chain all the same, and authorizes nobody', async () => {
    const socket = new ours.TLSSocket(net.connect(await serve(), '127.0.0.1'), { secureContext: secureContext() });
    await once(socket, 'secure');
    expect([socket.authorized, socket.authorizationError]).toEqual([false, null]);
    expect(socket.ssl?.verifyError()).toBeNull();
    socket.destroy();
  });

  it('goes on with strangers only where it is told to, and says why', async () => {
    const stranger = issue('stranger', { san: 'DNS:localhost' });
    const port = await serve({ cert: stranger.certPem, key: stranger.keyPem });
    const refused = new ours.TLSSocket(net.connect(port, '127.0.0.1'), { secureContext: secureContext() });
    expect((await once(refused, 'error'))[0]).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const taken = new ours.TLSSocket(net.connect(port, '127.0.0.1'), {
      secureContext: secureContext(),
      rejectUnauthorized: false,
    });
    await once(taken, 'secure');
    expect([taken.authorized, taken.authorizationError]).toEqual([false, 'DEPTH_ZERO_SELF_SIGNED_CERT']);
    expect(taken.ssl?.verifyError()).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    taken.destroy();
  });

  it('names somebody until the handshake begins', async () => {
    const port = await serve();
    for (const [name, outcome] of [
      ['localhost', true],
      ['elsewhere.test', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ] as const) {
      const socket = new ours.TLSSocket(net.connect(port, '127.0.0.1'), { secureContext: secureContext() });
      socket.setServername(name);
      const result = await new Promise((resolve) => {
        socket.once('secure', () => resolve(socket.authorized));
        socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
      });
      expect(result).toBe(outcome);
      expect(thrownBy(() => socket.setServername('later'))).toMatchObject({ code: 'ERR_TLS_INVALID_STATE' });
      socket.destroy();
    }
    const onServer = new ours.TLSSocket(nowhere(), { ...credentials, isServer: true });
    expect(thrownBy(() => onServer.setServername('x'))).toMatchObject({ code: 'ERR_TLS_SNI_FROM_SERVER' });
    onServer.destroy();
  });

  it('has the name of the host that it dials', async () => {
    const port = await serve();
    const socket = new ours.TLSSocket(undefined, { secureContext: secureContext() });
    let connected = 0;
    socket.connect(port, 'localhost', () => connected++);
    await once(socket, 'secure');
    expect([socket.authorized, connected]).toEqual([true, 1]);
    socket.destroy();
  });
});

describe.each(KINDS)('%s', (kind) => {
  it('answers null once the session has ended, and undefined for objects', async () => {
    const socket = await dial(kind, await serve());
    socket.destroy();
    await once(socket, 'close');
    const asked = [
      'getCipher',
      'getProtocol',
      'getSession',
      'getPeerCertificate',
      'getCertificate',
      'getEphemeralKeyInfo',
      'getFinished',
      'getPeerFinished',
      'getSharedSigalgs',
      'getTLSTicket',
      'isSessionReused',
    ] as const;
    expect(asked.map((name) => socket[name]())).toEqual(asked.map(() => null));
    expect([socket.getPeerX509Certificate(), socket.getX509Certificate(), socket.bufferSize]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([socket.readyState, socket.pending, socket.connecting]).toEqual(['closed', true, false]);
    expect(socket.renegotiate({})).toBeUndefined();
  });

  it('refuses wrong arguments by code', async () => {
    const socket = await dial(kind, await serve());
    const loose = socket as unknown as Record<string, (...args: unknown[]) => unknown>;
    const code = (name: string, ...args: unknown[]) =>
      (thrownBy(() => loose[name]?.(...args)) as NodeJS.ErrnoException).code;
    expect([
      code('exportKeyingMaterial', 0, 'x'),
      code('exportKeyingMaterial', 5, 5),
      code('exportKeyingMaterial', 5, 'x', 'text'),
      code('setTimeout', 'x'),
      code('setTimeout', -1),
      code('setTimeout', Number.POSITIVE_INFINITY),
      code('setTimeout', 5, 'x'),
      code('setMaxSendFragment', 'x'),
      code('setServername', 5),
      code('setSession', 5),
      code('renegotiate'),
      code('renegotiate', {}, 5),
    ]).toEqual([
      'ERR_OUT_OF_RANGE',
      'ERR_INVALID_ARG_TYPE',
      'ERR_INVALID_ARG_TYPE',
      'ERR_INVALID_ARG_TYPE',
      'ERR_OUT_OF_RANGE',
      'ERR_OUT_OF_RANGE',
      'ERR_INVALID_ARG_TYPE',
      'ERR_INVALID_ARG_TYPE',
      'ERR_INVALID_ARG_TYPE',
      'ERR_INVALID_ARG_TYPE',
      'ERR_INVALID_ARG_TYPE',
      'ERR_INVALID_ARG_TYPE',
    ]);
    expect([511, 512, 16_384, 16_385, -1].map((size) => socket.setMaxSendFragment(size))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(socket.exportKeyingMaterial(5, 'x')).toHaveLength(5);
  });

  it('says what a connection failed with', async () => {
    const hangsUp = await listenOnLoopback(
      net.createServer((plain) => plain.on('error', quiet).once('data', () => plain.end())),
      closers,
    );
    const error = async (options: object) => (await once(connectWith(kind)({ ...trust, ...options }), 'error'))[0];
    expect(await error({ port: hangsUp })).toMatchObject({
      code: 'ECONNRESET',
      message: 'Client network socket disconnected before secure TLS connection was established',
      host: '127.0.0.1',
      port: hangsUp,
    });
    expect(await error({ port: 1 })).toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect', port: 1 });
    const port = await serve();
    const invalid = await error({ port, servername: 'elsewhere.test' });
    expect(invalid).toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      host: 'elsewhere.test',
      cert: { subject: { CN: 'localhost' } },
    });
    expect(invalid.message).toBe(`Hostname/IP does not match certificate's altnames: ${invalid.reason}`);
    expect(invalid.reason).toMatch(/^Host: elsewhere\.test\. is not in the cert's altnames: DNS:localhost/);
    expect((await error({ port, ca: client.certPem })).message).toMatch(/^unable to verify the first certificate/);
    const controller = new AbortController();
    const aborted = error({ port, signal: controller.signal });
    controller.abort(new Error('why'));
    expect(await aborted).toMatchObject({
      name: 'AbortError',
      code: 'ABORT_ERR',
      message: 'The operation was aborted',
    });
  });

  it('tells its events in one order', async () => {
    const port = await serve({ maxVersion: 'TLSv1.2' }, (socket) => socket.end('bye'));
    const socket = connectWith(kind)({ port, ...trust });
    const seen: string[] = [];
    for (const event of ['lookup', 'connect', 'ready', 'secureConnect', 'secure', 'data', 'end', 'finish'])
      socket.on(event, () => seen.push(event));
    socket.on('close', (hadError: boolean) => seen.push(`close ${hadError}`));
    await once(socket, 'close');
    expect(seen).toEqual(['connect', 'ready', 'secureConnect', 'secure', 'data', 'end', 'finish', 'close false']);
  });

  it('takes ports as text, paths, and listeners', async () => {
    const port = await serve();
    const socket = connectWith(kind)(String(port), '127.0.0.1', { ca: ca.certPem, servername: 'localhost' });
    await once(socket, 'secureConnect');
    socket.destroy();
    await new Promise<void>((resolve) => {
      const other = connectWith(kind)(port, { ...trust }, () => resolve(void other.destroy()));
    });
    const none = connectWith(kind)('/nowhere/at/all', trust);
    expect((await once(none, 'error'))[0]).toMatchObject({ code: 'ENOENT', syscall: 'connect' });
    const code = (options: object) =>
      (thrownBy(() => connectWith(kind)(options as never)) as NodeJS.ErrnoException).code;
    expect(['x', '', 70_000, -1, 1.5].map((bad) => code({ ...trust, port: bad }))).toEqual(
      Array(5).fill('ERR_SOCKET_BAD_PORT'),
    );
    expect([code({ ...trust, port: true }), code({ ...trust }), code({ ...trust, port, localAddress: 'x' })]).toEqual([
      'ERR_INVALID_ARG_TYPE',
      'ERR_MISSING_ARGS',
      'ERR_INVALID_IP_ADDRESS',
    ]);
  });

  it('puts what comes into a buffer of the application, until it has enough', async () => {
    const port = await serve({}, (socket) => socket.end('0123456789'));
    const buffer = Buffer.alloc(4);
    const parts: string[] = [];
    let stop = true;
    const callback = (bytes: number, into: Uint8Array) => {
      parts.push(Buffer.from(into.subarray(0, bytes)).toString());
      return !stop;
    };
    const socket = connectWith(kind)({ port, ...trust, onread: { buffer, callback } } as never);
    // Node takes the rest of a record that it has read already.
    if (kind === 'ours') await expect.poll(() => parts).toEqual(['0123']);
    else await expect.poll(() => parts[0]).toBe('0123');
    stop = false;
    socket.resume();
    await expect.poll(() => parts.join('')).toBe('0123456789');
    socket.destroy();
  });

  it('renegotiates in TLS 1.2, and says that 1.3 cannot', async () => {
    const old = await dial(kind, await serve({ maxVersion: 'TLSv1.2' }));
    let secured = 0;
    old.on('secure', () => secured++);
    expect(await new Promise((resolve) => expect(old.renegotiate({}, resolve)).toBe(true))).toBeNull();
    expect([secured, old.authorized]).toEqual([1, true]);
    const recent = await dial(kind, await serve());
    expect(await new Promise((resolve) => expect(recent.renegotiate({}, resolve)).toBe(false))).toMatchObject({
      code: 'ERR_SSL_WRONG_SSL_VERSION',
    });
  });

  it('knows cipher, key exchange and ticket', async () => {
    const port = await serve({
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256',
      ecdhCurve: 'prime256v1',
    });
    const socket = await dial(kind, port);
    expect(socket.getCipher()?.standardName).toMatch(/^TLS_ECDHE_(RSA|ECDSA)_WITH_AES_128_GCM_SHA256$/);
    expect(socket.getEphemeralKeyInfo()).toEqual({ type: 'ECDH', name: 'prime256v1', size: 256 });
    expect(socket.getTLSTicket()?.length).toBeGreaterThan(100);
    expect([socket.getX509Certificate(), socket.getCertificate(), socket.bufferSize]).toEqual([undefined, {}, 0]);
    expect([socket.localFamily, socket.remoteFamily, Object.keys(socket.address())]).toEqual([
      'IPv4',
      'IPv4',
      ['address', 'family', 'port'],
    ]);
  });
});

describe('what node:tls cannot do', () => {
  it('resets the connection beneath', async () => {
    const errors: unknown[] = [];
    const listener = ours.createServer(credentials, (socket) => {
      socket.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code)).resume();
    });
    const port = await listenOnLoopback(listener, closers);
    const socket = await dial('ours', port);
    expect(socket.resetAndDestroy()).toBe(socket);
    await expect.poll(() => errors).toEqual(['ECONNRESET']);
    const over = new ours.TLSSocket(nowhere());
    expect(thrownBy(() => over.resetAndDestroy())).toMatchObject({ code: 'ERR_INVALID_HANDLE_TYPE' });
    over.destroy();
  });

  it('refuses handles and descriptors by name', async () => {
    for (const name of ['fd', 'handle'])
      expect(thrownBy(() => ours.connect({ ...trust, port: 1, [name]: 3 }))).toMatchObject({
        code: 'ERR_INVALID_ARG_VALUE',
      });
  });
});

it('has a timer of its own over any stream, which what comes and goes begins anew', async () => {
  const socket = new ours.TLSSocket(nowhere());
  let timeouts = 0;
  expect(socket.setTimeout(30, () => timeouts++)).toBe(socket);
  expect(socket.timeout).toBe(30);
  await expect.poll(() => timeouts).toBe(1);
  socket.destroy();
  const kept = await dial('ours', await serve());
  let idle = 0;
  kept.setTimeout(300, () => idle++);
  for (let i = 0; i < 6; i++) {
    kept.write('x');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(idle).toBe(0);
  kept.setTimeout(0);
});

it('writes a trace of what the two sides say to stderr', async () => {
  const lines: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  try {
    const socket = await dial('ours', await serve(), { enableTrace: true });
    socket.destroy();
  } finally {
    write.mockRestore();
  }
  expect(lines.join('')).toMatch(/^Sent TLSv1\.\d Handshake, ClientHello, \d+ bytes\n/m);
  expect(lines.join('')).toMatch(/^Received TLSv1\.3 Handshake, Finished, \d+ bytes\n/m);
});

describe('code of the platform over our sockets', () => {
  it('node:tls over ours, which is an instance of its own class', async () => {
    const inner = tls.createServer(credentials, (socket) => socket.pipe(socket));
    const port = await serve({}, (outer) => inner.emit('connection', outer));
    const outer = await dial('ours', port);
    const socket = tls.connect({ socket: outer, ca: ca.certPem, servername: 'localhost' });
    await once(socket, 'secureConnect');
    socket.write('hello');
    expect(String((await once(socket, 'data'))[0])).toBe('hello');
    socket.destroy();
  });

  it('http2, both sides', async () => {
    const web = http2.createServer((_request, response) => response.end('hello'));
    const listener = ours.createServer({ ...credentials, ALPNProtocols: ['h2'] }, (socket) =>
      web.emit('connection', socket),
    );
    const port = await listenOnLoopback(listener, closers);
    const socket = await dial('ours', port, { ALPNProtocols: ['h2'] });
    const session = http2.connect(`https://localhost:${port}`, { createConnection: () => socket });
    const request = session.request({ ':path': '/' });
    expect(String(await once(request, 'data'))).toBe('hello');
    session.close();
    await once(session, 'close');
  });
});
