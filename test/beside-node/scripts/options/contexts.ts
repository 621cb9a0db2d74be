/** Options of contexts, but for certificates and keys. */
import { constants } from 'node:crypto';
import { type Case, CLIENT, c12, context, SERVER } from './case.js';

export const contexts: readonly Case[] = [
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
];
