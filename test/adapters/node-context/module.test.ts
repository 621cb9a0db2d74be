/** The names of node:tls, each on the module and on its default export, and what the small ones give. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import ours, * as names from '../../../src/adapters/node/index.js';
import { crypto, SSL } from '../../../src/index.js';
import { localPki } from '../../support/pki.js';
import { thrownBy } from '../../support/thrown.js';

const { ca, server } = localPki();
const { certPem: cert, keyPem: key } = server;

/** The module's names in Node 26. */
const NODE_26 =
  'CLIENT_RENEG_LIMIT CLIENT_RENEG_WINDOW DEFAULT_CIPHERS DEFAULT_ECDH_CURVE DEFAULT_MIN_VERSION DEFAULT_MAX_VERSION getCiphers getCertificateCompressionAlgorithms rootCertificates getCACertificates setDefaultCACertificates convertALPNProtocols checkServerIdentity createSecureContext SecureContext TLSSocket Server createServer connect'.split(
    ' ',
  );
const NODE_26_BINARY = new URL('../../runtimes/node_modules/node-26/bin/node', import.meta.url);

describe('the module', () => {
  it.each(NODE_26)('has %s, by its name and on the default export [tls.default]', (name) => {
    expect(names).toHaveProperty(name);
    expect(Object.keys(ours)).toContain(name);
    expect(ours[name as keyof typeof ours]).toBe(names[name as keyof typeof names]);
    const native = (tls as unknown as Record<string, unknown>)[name];
    if (native !== undefined) expect(typeof ours[name as keyof typeof ours]).toBe(typeof native);
  });

  it('has no name that Node 26 no longer has: createSecurePair [tls.createSecurePair]', () => {
    expect(ours).not.toHaveProperty('createSecurePair');
  });

  it.skipIf(!existsSync(NODE_26_BINARY))(
    'has all that Node 26 has (skipped without its binary: npm ci --prefix test/runtimes brings it)',
    async () => {
      const script = 'console.log(JSON.stringify([Object.keys(require("tls")), require("tls").getCiphers()]))';
      const { stdout } = await promisify(execFile)(NODE_26_BINARY.pathname, ['-e', script]);
      const [keys, ciphers] = JSON.parse(stdout) as [string[], string[]];
      expect(keys.filter((name) => !(name in ours))).toEqual([]);
      // SRP is not in this build.
      expect(ciphers.filter((name) => !name.startsWith('srp-'))).toEqual(ours.getCiphers());
    },
  );

  it('rootCertificates are those of the platform, frozen [tls.rootCertificates]', () => {
    expect(ours.rootCertificates).toEqual(tls.rootCertificates);
    expect(Object.isFrozen(ours.rootCertificates)).toBe(true);
  });

  it('getCiphers gives a list of its own, in small letters and in order [tls.getCiphers]', () => {
    const ciphers = ours.getCiphers();
    expect(ciphers).toContain('tls_aes_128_gcm_sha256');
    expect(ciphers).toContain('ecdhe-ecdsa-aes128-gcm-sha256');
    expect(ciphers).toEqual([...new Set(ciphers.map((name) => name.toLowerCase()))].sort());
    ciphers.length = 0;
    expect(ours.getCiphers()).not.toEqual([]);
  });

  it('convertALPNProtocols writes the wire form, and copies it [tls.convertALPNProtocols]', () => {
    for (const list of [['h2', 'http/1.1'], Buffer.from('\x02h2\x08http/1.1')] as const) {
      const out: { ALPNProtocols?: Buffer } = {};
      ours.convertALPNProtocols(list as never, out);
      const judge: { ALPNProtocols?: Buffer } = {};
      (tls as unknown as typeof ours).convertALPNProtocols(list as never, judge);
      expect(out).toEqual(judge);
      expect(out.ALPNProtocols).not.toBe(list);
    }
    expect(thrownBy(() => ours.convertALPNProtocols([''], {}))).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
    expect(thrownBy(() => ours.convertALPNProtocols(['x'.repeat(256)], {}))).toMatchObject({
      code: 'ERR_OUT_OF_RANGE',
    });
    expect(thrownBy(() => ours.convertALPNProtocols(Buffer.from('\x09h2'), {}))).toBeInstanceOf(TypeError);
  });
});

describe('tls.DEFAULT_…', () => {
  const before = { ...ours };
  afterEach(() => {
    Object.assign(ours, {
      DEFAULT_CIPHERS: before.DEFAULT_CIPHERS,
      DEFAULT_ECDH_CURVE: before.DEFAULT_ECDH_CURVE,
      DEFAULT_MIN_VERSION: before.DEFAULT_MIN_VERSION,
      DEFAULT_MAX_VERSION: before.DEFAULT_MAX_VERSION,
    });
  });

  it('are those of Node 26 [tls.DEFAULT_CIPHERS] [tls.DEFAULT_ECDH_CURVE]', () => {
    expect(ours.DEFAULT_ECDH_CURVE).toBe('auto');
    expect([ours.DEFAULT_MIN_VERSION, ours.DEFAULT_MAX_VERSION]).toEqual(['TLSv1.2', 'TLSv1.3']);
    expect(ours.DEFAULT_CIPHERS).toBe(tls.DEFAULT_CIPHERS);
  });

  it('are heeded by contexts that are made after they were set [tls.DEFAULT_MIN_VERSION] [tls.DEFAULT_MAX_VERSION]', () => {
    const versions = () => {
      const { context } = ours.createSecureContext();
      return [context.getMinProto(), context.getMaxProto()];
    };
    expect(versions()).toEqual([SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION]);
    ours.DEFAULT_MIN_VERSION = 'TLSv1.3';
    expect(versions()).toEqual([SSL.TLS1_3_VERSION, SSL.TLS1_3_VERSION]);
    // What is said of a context goes before what is said of all.
    expect(ours.createSecureContext({ minVersion: 'TLSv1.2' }).context.getMinProto()).toBe(SSL.TLS1_2_VERSION);
    expect(ours.createSecureContext({ secureProtocol: 'TLSv1_2_method' }).context.getMaxProto()).toBe(
      SSL.TLS1_2_VERSION,
    );
    ours.DEFAULT_MIN_VERSION = 'TLSv1.2';
    ours.DEFAULT_MAX_VERSION = 'TLSv1.2';
    expect(versions()).toEqual([SSL.TLS1_2_VERSION, SSL.TLS1_2_VERSION]);
    ours.DEFAULT_MAX_VERSION = 'nonsense' as never;
    expect(thrownBy(versions)).toMatchObject({ code: 'ERR_TLS_INVALID_PROTOCOL_VERSION' });
    expect(thrownBy(() => ours.createServer({ cert, key }))).toMatchObject({
      code: 'ERR_TLS_INVALID_PROTOCOL_VERSION',
    });
    expect(thrownBy(() => ours.connect({ port: 1 }))).toMatchObject({ code: 'ERR_TLS_INVALID_PROTOCOL_VERSION' });
  });

  it('of ciphers and curves are heeded as well', () => {
    ours.DEFAULT_CIPHERS = 'NOPE';
    expect(thrownBy(() => ours.createSecureContext())).toMatchObject({ code: 'ERR_SSL_NO_CIPHER_MATCH' });
    ours.DEFAULT_CIPHERS = before.DEFAULT_CIPHERS;
    ours.DEFAULT_ECDH_CURVE = 'nope';
    expect(thrownBy(() => ours.createSecureContext())).toMatchObject({ code: 'ERR_CRYPTO_OPERATION_FAILED' });
  });
});

describe('the default CAs', () => {
  it('of a type that there is not are refused', () => {
    for (const type of ['nope', '', 'DEFAULT'] as never[])
      expect(thrownBy(() => ours.getCACertificates(type))).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
    expect(thrownBy(() => ours.getCACertificates(5 as never))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
  });

  it('are lists of PEM, frozen, and the same each time [tls.getCACertificates]', () => {
    for (const type of ['default', 'system', 'bundled', 'extra'] as const) {
      const list = ours.getCACertificates(type);
      expect(Object.isFrozen(list)).toBe(true);
      expect(ours.getCACertificates(type)).toBe(list);
      for (const pem of list) expect(pem).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    }
    expect(ours.getCACertificates('bundled')).toEqual(ours.rootCertificates);
    expect(ours.getCACertificates()).toEqual(expect.arrayContaining([...ours.getCACertificates('system')]));
  });

  it('are set for all clients that come after, and for no context before [tls.setDefaultCACertificates]', () => {
    const trusts = (context: SSL.Context) => {
      try {
        new crypto.X509StoreContext(context.getCertStore(), server.cert).verifyCertificate();
        return true;
      } catch {
        return false;
      }
    };
    const before = ours.createSecureContext();
    expect(trusts(before.sslContext('client'))).toBe(false);
    const system = [...ours.getCACertificates()];
    expect(thrownBy(() => ours.setDefaultCACertificates('x' as never))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
    expect(thrownBy(() => ours.setDefaultCACertificates([5 as never]))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
    expect(thrownBy(() => ours.setDefaultCACertificates(['junk']))).toMatchObject({
      code: 'ERR_CRYPTO_OPERATION_FAILED',
    });
    expect(ours.getCACertificates()).toEqual(system);
    try {
      ours.setDefaultCACertificates([ca.certPem, ca.certPem]);
      expect(ours.getCACertificates()).toEqual([ca.certPem]);
      expect(trusts(before.sslContext('client'))).toBe(false);
      expect(trusts(ours.createSecureContext().sslContext('client'))).toBe(true);
      // Neither where others are named, nor for the clients of a server.
      expect(trusts(ours.createSecureContext({ ca: [] }).sslContext('client'))).toBe(false);
      expect(trusts(ours.createSecureContext().sslContext('server'))).toBe(false);
      ours.setDefaultCACertificates([]);
      expect(ours.getCACertificates()).toEqual([]);
      expect(trusts(ours.createSecureContext().sslContext('client'))).toBe(false);
    } finally {
      ours.setDefaultCACertificates(system);
    }
  });
});
