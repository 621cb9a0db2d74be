/** Handshakes that fail, of every kind: what each end is told, and what it then knows. */
import type net from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Pki } from '../harness/given.js';
import type { Script } from '../harness/script.js';
import { type Options, quiet, type Stage, type Version, within } from '../harness/stage.js';
import { only, VERSIONS } from './scenes.js';

const EVENTS = 'connect ready secure secureConnect end error close'.split(' ');

interface Failure {
  readonly name: string;
  readonly rows: readonly string[];
  readonly client?: (pki: Pki, version: Version) => Options;
  readonly server?: (pki: Pki, version: Version) => Options;
}

const credentials = (pki: Pki, name: string) => ({
  cert: Reflect.get(pki, name) as string,
  key: Reflect.get(pki, `${name === 'leaf' ? 'chain' : name}Key`) as string,
});

const bad = (name: string): Failure => ({
  name: `the server's certificate: ${name}`,
  rows: ['TLSSocket.authorizationError.client', ...(name === 'nameOnly' ? ['connect.common-name'] : [])],
  server: (pki) => credentials(pki, name),
});
const badClient = (name: string): Failure => ({
  name: `the client's certificate: ${name}`,
  rows: ['TLSSocket.authorizationError.server'],
  client: (pki) => credentials(pki, name),
  server: (pki) => ({ requestCert: true, ca: pki.ca }),
});

const certificates = ['stranger', 'expired', 'future', 'other', 'clientOnly', 'leaf', 'nameOnly', 'chain', 'rsa'];

const failures: readonly Failure[] = [
  ...certificates.map(bad),
  ...certificates.map(
    (name): Failure => ({
      ...bad(name),
      name: `${bad(name).name}, tolerated`,
      client: () => ({ rejectUnauthorized: false }),
    }),
  ),
  ...['stranger', 'expired', 'client', 'leaf', 'server'].map(badClient),
  ...['stranger', 'expired', 'client', 'leaf'].map(
    (name): Failure => ({
      ...badClient(name),
      name: `${badClient(name).name}, tolerated`,
      rows: ['TLSSocket.authorized.server', 'createServer.requestCert-tolerant'],
      server: (pki) => ({ requestCert: true, rejectUnauthorized: false, ca: pki.ca }),
    }),
  ),
  {
    name: 'no client certificate',
    rows: ['createServer.requestCert'],
    server: (pki) => ({ requestCert: true, ca: pki.ca }),
  },
  {
    name: 'no client certificate, tolerated',
    rows: ['createServer.requestCert-tolerant'],
    server: (pki) => ({ requestCert: true, rejectUnauthorized: false, ca: pki.ca }),
  },
  {
    name: 'revoked',
    rows: ['createSecureContext.crl'],
    client: (pki) => ({ crl: pki.crl }),
    server: (pki) => credentials(pki, 'revoked'),
  },
  { name: 'not revoked', rows: ['createSecureContext.crl'], client: (pki) => ({ crl: pki.crl }) },
  {
    name: 'no common version',
    rows: ['createSecureContext.minVersion'],
    server: (_pki, version) => only(version === 'TLSv1.2' ? 'TLSv1.3' : 'TLSv1.2'),
  },
  {
    name: 'no common cipher',
    rows: ['createSecureContext.ciphers'],
    client: () => ({ ciphers: 'TLS_AES_128_GCM_SHA256:ECDHE-ECDSA-AES128-GCM-SHA256' }),
    server: () => ({ ciphers: 'TLS_AES_256_GCM_SHA384:ECDHE-ECDSA-AES256-GCM-SHA384' }),
  },
  {
    name: 'no common group',
    rows: ['createSecureContext.ecdhCurve'],
    client: () => ({ ecdhCurve: 'P-256' }),
    server: () => ({ ecdhCurve: 'P-384' }),
  },
  {
    name: 'no common signature algorithm',
    rows: ['createSecureContext.sigalgs'],
    client: () => ({ sigalgs: 'RSA-PSS+SHA256' }),
  },
  {
    name: 'no common protocol',
    rows: ['createServer.ALPNProtocols', 'connect.ALPNProtocols'],
    client: () => ({ ALPNProtocols: ['a'] }),
    server: () => ({ ALPNProtocols: ['b'] }),
  },
  {
    name: 'ALPNCallback wants none',
    rows: ['createServer.ALPNCallback'],
    client: () => ({ ALPNProtocols: ['a'] }),
    server: () => ({ ALPNCallback: () => undefined }),
  },
  {
    name: 'ALPNCallback wants what was not offered',
    rows: ['createServer.ALPNCallback'],
    client: () => ({ ALPNProtocols: ['a'] }),
    server: () => ({ ALPNCallback: () => 'b' }),
  },
  {
    name: 'SNICallback fails',
    rows: ['createServer.SNICallback'],
    server: () => ({ SNICallback: (_name: string, done: (error: Error) => void) => done(new Error('no such name')) }),
  },
  {
    name: 'SNICallback gives junk',
    rows: ['createServer.SNICallback'],
    server: () => ({ SNICallback: (_name: string, done: (error: null, context: unknown) => void) => done(null, {}) }),
  },
  {
    name: 'checkServerIdentity fails',
    rows: ['connect.checkServerIdentity'],
    client: () => ({ checkServerIdentity: () => Object.assign(new Error('not this one'), { code: 'MINE' }) }),
  },
  {
    name: 'checkServerIdentity fails, tolerated',
    rows: ['connect.checkServerIdentity'],
    client: () => ({ rejectUnauthorized: false, checkServerIdentity: () => new Error('not this one') }),
  },
  {
    name: 'a server without a certificate',
    rows: ['createServer.options'],
    server: () => ({ cert: undefined, key: undefined }),
  },
];

async function play(stage: Stage, side: 'client' | 'server', version: Version, failure: Failure): Promise<void> {
  const isServer = side === 'server';
  const server = await stage.serve(
    isServer ? stage.tls : stage.node,
    { ...only(version), ...failure.server?.(stage.pki, version) },
    (socket) => {
      if (isServer) {
        stage.watch('socket', socket, ['data', 'end', 'error', 'close']);
        stage.note('the server knows', known(socket));
      }
      quiet(socket).on('data', () => socket.end('bye'));
    },
  );
  if (isServer) {
    server.on('tlsClientError', (error, socket) => {
      stage.note('tlsClientError', [error, socket.destroyed, socket.authorized, socket.authorizationError]);
    });
    server.on('secureConnection', () => stage.note('secureConnection', true));
  }
  const client = stage.dial(isServer ? stage.node : stage.tls, server, {
    ...only(version),
    ...failure.client?.(stage.pki, version),
  });
  if (isServer) quiet(client);
  else {
    stage.watch('client', client, EVENTS);
    client.on('secureConnect', () => stage.note('the client knows', known(client)));
  }
  client.on('secureConnect', () => client.write('hello'));
  client.resume();
  await within(client, 'close');
  if (!isServer) stage.note('the client at last', known(client));
  await stage.settle();
}

const known = (socket: TLSSocket) => [
  socket.authorized,
  socket.authorizationError,
  socket.alpnProtocol,
  socket.servername,
  socket.getProtocol(),
];

/** Peers that speak no TLS, or stop in the middle. */
const strangers: readonly (readonly [string, (socket: net.Socket) => void])[] = [
  ['speaks HTTP', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['ends at once', (socket) => socket.end()],
  ['resets at once', (socket) => socket.resetAndDestroy()],
  ['ends after the hello', (socket) => socket.once('data', () => socket.end())],
  ['resets after the hello', (socket) => socket.once('data', () => socket.resetAndDestroy())],
  ['sends an alert', (socket) => socket.once('data', () => socket.end(Buffer.of(21, 3, 3, 0, 2, 2, 40)))],
  ['sends half a record', (socket) => socket.once('data', () => socket.end(Buffer.of(22, 3, 3, 0, 90, 2, 0)))],
  ['sends garbage', (socket) => socket.once('data', () => socket.end(Buffer.alloc(100, 0xff)))],
];

const clientsOfStrangers = strangers.map(
  ([name, act]): Script => ({
    name: `failures/the server ${name}/client`,
    rows: ['tls.TLSSocket.events.error'],
    run: async (stage) => {
      const server = await stage.plain(act);
      const client = stage.watch('client', stage.dial(stage.tls, server), EVENTS);
      stage.note('closes', await within(client, 'close'));
      stage.note('at last', known(client));
    },
  }),
);

const serversOfStrangers = (
  [
    ['speaks HTTP', (socket) => socket.write('GET / HTTP/1.1\r\n\r\n')],
    ['ends at once', (socket) => socket.end()],
    ['resets at once', (socket) => socket.resetAndDestroy()],
    ['sends an alert', (socket) => socket.write(Buffer.of(21, 3, 3, 0, 2, 2, 40))],
    ['sends half a record and ends', (socket) => socket.end(Buffer.of(22, 3, 1, 0, 90, 1, 0))],
    [
      'sends half a record and resets',
      (socket) => {
        socket.write(Buffer.of(22, 3, 1, 0, 90, 1, 0), () => socket.resetAndDestroy());
      },
    ],
    ['sends garbage', (socket) => socket.write(Buffer.alloc(100, 0xff))],
    ['says nothing', () => undefined],
  ] as const satisfies readonly (readonly [string, (socket: net.Socket) => void])[]
).map(
  ([name, act]): Script => ({
    name: `failures/the client ${name}/server`,
    rows: ['tls.Server.events.tlsClientError', 'tls.createServer.handshakeTimeout'],
    run: async (stage) => {
      const server = await stage.serve(stage.tls, { handshakeTimeout: 200 });
      server.on('secureConnection', () => stage.note('secureConnection', true));
      server.on('tlsClientError', (error, socket) =>
        stage.note('tlsClientError', [error, socket.constructor.name, socket.destroyed]),
      );
      const failed = within(server, 'tlsClientError');
      const socket = await stage.raw(server);
      socket.resume();
      act(socket);
      stage.note('told', await failed);
      stage.note('closed', socket.destroyed || (await within(socket, 'close')));
    },
  }),
);

const addresses: readonly (readonly [string, Options])[] = [
  ['nobody listens', { port: 1, host: '127.0.0.1' }],
  ['a path that is not there', { path: '/nowhere/at/all' }],
  ['lookup fails', { port: 1, host: 'x.example', lookup: (...args: unknown[]) => fails(args) }],
  ['lookup throws', { port: 1, host: 'x.example', lookup: throws }],
];

function fails(args: unknown[]): void {
  const done = args.at(-1) as (error: Error) => void;
  process.nextTick(() => done(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' })));
}

function throws(): void {
  throw new Error('thrown by lookup');
}

const dials = addresses.map(
  ([name, options]): Script => ({
    name: `failures/${name}/client`,
    rows: ['tls.connect.host', 'tls.connect.lookup'],
    run: async (stage) => {
      let client: TLSSocket;
      try {
        client = stage.keep(stage.tls.connect(options as object));
      } catch (error) {
        return stage.note('threw', error);
      }
      stage.watch('client', client, ['lookup', 'connectionAttempt', 'connectionAttemptFailed', ...EVENTS]);
      stage.note('closes', await within(client, 'close'));
    },
  }),
);

const handshakes = failures.flatMap((failure) =>
  (['client', 'server'] as const).flatMap((side) =>
    VERSIONS.map(
      (version): Script => ({
        name: `failures/${failure.name}/${side}/${version}`,
        rows: failure.rows.map((row) => `tls.${row}`),
        run: (stage) => play(stage, side, version, failure),
      }),
    ),
  ),
);

export const failureScripts: readonly Script[] = [
  ...handshakes,
  ...clientsOfStrangers,
  ...serversOfStrangers,
  ...dials,
];
