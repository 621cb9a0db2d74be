/** Options of the adapters: each declared one refuses each wrong value at each entry; only false turns verification off. */
import { once } from 'node:events';
import net from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { CLIENT_RULES, CONTEXT_RULES, SERVER_RULES } from '../../src/adapters/checked-options.js';
import { createFetch } from '../../src/adapters/fetch/index.js';
import * as node from '../../src/adapters/node/index.js';
import * as web from '../../src/adapters/web/index.js';
import * as websocket from '../../src/adapters/websocket/index.js';
import { WorkerPool } from '../../src/worker/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';
import { rejection, thrownBy } from '../support/thrown.js';
import { lyingBytes } from '../support/wrong-values.js';

const { ca, server } = localPki();
const closers = closeAfterEach();
const credentials = { cert: server.certPem, key: server.keyPem };

function pair(): web.StreamPair {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  return { readable, writable };
}

const nowhere = () => new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
const frames = () => ({
  binaryType: '',
  readyState: 1,
  bufferedAmount: 0,
  send() {},
  close() {},
  addEventListener() {},
});

const NODE_CLIENT = ['port', 'path', 'socket', 'timeout', 'localAddress', 'localPort', 'family', 'lookup'];
/** Of sockets of tsopenssl/node, whatever they dial. */
const NODE_SOCKET = [
  'allowHalfOpen',
  'highWaterMark',
  'onread',
  'enableTrace',
  'noDelay',
  'keepAlive',
  'keepAliveInitialDelay',
];
const DIALLING = ['hints', 'autoSelectFamily', 'autoSelectFamilyAttemptTimeout', 'blockList'];
const STREAM = ['allowHalfOpen', 'head'];
const PER_CONNECTION = ['session', 'signal', 'ALPNProtocols', 'host', 'servername'];
const FETCH = Object.keys(CLIENT_RULES).filter((name) => !PER_CONNECTION.includes(name));
const LISTENER = Object.keys(SERVER_RULES).filter(
  (name) => !['signal', 'contextFor', 'stapleFor', 'onNewSession', 'resumeSession'].includes(name),
);
const ACCEPTED = ['pauseOnConnect', 'blockList', ...NODE_SOCKET];
/** Of other adapters: a server of node's asks in another way, and refuses them. */
const ELSEWHERE = ['signal', 'contextFor', 'stapleFor', 'onNewSession', 'resumeSession'];

/** Every entry, the options it declares, and the call with one of them. */
const ENTRIES: readonly (readonly [name: string, options: readonly string[], call: (options: object) => unknown])[] = [
  [
    'node connect',
    [...Object.keys(CLIENT_RULES), ...NODE_CLIENT, ...NODE_SOCKET, ...DIALLING],
    (o) => node.connect({ port: 1, ...o }),
  ],
  ['node TLSSocket, client', [...Object.keys(CLIENT_RULES), ...NODE_SOCKET], (o) => new node.TLSSocket(nowhere(), o)],
  [
    'node TLSSocket, server',
    [...Object.keys(SERVER_RULES), ...NODE_SOCKET],
    (o) => new node.TLSSocket(nowhere(), { ...o, isServer: true }),
  ],
  ['node createServer', [...LISTENER, ...ACCEPTED, ...ELSEWHERE, 'SNICallback'], (o) => node.createServer(o)],
  ['node createSecureContext', Object.keys(CONTEXT_RULES), (o) => node.createSecureContext(o)],
  ['node addContext', Object.keys(CONTEXT_RULES), (o) => node.createServer({}).addContext('x', o)],
  ['node setSecureContext', Object.keys(CONTEXT_RULES), (o) => node.createServer({}).setSecureContext(o)],
  ['web connect', [...Object.keys(CLIENT_RULES), ...STREAM], (o) => web.connect(pair(), o)],
  ['web upgrade', [...Object.keys(CLIENT_RULES), ...STREAM], (o) => web.upgrade(pair(), o)],
  ['web accept', [...Object.keys(SERVER_RULES), ...STREAM], (o) => web.accept(pair(), o)],
  [
    'websocket connect',
    [...Object.keys(CLIENT_RULES), 'protocols', 'maxBuffered'],
    (o) => websocket.connect(frames(), o),
  ],
  ['websocket pairOf', ['protocols', 'maxBuffered'], (o) => websocket.pairOf(frames(), o)],
  ['Wisp', ['protocols', 'maxBuffered'], (o) => new websocket.Wisp(frames(), o)],
  ['createFetch', [...FETCH, 'dial', 'keepAlive'], (o) => createFetch(o)],
  ['WorkerPool', ['size', 'createWorker', 'answerTimeout'], (o) => new WorkerPool(o)],
];

/** Wrong for every option that there is. */
const NEVER = [Symbol('wrong'), Number.NaN, Number.POSITIVE_INFINITY, -1, 10n, [Symbol('wrong')], new Proxy({}, {})];
const CODES = [
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_ARG_VALUE',
  'ERR_OUT_OF_RANGE',
  'ERR_SOCKET_BAD_PORT',
  'ERR_TLS_INVALID_CONTEXT',
  'ERR_TLS_INVALID_PROTOCOL_VERSION',
];

describe('a declared option of a wrong type or value', () => {
  for (const [entry, options, call] of ENTRIES) {
    it(`is refused by ${entry} with node's code, in one sentence that names it`, () => {
      for (const option of options) {
        if (option === 'rejectUnauthorized') continue;
        for (const value of NEVER) {
          // All bits at once, as Node takes them too.
          if (option === 'secureOptions' && value === -1) continue;
          const error = thrownBy(() => call({ [option]: value })) as NodeJS.ErrnoException;
          const what = `${entry} { ${option}: ${typeof value} }: ${error.stack}`;
          expect(error instanceof TypeError || error instanceof RangeError, what).toBe(true);
          expect(CODES, what).toContain(error.code);
          expect(error.message, what).toMatch(new RegExp(`^${option}(\\[0\\]|\\.buffer)? must be [^\n]*$`));
        }
      }
    });

    it(`is refused by ${entry} where the options are no object`, () => {
      // What spreads here loses what it was.
      for (const options of ['x', 5, true, Symbol('wrong')]) {
        const direct = DIRECT.get(entry);
        if (direct === undefined) continue;
        expect(thrownBy(() => direct(options))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
      }
    });
  }

  it('is what only one of the types would be', () => {
    const wrong: readonly [object, object][] = [
      [{ handshakeTimeout: '5' }, TypeError],
      [{ handshakeTimeout: Number.POSITIVE_INFINITY }, RangeError],
      [{ handshakeTimeout: 2 ** 31 }, RangeError],
      [{ allowTruncation: 1 }, TypeError],
      [{ allowTruncation: 'false' }, TypeError],
      [{ ALPNProtocols: 'h2' }, TypeError],
      [{ ALPNProtocols: new Uint8Array([2, 104]) }, RangeError],
      [{ ALPNProtocols: new Uint8Array([0]) }, RangeError],
      [{ ALPNProtocols: new ArrayBuffer(3) }, TypeError],
      [{ ALPNProtocols: [''] }, RangeError],
      [{ ALPNProtocols: ['x'.repeat(256)] }, RangeError],
      [{ pinnedKeys: 'sha256//abc' }, TypeError],
      [{ minVersion: 'TLSv1.4' }, TypeError],
      [{ minVersion: 771 }, TypeError],
      [{ ca: 5 }, TypeError],
      [{ ca: [[]] }, TypeError],
      [{ pfx: 'text' }, TypeError],
      [{ passphrase: () => 'x' }, TypeError],
      [{ secureContext: {} }, TypeError],
      [{ signal: {} }, TypeError],
    ];
    for (const [options, Class] of wrong) {
      expect(thrownBy(() => web.connect(pair(), { host: 'x', ...options }))).toBeInstanceOf(Class);
      const error = thrownBy(() => new node.TLSSocket(nowhere(), { host: 'x', ...options })) as NodeJS.ErrnoException;
      // A wrong value is a TypeError there, as in node:tls.
      expect(error).toBeInstanceOf(error.code === 'ERR_INVALID_ARG_VALUE' ? TypeError : Class);
    }
    // In node:tls its characters are bytes.
    expect(thrownBy(() => web.connect(pair(), { host: 'x', session: 'text' as never }))).toBeInstanceOf(TypeError);
    expect(thrownBy(() => web.accept(pair(), { requestCert: 'yes' as never }))).toBeInstanceOf(TypeError);
    expect(thrownBy(() => new WorkerPool({ answerTimeout: Number.POSITIVE_INFINITY }))).toBeInstanceOf(RangeError);
    expect(thrownBy(() => createFetch({ keepAlive: Number.POSITIVE_INFINITY }))).toBeInstanceOf(RangeError);
    expect(thrownBy(() => web.connect({} as never, { host: 'x' }))).toBeInstanceOf(TypeError);
    expect(thrownBy(() => new node.TLSSocket({} as never, { host: 'x' }))).toBeInstanceOf(TypeError);
    expect(thrownBy(() => node.createServer({}).addContext('x', undefined as never))).toBeInstanceOf(TypeError);
  });
});

/** The entries, given whatever is instead of their options. */
const DIRECT: ReadonlyMap<string, (options: unknown) => unknown> = new Map<string, (options: unknown) => unknown>([
  ['node TLSSocket, client', (o) => new node.TLSSocket(nowhere(), o as never)],
  ['node createServer', (o) => node.createServer(o as never)],
  ['node createSecureContext', (o) => node.createSecureContext(o as never)],
  ['node setSecureContext', (o) => node.createServer({}).setSecureContext(o as never)],
  ['web connect', (o) => web.connect(pair(), o as never)],
  ['web upgrade', (o) => web.upgrade(pair(), o as never)],
  ['web accept', (o) => web.accept(pair(), o as never)],
  ['websocket connect', (o) => websocket.connect(frames(), o as never)],
  ['websocket pairOf', (o) => websocket.pairOf(frames(), o as never)],
  ['Wisp', (o) => new websocket.Wisp(frames(), o as never)],
  ['createFetch', (o) => createFetch(o as never)],
  ['WorkerPool', (o) => new WorkerPool(o as never)],
]);

describe('an option that is null', () => {
  it('was not given, as in node:tls', async () => {
    const port = await listenOnLoopback(tls.createServer(credentials), closers);
    const names = [...Object.keys(CLIENT_RULES), ...NODE_CLIENT, ...NODE_SOCKET, ...DIALLING];
    const nothing = Object.fromEntries(names.map((name) => [name, null]));
    const socket = node.connect({ ...nothing, port, ca: ca.certPem, host: 'localhost' } as node.ConnectOptions);
    closers.push(() => socket.destroy());
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    const bare = Object.fromEntries(
      [...LISTENER, ...ACCEPTED, ...ELSEWHERE, 'SNICallback'].map((name) => [name, null]),
    );
    expect(node.createServer({ ...bare, ...credentials })).toBeInstanceOf(node.Server);
  });

  it('leaves the default of the entry', async () => {
    const port = await listenOnLoopback(
      tls.createServer(credentials, (socket) => void socket.write('cut')),
      closers,
    );
    const proxy = net.createServer((near) => {
      const far = net.connect(port, '127.0.0.1');
      near.pipe(far);
      far.on('data', (data) => near.write(data));
      setTimeout(() => near.end(), 200);
    });
    const cut = await listenOnLoopback(proxy, closers);
    // In tsopenssl/node a stream that is cut off has ended.
    const socket = node.connect({ port: cut, ca: ca.certPem, host: 'localhost', allowTruncation: null } as never);
    closers.push(() => socket.destroy());
    await once(socket.resume(), 'end');
    expect(socket.truncated).toBe(true);
  });
});

describe('verification', () => {
  it('is turned off by rejectUnauthorized false, and by nothing that looks like it', async () => {
    const port = await listenOnLoopback(tls.createServer(credentials), closers);
    for (const rejectUnauthorized of [undefined, null, 0, '', 'false', Number.NaN, [], {}, 1, true] as never[]) {
      const socket = node.connect({ port, host: 'localhost', rejectUnauthorized });
      const [error] = await once(socket, 'error');
      expect(error.code).toMatch(/CERT|ISSUER|LEAF_SIGNATURE/);
      const channel = node.connect({ port, host: 'localhost', rejectUnauthorized: false });
      closers.push(() => channel.destroy());
      await once(channel, 'secureConnect');
      const fetching = createFetch({ rejectUnauthorized });
      expect(await rejection(() => fetching(`https://localhost:${port}/`))).toMatchObject({
        code: expect.stringMatching(/CERT|ISSUER|LEAF_SIGNATURE/),
      });
    }
  });

  it('of clients is not either', async () => {
    for (const rejectUnauthorized of [undefined, null, 0, ''] as never[]) {
      const listener = node.createServer({ ...credentials, requestCert: true, rejectUnauthorized, ca: ca.certPem });
      const refused = once(listener, 'tlsClientError');
      const port = await listenOnLoopback(listener, closers);
      const socket = tls.connect({ port, host: 'localhost', ca: ca.certPem });
      socket.on('error', () => undefined);
      closers.push(() => socket.destroy());
      expect((await refused)[0].code).toBe('ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE');
    }
  });
});

describe('an option of another adapter', () => {
  it('is refused by a server of node, which names what stands in its place', () => {
    for (const option of ELSEWHERE) {
      const value = option === 'signal' ? new AbortController().signal : () => undefined;
      expect(thrownBy(() => node.createServer({ ...credentials, [option]: value }))).toMatchObject({
        code: 'ERR_INVALID_ARG_VALUE',
        message: expect.stringMatching(new RegExp(`^${option} must be left out: .`)),
      });
    }
  });
});

describe('bytes of an option', () => {
  it('are as long as they are, whatever they say', () => {
    for (const option of ['pfx', 'session', 'cert', 'key', 'ca', 'crl', 'head']) {
      try {
        web
          .connect(pair(), { host: 'x', [option]: lyingBytes() })
          .close('done')
          .catch(() => undefined);
      } catch (error) {
        expect((error as Error).name).toMatch(/Error$/);
        expect((error as Error).message).not.toMatch(/gave no reason|out of bounds/);
      }
    }
    expect(node.createSecureContext({ ca: ca.certPem })).toBeDefined();
  });
});
