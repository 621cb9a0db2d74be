/** How a session ends: ends of one side and of both, half closes, destroyed and reset sockets. */
import { within } from '../../harness/stage.js';
import { closes, EVENTS, type Play } from './ends.js';

export const ending: readonly Play[] = [
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
];
