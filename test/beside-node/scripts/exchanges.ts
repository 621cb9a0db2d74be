/** What both ends are told, and in which order: exchanges, half closes, ends, resets, pauses, timeouts. */
import type { TLSSocket } from 'node:tls';
import type { Script } from '../harness/script.js';
import { type Options, quiet, type Stage, type Version, within } from '../harness/stage.js';
import { only, type Side, VERSIONS, wrappingServer } from './scenes.js';

const EVENTS = 'connect ready secure secureConnect timeout data end finish error close drain pause resume'.split(' ');

/** Both ends: which is under test is `side`. */
interface Ends {
  readonly stage: Stage;
  readonly client: TLSSocket;
  readonly server: TLSSocket;
  readonly mine: TLSSocket;
  readonly peer: TLSSocket;
}

/** Watches the end under test alone: when the peer hears of it is the network's affair. */
async function joined(
  stage: Stage,
  side: Side,
  version: Version,
  options: { mine?: Options; peer?: Options; events?: readonly string[] } = {},
): Promise<Ends> {
  const isClient = side === 'client';
  const { mine = {}, peer = {}, events = EVENTS } = options;
  let took: (socket: TLSSocket) => void = () => undefined;
  const taken = new Promise<TLSSocket>((resolve) => {
    took = resolve;
  });
  const take = (socket: TLSSocket) => {
    if (isClient) quiet(socket);
    else stage.watch('mine', socket, events);
    took(socket);
  };
  const serverOptions = { ...only(version), ...(isClient ? peer : mine) };
  const listener =
    side === 'wrapped'
      ? await wrappingServer(stage, serverOptions, (socket) => {
          stage.keep(socket);
          take(socket);
        })
      : await stage.serve(isClient ? stage.node : stage.tls, serverOptions, take);
  const client = stage.dial(isClient ? stage.tls : stage.node, listener, {
    ...only(version),
    ...(isClient ? mine : peer),
  });
  if (isClient) stage.watch('mine', client, events);
  else quiet(client);
  await within(client, 'secureConnect');
  const server = await taken;
  return { stage, client, server, mine: isClient ? client : server, peer: isClient ? server : client };
}

type Play = (ends: Ends) => void | Promise<void>;

const closes = async ({ stage, mine }: Ends) => {
  if (!mine.closed) stage.note('closes', await within(mine, 'close'));
  // `closed` is said before the event is.
  await stage.settle();
  stage.note('afterwards', [mine.destroyed, mine.readableEnded, mine.writableFinished, mine.errored, mine.readyState]);
};

const plays: readonly (readonly [name: string, rows: string[], play: Play, options?: Parameters<typeof joined>[3]])[] =
  [
    [
      'both end',
      ['connect', 'ready', 'secure', 'secureConnect', 'end', 'close']
        .map((event) => `TLSSocket.events.${event}`)
        .concat('TLSSocket.end'),
      async (ends) => {
        ends.peer.resume();
        ends.mine.end('bye');
        ends.peer.end('too');
        await closes(ends);
      },
    ],
    [
      'mine ends first',
      ['TLSSocket.end'],
      async (ends) => {
        ends.peer.resume();
        ends.mine.end('bye');
        await closes(ends);
      },
    ],
    [
      'the peer ends first',
      ['TLSSocket.end'],
      async (ends) => {
        ends.peer.resume();
        ends.peer.end('bye');
        await closes(ends);
      },
    ],
    [
      'the peer ends first, nobody reads',
      ['TLSSocket.close-without-reader'],
      async (ends) => {
        ends.peer.end();
        await closes(ends);
      },
      { events: EVENTS.filter((event) => event !== 'data') },
    ],
    [
      'the peer sends and ends, nobody reads',
      ['TLSSocket.close-without-reader'],
      async (ends) => {
        ends.peer.end('unread');
        ends.stage.note('closes unread', await within(ends.mine, 'close', 300));
        ends.mine.resume();
        await closes(ends);
      },
      { events: EVENTS.filter((event) => event !== 'data') },
    ],
    [
      'mine is half open',
      ['connect.allowHalfOpen', 'createServer.allowHalfOpen'],
      async (ends) => {
        ends.peer.resume();
        ends.peer.end('first');
        await within(ends.mine, 'end');
        await ends.stage.settle();
        ends.stage.note('writable', [ends.mine.writable, ends.mine.readyState, ends.mine.allowHalfOpen]);
        ends.mine.end('last');
        await closes(ends);
      },
      { mine: { allowHalfOpen: true }, peer: { allowHalfOpen: true } },
    ],
    [
      'the peer destroys',
      ['TLSSocket.events.close'],
      async (ends) => {
        ends.peer.destroy();
        await closes(ends);
      },
    ],
    [
      'the peer destroys while mine writes',
      ['TLSSocket.events.error'],
      async (ends) => {
        ends.peer.destroy();
        ends.mine.write('x');
        await closes(ends);
        ends.stage.note('how', ends.mine.destroyed);
      },
      { events: ['end', 'close'] },
    ],
    [
      'the peer resets',
      ['TLSSocket.events.error'],
      async (ends) => {
        ends.peer.resetAndDestroy();
        await closes(ends);
      },
    ],
    [
      'mine destroys',
      ['TLSSocket.destroy'],
      async (ends) => {
        ends.mine.destroy();
        await closes(ends);
      },
    ],
    [
      'mine destroys with an error',
      ['TLSSocket.destroy'],
      async (ends) => {
        ends.mine.destroy(new Error('a reason'));
        await closes(ends);
      },
    ],
    [
      'mine destroys twice',
      ['TLSSocket.destroy'],
      async (ends) => {
        ends.mine.destroy();
        ends.mine.destroy(new Error('too late'));
        await closes(ends);
      },
    ],
    [
      'mine destroys soon',
      ['TLSSocket.destroySoon'],
      async (ends) => {
        ends.peer.resume();
        ends.mine.write('last words');
        ends.mine.destroySoon();
        await closes(ends);
      },
    ],
    [
      'mine resets',
      ['TLSSocket.resetAndDestroy'],
      async (ends) => {
        ends.mine.resetAndDestroy();
        await closes(ends);
      },
    ],
    [
      'mine writes after its end',
      ['TLSSocket.events.error'],
      async (ends) => {
        ends.peer.resume();
        ends.mine.end();
        ends.mine.write('late', (error) => ends.stage.note('callback', error));
        await closes(ends);
      },
    ],
    [
      'mine writes after destroy',
      ['TLSSocket.write'],
      async (ends) => {
        ends.mine.destroy();
        ends.stage.try('write', () => ends.mine.write('late', (error) => ends.stage.note('callback', error)));
        await closes(ends);
      },
    ],
    [
      'mine writes null',
      ['TLSSocket.write'],
      async (ends) => {
        for (const wrong of [null, undefined, 1, {}]) {
          ends.stage.try('write', () => Reflect.apply(ends.mine.write, ends.mine, [wrong]));
        }
        ends.mine.destroy();
        await closes(ends);
      },
    ],
    [
      'an empty write',
      ['TLSSocket.write'],
      async (ends) => {
        ends.stage.try('write', () => ends.mine.write('', () => ends.stage.note('callback', 'called')));
        await ends.stage.settle();
        ends.mine.end();
        ends.peer.resume();
        await closes(ends);
      },
    ],
    [
      'texts in encodings',
      ['TLSSocket.write'],
      async (ends) => {
        ends.peer.on('data', (data: Buffer) => ends.mine.emit('got', data.toString('hex')));
        let got = '';
        ends.mine.on('got', (hex: string) => {
          got += hex;
        });
        ends.mine.write('ff00', 'hex');
        ends.mine.write('ä', 'latin1');
        ends.mine.write('ä', 'utf16le');
        ends.mine.write('AQI=', 'base64');
        await ends.stage.settle();
        ends.stage.note('got', got);
        ends.mine.destroy();
        await closes(ends);
      },
    ],
    [
      'corked writes',
      ['TLSSocket.write'],
      async (ends) => {
        ends.mine.cork();
        for (const text of ['a', 'b', 'c']) ends.mine.write(text, () => ends.stage.note('callback', text));
        ends.stage.note('length', ends.mine.writableLength);
        ends.mine.uncork();
        ends.peer.on('data', (data) => ends.stage.note('the peer', String(data)));
        await ends.stage.settle();
        ends.mine.destroy();
        await closes(ends);
      },
    ],
    [
      'setEncoding',
      ['TLSSocket.setEncoding'],
      async (ends) => {
        ends.mine.setEncoding('utf8');
        ends.mine.on('data', (data) => ends.stage.note('type', typeof data));
        ends.peer.end(Buffer.from('grün'));
        await closes(ends);
      },
    ],
    [
      'a pause',
      ['TLSSocket.pause'],
      async (ends) => {
        ends.mine.pause();
        ends.peer.write('waits');
        await ends.stage.settle();
        ends.stage.note('paused', ends.mine.isPaused());
        ends.mine.resume();
        await within(ends.mine, 'data');
        ends.peer.end();
        await closes(ends);
      },
    ],
    [
      'readable and read()',
      ['TLSSocket.read'],
      async (ends) => {
        ends.mine.on('readable', () => ends.stage.note('read', String(ends.mine.read())));
        ends.peer.end('some');
        await closes(ends);
      },
      { events: EVENTS.filter((event) => !['data', 'resume', 'pause'].includes(event)) },
    ],
    [
      'async iteration',
      ['TLSSocket.read'],
      async (ends) => {
        ends.peer.end('some');
        for await (const data of ends.mine) ends.stage.note('chunk', String(data));
        await closes(ends);
      },
      { events: ['end', 'finish', 'error', 'close'] },
    ],
    [
      'an idle timeout',
      ['TLSSocket.setTimeout', 'TLSSocket.events.timeout'],
      async (ends) => {
        ends.stage.note(
          'it',
          ends.mine.setTimeout(50, () => ends.stage.note('listener', 'called')),
          ends.mine,
        );
        await within(ends.mine, 'timeout');
        await ends.stage.settle();
        ends.mine.destroy();
        await closes(ends);
      },
    ],
    [
      'a timeout put off by data',
      ['TLSSocket.setTimeout'],
      async (ends) => {
        ends.mine.setTimeout(400);
        for (let i = 0; i < 4; i++) {
          ends.peer.write('x');
          await ends.stage.sleep(300);
        }
        ends.mine.setTimeout(0);
        ends.stage.note('timeout', ends.mine.timeout);
        ends.mine.destroy();
        await closes(ends);
      },
    ],
    [
      'a megabyte comes',
      ['TLSSocket.events.data'],
      async (ends) => {
        let length = 0;
        ends.mine.on('data', (data) => {
          length += data.length;
        });
        ends.peer.end(Buffer.alloc(1 << 20, 'x'));
        await closes(ends);
        ends.stage.note('bytes', [length, ends.mine.bytesRead > 1 << 20]);
      },
      { events: ['end', 'finish', 'error', 'close'] },
    ],
    [
      'a megabyte goes',
      ['TLSSocket.events.drain'],
      async (ends) => {
        let length = 0;
        ends.peer.on('data', (data) => {
          length += data.length;
        });
        ends.stage.note('write', ends.mine.write(Buffer.alloc(1 << 20, 'x')));
        await within(ends.mine, 'drain');
        ends.mine.end();
        await closes(ends);
        ends.stage.note('bytes', length);
      },
      { events: ['drain', 'end', 'finish', 'error', 'close'] },
    ],
    [
      'a listener of data is removed',
      ['TLSSocket.events.data'],
      async (ends) => {
        ends.mine.removeAllListeners('data');
        ends.stage.note('flowing', ends.mine.readableFlowing);
        ends.peer.end('x');
        await ends.stage.settle();
        ends.mine.resume();
        await closes(ends);
      },
    ],
    [
      'renegotiate',
      ['TLSSocket.renegotiate'],
      async (ends) => {
        ends.stage.try('returned', () =>
          ends.mine.renegotiate({}, (error) => {
            ends.stage.note('callback', error);
          }),
        );
        await ends.stage.sleep(300);
        ends.peer.end();
        await closes(ends);
      },
    ],
    [
      'disableRenegotiation and the peer renegotiates',
      ['TLSSocket.disableRenegotiation'],
      async (ends) => {
        ends.mine.disableRenegotiation();
        ends.peer.renegotiate({}, () => undefined);
        await ends.stage.sleep(300);
        ends.mine.destroy();
        await closes(ends);
      },
    ],
    [
      'the peer renegotiates',
      ['TLSSocket.renegotiate'],
      async (ends) => {
        ends.peer.renegotiate({}, () => undefined);
        await ends.stage.sleep(300);
        ends.mine.end();
        ends.peer.resume();
        await closes(ends);
      },
    ],
    [
      'renegotiate with no function',
      ['TLSSocket.renegotiate'],
      async (ends) => {
        ends.stage.try('returned', () => Reflect.apply(ends.mine.renegotiate, ends.mine, [{}, 'x']));
        ends.mine.destroy();
        await closes(ends);
      },
    ],
    [
      'piped to itself',
      ['TLSSocket.pipe'],
      async (ends) => {
        ends.mine.pipe(ends.mine);
        ends.peer.on('data', (data) => ends.stage.note('echo', String(data)));
        ends.peer.end('round');
        await closes(ends);
      },
      { events: ['end', 'finish', 'error', 'close'] },
    ],
  ];

export const exchanges: readonly Script[] = plays.flatMap(([name, rows, play, options]) =>
  (['client', 'server', 'wrapped'] as const).flatMap((side) =>
    VERSIONS.map(
      (version): Script => ({
        name: `exchanges/${name}/${side}/${version}`,
        rows: rows.map((row) => `tls.${row}`),
        run: async (stage) => play(await joined(stage, side, version, options)),
      }),
    ),
  ),
);
