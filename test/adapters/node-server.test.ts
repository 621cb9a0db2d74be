/** Servers of `tsopenssl/node` and of node:tls itself: one script for both. */
import { once } from 'node:events';
import net from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { inherits } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as ours from '../../src/adapters/node/index.js';
import { SSL } from '../../src/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { issue, localPki } from '../support/pki.js';
import { thrownBy } from '../support/thrown.js';
import { uncaughtDuring } from '../support/uncaught.js';

const { ca, server, client } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem };
const closers = closeAfterEach();
const listen = (listener: net.Server) => listenOnLoopback(listener, closers);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

type Module = typeof tls;
const KINDS: readonly (readonly [name: string, module: Module])[] = [
  ['node:tls', tls],
  ['tsopenssl/node', ours as unknown as Module],
];

/** A client of Node's own. */
function visit(port: number, options: tls.ConnectionOptions = {}): tls.TLSSocket {
  const socket = tls.connect({ port, host: 'localhost', ca: ca.certPem, ...options }).on('error', () => undefined);
  closers.push(() => socket.destroy());
  return socket.resume();
}

/** Visits a server that ends. @returns whether the session was resumed, and one for later */
async function resumed(port: number, session?: Buffer, options: tls.ConnectionOptions = {}) {
  const socket = visit(port, { ...options, ...(session && { session }) });
  let next: Buffer | undefined;
  socket.on('session', (given) => {
    next = given;
  });
  await once(socket, 'secureConnect');
  const reused = socket.isSessionReused();
  await once(socket, 'close');
  return { reused, session: next };
}

/** Nagle would hold answers; the tests end quickly either way. */
const bye = (socket: tls.TLSSocket) => void socket.on('error', () => undefined).end('bye');

describe.each(KINDS)('a server of %s', (name, { createServer, Server }) => {
  const isOurs = name !== 'node:tls';

  it('is made in every way that node:tls knows', async () => {
    const seen: string[] = [];
    const listener = () => void seen.push('listener');
    const made = [
      createServer(listener),
      createServer(credentials, listener),
      new Server(credentials, listener),
      (Server as unknown as (options: object, listener: () => void) => tls.Server)(credentials, listener),
      (Server as unknown as () => tls.Server)(),
      createServer(null as never),
    ];
    for (const each of made) {
      expect(each).toBeInstanceOf(Server);
      expect(each).toBeInstanceOf(net.Server);
      expect(each.constructor).toBe(Server);
      expect(each.constructor.name).toBe('Server');
      each.emit('secureConnection');
    }
    expect(seen).toHaveLength(4);
  });

  it('can be inherited from, by class and as of old', async () => {
    class Modern extends Server {}
    function Old(this: tls.Server, options: tls.TlsOptions) {
      (Server as unknown as (this: tls.Server, options: tls.TlsOptions) => void).call(this, options);
    }
    inherits(Old, Server);
    const old = Reflect.construct(Old, [credentials]) as tls.Server;
    for (const each of [new Modern(credentials), old]) {
      each.on('secureConnection', bye);
      const socket = visit(await listen(each));
      await once(socket, 'close');
      expect(socket.authorized).toBe(true);
    }
  });

  it('refuses wrong arguments with the same codes', () => {
    const codes = [
      () => createServer(5 as never),
      () => createServer({}, 5 as never),
      () => createServer({ ticketKeys: Buffer.alloc(4) }),
      () => createServer({ ticketKeys: 'x' as never }),
      () => createServer({ sessionTimeout: 'x' as never }),
      () => createServer({ sessionTimeout: -1 }),
      () => createServer({ sessionIdContext: 5 as never }),
      () => createServer({ handshakeTimeout: 'x' as never }),
      () => createServer({ SNICallback: 5 as never }),
      () => createServer().setTicketKeys('x' as never),
      () => createServer().addContext('', {}),
      () => createServer().addContext(undefined as never, {}),
      () => createServer().setSecureContext(undefined as never),
      () => createServer().setSecureContext(5 as never),
    ].map((run) => (thrownBy(run) as NodeJS.ErrnoException).code);
    const type = 'ERR_INVALID_ARG_TYPE';
    expect(codes).toEqual([
      type,
      type,
      'ERR_INVALID_ARG_VALUE',
      ...[type, type, 'ERR_OUT_OF_RANGE', type, type, type, type],
      'ERR_TLS_REQUIRED_SERVER_NAME',
      'ERR_TLS_REQUIRED_SERVER_NAME',
      ...[type, type],
    ]);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('%s: resumes by ticketKeys, at another server too', async (maxVersion) => {
    const ticketKeys = Buffer.alloc(48, 7);
    const make = (options: tls.TlsOptions = {}) =>
      createServer({ ...credentials, maxVersion, sessionIdContext: 'both', ...options }, bye);
    const one = make({ ticketKeys });
    const two = make();
    const there = await listen(two);
    const { session } = await resumed(await listen(one));
    expect((await resumed(there, session)).reused).toBe(false);
    expect(one.getTicketKeys().equals(ticketKeys)).toBe(true);
    expect(two.getTicketKeys()).toHaveLength(48);
    expect(two.getTicketKeys().equals(two.getTicketKeys())).toBe(true);
    two.setTicketKeys(one.getTicketKeys());
    expect((await resumed(there, session)).reused).toBe(true);
    const stranger = await listen(make({ ticketKeys, sessionIdContext: 'other' }));
    expect((await resumed(stranger, session)).reused).toBe(false);
  });

  it.each([
    ['without ticketKeys starts anew', {}, false],
    ['keeps the tickets that ticketKeys seal', { ticketKeys: Buffer.alloc(48, 7) }, true],
  ])('setSecureContext %s, and open connections keep their certificate', async (_, options, survives) => {
    let stays = false;
    const listener = createServer({ ...credentials, ...options, maxVersion: 'TLSv1.2' }, (socket) => {
      if (!stays) bye(socket);
      else socket.on('data', () => socket.end(String((socket.getCertificate() as tls.PeerCertificate).subject.CN)));
    });
    const port = await listen(listener);
    const { session } = await resumed(port);
    expect((await resumed(port, session)).reused).toBe(true);
    stays = true;
    const old = visit(port);
    await Promise.all([once(old, 'secureConnect'), once(listener, 'secureConnection')]);
    stays = false;
    const other = issue('other.test', { issuer: ca, san: 'DNS:localhost' });
    listener.setSecureContext({ cert: other.certPem, key: other.keyPem, maxVersion: 'TLSv1.2' });
    expect((await resumed(port, session)).reused).toBe(survives);
    const fresh = visit(port);
    await once(fresh, 'secureConnect');
    expect(fresh.getPeerCertificate().subject.CN).toBe('other.test');
    old.write('x');
    expect(String((await once(old, 'data'))[0])).toBe('localhost');
  });

  it('refuses a bad context and goes on with the one that it has', async () => {
    const listener = createServer(credentials, bye);
    expect(thrownBy(() => listener.setSecureContext({ cert: 'nonsense', key: 'x' }))).toBeInstanceOf(Error);
    const socket = visit(await listen(listener));
    await once(socket, 'close');
    expect(socket.authorized).toBe(true);
  });

  it('lets a session go after sessionTimeout', async () => {
    const port = await listen(createServer({ ...credentials, sessionTimeout: 1, maxVersion: 'TLSv1.2' }, bye));
    const { session } = await resumed(port);
    expect((await resumed(port, session)).reused).toBe(true);
    await pause(2100);
    expect((await resumed(port, session)).reused).toBe(false);
  });

  it('chooses contexts by name: the last one added wins, * is a part of one label, in any case', async () => {
    const certificateOf = (cn: string) => {
      const { certPem, keyPem } = issue(cn, { issuer: ca, san: 'DNS:localhost' });
      return { cert: certPem, key: keyPem };
    };
    const listener = createServer(credentials, bye);
    listener.addContext('*.a.test', certificateOf('wild'));
    listener.addContext('b.a.test', certificateOf('exact'));
    listener.addContext('x*.c.test', certificateOf('part'));
    listener.addContext('a+b.(test)', certificateOf('odd'));
    const port = await listen(listener);
    const subjectFor = async (servername: string) => {
      const socket = visit(port, { servername, rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      return socket.getPeerCertificate().subject.CN;
    };
    expect(await subjectFor('b.a.test')).toBe('exact');
    expect(await subjectFor('c.a.test')).toBe('wild');
    expect(await subjectFor('d.c.a.test')).toBe('localhost');
    expect(await subjectFor('a.test')).toBe('localhost');
    expect(await subjectFor('xyz.c.test')).toBe('part');
    expect(await subjectFor('baa.test')).toBe('localhost');
    expect(await subjectFor('aab.test')).toBe('localhost');
  });

  it('tells of clients that hang up, speak something else, stall or are cut off, once each', async () => {
    const seen: unknown[] = [];
    const listener = createServer({ ...credentials, handshakeTimeout: 300 }, () => seen.push('secure'));
    listener.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      seen.push([error.code, socket.encrypted]);
    });
    const port = await listen(listener);
    const raw = async (act: (socket: net.Socket) => void) => {
      const count = seen.length;
      const socket = net.connect(port, '127.0.0.1').on('error', () => undefined);
      closers.push(() => socket.destroy());
      await once(socket, 'connect');
      act(socket);
      await expect.poll(() => seen.length).toBe(count + 1);
    };
    await raw((socket) => socket.end());
    await raw((socket) => socket.resetAndDestroy());
    await raw((socket) => socket.write('GET / HTTP/1.1\r\n\r\n'));
    await raw(() => undefined);
    listener.prependListener('connection', (socket) => socket.destroy());
    await raw(() => undefined);
    await pause(50);
    expect(seen).toEqual([
      ['ECONNRESET', true],
      ['ECONNRESET', true],
      ['ERR_SSL_HTTP_REQUEST', true],
      ['ERR_TLS_HANDSHAKE_TIMEOUT', true],
      ['ECONNRESET', true],
    ]);
  });

  it('says "socket hang up" of a client that ends within the handshake', async () => {
    const listener = createServer(credentials);
    const failed = once(listener, 'tlsClientError') as Promise<[Error]>;
    net.connect(await listen(listener), '127.0.0.1').end();
    expect((await failed)[0]).toMatchObject({ message: 'socket hang up', code: 'ECONNRESET' });
  });

  it('leaves what comes after the handshake to the socket, and no listener is needed', async () => {
    const seen: unknown[] = [];
    const uncaught = await uncaughtDuring(async () => {
      const listener = createServer(credentials);
      listener.on('tlsClientError', (error) => seen.push(error));
      const port = await listen(listener);
      for (const attack of [
        (raw: net.Socket) => raw.write('garbage'.repeat(9)),
        (raw: net.Socket) => raw.resetAndDestroy(),
      ]) {
        const raw = net.connect(port, '127.0.0.1').on('error', () => undefined);
        closers.push(() => raw.destroy());
        const socket = tls
          .connect({ socket: raw, ca: ca.certPem, servername: 'localhost' })
          .on('error', () => undefined);
        await Promise.all([once(socket, 'secureConnect'), once(listener, 'secureConnection')]);
        attack(raw);
        await pause(100);
      }
    });
    expect(uncaught).toEqual([]);
    expect(seen).toEqual([]);
  });

  it('ends its server side of a connection where a captured listener rejects', async () => {
    const { captureRejectionSymbol } = await import('node:events');
    const listener = createServer(credentials);
    const socket = new Duplex({ read() {} });
    const error = new Error('of the listener');
    socket.on('error', () => undefined);
    (listener as unknown as Record<symbol, (...args: unknown[]) => void>)[captureRejectionSymbol]?.(
      error,
      'secureConnection',
      socket,
    );
    expect(socket.errored).toBe(error);
  });

  it('pauses on connect, tells of connections before the handshake, and writes the lines of keys', async () => {
    const events: string[] = [];
    const listener = createServer({ ...credentials, pauseOnConnect: true, maxVersion: 'TLSv1.2' });
    listener.on('connection', () => events.push('connection'));
    listener.on('keylog', (line: Buffer, socket) => {
      events.push(`keylog ${line.toString().slice(0, 13)} ${socket.encrypted}`);
    });
    const secure = once(listener, 'secureConnection') as Promise<[tls.TLSSocket]>;
    visit(await listen(listener)).write('hello');
    const [socket] = await secure;
    events.push('secureConnection');
    expect(socket.isPaused()).toBe(true);
    socket.on('data', (data) => events.push(String(data)));
    await pause(100);
    socket.resume();
    await once(socket, 'data');
    expect(events).toEqual(['connection', 'keylog CLIENT_RANDOM true', 'secureConnection', 'hello']);
  });

  it('takes streams that others have accepted', async () => {
    const listener = createServer(credentials, bye);
    const front = net.createServer((socket) => listener.emit('connection', socket));
    const socket = visit(await listen(front));
    expect(String((await once(socket, 'data'))[0])).toBe('bye');
  });

  it('names its CAs to clients of whom it asks for a certificate', async () => {
    const listener = createServer({ ...credentials, ca: ca.certPem, requestCert: true }, bye);
    const port = await listen(listener);
    const socket = ours.connect({ port, host: 'localhost', ca: ca.certPem, cert: client.certPem, key: client.keyPem });
    await once(socket, 'secureConnect');
    const names = socket.connection.getClientCaList().map((each) => each.CN);
    // Node 20 forgets them.
    if (isOurs || Number(process.versions.node.split('.')[0]) > 20) expect(names).toEqual(['tsopenssl test CA']);
    socket.destroy();
  });

  it('counts connections, drops those beyond maxConnections, and closes once the last has gone', async () => {
    const listener = createServer(credentials, (socket) => void socket.resume());
    listener.maxConnections = 1;
    const port = await listen(listener);
    const first = visit(port);
    await once(first, 'secureConnect');
    const dropped = once(listener, 'drop');
    const second = net
      .connect(port, '127.0.0.1')
      .on('error', () => undefined)
      .resume();
    await Promise.all([once(second, 'close'), dropped]);
    let closed = false;
    listener.close(() => {
      closed = true;
    });
    await pause(50);
    expect(closed).toBe(false);
    expect(listener.listening).toBe(false);
    first.end();
    await expect.poll(() => closed).toBe(true);
    expect(await new Promise((resolve) => listener.close(resolve))).toMatchObject({ code: 'ERR_SERVER_NOT_RUNNING' });
  });

  it('is disposed of asynchronously', async () => {
    const listener = createServer(credentials).listen(0);
    await once(listener, 'listening');
    await listener[Symbol.asyncDispose]();
    expect(listener.listening).toBe(false);
  });
});

describe('a server of tsopenssl/node', () => {
  it('turns away whom its blockList names, in every version of Node', async () => {
    const blockList = new net.BlockList();
    blockList.addAddress('127.0.0.1');
    const listener = ours.createServer({ ...credentials, blockList }, bye as never);
    const port = await listen(listener);
    const blocked = net
      .connect(port, '127.0.0.1')
      .on('error', () => undefined)
      .resume();
    await once(blocked, 'close');
    expect(blocked.bytesRead).toBe(0);
    blockList.addAddress('::1', 'ipv6');
    const allowed = net.connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
    const socket = tls.connect({ socket: allowed, ca: ca.certPem, servername: 'localhost' });
    expect(String((await once(socket, 'data'))[0])).toBe('bye');
  });

  const renegotiating = async (options: object, act: (socket: ours.TLSSocket) => void = () => undefined) => {
    const errors: unknown[] = [];
    const listener = ours.createServer({ ...credentials, maxVersion: 'TLSv1.2', ...options }, (socket) => {
      act(socket);
      socket.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code)).resume();
    });
    const socket = visit(await listen(listener), { maxVersion: 'TLSv1.2' });
    await once(socket, 'secureConnect');
    let done = 0;
    for (let time = 0; time < 6 && !socket.destroyed; time++) {
      const asked = new Promise<void>((resolve) => {
        socket.renegotiate({}, (error) => {
          if (error === null) done += 1;
          resolve();
        });
      });
      await Promise.race([asked, pause(200)]);
    }
    return { done, errors };
  };

  it('refuses to renegotiate by default', async () => {
    const { done, errors } = await renegotiating({});
    expect(done).toBe(0);
    expect(errors).not.toContain('ERR_TLS_SESSION_ATTACK');
  });

  it('renegotiates as often as CLIENT_RENEG_LIMIT says, where it is allowed', async () => {
    const secureOptions = SSL.OP_ALLOW_CLIENT_RENEGOTIATION;
    expect(await renegotiating({ secureOptions })).toEqual({ done: 3, errors: ['ERR_TLS_SESSION_ATTACK'] });
    expect(await renegotiating({ secureOptions }, (socket) => socket.disableRenegotiation())).toEqual({
      done: 0,
      errors: ['ERR_TLS_RENEGOTIATION_DISABLED'],
    });
  });
});
