/** Listeners that throw, and sockets that nobody listens to. */
import type { TLSSocket } from 'node:tls';
import type { Script } from '../../harness/script.js';
import { quiet, within } from '../../harness/stage.js';
import { echo, script } from './visits.js';

const THROWN = new Error('thrown by a listener');
const throwing = (side: 'client' | 'server', event: string) =>
  script(
    `a listener of ${event} throws/${side}`,
    ['TLSSocket.listeners-that-throw'],
    async (stage) => {
      const throws = (socket: TLSSocket) => {
        stage.watch('mine', socket, ['end', 'error', 'close']);
        socket.once(event, () => {
          throw THROWN;
        });
        socket.on('data', (data) => stage.note('data', String(data)));
      };
      const isClient = side === 'client';
      const server = await stage.serve(isClient ? stage.node : stage.tls, {}, isClient ? echo : throws);
      const client = stage.dial(isClient ? stage.tls : stage.node, server);
      if (isClient) throws(client);
      else quiet(client);
      if (!(await within(client, 'secureConnect'))) return;
      client.write('hello');
      await stage.settle();
      client.end();
      await within(client, 'close');
      await stage.settle();
    },
    { alone: true },
  );

const lackOfListeners = (
  [
    ['resets', (client) => client.resetAndDestroy()],
    ['is destroyed', (client) => client.destroy()],
    ['ends', (client) => client.end()],
  ] as const satisfies readonly (readonly [string, (client: TLSSocket) => void])[]
).flatMap(([name, act]) =>
  [true, false].map((writes) =>
    script(
      `nobody listens and the client ${name}, ${writes ? 'writing' : 'idle'}`,
      ['Server.events.tlsClientError-after'],
      async (stage) => {
        const server = await stage.serve(stage.tls, {}, (socket) => {
          if (writes) socket.pipe(socket);
          socket.on('close', (hadError) => stage.note('close', hadError));
        });
        server.on('tlsClientError', (error) => stage.note('tlsClientError', error));
        const client = quiet(stage.dial(stage.node, server));
        await within(client, 'secureConnect');
        client.write('hello');
        await stage.settle();
        act(client);
        await stage.sleep(150);
      },
      { alone: true },
    ),
  ),
);

export const mishaps: readonly Script[] = [
  ...['secureConnect', 'secure', 'data', 'end', 'close', 'session'].map((event) => throwing('client', event)),
  ...['data', 'end', 'close'].map((event) => throwing('server', event)),
  ...lackOfListeners,
];
