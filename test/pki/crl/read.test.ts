/** Lists as they are found: every one of OpenSSL's tree, very long ones, and what is none. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import {
  createCertificateAuthority,
  createCrl,
  findRevoked,
  issueCertificate,
  PkiError,
  readCrl,
  toText,
} from '../../../src/pki/index.js';
import { nativeText, opensslFiles, ownText, pemBlocks } from '../../support/openssl-tree.js';

describe('every list of OpenSSL’s tests', () => {
  const lists = opensslFiles(/\.(pem|crl|der|utf8)$/, ['test', 'test/certs', 'test/recipes', 'apps', 'fuzz']).flatMap(
    (path) =>
      pemBlocks(readFileSync(path), 'X509 CRL').map((pem) => [path.replace(/.*openssl-[\d.]+\//, ''), pem] as const),
  );

  it('is there', () => {
    expect(lists.length).toBeGreaterThanOrEqual(6);
  });

  it.each(lists)('%s is read, and printed as native prints it', (_, pem) => {
    const data = readCrl(pem);
    expect(data.revoked.length).toBe(readCrl(crypto.loadCrl(crypto.FILETYPE_PEM, pem)).revoked.length);
    expect(ownText(toText(data))).toBe(nativeText('crl', data.der));
  });
});

describe('a list of 100,000 entries', () => {
  const issuer = createCertificateAuthority({ subject: 'Root' });
  const serialOf = (index: number) => (BigInt(index) << 100n) + 12345n;
  const made = createCrl({
    issuer,
    revoked: Array.from({ length: 100_000 }, (_, index) => ({ serialNumber: serialOf(index), reason: 'superseded' })),
  });

  it('is read within seconds, and one of it is found at once', () => {
    const before = process.cpuUsage();
    const data = readCrl(made.der);
    expect(data.revoked).toHaveLength(100_000);
    const reading = process.cpuUsage(before);
    // 1.4 s of CPU where this was measured; a way that is quadratic takes hours.
    expect((reading.user + reading.system) / 1e6).toBeLessThan(30);
    expect(data.revoked[99_999]).toMatchObject({ serialNumber: serialOf(99_999), reason: 'superseded' });
    expect(findRevoked(made.crl, serialOf(77_777))).toMatchObject({ serialNumber: serialOf(77_777) });
    expect(findRevoked(made.crl, 1n)).toBeNull();
  });

  it('is refused where fewer are allowed', () => {
    expect(() => readCrl(made.der, { maxEntries: 99_999 })).toThrow('a CRL has more than 99999 entries: 100000');
  });
});

describe('findRevoked', () => {
  const issuer = createCertificateAuthority({ subject: 'Root' });
  const other = createCertificateAuthority({ subject: 'Other' });
  const leaf = (of: typeof issuer) =>
    issueCertificate({ issuer: of, key: issuer.key, names: ['a.example'], serialNumber: 5 });
  const own = createCrl({ issuer, revoked: [{ serialNumber: 5, reason: 'keyCompromise' }, { serialNumber: -3n }] });

  it('finds a certificate by its issuer and number', () => {
    expect(findRevoked(own.pem, leaf(issuer).pem)).toMatchObject({ serialNumber: 5n, reason: 'keyCompromise' });
    expect(findRevoked(own.der, leaf(issuer).certificate)).toMatchObject({ serialNumber: 5n });
    expect(findRevoked(own.der, -3n)).toMatchObject({ serialNumber: -3n });
    expect(findRevoked(own.der, 6n)).toBeNull();
  });

  it('of an indirect list, finds the issuer’s own and the other’s', () => {
    const list = createCrl({
      issuer,
      issuingDistributionPoint: { indirect: true },
      revoked: [{ serialNumber: 5, certificateIssuer: [{ type: 'dirName', value: 'Other' }] }],
    });
    expect(findRevoked(list.der, leaf(other).der)).toMatchObject({ serialNumber: 5n });
    expect(findRevoked(list.der, leaf(issuer).der)).toBeNull();
  });

  it('takes nothing for a number that is none, and says what is no list', () => {
    expect(() => findRevoked(own.der, 5 as never)).toThrow(TypeError);
    expect(() => findRevoked(leaf(issuer).pem, 5n)).toThrow(crypto.Error);
    expect(() => findRevoked(Uint8Array.of(0x30, 0x80, 0, 0), 5n)).toThrow(PkiError);
  });
});
