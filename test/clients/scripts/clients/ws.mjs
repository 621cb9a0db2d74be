import { once } from 'node:events';
import { WebSocket } from 'ws';
import { same, textOf } from '../checklist.mjs';

export async function open({ host, port, tls }) {
  const socket = new WebSocket(`wss://${host}:${port}`, { ...tls, handshakeTimeout: 5_000 });
  await once(socket, 'open');
  socket.on('error', () => undefined);
  const echo = async (payload) => {
    const message = once(socket, 'message');
    socket.send(payload);
    return String((await message)[0]);
  };
  return {
    trip: () => echo('forty-two'),
    who: () => echo('who'),
    protocol: async () => socket._socket.getProtocol(),
    large: async (length) => same(await echo(textOf(length)), textOf(length)),
    close: async () => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}
