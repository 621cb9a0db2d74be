/** The forms in which connect, TLSSocket and Server take what they are told. */
import net, { BlockList } from 'node:net';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Script } from '../harness/script.js';
import { call, type Options, portOf, quiet, type Stage, within } from '../harness/stage.js';

const EVENTS = 'lookup connectionAttempt connect ready secure secureConnect end error close'.split(' ');

type Connect = (stage: Stage, port: number, listener: () => void) => unknown;
const usual = (stage: Stage): Options => ({ host: '127.0.0.1', servername: 'localhost', ca: stage.pki.ca });
const dial = (stage: Stage, ...args: unknown[]) => call(stage.tls, 'connect', ...args);

const forms: readonly (readonly [string, string, Connect])[] = [
  ['options, listener', 'connect.options', (t, port, done) => dial(t, { ...usual(t), port }, done)],
  ['options, null', 'connect.options', (t, port) => dial(t, { ...usual(t), port }, null)],
  ['port, host, options, listener', 'connect.port', (t, port, done) => dial(t, port, '127.0.0.1', usual(t), done)],
  ['port, options, listener', 'connect.port', (t, port, done) => dial(t, port, usual(t), done)],
  ['port, host, listener', 'connect.port', (t, port, done) => dial(t, port, '127.0.0.1', done)],
  ['port', 'connect.port', (t, port) => dial(t, port)],
  ['port, null, options', 'connect.port', (t, port) => dial(t, port, null, usual(t))],
  ['port, undefined, options', 'connect.port', (t, port) => dial(t, port, undefined, usual(t))],
  [
    'port as text, host, options',
    'connect.port-text',
    (t, port, done) => dial(t, String(port), '127.0.0.1', usual(t), done),
  ],
  ['{ port as text }', 'connect.port-text', (t, port) => dial(t, { ...usual(t), port: String(port) })],
  ['options win over arguments', 'connect.port', (t, port) => dial(t, 1, '127.0.0.9', { ...usual(t), port })],
  ['nothing', 'connect.options', (t) => dial(t)],
  ['null', 'connect.options', (t) => dial(t, null)],
  ['{}', 'connect.options', (t) => dial(t, {})],
  ['a function', 'connect.options', (t) => dial(t, () => undefined)],
  ['port -1', 'connect.port', (t) => dial(t, -1)],
  ['port 65536', 'connect.port', (t) => dial(t, { port: 65_536 })],
  ['port "x"', 'connect.port-text', (t) => dial(t, { port: 'x' })],
  ['port null', 'connect.port', (t) => dial(t, { port: null })],
  ['host null', 'connect.host', (t, port) => dial(t, { ...usual(t), port, host: null })],
  ['host 1', 'connect.host', (t, port) => dial(t, { ...usual(t), port, host: 1 })],
  ['localhost by name', 'connect.host', (t, port) => dial(t, { port, host: 'localhost', family: 4, ca: t.pki.ca })],
  ['family 4', 'connect.family', (t, port) => dial(t, { ...usual(t), port, family: 4 })],
  ['family 5', 'connect.family', (t, port) => dial(t, { ...usual(t), port, host: 'localhost', family: 5 })],
  ['localAddress', 'connect.localAddress', (t, port) => dial(t, { ...usual(t), port, localAddress: '127.0.0.2' })],
  ['localAddress "x"', 'connect.localAddress', (t, port) => dial(t, { ...usual(t), port, localAddress: 'x' })],
  ['localPort "x"', 'connect.localPort', (t, port) => dial(t, { ...usual(t), port, localPort: 'x' })],
  ['hints 0', 'connect.hints', (t, port) => dial(t, { ...usual(t), port, host: 'localhost', hints: 0, family: 4 })],
  ['hints 9999', 'connect.hints', (t, port) => dial(t, { ...usual(t), port, host: 'localhost', hints: 9999 })],
  [
    'lookup',
    'connect.lookup tls.TLSSocket.events.lookup tls.TLSSocket.events.connectionAttempt',
    (t, port) => dial(t, { ca: t.pki.ca, port, host: 'localhost', autoSelectFamily: false, lookup: found }),
  ],
  ['lookup 1', 'connect.lookup', (t, port) => dial(t, { ...usual(t), port, host: 'localhost', lookup: 1 })],
  ['blockList', 'connect.blockList', (t, port) => dial(t, { ...usual(t), port, blockList: blocking() })],
  ['blockList 1', 'connect.blockList', (t, port) => dial(t, { ...usual(t), port, blockList: 1 })],
  [
    'autoSelectFamilyAttemptTimeout 5',
    'connect.autoSelectFamilyAttemptTimeout',
    (t, port) => dial(t, { ...usual(t), port, autoSelectFamilyAttemptTimeout: 5 }),
  ],
  [
    'autoSelectFamilyAttemptTimeout -1',
    'connect.autoSelectFamilyAttemptTimeout',
    (t, port) => dial(t, { ...usual(t), port, autoSelectFamilyAttemptTimeout: -1 }),
  ],
  [
    'keepAliveInitialDelay',
    'connect.keepAliveInitialDelay',
    (t, port) => dial(t, { ...usual(t), port, keepAlive: true, keepAliveInitialDelay: 1000 }),
  ],
  [
    'signal that is aborted',
    'connect.signal',
    (t, port) => dial(t, { ...usual(t), port, signal: AbortSignal.abort() }),
  ],
  ['signal 1', 'connect.signal', (t, port) => dial(t, { ...usual(t), port, signal: 1 })],
  [
    'signal, later',
    'connect.signal',
    (t, port) => {
      const controller = new AbortController();
      const socket = dial(t, { ...usual(t), port, signal: controller.signal });
      if (socket instanceof Duplex) socket.once('secureConnect', () => controller.abort());
      return socket;
    },
  ],
  [
    'onread',
    'connect.onread',
    (t, port) =>
      dial(t, {
        ...usual(t),
        port,
        onread: {
          buffer: Buffer.alloc(100),
          callback: (length: number, buffer: Buffer) => {
            t.note('onread', buffer.toString('utf8', 0, length));
            return true;
          },
        },
      }),
  ],
  ['enableTrace', 'connect.enableTrace', (t, port) => dial(t, { ...usual(t), port, enableTrace: true })],
  ['enableTrace 1', 'connect.enableTrace', (t, port) => dial(t, { ...usual(t), port, enableTrace: 1 })],
  [
    'secureContext',
    'connect.secureContext',
    (t, port) =>
      dial(t, { ...usual(t), ca: undefined, port, secureContext: t.tls.createSecureContext({ ca: t.pki.ca }) }),
  ],
  ['secureContext null', 'connect.secureContext', (t, port) => dial(t, { ...usual(t), port, secureContext: null })],
  ['secureContext {}', 'connect.secureContext', (t, port) => dial(t, { ...usual(t), port, secureContext: {} })],
  ['socket', 'connect.socket', (t, port) => dial(t, { ...usual(t), socket: t.keep(net.connect(port, '127.0.0.1')) })],
  ['socket null', 'connect.socket', (t, port) => dial(t, { ...usual(t), port, socket: null })],
  ['socket {}', 'connect.socket', (t, port) => dial(t, { ...usual(t), port, socket: {} })],
  [
    'socket, a Duplex',
    'connect.socket',
    (t, port) => dial(t, { ...usual(t), socket: over(t.keep(net.connect(port, '127.0.0.1'))) }),
  ],
  [
    'new TLSSocket().connect',
    'TLSSocket.new-connect',
    (t, port) => {
      const Socket = t.tls.TLSSocket as unknown as new (socket?: unknown, options?: unknown) => TLSSocket;
      return new Socket(undefined, { ca: t.pki.ca }).connect(port, '127.0.0.1');
    },
  ],
  [
    'new TLSSocket(socket)',
    'TLSSocket.new-alone',
    (t, port) => {
      const Socket = t.tls.TLSSocket as unknown as new (socket?: unknown, options?: unknown) => TLSSocket;
      return new Socket(t.keep(net.connect(port, '127.0.0.1')));
    },
  ],
  [
    'new TLSSocket(socket, { secureContext })',
    'TLSSocket.new-secureContext',
    (t, port) =>
      new t.tls.TLSSocket(t.keep(net.connect(port, '127.0.0.1')), { secureContext: t.tls.createSecureContext() }),
  ],
  [
    'TLSSocket without new',
    'TLSSocket.new',
    (t, port) => call(t.tls, 'TLSSocket', t.keep(net.connect(port, '127.0.0.1'))),
  ],
  ['new TLSSocket({})', 'TLSSocket.new', (t) => Reflect.construct(t.tls.TLSSocket, [{}])],
  ['new TLSSocket(1)', 'TLSSocket.new', (t) => Reflect.construct(t.tls.TLSSocket, [1])],
];

function found(_host: string, options: { all?: boolean }, done: (...args: unknown[]) => void): void {
  process.nextTick(() =>
    options.all === true ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
  );
}

function blocking(): BlockList {
  const list = new BlockList();
  list.addAddress('127.0.0.1');
  return list;
}

function over(socket: net.Socket): Duplex {
  socket.on('data', (data) => duplex.push(data));
  socket.on('end', () => duplex.push(null));
  socket.on('error', () => undefined);
  const duplex: Duplex = new Duplex({
    read() {},
    write: (chunk, _encoding, done) => socket.write(chunk, done),
    final: (done) => socket.end(done),
  });
  return duplex;
}

async function play(stage: Stage, connect: Connect): Promise<void> {
  const server = await stage.serve(stage.node, {}, (socket) => quiet(socket).end('hello'));
  let socket: unknown;
  try {
    socket = connect(stage, portOf(server), () => stage.note('listener', 'called'));
  } catch (error) {
    return stage.note('threw', error);
  }
  await watched(stage, socket);
}

async function watched(stage: Stage, socket: unknown): Promise<void> {
  if (!(socket instanceof Duplex)) return stage.note('returned', socket);
  stage.keep(stage.watch('mine', socket, EVENTS));
  socket.resume();
  stage.note('closes', await within(socket, 'close'));
  const one = socket as TLSSocket;
  stage.note('at last', [one.authorized, one.authorizationError, one.constructor.name]);
}

const unixSockets = (['path, options', '{ path }'] as const).map(
  (form): Script => ({
    name: `arguments/${form}`,
    rows: ['tls.connect.path'],
    run: async (stage) => {
      const path = join(process.cwd(), `beside-${process.pid}-${Math.random()}.sock`);
      const server = stage.keep(stage.node.createServer({ cert: stage.pki.server, key: stage.pki.serverKey }));
      server.on('secureConnection', (socket) => quiet(stage.keep(socket)).end('hello'));
      server.listen(path);
      await within(server, 'listening');
      const { ca } = stage.pki;
      const options = { servername: 'localhost', ca };
      await watched(stage, form === '{ path }' ? dial(stage, { path, ...options }) : dial(stage, path, options));
    },
  }),
);

export const argumentScripts: readonly Script[] = [
  ...forms.map(
    ([name, row, connect]): Script => ({
      name: `arguments/${name}`,
      rows: `tls.${row}`.split(' '),
      run: (stage) => play(stage, connect),
    }),
  ),
  ...unixSockets,
];
