/** The cases of certificates/README.md that are about what stands in a certificate, a list or a request. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { readCertificate, type SctList } from '../../src/pki/index.js';

const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const file = (name: string) => new Uint8Array(readFileSync(new URL(`certificates/${name}`, import.meta.url)));
const certificate = (name: string) => crypto.loadCertificate(DER, file(name));
const SAN = 'subjectAltName';

describe('subject alternative names', () => {
  it('17. a URI with commas is one name, and needs no writer of DER', () => {
    const names: crypto.AlternativeName[] = [
      { type: 'uri', value: 'tag:microsoft.com,2022-09-14:sid:S-1-5-21-1-2-3-500' },
      { type: 'dns', value: 'h.example' },
    ];
    const extension = crypto.X509Extension.alternativeNames(names);
    expect(extension.getData()).toEqual(certificate('san-uri-comma.der').findExtension(SAN)?.getData());
    expect(extension.getAlternativeNames()).toEqual(names);
  });

  it.each(['otherName:1.3.6.1.4.1.311.20.2.3;UTF8:jörg', 'otherName:1.3.6.1.4.1.311.20.2.3;UTF8String:jörg'])(
    '18. text of %s is UTF-8',
    (value) => {
      const extension = new crypto.X509Extension(SAN, false, value);
      expect(Buffer.from(extension.getData()).toString('hex')).toContain('0c056ac3b67267');
      const name = { type: 'otherName', oid: '1.3.6.1.4.1.311.20.2.3', value: 'jörg' } as const;
      expect(extension.getAlternativeNames()).toEqual([name]);
      expect(crypto.X509Extension.alternativeNames([name]).getData()).toEqual(extension.getData());
    },
  );

  it('18. a user principal name is read', () => {
    expect(certificate('san-upn.der').getAlternativeNames()[0]).toEqual({
      type: 'otherName',
      oid: '1.3.6.1.4.1.311.20.2.3',
      value: 'jo@corp.example',
    });
  });

  it('18. text of ASN1:UTF8String is UTF-8 too', () => {
    const extension = new crypto.X509Extension('1.2.3.4.5', false, 'ASN1:UTF8String:jörg');
    expect(Buffer.from(extension.getData()).toString('hex')).toBe('0c056ac3b67267');
  });

  it('22. are a list of kinds and values', () => {
    const names = certificate('san-mixed.der').getAlternativeNames();
    expect(names).toHaveLength(7);
    expect(names.map(({ type }) => type)).toEqual(expect.arrayContaining(['dns', 'ip', 'email', 'uri']));
  });

  it('22. a comma in one name makes no second', () => {
    const cert = certificate('san-inject.der');
    const names = cert.getAlternativeNames();
    expect(names).toHaveLength(1);
    expect(names[0]).toMatchObject({ type: 'uri', value: expect.stringContaining(',') });
    const printed = String(cert.findExtension(SAN));
    expect(printed).toMatch(/^URI:"[^"]*"$/);
  });
});

describe('times', () => {
  it('19. of certificates have fractions', () => {
    const cert = certificate('time-frac.der');
    expect(cert.notAfter?.toISOString()).toBe('9999-12-31T22:59:59.357Z');
    expect(cert.hasExpired()).toBe(false);
  });

  it('20. of lists have fractions', () => {
    const crl = crypto.loadCrl(DER, file('crl-frac.der'));
    expect(crl.nextUpdate?.toISOString()).toBe('2050-01-01T00:00:00.500Z');
  });
});

describe('requests', () => {
  it('21. have attributes, which can be written too', () => {
    const request = crypto.loadCertificateRequest(DER, file('csr-challenge.der'));
    expect(request.getAttribute('challengePassword')).toBe('s3cret');
    expect(request.getAttribute('unstructuredName')).toBe('Acme Inc');
    expect(request.getAttribute('1.2.3.4')).toBeNull();
    const made = new crypto.X509Req();
    made.setAttribute('challengePassword', 's3cret');
    made.setAttribute('unstructuredName', 'Acme Inc');
    const read = crypto.loadCertificateRequest(DER, signed(made));
    expect([read.getAttribute('challengePassword'), read.getAttribute('1.2.840.113549.1.9.2')]).toEqual([
      's3cret',
      'Acme Inc',
    ]);
  });

  function signed(request: crypto.X509Req): Uint8Array {
    using key = new crypto.PKey();
    key.generateKey('ED25519');
    request.setPubkey(key);
    request.sign(key, null);
    return crypto.dumpCertificateRequest(DER, request);
  }
});

describe('extensions', () => {
  it('24. are found by their dotted numbers', () => {
    const cert = certificate('ext-many.der');
    expect(cert.findExtension('2.5.29.15')?.getShortName()).toBe('keyUsage');
    expect(cert.findExtension('1.3.6.1.4.1.11129.2.4.2')?.oid).toBe('1.3.6.1.4.1.11129.2.4.2');
    expect(cert.findExtension('1.2.3.4')).toBeNull();
  });

  it('24. the timestamps of transparency logs are a list', () => {
    const list = (der: Uint8Array) =>
      readCertificate(der).extensions.find(({ oid }) => oid === '1.3.6.1.4.1.11129.2.4.2');
    // The file's own list says that it is two bytes longer than it is, and so its timestamp.
    expect(list(file('ext-many.der'))).toMatchObject({ fault: 'sctList is cut off' });
    const cert = certificate('ext-many.der');
    const mended = cert.findExtension('1.3.6.1.4.1.11129.2.4.2')?.getData() ?? new Uint8Array();
    mended[3] = 0x78;
    mended[5] = 0x76;
    const other = new crypto.X509();
    other.addExtensions([crypto.X509Extension.fromDer('1.3.6.1.4.1.11129.2.4.2', false, mended)]);
    using key = new crypto.PKey();
    key.generateKey('ED25519');
    other.setPubkey(key);
    other.gmtimeAdjNotBefore(0);
    other.gmtimeAdjNotAfter(60);
    other.sign(key, null);
    const read = list(crypto.dumpCertificate(DER, other))?.content as SctList;
    expect(read.timestamps.map(({ timestamp }) => timestamp.toISOString())).toEqual(['2023-11-14T22:13:20.000Z']);
  });
});

describe('PEM', () => {
  it('25. with a blank line before its end is read', () => {
    expect(crypto.loadCertificate(PEM, file('pem-blank-end.pem')).getSubject().der()).toBeInstanceOf(Uint8Array);
  });

  it('26. of which one block is joined to the next is two', () => {
    expect(crypto.loadCertificates(file('pem-joined.pem'))).toHaveLength(2);
  });
});
