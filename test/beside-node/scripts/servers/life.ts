/** The life of a server and its options. */
import type { Server } from 'node:tls';
import { within } from '../../harness/stage.js';
import { echo, script, visit } from './visits.js';

export const life = [
  script(
    'listen, address, getConnections, close',
    ['Server.address-close-listen', 'Server.events.listening', 'Server.ref'],
    async (stage) => {
      const server = await stage.serve(stage.tls, {}, echo);
      stage.watch('server', server, ['listening', 'connection', 'secureConnection', 'close', 'error', 'drop']);
      stage.note('address', server.address());
      stage.note('listening', server.listening);
      stage.try('ref', () => server.unref().ref(), server);
      await visit(stage, server);
      stage.note('connections', await connectionsOf(server));
      stage.try('close', () => server.close((error) => stage.note('closed', error)), server);
      await within(server, 'close');
      stage.try('close again', () => server.close((error) => stage.note('closed', error)), server);
      await stage.settle();
      stage.note('listening', server.listening);
    },
  ),
  script(
    'connection is given a stream',
    ['Server.events.connection', 'Server.events.secureConnection'],
    async (stage) => {
      const server = await stage.serve(stage.tls, {}, echo);
      server.on('connection', (socket) => stage.note('connection', socket.constructor.name));
      server.on('secureConnection', (socket) => stage.note('secureConnection', [socket.encrypted, socket.authorized]));
      const plain = await stage.plain((socket) => server.emit('connection', socket));
      await visit(stage, plain);
    },
  ),
  script(
    'keepAliveInitialDelay, highWaterMark',
    ['createServer.keepAliveInitialDelay', 'createServer.highWaterMark'],
    async (stage) => {
      const options = { keepAlive: true, keepAliveInitialDelay: 1000, highWaterMark: 5000 };
      const server = await stage.serve(stage.tls, options, (socket) => {
        echo(socket);
        stage.note('highWaterMark', [socket.readableHighWaterMark, socket.writableHighWaterMark]);
      });
      await visit(stage, server);
    },
  ),
  ...[
    'enableTrace',
    'ALPNCallback',
    'pskCallback',
    'pskIdentityHint',
    'blockList',
    'clientCertEngine',
    'noDelay',
    'keepAlive',
  ].flatMap((option) =>
    [1, 'x', true, {}, null].map((value) =>
      script(`${option}: ${JSON.stringify(value)}`, [`createServer.${option}`], (stage) => {
        const { server: cert, serverKey: key } = stage.pki;
        stage.try('made', () => stage.tls.createServer({ cert, key, [option]: value }).constructor.name);
      }),
    ),
  ),
];

const connectionsOf = (server: Server) =>
  new Promise((resolve) => {
    server.getConnections((error, count) => resolve(error ?? count));
  });
