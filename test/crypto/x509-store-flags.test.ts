import { describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { type Identity, issue, localPki, newKey } from '../support/pki.js';

const { ca, server } = localPki();
const FLAGS = crypto.X509StoreFlags;

const extension = (type: string, critical: boolean, value: string) => new crypto.X509Extension(type, critical, value);

/** What OpenSSL says of a certificate under these flags; null where it verifies. */
function verdict(
  flags: number,
  root: Identity,
  leaf: crypto.X509,
  chain: readonly crypto.X509[] = [],
  crls: readonly crypto.CRL[] = [],
  options: crypto.VerifyOptions = {},
): string | null {
  using store = new crypto.X509Store();
  store.addCert(root.cert);
  for (const crl of crls) store.addCrl(crl);
  store.setFlags(flags);
  try {
    new crypto.X509StoreContext(store, leaf, chain, options).verifyCertificate();
    return null;
  } catch (error) {
    if (!(error instanceof crypto.X509StoreContextError)) throw error;
    return error.message;
  }
}

function emptyCrl(issuer: Identity): crypto.CRL {
  const crl = new crypto.CRL();
  crl.export(issuer.cert, issuer.key);
  return crl;
}

describe('X509StoreFlags [crypto.X509StoreFlags]', () => {
  it('ask for CRLs of the certificate or of the whole chain [crypto.X509StoreFlags.CRL_CHECK] [crypto.X509StoreFlags.CRL_CHECK_ALL]', () => {
    const middle = issue('middle', { ca: true, issuer: ca });
    const leaf = issue('leaf', { issuer: middle });
    const check = (flags: number, crls: readonly crypto.CRL[]) => verdict(flags, ca, leaf.cert, [middle.cert], crls);
    expect(check(FLAGS.CRL_CHECK, [])).toBe('unable to get certificate CRL');
    expect(check(FLAGS.CRL_CHECK, [emptyCrl(middle)])).toBeNull();
    expect(check(FLAGS.CRL_CHECK | FLAGS.CRL_CHECK_ALL, [emptyCrl(middle)])).toBe('unable to get certificate CRL');
    expect(check(FLAGS.CRL_CHECK | FLAGS.CRL_CHECK_ALL, [emptyCrl(middle), emptyCrl(ca)])).toBeNull();
  });

  it('pass over critical extensions that OpenSSL does not know [crypto.X509StoreFlags.IGNORE_CRITICAL]', () => {
    const odd = issue('odd', { issuer: ca, extensions: [extension('1.2.3.4', true, 'DER:0500')] });
    expect(verdict(0, ca, odd.cert)).toBe('unhandled critical extension');
    expect(verdict(FLAGS.IGNORE_CRITICAL, ca, odd.cert)).toBeNull();
  });

  it('are strict about RFC 5280 [crypto.X509StoreFlags.X509_STRICT]', () => {
    expect(verdict(FLAGS.X509_STRICT, ca, server.cert)).toBeNull();
    const lax = issue('lax');
    lax.cert.setIssuer(ca.cert.getSubject());
    lax.cert.sign(ca.key, 'sha256');
    expect(verdict(0, ca, lax.cert)).toBeNull();
    expect(verdict(FLAGS.X509_STRICT, ca, lax.cert)).toBe('Missing Authority Key Identifier');
  });

  it('allow proxy certificates (RFC 3820) [crypto.X509StoreFlags.ALLOW_PROXY_CERTS]', () => {
    const proxy = new crypto.X509();
    proxy.setVersion(2);
    proxy.setSerialNumber(5);
    proxy.setIssuer(server.cert.getSubject());
    proxy.setSubject(server.cert.getSubject());
    const name = new crypto.X509Name(server.cert.getSubject());
    const der = name.der();
    // The proxy's name is its issuer's and one component more.
    const more = Uint8Array.of(0x31, 12, 0x30, 10, 6, 3, 0x55, 4, 3, 0x0c, 3, 0x33, 0x33, 0x33);
    proxy.setSubject(
      crypto.X509Name.fromDer(Uint8Array.of(0x30, der.length - 2 + more.length, ...der.slice(2), ...more)),
    );
    const key = newKey();
    proxy.setPubkey(key);
    proxy.gmtimeAdjNotBefore(-10);
    proxy.gmtimeAdjNotAfter(1000);
    proxy.addExtensions([extension('proxyCertInfo', true, 'language:id-ppl-inheritAll')]);
    proxy.sign(server.key, 'sha256');
    expect(verdict(0, ca, proxy, [server.cert])).toMatch(/^proxy certificates not allowed/);
    expect(verdict(FLAGS.ALLOW_PROXY_CERTS, ca, proxy, [server.cert])).toBeNull();
  });

  it('check policies, ask for one, and inhibit their mapping [crypto.X509StoreFlags.POLICY_CHECK] [crypto.X509StoreFlags.EXPLICIT_POLICY] [crypto.X509StoreFlags.INHIBIT_MAP]', () => {
    const demanding = issue('demanding', {
      ca: true,
      issuer: ca,
      extensions: [
        extension('certificatePolicies', false, '1.2.3.1'),
        extension('policyConstraints', true, 'requireExplicitPolicy:0'),
      ],
    });
    const without = issue('without policy', { issuer: demanding });
    expect(verdict(0, ca, without.cert, [demanding.cert])).toBeNull();
    expect(verdict(FLAGS.POLICY_CHECK, ca, without.cert, [demanding.cert])).toBe('no explicit policy');

    expect(verdict(FLAGS.POLICY_CHECK, ca, server.cert)).toBeNull();
    expect(verdict(FLAGS.EXPLICIT_POLICY, ca, server.cert)).toBe('no explicit policy');

    const mapping = issue('mapping', {
      ca: true,
      issuer: ca,
      extensions: [
        extension('certificatePolicies', false, '1.2.3.1'),
        extension('policyMappings', true, '1.2.3.1:1.2.3.2'),
      ],
    });
    const mapped = issue('mapped', {
      issuer: mapping,
      extensions: [extension('certificatePolicies', false, '1.2.3.2')],
    });
    const explicitly = (policy: string, flags = 0) =>
      verdict(FLAGS.POLICY_CHECK | FLAGS.EXPLICIT_POLICY | flags, ca, mapped.cert, [mapping.cert], [], {
        policies: [policy],
      });
    expect(explicitly('1.2.3.1')).toBeNull();
    expect(explicitly('2.5.29.32.0')).toBeNull();
    expect(explicitly('1.2.3.9')).toBe('no explicit policy');
    expect(explicitly('1.2.3.1', FLAGS.INHIBIT_MAP)).toBe('no explicit policy');
    expect(() => explicitly('no policy')).toThrow(crypto.Error);
    expect(() => explicitly(5 as never)).toThrow(TypeError);
  });

  it('check the signature of the root on itself [crypto.X509StoreFlags.CHECK_SS_SIGNATURE]', () => {
    const key = newKey();
    const root = issue('root', { ca: true, key });
    const leaf = issue('leaf', { issuer: root });
    root.cert.sign(newKey(), 'sha256');
    expect(verdict(0, root, leaf.cert)).toBeNull();
    expect(verdict(FLAGS.CHECK_SS_SIGNATURE, root, leaf.cert)).toBe('certificate signature failure');
  });

  it('trust a chain that ends before a root [crypto.X509StoreFlags.PARTIAL_CHAIN]', () => {
    const middle = issue('middle', { ca: true, issuer: ca });
    const leaf = issue('leaf', { issuer: middle });
    expect(verdict(0, middle, leaf.cert)).toBe('unable to get issuer certificate');
    expect(verdict(FLAGS.PARTIAL_CHAIN, middle, leaf.cert)).toBeNull();
  });
});
