/** Errors of contexts have the codes of Node 26, letter by letter. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as ours from '../../../src/adapters/node/index.js';
import { crypto } from '../../../src/index.js';
import { ENCRYPTED_KEY } from '../../support/encrypted-key.js';
import { issue, localPki, newKey } from '../../support/pki.js';

const { ca, server } = localPki();
const { certPem: cert, keyPem: key } = server;
const other = issue('other', { issuer: ca });
const short = issue('short', { key: newKey(crypto.TYPE_RSA, 1024) });
const JUNK_PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const NODE_26_BINARY = new URL('../../runtimes/node_modules/node-26/bin/node', import.meta.url);

/** What a context is made of, and the code of Node 26. */
const CASES: readonly (readonly [name: string, options: object, code: string])[] = [
  ['no passphrase for an encrypted key', { cert, key: ENCRYPTED_KEY }, 'ERR_OSSL_BAD_DECRYPT'],
  ['a wrong passphrase', { cert, key: ENCRYPTED_KEY, passphrase: 'wrong' }, 'ERR_OSSL_BAD_DECRYPT'],
  ['an empty passphrase', { cert, key: ENCRYPTED_KEY, passphrase: '' }, 'ERR_OSSL_BAD_DECRYPT'],
  ['a wrong passphrase of its own', { cert, key: [{ pem: ENCRYPTED_KEY, passphrase: 'x' }] }, 'ERR_OSSL_BAD_DECRYPT'],
  ['a passphrase that is none', { cert, key: ENCRYPTED_KEY, passphrase: 5 }, 'ERR_INVALID_ARG_TYPE'],
  ['a certificate that is none', { cert: 'junk', key }, 'ERR_OSSL_PEM_NO_START_LINE'],
  ['a certificate that is none, in a list', { cert: [cert, 'junk'], key }, 'ERR_OSSL_PEM_NO_START_LINE'],
  ['a certificate that is no DER', { cert: JUNK_PEM, key }, 'ERR_OSSL_ASN1_WRONG_TAG'],
  ['a certificate that is cut off', { cert: cert.slice(0, 300), key }, 'ERR_OSSL_PEM_BAD_END_LINE'],
  ['a certificate that is a number', { cert: 5, key }, 'ERR_INVALID_ARG_TYPE'],
  ['a key that is none', { cert, key: 'junk' }, 'ERR_OSSL_UNSUPPORTED'],
  ['a key that is none, in a list', { cert, key: [key, 'junk'] }, 'ERR_OSSL_UNSUPPORTED'],
  ['a key that is null, in a list', { cert, key: [null] }, 'ERR_INVALID_ARG_TYPE'],
  ['a key that is an empty object', { cert, key: {} }, 'ERR_INVALID_ARG_TYPE'],
  ['a key of another certificate', { cert, key: other.keyPem }, 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'],
  ['a key that is too short', { cert: short.certPem, key: short.keyPem }, 'ERR_SSL_EE_KEY_TOO_SMALL'],
  ['a CA that is a number', { ca: 5 }, 'ERR_INVALID_ARG_TYPE'],
  ['a CA that is a number, in a list', { ca: [5] }, 'ERR_INVALID_ARG_TYPE'],
  ['a CRL that is none', { crl: 'junk' }, 'ERR_CRYPTO_OPERATION_FAILED'],
  ['a CRL that is none, in a list', { crl: ['junk'] }, 'ERR_CRYPTO_OPERATION_FAILED'],
  ['a CRL that is empty', { crl: '' }, 'ERR_CRYPTO_OPERATION_FAILED'],
  ['a CRL that is a number', { crl: 5 }, 'ERR_INVALID_ARG_TYPE'],
  ['a cipher that is none', { ciphers: 'NOPE' }, 'ERR_SSL_NO_CIPHER_MATCH'],
  ['a suite that is none', { ciphers: 'TLS_NOPE' }, 'ERR_SSL_NO_CIPHER_MATCH'],
  ['ciphers that are no text', { ciphers: 5 }, 'ERR_INVALID_ARG_TYPE'],
  ['a list of ciphers without any', { ciphers: ':' }, 'ERR_INVALID_ARG_VALUE'],
  ['a group that is none', { ecdhCurve: 'nope' }, 'ERR_CRYPTO_OPERATION_FAILED'],
  ['a group that is none beside one', { ecdhCurve: 'P-256:nope' }, 'ERR_CRYPTO_OPERATION_FAILED'],
  ['a group that is no text', { ecdhCurve: 5 }, 'ERR_INVALID_ARG_TYPE'],
  ['no signature algorithms', { sigalgs: '' }, 'ERR_INVALID_ARG_VALUE'],
  ['signature algorithms that are no text', { sigalgs: 5 }, 'ERR_INVALID_ARG_TYPE'],
  ['a lowest version that is none', { minVersion: 'x' }, 'ERR_TLS_INVALID_PROTOCOL_VERSION'],
  ['a lowest version that is a number', { minVersion: 771 }, 'ERR_TLS_INVALID_PROTOCOL_VERSION'],
  ['a lowest version that is empty', { minVersion: '' }, 'ERR_TLS_INVALID_PROTOCOL_VERSION'],
  ['a highest version that is none', { maxVersion: 'TLSv1.4' }, 'ERR_TLS_INVALID_PROTOCOL_VERSION'],
  ['SSL 2', { secureProtocol: 'SSLv2_method' }, 'ERR_TLS_INVALID_PROTOCOL_METHOD'],
  ['SSL 3', { secureProtocol: 'SSLv3_method' }, 'ERR_TLS_INVALID_PROTOCOL_METHOD'],
  ['a method that is none', { secureProtocol: 'x' }, 'ERR_TLS_INVALID_PROTOCOL_METHOD'],
  [
    'a method beside a version',
    { secureProtocol: 'TLS_method', minVersion: 'TLSv1.2' },
    'ERR_TLS_PROTOCOL_VERSION_CONFLICT',
  ],
  [
    'a method beside a highest version',
    { secureProtocol: 'x', maxVersion: 'TLSv1.2' },
    'ERR_TLS_PROTOCOL_VERSION_CONFLICT',
  ],
  ['options that are a text', { secureOptions: 'x' }, 'ERR_INVALID_ARG_TYPE'],
  ['options that are a fraction', { secureOptions: 1.5 }, 'ERR_OUT_OF_RANGE'],
  ['keys of tickets that are too short', { ticketKeys: { base64: 'AAAA' } }, 'ERR_INVALID_ARG_VALUE'],
  ['keys of tickets that are a text', { ticketKeys: 'x' }, 'ERR_INVALID_ARG_TYPE'],
  ['a time of sessions below 0', { sessionTimeout: -1 }, 'ERR_OUT_OF_RANGE'],
  ['a time of sessions in fractions', { sessionTimeout: 1.5 }, 'ERR_OUT_OF_RANGE'],
  ['a time of sessions past 31 bits', { sessionTimeout: 2 ** 31 }, 'ERR_OUT_OF_RANGE'],
  ['a time of sessions that is a text', { sessionTimeout: '5' }, 'ERR_INVALID_ARG_TYPE'],
  ['an application that is a number', { sessionIdContext: 5 }, 'ERR_INVALID_ARG_TYPE'],
  ['parameters that are a number', { dhparam: 5 }, 'ERR_INVALID_ARG_TYPE'],
  ['parameters that are true', { dhparam: true }, 'ERR_INVALID_ARG_TYPE'],
  ['an engine that is a number', { clientCertEngine: 5 }, 'ERR_INVALID_ARG_TYPE'],
  ['an algorithm that is none', { certificateCompression: ['x'] }, 'ERR_INVALID_ARG_VALUE'],
  ['an algorithm without its list', { certificateCompression: 'zlib' }, 'ERR_INVALID_ARG_TYPE'],
];

function revived(options: object): object {
  const { ticketKeys } = options as { ticketKeys?: { base64?: string } };
  return ticketKeys?.base64 === undefined ? options : { ticketKeys: Buffer.from(ticketKeys.base64, 'base64') };
}

function codeOf(run: () => unknown): unknown {
  try {
    run();
    return 'no error';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

describe('an error of a context', () => {
  it.each(CASES)('has the code of Node 26: %s', (_, options, code) => {
    const made = revived(options);
    expect(codeOf(() => ours.createSecureContext(made))).toBe(code);
    expect(codeOf(() => ours.createServer(made))).toBe(code);
    expect(codeOf(() => ours.createServer({}).setSecureContext(made))).toBe(code);
    expect(codeOf(() => ours.connect({ port: 1, ...made }))).toBe(code);
  });

  it.skipIf(!existsSync(NODE_26_BINARY))(
    'has the code that Node 26 gives today (skipped without its binary: npm ci --prefix test/runtimes brings it)',
    () => {
      const script = `
        const tls = require('tls');
        ${revived.toString()}
        const codes = JSON.parse(require('fs').readFileSync(0)).map(([, options]) => {
          try { tls.createSecureContext(revived(options)); return 'no error'; } catch (error) { return error.code; }
        });
        console.log(JSON.stringify(codes));`;
      const input = JSON.stringify(CASES);
      const codes = JSON.parse(execFileSync(NODE_26_BINARY.pathname, ['-e', script], { input }).toString()) as string[];
      const told = CASES.map(([name], index) => [name, codes[index]]);
      expect(told).toEqual(CASES.map(([name, , code]) => [name, code]));
    },
  );

  it.each([
    ['a certificate without its key', { cert }, 'ERR_SSL_NO_PRIVATE_KEY_ASSIGNED'],
    ['a key of another type than the certificate', { cert, key: short.keyPem }, 'ERR_SSL_NO_CERTIFICATE_ASSIGNED'],
    ['a PKCS#12 that is none', { pfx: new Uint8Array([1]) }, 'ERR_OSSL_ASN1_NOT_ENOUGH_DATA'],
    ['a signature algorithm that is none', { sigalgs: 'nope' }, 'ERR_CRYPTO_OPERATION_FAILED'],
    ['parameters that are none', { dhparam: 'junk' }, 'ERR_OSSL_UNSUPPORTED'],
    [
      'suites of a version that is not spoken',
      { ciphers: 'TLS_AES_128_GCM_SHA256', maxVersion: 'TLSv1.2' },
      'ERR_INVALID_ARG_VALUE',
    ],
  ])('has one where Node has none, or finds out later: %s', (_, options, code) => {
    expect(codeOf(() => ours.createSecureContext(options as ours.ContextOptions))).toBe(code);
  });
});
