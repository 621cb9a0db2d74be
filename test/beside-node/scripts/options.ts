/** Each option with each value: whether it is taken, and what it does to a connection. */
import { constants } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { PASSPHRASE, type Pki, type Script } from '../harness/script.js';
import { type Options, quiet, type Stage, within } from '../harness/stage.js';

interface Case {
  readonly name: string;
  readonly rows: readonly string[];
  readonly client?: (pki: Pki, stage: Stage) => Options;
  readonly server?: (pki: Pki, stage: Stage) => Options;
  /** Which ends run on what is under test; both ways by default. */
  readonly sides?: readonly ('client' | 'server')[];
}

const CLIENT = ['client'] as const;
const SERVER = ['server'] as const;
const c12 = { maxVersion: 'TLSv1.2' };

/** An option of contexts, on the end under test. */
const context = (option: string, value: unknown, shown: unknown = value, more: Options = {}): Case[] =>
  (['client', 'server'] as const).map((side) => ({
    name: `${option}: ${JSON.stringify(shown) ?? 'undefined'}`,
    rows: [`createSecureContext.${option}`],
    sides: [side],
    [side]: () => ({ ...more, [option]: value }),
  }));

const cases: readonly Case[] = [
  ...[null, undefined, 0, '', false, true].map(
    (value): Case => ({
      name: `rejectUnauthorized: ${JSON.stringify(value) ?? 'undefined'}`,
      rows: [value === true || value === false ? 'connect.rejectUnauthorized' : 'connect.rejectUnauthorized-falsy'],
      sides: CLIENT,
      client: () => ({ rejectUnauthorized: value }),
      server: (pki) => ({ cert: pki.stranger, key: pki.strangerKey }),
    }),
  ),
  ...[null, undefined, 0, '', false, true].map(
    (value): Case => ({
      name: `requestCert, rejectUnauthorized: ${JSON.stringify(value) ?? 'undefined'}`,
      rows: ['createServer.requestCert', 'createServer.rejectUnauthorized'],
      sides: SERVER,
      server: (pki) => ({ requestCert: true, rejectUnauthorized: value, ca: pki.ca }),
    }),
  ),
  ...[null, undefined, 0, 1, '', 'x'].map(
    (value): Case => ({
      name: `requestCert: ${JSON.stringify(value) ?? 'undefined'}`,
      rows: ['createServer.requestCert'],
      sides: SERVER,
      server: (pki) => ({ requestCert: value, ca: pki.ca }),
    }),
  ),
  ...[undefined, null, '', 'localhost', 'other.example', '127.0.0.1', 'localhost.', 1].map(
    (value): Case => ({
      name: `servername: ${JSON.stringify(value) ?? 'undefined'}`,
      rows: ['connect.servername'],
      sides: CLIENT,
      client: () => ({ servername: value }),
    }),
  ),
  ...[
    ['h2', 'http/1.1'],
    ['http/1.1'],
    [],
    null,
    undefined,
    Buffer.from('\x02h2'),
    new Uint8Array(Buffer.from('\x02h2')),
    [Buffer.from('h2')],
    'h2',
    [1],
    [''],
  ].flatMap((value, index): Case[] => [
    {
      name: `ALPNProtocols of a client: ${index} ${JSON.stringify(value) ?? 'undefined'}`,
      rows: [ArrayBuffer.isView(value) ? 'connect.ALPNProtocols-buffer' : 'connect.ALPNProtocols'],
      sides: CLIENT,
      client: () => ({ ALPNProtocols: value }),
      server: () => ({ ALPNProtocols: ['h2', 'http/1.1'] }),
    },
    {
      name: `ALPNProtocols of a server: ${index} ${JSON.stringify(value) ?? 'undefined'}`,
      rows: [ArrayBuffer.isView(value) ? 'createServer.ALPNProtocols-buffer' : 'createServer.ALPNProtocols'],
      sides: SERVER,
      server: () => ({ ALPNProtocols: value }),
      client: () => ({ ALPNProtocols: ['h2', 'http/1.1'] }),
    },
  ]),
  {
    name: 'ALPNCallback chooses',
    rows: ['createServer.ALPNCallback'],
    sides: SERVER,
    server: (_pki, stage) => ({
      ALPNCallback: (given: object) => {
        stage.note('ALPNCallback', given);
        return 'b';
      },
    }),
    client: () => ({ ALPNProtocols: ['a', 'b'] }),
  },
  {
    name: 'ALPNCallback and ALPNProtocols',
    rows: ['createServer.ALPNCallback'],
    sides: SERVER,
    server: () => ({ ALPNCallback: () => 'a', ALPNProtocols: ['a'] }),
  },
  {
    name: 'ALPNCallback: "x"',
    rows: ['createServer.ALPNCallback'],
    sides: SERVER,
    server: () => ({ ALPNCallback: 'x' }),
  },
  ...[
    [null, null],
    [undefined, undefined],
    [null, 'other'],
    [undefined, 'other'],
  ].flatMap(([error, which]) =>
    [0, 20].map(
      (delay): Case => ({
        name: `SNICallback(${JSON.stringify(error) ?? 'undefined'}, ${which ?? 'nothing'}) after ${delay} ms`,
        rows: [delay === 0 ? 'createServer.SNICallback' : 'createServer.SNICallback-later'],
        sides: SERVER,
        server: (pki, { tls }) => ({
          SNICallback: (_name: string, done: (...args: unknown[]) => void) => {
            const given = which === 'other' ? tls.createSecureContext({ cert: pki.other, key: pki.otherKey }) : which;
            if (delay === 0) done(error, given);
            else setTimeout(done, delay, error, given);
          },
        }),
        client: () => ({ servername: 'other.example', rejectUnauthorized: false }),
      }),
    ),
  ),
  { name: 'SNICallback: 1', rows: ['createServer.SNICallback'], sides: SERVER, server: () => ({ SNICallback: 1 }) },
  ...(['TLSv1.2', 'TLSv1.3'] as const).map(
    (version): Case => ({
      name: `pskCallback, ${version}`,
      rows: ['connect.pskCallback', 'createServer.pskCallback', 'createServer.pskIdentityHint'],
      client: (_pki, stage) => ({
        ...psk(version),
        pskCallback: (hint: unknown) => {
          stage.note('hint', hint);
          return { psk: Buffer.alloc(16, 1), identity: 'me' };
        },
        checkServerIdentity: () => undefined,
      }),
      server: (_pki, stage) => ({
        ...psk(version),
        pskIdentityHint: 'a hint',
        pskCallback: (_socket: TLSSocket, identity: unknown) => {
          stage.note('identity', identity);
          return Buffer.alloc(16, 1);
        },
      }),
    }),
  ),
  ...[null, { psk: Buffer.alloc(16, 2), identity: 'me' }, 'junk', {}].map(
    (answer): Case => ({
      name: `pskCallback gives ${JSON.stringify(answer)}`,
      rows: ['connect.pskCallback'],
      sides: CLIENT,
      client: () => ({ ...psk('TLSv1.2'), pskCallback: () => answer, checkServerIdentity: () => undefined }),
      server: () => ({ ...psk('TLSv1.2'), pskCallback: () => Buffer.alloc(16, 1) }),
    }),
  ),
  ...[null, Buffer.alloc(16, 2), 'junk'].map(
    (answer): Case => ({
      name: `pskCallback of a server gives ${JSON.stringify(answer)}`,
      rows: ['createServer.pskCallback'],
      sides: SERVER,
      client: () => ({
        ...psk('TLSv1.2'),
        pskCallback: () => ({ psk: Buffer.alloc(16, 1), identity: 'me' }),
        checkServerIdentity: () => undefined,
      }),
      server: () => ({ ...psk('TLSv1.2'), pskCallback: () => answer }),
    }),
  ),
  { name: 'pskCallback: 1', rows: ['connect.pskCallback'], sides: CLIENT, client: () => ({ pskCallback: 1 }) },
  {
    name: 'checkServerIdentity: null',
    rows: ['connect.checkServerIdentity'],
    sides: CLIENT,
    client: () => ({ checkServerIdentity: null }),
  },
  {
    name: 'checkServerIdentity is asked',
    rows: ['connect.checkServerIdentity'],
    sides: CLIENT,
    client: (_pki, stage) => ({
      checkServerIdentity: (...args: unknown[]) => {
        stage.note('asked', args);
      },
    }),
  },
  ...[null, undefined, Buffer.alloc(0), Buffer.from('junk'), '', 'x', 1].map(
    (value): Case => ({
      name: `session: ${JSON.stringify(value) ?? 'undefined'}`,
      rows: ['connect.session'],
      sides: CLIENT,
      client: () => ({ session: value }),
    }),
  ),
  ...[1024, 2048, 4096, 0, -1, '1', null].map(
    (value): Case => ({
      name: `minDHSize: ${JSON.stringify(value)}`,
      rows: ['connect.minDHSize'],
      sides: CLIENT,
      client: () => ({ minDHSize: value, ...c12, ciphers: 'DHE-ECDSA-AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256' }),
      server: (pki) => ({
        ...c12,
        cert: pki.rsa,
        key: pki.rsaKey,
        ciphers: 'DHE-RSA-AES128-GCM-SHA256',
        dhparam: pki.dhparam,
      }),
    }),
  ),
  ...[1, 100_000, undefined].map(
    (value): Case => ({
      name: `highWaterMark: ${value}`,
      rows: ['connect.highWaterMark', 'createServer.highWaterMark'],
      client: () => ({ highWaterMark: value }),
      server: () => ({ highWaterMark: value }),
    }),
  ),
  ...[undefined, null, 0, 5000, -1, 'x'].map(
    (value): Case => ({
      name: `timeout: ${JSON.stringify(value) ?? 'undefined'}`,
      rows: ['connect.timeout'],
      sides: CLIENT,
      client: () => ({ timeout: value }),
    }),
  ),
  ...['noDelay', 'keepAlive', 'autoSelectFamily', 'allowHalfOpen'].flatMap((option) =>
    [true, false, null, 1].map(
      (value): Case => ({
        name: `${option}: ${JSON.stringify(value)}`,
        rows: [`connect.${option}`],
        sides: CLIENT,
        client: () => ({ [option]: value }),
      }),
    ),
  ),
  ...['noDelay', 'keepAlive', 'pauseOnConnect', 'allowHalfOpen'].flatMap((option) =>
    [true, false, 1].map(
      (value): Case => ({
        name: `${option} of a server: ${JSON.stringify(value)}`,
        rows: [`createServer.${option}`],
        sides: SERVER,
        server: () => ({ [option]: value }),
      }),
    ),
  ),
  ...[-1, 0, '1', 1000, null].map(
    (value): Case => ({
      name: `handshakeTimeout: ${JSON.stringify(value)}`,
      rows: ['createServer.handshakeTimeout'],
      sides: SERVER,
      server: () => ({ handshakeTimeout: value }),
    }),
  ),
  ...[-1, 0, '1', 100, null, 3e9].map(
    (value): Case => ({
      name: `sessionTimeout: ${JSON.stringify(value)}`,
      rows: ['createServer.sessionTimeout'],
      sides: SERVER,
      server: () => ({ sessionTimeout: value }),
    }),
  ),
  ...[Buffer.alloc(48), Buffer.alloc(47), 'x', null, new Uint8Array(48)].map(
    (value, index): Case => ({
      name: `ticketKeys: ${index}`,
      rows: ['createServer.ticketKeys'],
      sides: SERVER,
      server: () => ({ ticketKeys: value }),
    }),
  ),
  ...context('ciphers', 'ECDHE-ECDSA-AES128-GCM-SHA256'),
  ...context('ciphers', 'TLS_AES_128_GCM_SHA256'),
  ...context('ciphers', 'TLS_CHACHA20_POLY1305_SHA256:ECDHE-ECDSA-CHACHA20-POLY1305'),
  ...context('ciphers', 'HIGH', 'HIGH', c12),
  ...context('ciphers', 'no-such-cipher'),
  ...context('ecdhCurve', 'P-384'),
  ...context('ecdhCurve', 'X25519'),
  ...context('ecdhCurve', 'P-521:P-384'),
  ...context('ecdhCurve', 'auto'),
  ...context('ecdhCurve', 'no-such-curve'),
  ...context('sigalgs', 'ecdsa_secp256r1_sha256'),
  ...context('sigalgs', 'no-such-algorithm'),
  ...['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'].flatMap((version) => [
    ...context('minVersion', version),
    ...context('maxVersion', version),
  ]),
  ...[
    'TLS_method',
    'TLSv1_2_method',
    'TLSv1_1_method',
    'SSLv3_method',
    'SSLv2_method',
    'SSLv23_method',
    'TLS_client_method',
    'TLS_server_method',
    'TLSv1_2_client_method',
  ].flatMap((method) => context('secureProtocol', method)),
  ...context('secureProtocol', 'TLS_method', 'TLS_method and minVersion', { minVersion: 'TLSv1.2' }),
  ...context('secureOptions', constants.SSL_OP_NO_TLSv1_3, 'no TLS 1.3'),
  ...context('secureOptions', constants.SSL_OP_NO_TICKET, 'no tickets'),
  ...context('honorCipherOrder', true, true, { ...c12 }),
  ...context('honorCipherOrder', false, false, { ...c12 }),
  ...context('sessionIdContext', 'mine'),
  ...context('sessionIdContext', 'x'.repeat(33), 'too long'),
  ...context('allowPartialTrustChain', true),
  ...keys(),
  ...[true, false].map(
    (value): Case => ({
      name: `allowPartialTrustChain: ${value}, an intermediate alone`,
      rows: ['createSecureContext.allowPartialTrustChain'],
      sides: CLIENT,
      client: (pki) => ({ ca: pki.intermediate, allowPartialTrustChain: value }),
      server: (pki) => ({ cert: pki.chain, key: pki.chainKey }),
    }),
  ),
  ...['auto', 'given', 'small', 'junk'].map(
    (which): Case => ({
      name: `dhparam: ${which}`,
      rows: ['createSecureContext.dhparam'],
      sides: SERVER,
      server: (pki) => ({
        ...c12,
        cert: pki.rsa,
        key: pki.rsaKey,
        ciphers: 'DHE-RSA-AES128-GCM-SHA256',
        dhparam: which === 'given' ? pki.dhparam : which === 'small' ? pki.smallDhparam : which,
      }),
      client: () => ({ ...c12, ciphers: 'DHE-RSA-AES128-GCM-SHA256' }),
    }),
  ),
  {
    name: 'requestOCSP, nothing served',
    rows: ['connect.requestOCSP', 'TLSSocket.events.OCSPResponse'],
    sides: CLIENT,
    client: () => ({ requestOCSP: true }),
  },
];

function psk(version: string): Options {
  const ciphers = version === 'TLSv1.3' ? 'TLS_AES_128_GCM_SHA256' : 'PSK-AES128-CBC-SHA256';
  return { minVersion: version, maxVersion: version, ciphers, cert: undefined, key: undefined };
}

function keys(): Case[] {
  const forms: readonly (readonly [string, string, (pki: Pki) => Options])[] = [
    ['cert: an array', 'cert-array', ({ server, serverKey }) => ({ cert: [server], key: [serverKey] })],
    ['cert: buffers', 'cert', ({ server, serverKey }) => ({ cert: Buffer.from(server), key: Buffer.from(serverKey) })],
    ['key: [{ pem }]', 'key-array', ({ server, serverKey }) => ({ cert: server, key: [{ pem: serverKey }] })],
    [
      'key: [{ pem, passphrase }]',
      'key-array',
      ({ server, encryptedKey }) => ({ cert: server, key: [{ pem: encryptedKey, passphrase: PASSPHRASE }] }),
    ],
    [
      'passphrase',
      'passphrase',
      ({ server, encryptedKey }) => ({ cert: server, key: encryptedKey, passphrase: PASSPHRASE }),
    ],
    [
      'passphrase: wrong',
      'passphrase',
      ({ server, encryptedKey }) => ({ cert: server, key: encryptedKey, passphrase: 'no' }),
    ],
    ['passphrase: none', 'passphrase', ({ server, encryptedKey }) => ({ cert: server, key: encryptedKey })],
    ['pfx', 'pfx', ({ pfx }) => ({ ...none, pfx: Buffer.from(pfx, 'base64'), passphrase: PASSPHRASE })],
    [
      'pfx: [{ buf, passphrase }]',
      'pfx-array',
      ({ pfx }) => ({ ...none, pfx: [{ buf: Buffer.from(pfx, 'base64'), passphrase: PASSPHRASE }] }),
    ],
    ['pfx: wrong passphrase', 'pfx', ({ pfx }) => ({ ...none, pfx: Buffer.from(pfx, 'base64'), passphrase: 'no' })],
    ['pfx: junk', 'pfx', () => ({ ...none, pfx: Buffer.from('junk') })],
    [
      'two pairs',
      'cert-array',
      ({ server, rsa, serverKey, rsaKey }) => ({ cert: [server, rsa], key: [rsaKey, serverKey] }),
    ],
    ['a key of another', 'key', ({ server, otherKey }) => ({ cert: server, key: otherKey })],
    ['junk for a certificate', 'cert', ({ serverKey }) => ({ cert: 'junk', key: serverKey })],
    ['junk for a key', 'key', ({ server }) => ({ cert: server, key: 'junk' })],
    ['a certificate without its key', 'cert', ({ server }) => ({ cert: server, key: undefined })],
    ['a key without its certificate', 'key', ({ serverKey }) => ({ cert: undefined, key: serverKey })],
    ['ca: an array', 'ca', (pki) => ({ ca: [pki.ca, pki.intermediate] })],
    ['ca: junk', 'ca', () => ({ ca: 'junk' })],
    ['crl: an array', 'crl', (pki) => ({ crl: [pki.emptyCrl] })],
    ['crl: junk', 'crl', () => ({ crl: 'junk' })],
  ];
  return forms.flatMap(([name, row, form]) =>
    (['client', 'server'] as const).map(
      (side): Case => ({
        name,
        rows: [`createSecureContext.${row}`],
        sides: [side],
        [side]: form,
        ...(side === 'client' && {
          server: (pki: Pki) => ({ requestCert: true, rejectUnauthorized: false, ca: pki.ca }),
        }),
      }),
    ),
  );
}

const none = { cert: undefined, key: undefined };

async function play(
  stage: Stage,
  side: 'client' | 'server',
  { client = () => ({}), server = () => ({}) }: Case,
): Promise<void> {
  const isClient = side === 'client';
  let socket: TLSSocket | undefined;
  let listener: Awaited<ReturnType<Stage['serve']>>;
  try {
    listener = await stage.serve(isClient ? stage.node : stage.tls, server(stage.pki, stage), (one) => {
      socket = quiet(one);
      if (!isClient) stage.note('mine', facts(one));
      one.write('hello');
    });
  } catch (error) {
    return stage.note('createServer', error);
  }
  if (!isClient) listener.on('tlsClientError', (error) => stage.note('tlsClientError', error));
  let dialled: TLSSocket;
  try {
    dialled = stage.dial(isClient ? stage.tls : stage.node, listener, client(stage.pki, stage));
  } catch (error) {
    return stage.note('connect', error);
  }
  if (isClient) dialled.on('error', (error) => stage.note('error', error));
  else quiet(dialled);
  const data = within(dialled, 'data', 1000);
  const outcome = await stage.outcome(dialled);
  if (isClient) stage.note('outcome', outcome);
  if (outcome === 'secure') {
    if (isClient) stage.note('mine', facts(dialled));
    stage.note('data', await data);
  }
  dialled.destroy();
  if (socket !== undefined && !socket.closed) await within(socket, 'close', 500);
}

const facts = (socket: TLSSocket) => [
  socket.getProtocol(),
  socket.getCipher(),
  socket.getEphemeralKeyInfo(),
  socket.authorized,
  socket.authorizationError,
  socket.alpnProtocol,
  socket.servername,
  socket.readableHighWaterMark,
  socket.allowHalfOpen,
  Object.keys(socket.getCertificate() ?? {}).length > 0,
  (socket.getPeerCertificate() as { fingerprint256?: string } | null)?.fingerprint256,
];

export const optionScripts: readonly Script[] = cases.flatMap((one) =>
  (one.sides ?? (['client', 'server'] as const)).map(
    (side): Script => ({
      name: `options/${one.name}/${side}`,
      rows: one.rows.map((row) => `tls.${row}`),
      run: (stage) => play(stage, side, one),
    }),
  ),
);
