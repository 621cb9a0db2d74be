/** Options of sockets and of sessions: how long, how much, and what is kept. */
import { type Case, CLIENT, c12, SERVER } from './case.js';

export const life: readonly Case[] = [
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
];
