/** The options of new TLSSocket, and what little else no other script has. */
import type { TLSSocket } from 'node:tls';
import type { Script } from '../harness/script.js';
import { call, type Options, quiet, type Stage, within } from '../harness/stage.js';
import { only, VERSIONS, wrappingServer } from './scenes.js';

type Given = (stage: Stage) => Options;

const serverOptions: readonly (readonly [string, string, Given, Given?])[] = [
  ['enableTrace', 'enableTrace', () => ({ enableTrace: true })],
  ['requestCert', 'requestCert', ({ pki }) => ({ requestCert: true, ca: pki.ca }), certified],
  ['requestCert, none is sent', 'requestCert', ({ pki }) => ({ requestCert: true, ca: pki.ca })],
  [
    'rejectUnauthorized: false',
    'rejectUnauthorized',
    ({ pki }) => ({ requestCert: true, rejectUnauthorized: false, ca: pki.ca }),
  ],
  ['ALPNProtocols', 'ALPNProtocols', () => ({ ALPNProtocols: ['b'] }), () => ({ ALPNProtocols: ['a', 'b'] })],
  ['SNICallback', 'SNICallback', () => ({ SNICallback: (_name: string, done: (error: null) => void) => done(null) })],
  ['server', 'server', (stage) => ({ server: stage.tls.createServer() })],
  ['isServer', 'isServer', () => ({})],
  ['secureContext', 'secureContext', () => ({})],
];

function certified({ pki }: Stage): Options {
  return { cert: pki.client, key: pki.clientKey };
}

const servers = serverOptions.map(
  ([name, row, given, client]): Script => ({
    name: `wrapped/${name}/server`,
    rows: [`tls.TLSSocket.options.${row}`],
    run: async (stage) => {
      const server = await wrappingServer(stage, given(stage), (socket) => {
        stage.watch('mine', quiet(stage.keep(socket)), ['secure', 'data', 'end', 'error', 'close']);
        socket.on('secure', () => {
          stage.note('knows', facts(socket));
          socket.end('hello');
        });
      });
      const socket = quiet(stage.dial(stage.node, server, client?.(stage)));
      socket.resume();
      await within(socket, 'close');
      await stage.settle();
    },
  }),
);

const facts = (socket: TLSSocket) => [
  socket.authorized,
  socket.authorizationError,
  socket.alpnProtocol,
  socket.servername,
  socket.getPeerCertificate()?.subject,
];

const clients = (
  [
    ['session', () => ({ session: Buffer.from('junk') })],
    ['requestOCSP', () => ({ requestOCSP: true })],
    ['ALPNProtocols', () => ({ ALPNProtocols: ['a'] })],
  ] as const satisfies readonly (readonly [string, Given])[]
).map(
  ([name, given]): Script => ({
    name: `wrapped/${name}/client`,
    rows: [`tls.TLSSocket.options.${name}`],
    run: async (stage) => {
      const server = await stage.serve(stage.node, { ALPNProtocols: ['a'] }, (socket) => quiet(socket).end('hello'));
      const raw = await stage.raw(server);
      const secureContext = stage.tls.createSecureContext({ ca: stage.pki.ca });
      const socket = stage.keep(new stage.tls.TLSSocket(raw, { secureContext, ...given() }));
      stage.watch('mine', socket, ['secure', 'secureConnect', 'OCSPResponse', 'data', 'end', 'error', 'close']);
      stage.note('closes', await within(socket, 'close'));
      stage.note('knows', facts(socket));
    },
  }),
);

const rest: readonly Script[] = [
  {
    name: 'wrapped/setKeyCert',
    rows: ['tls.TLSSocket.setKeyCert'],
    run: async (stage) => {
      const { other: cert, otherKey: key } = stage.pki;
      const server = await stage.serve(stage.tls, {
        ALPNCallback(this: TLSSocket): undefined {
          stage.try('set', () => call(this, 'setKeyCert', { cert, key }));
          stage.try('wrong', () => call(this, 'setKeyCert', 1));
        },
      });
      const socket = stage.dial(stage.node, server, { ALPNProtocols: ['a'], rejectUnauthorized: false });
      stage.note('outcome', await stage.outcome(quiet(socket)));
    },
  },
  ...VERSIONS.flatMap((version) =>
    (['other', 'rsa', 'chain'] as const).map(
      (name): Script => ({
        name: `wrapped/setKeyCert, ${name} in ALPNCallback/${version}`,
        rows: ['tls.TLSSocket.setKeyCert', 'tls.createServer.ALPNCallback'],
        run: async (stage) => {
          const [cert, key] = [stage.pki[name], stage.pki[`${name}Key`]];
          const server = await stage.serve(stage.tls, {
            ...only(version),
            ALPNCallback(this: TLSSocket): string {
              stage.try('set', () => call(this, 'setKeyCert', { cert, key }));
              return 'a';
            },
          });
          const options = { ...only(version), ALPNProtocols: ['a'], rejectUnauthorized: false };
          const socket = stage.dial(stage.node, server, options);
          stage.note('outcome', await stage.outcome(quiet(socket)));
          stage.note('shown', namesUp(socket));
        },
      }),
    ),
  ),
  ...VERSIONS.map(
    (version): Script => ({
      name: `wrapped/issuers up the chain/${version}`,
      rows: ['tls.TLSSocket.getPeerX509Certificate', 'tls.TLSSocket.getPeerCertificate'],
      run: async (stage) => {
        const { chain: cert, chainKey: key } = stage.pki;
        const socket = stage.dial(stage.tls, await stage.serve(stage.node, { ...only(version), cert, key }));
        stage.note('outcome', await stage.outcome(quiet(socket)));
        stage.note('issuers', namesUp(socket));
        stage.note('detailed', socket.getPeerCertificate(true));
      },
    }),
  ),
  {
    name: 'wrapped/context.addCACert',
    rows: ['tls.createSecureContext.context.addCACert', 'tls.createSecureContext.context'],
    run: async (stage) => {
      const secureContext = stage.tls.createSecureContext({ ca: stage.pki.stranger });
      stage.try('added', () => call(secureContext.context as object, 'addCACert', stage.pki.ca));
      const socket = stage.dial(stage.tls, await stage.serve(stage.node), { secureContext, ca: undefined });
      stage.note('outcome', await stage.outcome(quiet(socket)));
    },
  },
  ...[['zlib'], ['brotli', 'zstd'], [], ['x'], 'zlib', null].map(
    (value): Script => ({
      name: `wrapped/certificateCompression: ${JSON.stringify(value)}`,
      rows: ['tls.connect.certificateCompression', 'tls.createSecureContext.certificateCompression'],
      run: async (stage) => {
        stage.try(
          'made',
          () => typeof Reflect.apply(stage.tls.createSecureContext, stage.tls, [{ certificateCompression: value }]),
        );
      },
    }),
  ),
  ...[8, 256, 'x', null].map(
    (value): Script => ({
      name: `wrapped/typeOfService: ${JSON.stringify(value)}`,
      rows: ['tls.connect.typeOfService'],
      run: async (stage) => {
        const server = await stage.serve(stage.node);
        let socket: TLSSocket;
        try {
          socket = stage.dial(stage.tls, server, { typeOfService: value });
        } catch (error) {
          return stage.note('threw', error);
        }
        stage.note('outcome', await stage.outcome(quiet(socket)));
        stage.note('is', call(socket, 'getTypeOfService'));
      },
    }),
  ),
];

export const wrapped: readonly Script[] = [...servers, ...clients, ...rest];

/** Whom the peer's certificate names, and its issuers, as far as they are known. */
function namesUp(socket: TLSSocket): string[] {
  const names: string[] = [];
  for (let one = socket.getPeerX509Certificate(); one !== undefined && names.length < 5; one = one.issuerCertificate)
    names.push(one.subject);
  return names;
}
