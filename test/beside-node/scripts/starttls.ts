/** TLS over a stream that was in use, on both sides. */
import type net from 'node:net';
import { Duplex, duplexPair } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Script } from '../harness/script.js';
import { quiet, type Stage, within } from '../harness/stage.js';
import { only, VERSIONS } from './scenes.js';

const EVENTS = 'secure secureConnect data end error close'.split(' ');

/** A plain greeting, then TLS on what is left. */
async function upgrade(
  stage: Stage,
  side: 'client' | 'server',
  version: (typeof VERSIONS)[number],
  prepare: (raw: net.Socket) => void,
  after: (raw: net.Socket, secure: TLSSocket) => void | Promise<void>,
): Promise<void> {
  const { server: cert, serverKey: key, ca } = stage.pki;
  const isClient = side === 'client';
  const theirs = isClient ? stage.node : stage.tls;
  let mine: TLSSocket | undefined;
  let raw: net.Socket | undefined;
  const server = await stage.plain((socket) => {
    if (!isClient) {
      raw = socket;
      prepare(socket);
    }
    socket.once('data', () => {
      socket.write('READY');
      const secure = stage.keep(
        new theirs.TLSSocket(socket, {
          isServer: true,
          secureContext: theirs.createSecureContext({ cert, key, ...only(version) }),
        }),
      );
      if (isClient) quiet(secure).on('data', (data) => secure.write(data));
      else mine = stage.watch('mine', secure, EVENTS);
    });
  });
  const socket = await stage.raw(server);
  if (isClient) {
    raw = socket;
    prepare(socket);
  }
  socket.write('STARTTLS');
  await within(socket, 'data');
  const client = stage.keep((isClient ? stage.tls : stage.node).connect({ socket, servername: 'localhost', ca }));
  if (isClient) mine = stage.watch('mine', client, EVENTS);
  else quiet(client).on('data', (data) => client.write(data));
  const secured = within(client, 'secureConnect');
  if (raw !== undefined && mine !== undefined) await after(raw, mine);
  stage.note('secured', await secured);
  if (mine !== undefined && !mine.destroyed) {
    const data = within(mine, 'data', 300);
    mine.write('hello');
    await data;
  }
  client.end();
  if (mine !== undefined && !mine.closed) stage.note('closes', await within(mine, 'close'));
  if (raw !== undefined) stage.note('beneath', [raw.destroyed, raw.readableFlowing]);
}

const idle = () => undefined;
const cases: readonly (readonly [
  string,
  (raw: net.Socket, stage: Stage) => void,
  (raw: net.Socket, secure: TLSSocket, stage: Stage) => void,
])[] = [
  ['plainly', idle, idle],
  ['setEncoding', (raw) => raw.setEncoding('utf8'), idle],
  [
    'an old listener of data',
    (raw, stage) => raw.on('data', (data) => stage.note('the old listener', data.length)),
    idle,
  ],
  ['an old listener of end and close', (raw, stage) => stage.watch('beneath', raw, ['end', 'close']), idle],
  [
    'listeners are removed',
    idle,
    (raw) => {
      raw.removeAllListeners();
      raw.on('error', idle);
    },
  ],
  ['a paused socket', (raw) => raw.once('data', () => raw.pause()), idle],
  ['a timeout beneath', (raw) => raw.setTimeout(5000), (_raw, secure, stage) => stage.note('timeout', secure.timeout)],
  ['the socket beneath is destroyed', idle, (raw, secure) => secure.once('secure', () => raw.destroy())],
  ['the socket beneath is ended', idle, (raw, secure) => secure.once('secure', () => raw.end())],
  ['mine is destroyed at once', idle, (_raw, secure) => secure.destroy()],
  ['mine is destroyed', idle, (_raw, secure) => secure.once('secure', () => secure.destroy())],
  [
    'members',
    idle,
    (raw, secure, stage) =>
      secure.once('secure', () =>
        stage.note('members', [
          secure.remoteAddress === raw.remoteAddress,
          secure.remoteFamily,
          Reflect.get(secure, '_parent') === raw,
          secure.connecting,
        ]),
      ),
  ],
];

const upgrades = cases.flatMap(([name, prepare, after]) =>
  (['client', 'server'] as const).flatMap((side) =>
    VERSIONS.map(
      (version): Script => ({
        name: `starttls/${name}/${side}/${version}`,
        rows: ['tls.connect.socket-in-use', 'tls.TLSSocket.new'],
        run: (stage) =>
          upgrade(
            stage,
            side,
            version,
            (raw) => prepare(raw, stage),
            (raw, secure) => after(raw, secure, stage),
          ),
      }),
    ),
  ),
);

/** Any Duplex: a pair in memory, with the peer at its other end. */
const pairs = (['ends', 'is destroyed', 'fails', 'is in object mode', 'is silent'] as const).map(
  (name): Script => ({
    name: `starttls/a Duplex ${name}/client`,
    rows: ['tls.connect.socket', 'tls.TLSSocket.setTimeout'],
    run: async (stage) => {
      const [near, far] = duplexPair(name === 'is in object mode' ? { objectMode: true } : {});
      const { server: cert, serverKey: key, ca } = stage.pki;
      if (name !== 'is silent') {
        const server = new stage.node.TLSSocket(far, {
          isServer: true,
          secureContext: stage.node.createSecureContext({ cert, key }),
        });
        quiet(stage.keep(server)).on('data', (data) => server.write(data));
        server.on('end', () => server.end());
      }
      near.on('error', idle);
      let client: TLSSocket;
      try {
        client = stage.tls.connect({ socket: near, servername: 'localhost', ca });
      } catch (error) {
        return stage.note('threw', error);
      }
      stage.watch('mine', stage.keep(client), [...EVENTS, 'timeout']);
      if (name === 'is silent') {
        client.setTimeout(50);
        await within(client, 'timeout');
        client.destroy();
      } else if (await within(client, 'secureConnect', 500)) {
        client.write('hello');
        await within(client, 'data', 500);
        if (name === 'is destroyed') near.destroy();
        else if (name === 'fails') near.destroy(new Error('beneath'));
        else client.end();
      }
      stage.note('closes', client.closed || (await within(client, 'close', 500)));
      stage.note('beneath', near.destroyed);
      stage.note('addresses', [client.remoteAddress, client.remotePort, client.address()]);
    },
  }),
);

export const starttls: readonly Script[] = [
  ...upgrades,
  ...pairs,
  {
    name: 'starttls/a Duplex that never reads/client',
    rows: ['tls.connect.socket'],
    run: async (stage) => {
      const stuck = new Duplex({ read() {}, write() {} });
      const client = stage.watch(
        'mine',
        stage.keep(stage.tls.connect({ socket: stuck, servername: 'localhost' })),
        EVENTS,
      );
      client.write('waits');
      await stage.settle();
      client.destroy();
      stage.note('closes', await within(client, 'close', 500));
    },
  },
];
