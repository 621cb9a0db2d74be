/** Options about protocols, names and pre-shared keys, and their callbacks. */
import type { TLSSocket } from 'node:tls';
import type { Options } from '../../harness/stage.js';
import { type Case, CLIENT, SERVER } from './case.js';

export const callbacks: readonly Case[] = [
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
];

function psk(version: string): Options {
  const ciphers = version === 'TLSv1.3' ? 'TLS_AES_128_GCM_SHA256' : 'PSK-AES128-CBC-SHA256';
  return { minVersion: version, maxVersion: version, ciphers, cert: undefined, key: undefined };
}
