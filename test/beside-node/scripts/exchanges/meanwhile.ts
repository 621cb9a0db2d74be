/** What happens while a session lives: timeouts and new handshakes. */
import { within } from '../../harness/stage.js';
import { closes, type Play } from './ends.js';

export const meanwhile: readonly Play[] = [
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
];
