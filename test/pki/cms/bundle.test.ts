/** Bundles of certificates and lists, both ways with others. */
import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import { bundleCertificates, encryptMessage, readBundle, signMessage } from '../../../src/pki/index.js';
import { MailPki, text } from '../../support/mail-pki.js';
import { askPython } from '../../support/python.js';

const pki = new MailPki();
const { native, ca } = pki;
const people = ['zoe', 'anna', 'mia'].map((name) => pki.person(name));
const crl = new crypto.CRL().export(ca.certificate, ca.key, crypto.FILETYPE_PEM, 10, 'sha256');
const names = (certificates: readonly crypto.X509[]) => certificates.map((one) => one.getSubject().CN);
const ORDER = ['zoe', 'anna', 'mia', 'Test CA'];
const all = [...people.map(({ certificate }) => certificate), ca.pem];

afterAll(() => native.remove());

describe('bundles', () => {
  it('keep the order, each certificate once, and the lists', () => {
    const bundle = bundleCertificates([...all, ca.der], { crls: [crl] });
    for (const form of [bundle.der, bundle.pem, new TextEncoder().encode(bundle.pem)]) {
      const { certificates, crls } = readBundle(form);
      expect(names(certificates)).toEqual(ORDER);
      expect(crls.map((one) => one.getIssuer().CN)).toEqual(['Test CA']);
    }
    expect(bundle.pem).toMatch(/^-----BEGIN PKCS7-----\n/);
    expect(readBundle(crypto.loadPkcs7Data(crypto.FILETYPE_ASN1, bundle.der)).certificates).toHaveLength(4);
  });

  it('are read with each of the usual headers', () => {
    const { pem } = bundleCertificates(all);
    for (const label of ['PKCS7', 'CMS', 'CERTIFICATE', 'PKCS #7 SIGNED DATA'])
      expect(names(readBundle(pem.replaceAll('PKCS7', label)).certificates), label).toEqual(ORDER);
    expect(names(readBundle(`text around it\r\n${pem.replaceAll('\n', '\r\n')}`).certificates)).toEqual(ORDER);
  });

  it('are those of openssl, both ways', () => {
    native.file('bundle.p7b', bundleCertificates(all, { crls: [crl] }).der);
    const printed = native.line('pkcs7 -inform DER -in bundle.p7b -print_certs -noout');
    expect([...printed.matchAll(/subject=(?:O = [^,]+, )?CN ?= ?(.+)/g)].map(([, name]) => name)).toEqual(ORDER);
    native.file('crl.pem', text(crl));
    native.line(
      'crl2pkcs7 -in crl.pem -certfile zoe.pem -certfile anna.pem -certfile mia.pem -certfile ca.pem -outform DER -out theirs.p7b',
    );
    const { certificates, crls } = readBundle(native.read('theirs.p7b'));
    expect([names(certificates), crls.length]).toEqual([ORDER, 1]);
  });

  it('are those of certtool and keytool', () => {
    const { der, pem } = bundleCertificates(all);
    native.file('bundle.p7b', der);
    native.file('bundle.pem', pem);
    const run = (command: string, ...args: string[]) =>
      execFileSync(command, args, { cwd: native.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const shown = run('certtool', '--p7-info', '--inder', '--infile', 'bundle.p7b');
    expect(names(crypto.loadCertificates(shown))).toEqual(ORDER);
    const listed = run('keytool', '-printcert', '-file', 'bundle.pem');
    for (const name of ORDER) expect(listed).toContain(`CN=${name}`);
    run('certtool', '--p7-generate', '--load-certificate', 'zoe.pem', '--outder', '--outfile', 'certtool.p7b');
    expect(names(readBundle(native.read('certtool.p7b')).certificates)).toEqual(['zoe']);
  });

  it("are those of Python's cryptography", () => {
    native.file('bundle.p7b', bundleCertificates(all).der);
    const order = askPython<string[]>(
      `
from cryptography.hazmat.primitives.serialization import pkcs7, Encoding
certs = pkcs7.load_der_pkcs7_certificates(open('bundle.p7b', 'rb').read())
open('python.p7b', 'wb').write(pkcs7.serialize_certificates(certs, Encoding.PEM))
print(json.dumps([c.subject.rfc4514_string() for c in certs]))`,
      { cwd: native.folder },
    );
    expect(order).toEqual(ORDER.map((name) => `CN=${name}`));
    expect(names(readBundle(native.read('python.p7b')).certificates).sort()).toEqual([...ORDER].sort());
  });

  it('are also what goes along with signatures; other messages are none', () => {
    const [zoe] = people;
    if (zoe === undefined) throw new Error('there is one');
    const { der } = signMessage('x', {
      signers: [{ certificate: zoe.certificate, key: zoe.key }],
      certificates: [ca.der],
    });
    expect(names(readBundle(der).certificates)).toEqual(['zoe', 'Test CA']);
    const secret = new Uint8Array(16);
    const sealed = encryptMessage('', { recipients: [{ secretKey: secret, keyId: secret }] });
    expect(() => readBundle(sealed.der)).toThrow('of the kind pkcs7-envelopedData, and not signed');
    expect(() => readBundle(zoe.pem)).toThrow('this is not a PKCS #7 bundle');
    expect(() => readBundle('')).toThrow('this is not a PKCS #7 bundle');
    expect(() => bundleCertificates([])).toThrow('at least');
    expect(() => bundleCertificates(zoe.pem as never)).toThrow(TypeError);
  });
});
