/** What goes and comes: writes, encodings, pauses, readers, pipes. */
import { within } from '../../harness/stage.js';
import { closes, EVENTS, type Play } from './ends.js';

export const moving: readonly Play[] = [
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
