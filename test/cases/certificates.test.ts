/** What people asked for in public, with made-up files: the numbers are those of certificates/README.md. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { thrownBy } from '../support/thrown.js';

const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const file = (name: string) => new Uint8Array(readFileSync(new URL(`certificates/${name}`, import.meta.url)));
const certificate = (name: string) => crypto.loadCertificate(DER, file(name));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The root of the cases, trusted. */
function trusting(): crypto.X509Store {
  const store = new crypto.X509Store();
  store.addCert(certificate('root.der'));
  return store;
}

const recipient = () => ({
  key: crypto.loadPrivatekey(PEM, file('rsa.pem')),
  cert: crypto.loadCertificate(PEM, file('rsa-cert.pem')),
});

describe('old algorithms', () => {
  it.each([
    ['1. p8-md5des.pem', 'p8-md5des.pem'],
    ['2. p8-rc2.pem', 'p8-rc2.pem'],
    ['2. p8-des.pem', 'p8-des.pem'],
  ])('%s: an EC key, whatever was called before', (_title, name) => {
    expect(crypto.loadPrivatekey(PEM, file(name), 'password').groupName).toBe('prime256v1');
  });

  it.each([
    ['3. env-rc2.p7m', 'env-rc2.p7m'],
    ['4. env-des.p7m', 'env-des.p7m'],
  ])('%s: decrypts', (_title, name) => {
    const { key, cert } = recipient();
    expect(text(crypto.loadPkcs7Data(DER, file(name)).decrypt(key, cert))).toBe('hello, world\n');
  });

  it('4. des-cbc encrypts when it is asked for as a legacy cipher, and no call before changes that', () => {
    const { key, cert } = recipient();
    const sealed = crypto.PKCS7.encrypt(cert, 'hello, world\n', 'des-cbc', { legacy: true });
    expect(text(sealed.decrypt(key, cert))).toBe('hello, world\n');
  });
});

describe('names of hosts', () => {
  const verify = (leaf: crypto.X509, options: crypto.VerifyOptions) => () =>
    new crypto.X509StoreContext(trusting(), leaf, [certificate('inter.der')], options).verifyCertificate();

  it('11. an empty host is a RangeError, and no check that is left out', () => {
    expect(thrownBy(() => verify(certificate('leaf.der'), { host: '' })())).toBeInstanceOf(RangeError);
  });

  it('12. a common name is no name of a host', () => {
    const cert = certificate('cn-only.der');
    expect(cert.matchesHost('www.example')).toBe(false);
    const store = new crypto.X509Store();
    store.addCert(cert);
    const context = new crypto.X509StoreContext(store, cert, [], {
      host: 'www.example',
      flags: crypto.X509StoreFlags.PARTIAL_CHAIN,
    });
    expect(() => context.verifyCertificate()).toThrow('hostname mismatch');
  });

  it('13. brackets are how a URL gives an IPv6 address', () => {
    expect(certificate('san-mixed.der').matchesHost(new URL('https://[2001:db8::1]/').hostname)).toBe(true);
  });

  it('14. what only looks like an address is named by nobody', () => {
    const cert = certificate('san-mixed.der');
    expect([cert.matchesHost('300.1.1.1'), cert.matchesHost('1:2')]).toEqual([false, false]);
  });
});

describe('distinguished names', () => {
  it('15. an attribute is found, and set, by its dotted number', () => {
    const subject = certificate('custom-oid-dn.der').getSubject();
    expect(subject.get('1.3.6.1.4.1.99999.7.1')).toBe('special');
    const built = crypto.X509Name.empty();
    built.set('1.3.6.1.4.1.99999.7.1', 'special');
    expect(built.getComponents()).toEqual([['1.3.6.1.4.1.99999.7.1', new TextEncoder().encode('special')]]);
    built.set('1.3.6.1.4.1.99999.7.1', 'other');
    expect([built.get('1.3.6.1.4.1.99999.7.1'), built.getComponents().length]).toEqual(['other', 1]);
  });

  it('16. several attributes of one relative name are read and written', () => {
    const subject = certificate('multi-rdn.der').getSubject();
    const rows = subject.getRelativeNames().map((set) => set.map(([field, value]) => `${field}=${text(value)}`).sort());
    expect(rows[0]).toEqual(['GN=Jo', 'SN=Wil']);
    expect(rows.slice(1).flat()).toContain('OU=A');
    const built = crypto.X509Name.empty();
    for (const set of subject.getRelativeNames()) {
      for (const [index, [field, value]] of set.entries()) built.add(field, value, { joined: index > 0 });
    }
    expect(built.der()).toEqual(subject.der());
  });
});
