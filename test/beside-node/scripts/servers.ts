/** Servers: their members, their sessions, their contexts, their listeners. */
import { randomBytes } from 'node:crypto';
import type net from 'node:net';
import type { Server, TLSSocket } from 'node:tls';
import type { Script } from '../harness/script.js';
import { call, type Options, quiet, type Stage, type Tls, within } from '../harness/stage.js';
import { type Look, only, VERSIONS } from './scenes.js';

const script = (name: string, rows: readonly string[], run: Script['run'], more: Partial<Script> = {}): Script => ({
  name: `servers/${name}`,
  rows: rows.map((row) => `tls.${row}`),
  run,
  ...more,
});

/** A connection of node's client, ended after an exchange; gives its last session. */
async function visit(
  stage: Stage,
  server: net.Server,
  options: Options = {},
  look: Look = () => undefined,
): Promise<Buffer | undefined> {
  const client = quiet(stage.dial(stage.node, server, options));
  let session: Buffer | undefined;
  client.on('session', (one) => {
    session = one;
  });
  if ((await stage.outcome(client)) !== 'secure') return undefined;
  client.write('hello');
  await within(client, 'data');
  look('visited', client);
  client.end();
  await within(client, 'close');
  return session;
}

const echo = (socket: TLSSocket) => quiet(socket).on('data', (data) => socket.write(data));
const reused =
  (stage: Stage): Look =>
  (_state, socket) =>
    stage.note('reused', socket.isSessionReused());

const sessions = VERSIONS.flatMap((version) => [
  script(
    `tickets/${version}`,
    ['TLSSocket.isSessionReused', 'TLSSocket.events.session', 'connect.session'],
    async (stage) => {
      const server = await stage.serve(stage.tls, only(version), (socket) => {
        echo(socket);
        stage.note('server', socket.isSessionReused());
      });
      const session = await visit(stage, server, {}, reused(stage));
      await visit(stage, server, { session }, reused(stage));
    },
  ),
  script(
    `newSession and resumeSession/${version}`,
    ['Server.events.newSession', 'Server.events.resumeSession'],
    async (stage) => {
      const store = new Map<string, Buffer>();
      const server = await stage.serve(stage.tls, only(version), echo);
      server.on('newSession', (id: Buffer, data: Buffer, done: () => void) => {
        stage.note('newSession', [id.length, Buffer.isBuffer(data)]);
        store.set(id.toString('hex'), data);
        setTimeout(done, 10);
      });
      server.on('resumeSession', (id: Buffer, done: (error: null, data: Buffer | null) => void) => {
        stage.note('resumeSession', [id.length, store.has(id.toString('hex'))]);
        setTimeout(() => done(null, store.get(id.toString('hex')) ?? null), 10);
      });
      const session = await visit(stage, server, {}, reused(stage));
      await visit(stage, server, { session }, reused(stage));
    },
  ),
  script(`resumeSession fails/${version}`, ['Server.events.resumeSession'], async (stage) => {
    const server = await stage.serve(stage.tls, { ...only(version) }, echo);
    server.on('newSession', (_id: Buffer, _data: Buffer, done: () => void) => done());
    server.on('resumeSession', (_id: Buffer, done: (error: Error) => void) => done(new Error('no store')));
    server.on('tlsClientError', (error) => stage.note('tlsClientError', error));
    const session = await visit(stage, server, {}, reused(stage));
    stage.note('again', (await visit(stage, server, { session }, reused(stage))) !== undefined);
  }),
  script(`ticketKeys shared by two/${version}`, ['createServer.ticketKeys', 'Server.getTicketKeys'], async (stage) => {
    const ticketKeys = randomBytes(48);
    const options = { ...only(version), ticketKeys };
    const [one, two] = [await stage.serve(stage.tls, options, echo), await stage.serve(stage.tls, options, echo)];
    stage.note('keys', [call(one, 'getTicketKeys'), Buffer.compare(one.getTicketKeys(), ticketKeys)]);
    await visit(stage, two, { session: await visit(stage, one) }, reused(stage));
  }),
  script(`setTicketKeys/${version}`, ['Server.setTicketKeys'], async (stage) => {
    const server = await stage.serve(stage.tls, only(version), echo);
    const session = await visit(stage, server);
    stage.try('set', () => server.setTicketKeys(randomBytes(48)));
    await visit(stage, server, { session }, reused(stage));
    for (const wrong of [Buffer.alloc(47), 'x', null]) stage.try('wrong', () => call(server, 'setTicketKeys', wrong));
  }),
  script(`keylog/${version}`, ['Server.events.keylog', 'TLSSocket.events.keylog'], async (stage) => {
    const server = await stage.serve(stage.tls, only(version), echo);
    server.on('keylog', (line: Buffer, socket: TLSSocket) =>
      stage.note('server', [String(line).split(' ')[0], line.at(-1), socket.constructor.name]),
    );
    await visit(stage, server);
    const client = quiet(stage.dial(stage.tls, await stage.serve(stage.node, only(version), echo)));
    client.on('keylog', (line) => stage.note('client', [String(line).split(' ')[0], line.at(-1)]));
    await stage.outcome(client);
  }),
  script(`OCSPRequest/${version}`, ['Server.events.OCSPRequest', 'TLSSocket.events.OCSPResponse'], async (stage) => {
    for (const answer of [Buffer.from('an answer'), null]) {
      const serve = async (tls: Tls) => {
        const server = await stage.serve(tls, { ...only(version), ca: stage.pki.ca }, echo);
        server.on('OCSPRequest', (certificate, issuer, done) => {
          if (tls === stage.tls) stage.note('OCSPRequest', [Buffer.isBuffer(certificate), Buffer.isBuffer(issuer)]);
          setTimeout(done, 10, null, answer);
        });
        return server;
      };
      for (const [server, client] of [
        ['tls', 'node'],
        ['node', 'tls'],
      ] as const) {
        const socket = quiet(stage.dial(stage[client], await serve(stage[server]), { requestOCSP: true }));
        stage.watch(`${server} answers ${client}`, socket, ['OCSPResponse', 'secureConnect']);
        socket.on('OCSPResponse', (response) => stage.note('response', String(response)));
        await stage.outcome(socket);
      }
    }
  }),
  script(`OCSPRequest fails/${version}`, ['Server.events.OCSPRequest'], async (stage) => {
    const server = await stage.serve(stage.tls, only(version), echo);
    server.on('OCSPRequest', (_certificate, _issuer, done) => done(new Error('no answer'), null as unknown as Buffer));
    server.on('tlsClientError', (error) => stage.note('tlsClientError', error));
    const client = quiet(stage.dial(stage.node, server, { requestOCSP: true }));
    await within(client, 'close');
    await stage.settle();
  }),
  script(`client CA names/${version}`, ['createServer.ca-names'], async (stage) => {
    const { ca, client: cert, clientKey: key } = stage.pki;
    const server = await stage.serve(stage.tls, { ...only(version), requestCert: true, ca }, (socket) => {
      echo(socket);
      stage.note('server', [socket.authorized, Object.keys(socket.getPeerCertificate()).length > 0]);
    });
    await visit(stage, server, { cert, key });
  }),
]);

const names: readonly (readonly [string, readonly string[], string])[] = [
  ['an exact name', ['other.example'], 'other.example'],
  ['another name', ['other.example'], 'localhost'],
  ['a wildcard', ['*.example'], 'other.example'],
  ['a wildcard is one label', ['*.example'], 'a.other.example'],
  ['the last one wins', ['*.example', 'other.example'], 'other.example'],
  ['upper case', ['OTHER.example'], 'other.example'],
  ['a star alone', ['*'], 'other.example'],
];

const contexts = [
  ...names.map(([name, hosts, servername]) =>
    script(`addContext: ${name}`, ['Server.addContext'], async (stage) => {
      const server = await stage.serve(stage.tls, {}, (socket) => {
        echo(socket);
        stage.note('servername', socket.servername);
      });
      for (const host of hosts) server.addContext(host, { cert: stage.pki.other, key: stage.pki.otherKey });
      await visit(stage, server, { servername, rejectUnauthorized: false }, (_state, socket) =>
        stage.note('subject', socket.getPeerCertificate().subject),
      );
    }),
  ),
  ...['', null, undefined, 1].map((host) =>
    script(`addContext(${JSON.stringify(host) ?? 'undefined'})`, ['Server.addContext'], async (stage) => {
      const server = await stage.serve(stage.tls);
      stage.try('added', () => call(server, 'addContext', host, { cert: stage.pki.other, key: stage.pki.otherKey }));
    }),
  ),
  ...[undefined, null, 1, {}, { cert: 'junk' }].map((options) =>
    script(
      `setSecureContext(${JSON.stringify(options) ?? 'undefined'})`,
      ['Server.setSecureContext'],
      async (stage) => {
        const server = await stage.serve(stage.tls);
        stage.try('set', () => call(server, 'setSecureContext', options));
      },
    ),
  ),
  script('setSecureContext is used', ['Server.setSecureContext'], async (stage) => {
    const server = await stage.serve(stage.tls, {}, echo);
    const subject: Look = (_state, socket) => stage.note('subject', socket.getPeerCertificate().subject);
    await visit(stage, server, {}, subject);
    server.setSecureContext({ cert: stage.pki.other, key: stage.pki.otherKey });
    await visit(stage, server, { rejectUnauthorized: false }, subject);
  }),
  script('secureContext of a server', ['createServer.secureContext'], async (stage) => {
    const secureContext = stage.tls.createSecureContext({ cert: stage.pki.other, key: stage.pki.otherKey });
    const server = await stage.serve(stage.tls, { secureContext }, echo);
    await visit(stage, server, { rejectUnauthorized: false }, (_state, socket) =>
      stage.note('subject', socket.getPeerCertificate().subject),
    );
  }),
];

const life = [
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

export const servers: readonly Script[] = [
  ...sessions,
  ...contexts,
  ...life,
  ...['secureConnect', 'secure', 'data', 'end', 'close', 'session'].map((event) => throwing('client', event)),
  ...['data', 'end', 'close'].map((event) => throwing('server', event)),
  ...lackOfListeners,
];
