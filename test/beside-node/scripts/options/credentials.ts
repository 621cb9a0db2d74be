/** Options that are certificates, keys and lists, in all their forms. */
import type { Pki } from '../../harness/given.js';
import { PASSPHRASE } from '../../harness/script.js';
import type { Options } from '../../harness/stage.js';
import type { Case } from './case.js';

export function credentials(): Case[] {
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
