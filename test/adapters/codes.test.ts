/** Errors have the codes of node:tls: those of contexts when they are made, those of handshakes on both sides. */
import { once } from 'node:events';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import * as ours from '../../src/adapters/node/index.js';
import { createSecureContext } from '../../src/adapters/web/index.js';
import { crypto, SSL } from '../../src/index.js';
import { ENCRYPTED_KEY } from '../support/encrypted-key.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { issue, localPki, newKey } from '../support/pki.js';

const { ca, server } = localPki();
const other = issue('other', { issuer: ca });
const closers = closeAfterEach();
const { certPem: cert, keyPem: key } = server;
const short = issue('short', { key: newKey(crypto.TYPE_RSA, 1024) });
const JUNK_PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

function codeOf(run: () => unknown): unknown {
  try {
    run();
    return 'no error';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

const SAME: Readonly<Record<string, object>> = {
  'a certificate that is none': { cert: 'junk', key },
  'a certificate of broken base64': { cert: cert.replace('M', '!'), key },
  'a certificate that is cut off': { cert: cert.slice(0, 300), key },
  'a certificate that is no DER': { cert: JUNK_PEM, key },
  'a key that is none': { cert, key: 'junk' },
  'a key of another certificate': { cert, key: other.keyPem },
  'a wrong passphrase': { cert, key: ENCRYPTED_KEY, passphrase: 'wrong' },
  'a key that is too short': { cert: short.certPem, key: short.keyPem, ciphers: 'DEFAULT@SECLEVEL=2' },
  'a CRL that is none': { crl: 'junk' },
  'a cipher that is none': { ciphers: 'NOPE' },
  'a group that is none': { ecdhCurve: 'nope' },
};

describe('an error of a context', () => {
  it.each(Object.entries(SAME))('has the code that node:tls gives it: %s', (_, options) => {
    const code = codeOf(() => createSecureContext(options));
    expect(code).toMatch(/^ERR_/);
    expect(code).toBe(codeOf(() => tls.createSecureContext(options)));
    expect(codeOf(() => ours.createServer(options))).toBe(code);
    expect(codeOf(() => ours.connect({ port: 1, ...options }))).toBe(code);
  });

  it.each([
    // node:tls takes these in silence, or gives no code.
    ['a CA that is none', { ca: 'junk' }, 'ERR_OSSL_PEM_NO_START_LINE'],
    ['a CA that is no DER', { ca: JUNK_PEM }, 'ERR_OSSL_ASN1_WRONG_TAG'],
    ['a PKCS#12 that is none', { pfx: new Uint8Array([1]) }, 'ERR_OSSL_ASN1_NOT_ENOUGH_DATA'],
    ['a certificate without its key', { cert }, 'ERR_SSL_NO_PRIVATE_KEY_ASSIGNED'],
  ])('has one of its own where node:tls has none: %s', (_, options, code) => {
    expect(codeOf(() => createSecureContext(options))).toBe(code);
  });

  it('is still of its class, with the queue', () => {
    expect(() => createSecureContext({ ciphers: 'NOPE' })).toThrow(SSL.Error);
    expect(() => createSecureContext({ ca: 'junk' })).toThrow(crypto.Error);
  });
});

type Api = Pick<typeof ours, 'connect' | 'createServer'>;
const native = tls as unknown as Api;

/** The codes of both sides of a handshake that fails. */
async function shake(apis: readonly [Api, Api], serverOptions: object, clientOptions: object) {
  const listener = apis[0].createServer({ cert, key, ...serverOptions });
  const refused = new Promise<Error>((resolve) => listener.once('tlsClientError', resolve));
  const port = await listenOnLoopback(listener, closers);
  const socket = apis[1].connect({ port, host: 'localhost', ca: ca.certPem, ...clientOptions });
  socket.resume();
  const [error] = (await once(socket, 'error')) as [Error];
  return [await refused, error].map((failure) => (failure as { code?: unknown }).code);
}

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a handshake of %s that fails', (version) => {
  const only = { minVersion: version, maxVersion: version };
  const isOld = version === 'TLSv1.2';
  const cases: Readonly<Record<string, readonly [object, object]>> = {
    'without a common protocol': [{ ALPNProtocols: ['a'] }, { ALPNProtocols: ['b'], ...only }],
    'without the certificate that is demanded': [{ requestCert: true, ca: ca.certPem }, only],
    'without a common cipher': [
      { ...only, ciphers: isOld ? 'ECDHE-ECDSA-AES128-GCM-SHA256' : 'TLS_AES_128_GCM_SHA256' },
      { ...only, ciphers: isOld ? 'ECDHE-ECDSA-AES256-GCM-SHA384' : 'TLS_AES_256_GCM_SHA384' },
    ],
    'without a common group': [{ ecdhCurve: 'P-256' }, { ecdhCurve: 'P-384', ...only }],
    'without a common version': [only, isOld ? { minVersion: 'TLSv1.3' } : { maxVersion: 'TLSv1.2' }],
  };
  // OpenSSL 3.2 has other words for alerts than Node 20's 3.0; newer Nodes have the same, slash and all.
  const modern = (code: unknown) => String(code).replace('SSLV3_ALERT', 'SSL/TLS_ALERT');

  it.each(Object.entries(cases))('has the codes of node:tls on both sides: %s', async (_, [onServer, onClient]) => {
    const codes = (await shake([native, native], onServer, onClient)).map(modern);
    expect(codes.every((code) => code.startsWith('ERR_SSL_'))).toBe(true);
    expect(await shake([ours, ours], onServer, onClient)).toEqual(codes);
    expect((await shake([ours, native], onServer, onClient)).map(modern)).toEqual(codes);
    expect(await shake([native, ours], onServer, onClient)).toEqual(codes);
  });
});
