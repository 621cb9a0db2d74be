/** Options that say who the peer must be. */
import { type Case, CLIENT, SERVER } from './case.js';

export const verification: readonly Case[] = [
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
  {
    name: 'requestOCSP, nothing served',
    rows: ['connect.requestOCSP', 'TLSSocket.events.OCSPResponse'],
    sides: CLIENT,
    client: () => ({ requestOCSP: true }),
  },
];
