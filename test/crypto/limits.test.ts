import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crypto, OpenSSLError } from '../../src/index.js';
import { encode, rewrite } from '../support/der.js';
import { growth, TOLERANCE } from '../support/heap.js';
import { type Identity, issue, localPki, newKey } from '../support/pki.js';

const DER = crypto.FILETYPE_ASN1;
const { ca } = localPki();

describe('length', () => {
  /** Leaf first, and the root behind it. */
  function chainOf(intermediates: number): Identity[] {
    const key = newKey();
    const chain = [issue('root', { ca: true, key })];
    for (let i = 0; i < intermediates; i++) {
      chain.unshift(issue(`CA ${i}`, { ca: true, key, issuer: chain[0] as Identity }));
    }
    return [issue('leaf', { issuer: chain[0] as Identity }), ...chain];
  }

  it('of a chain may be 100, and no more by default', () => {
    const chain = chainOf(101);
    const certs = chain.map(({ cert }) => cert);
    const upTo = (length: number) => {
      const trusted = new crypto.X509Store();
      trusted.addCert(certs[length] as crypto.X509);
      trusted.setFlags(crypto.X509StoreFlags.PARTIAL_CHAIN);
      return new crypto.X509StoreContext(trusted, certs[0] as crypto.X509, certs.slice(1, length));
    };
    expect(upTo(101).getVerifiedChain()).toHaveLength(102);
    expect(() => upTo(102).verifyCertificate()).toThrow('certificate chain too long');
    const p12 = new crypto.PKCS12();
    p12.setCaCertificates(certs);
    expect(crypto.loadPkcs12(p12.export('x'), 'x').getCaCertificates()).toHaveLength(103);
    expect(crypto.loadCertificates(chain.map(({ certPem }) => certPem).join(''))).toHaveLength(103);
  });

  it('of a list of signers may be 100', () => {
    const signer = issue('signer', { issuer: ca });
    const trusted = new crypto.X509Store();
    trusted.addCert(ca.cert);
    const der = crypto.PKCS7.sign(signer.cert, signer.key, 'data').dump(DER);
    const signedBy = (count: number) => {
      const many = rewrite(der, (tag, content) => {
        const isSignerInfo = tag === 0x31 && /^30(8.(..){1,2}|..)020101/.test(Buffer.from(content).toString('hex'));
        return isSignerInfo ? new Uint8Array(Buffer.concat(Array<Uint8Array>(count).fill(content))) : undefined;
      });
      return crypto.loadPkcs7Data(DER, many);
    };
    expect(signedBy(100).verify(trusted).content).toEqual(new TextEncoder().encode('data'));
    for (const count of [101, 5000]) {
      const message = signedBy(count);
      const started = performance.now();
      expect(() => message.verify(trusted)).toThrow('more than 100 signers');
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });

  it('of a CRL may be 10,000 entries', () => {
    const crl = new crypto.CRL();
    using entry = new crypto.Revoked();
    entry.setRevDate(new Date());
    for (let serial = 1; serial <= 10_000; serial++) {
      entry.setSerial(serial.toString(16));
      crl.addRevoked(entry);
    }
    const der = crl.export(ca.cert, ca.key, DER);
    const round = () => {
      using loaded = crypto.loadCrl(DER, der);
      const entries = loaded.getRevoked() ?? [];
      expect([entries.length, entries.at(-1)?.getSerial()]).toEqual([10_000, '2710']);
      for (const each of entries) each.free();
    };
    expect(growth(1, 4, round)).toBeLessThan(TOLERANCE);
    const checking = new crypto.X509Store();
    checking.addCert(ca.cert);
    checking.addCrl(crl);
    checking.setFlags(crypto.X509StoreFlags.CRL_CHECK);
    const revoked = issue('revoked', { issuer: ca, serial: 10_000 });
    const spared = issue('spared', { issuer: ca, serial: 10_001 });
    new crypto.X509StoreContext(checking, spared.cert).verifyCertificate();
    expect(() => new crypto.X509StoreContext(checking, revoked.cert).verifyCertificate()).toThrow(
      'certificate revoked',
    );
  });

  it('of DER in DER may be anything', () => {
    let deep = new Uint8Array();
    for (let i = 0; i < 2000; i++) deep = new Uint8Array(encode(0x30, deep));
    for (const load of [crypto.loadCertificate, crypto.loadCrl, crypto.loadPrivatekey, crypto.loadPkcs7Data]) {
      expect(() => load(DER, deep)).toThrow(crypto.Error);
    }
    const inside = new crypto.X509Extension('1.2.3.4', false, `DER:${Buffer.from(deep).toString('hex')}`);
    expect(inside.getData()).toEqual(deep);
    expect(String(inside)).not.toBe('');
  });
});

describe('random bytes', () => {
  it.each<[string, (data: Uint8Array) => void]>([
    ['certificates', (data) => crypto.loadCertificate(DER, data)],
    ['requests', (data) => crypto.loadCertificateRequest(DER, data)],
    ['CRLs', (data) => crypto.loadCrl(DER, data)],
    ['private keys', (data) => crypto.loadPrivatekey(DER, data, 'x')],
    ['public keys', (data) => crypto.loadPublickey(DER, data)],
    ['PKCS#7', (data) => crypto.loadPkcs7Data(DER, data)],
    ['PKCS#12', (data) => crypto.loadPkcs12(data, 'x')],
    ['PEM', (data) => crypto.loadCertificates(data)],
  ])('as %s are an error', (_name, load) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        expect(() => load(data)).toThrow(OpenSSLError);
      }),
      { numRuns: 200 },
    );
  });
});
