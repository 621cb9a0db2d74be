/** Chains out of heaps: in any order, twice, cross-signed, with links missing. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import {
  type BuiltPath,
  buildChain,
  bundle,
  createCertificateAuthority,
  createRequest,
  issueCertificate,
  issueIntermediate,
  PkiError,
} from '../../../src/pki/index.js';

const root = createCertificateAuthority({ subject: 'Root' });
const middle = issueIntermediate({ issuer: root, subject: 'Middle', pathLength: 1 });
const lower = issueIntermediate({
  ...{ issuer: middle, subject: 'Lower' },
  extensions: [
    {
      type: 'authorityInfoAccess',
      descriptions: [
        { method: 'OCSP', location: { type: 'uri', value: 'http://ocsp.example/' } },
        { method: 'caIssuers', location: { type: 'uri', value: 'http://ca.example/middle.crt' } },
      ],
    },
  ],
});
const leaf = issueCertificate({ issuer: lower, names: ['a.example'] });
const other = issueCertificate({ issuer: middle, names: ['b.example'] });

const names = ({ certificates }: BuiltPath): string[] =>
  certificates.map((one) => one.getSubject().commonName ?? 'nobody');

describe('a heap', () => {
  it('gives the chain whatever its order is, and whatever is there twice', () => {
    const { chains, duplicates, unused, leftOut } = buildChain({
      heap: [root.der, `${middle.pem}text between\n${root.pem}`, leaf.certificate, lower.pem, middle.der],
    });
    expect(chains).toHaveLength(1);
    expect(chains[0]).toMatchObject({ complete: true, alternatives: [] });
    expect(chains[0] && names(chains[0])).toEqual(['nobody', 'Lower', 'Middle', 'Root']);
    expect({ duplicates, unused, leftOut }).toEqual({ duplicates: 2, unused: [], leftOut: [] });
  });

  it('of several leaves gives a chain of each; the one that is asked for alone, where one is', () => {
    const heap = [other.pem, leaf.pem, lower.pem, root.pem, middle.pem].join('');
    expect(buildChain({ heap }).chains.map(names)).toEqual([
      ['nobody', 'Middle', 'Root'],
      ['nobody', 'Lower', 'Middle', 'Root'],
    ]);
    const asked = buildChain({ heap, certificate: other.pem });
    expect(asked.chains.map(names)).toEqual([['nobody', 'Middle', 'Root']]);
    expect(asked.unused.map((one) => one.getSubject().commonName)).toEqual([null, 'Lower']);
    expect(asked.duplicates).toBe(0);
  });

  it('says which issuer is missing, and where it may be had', () => {
    const [chain] = buildChain({ heap: [leaf.pem, root.pem, lower.pem] }).chains;
    expect(chain && names(chain)).toEqual(['nobody', 'Lower']);
    expect(chain?.complete).toBe(false);
    expect(chain?.missing).toMatchObject({ text: 'CN=Middle', addresses: ['http://ca.example/middle.crt'] });
    expect(chain?.missing?.keyId).toHaveLength(20);
  });

  it('takes p7b, and leaves out what is no certificate, with what it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chains-p7b-'));
    try {
      writeFileSync(join(folder, 'all.pem'), root.pem + leaf.pem + middle.pem + lower.pem);
      const p7b = (form: string) =>
        execFileSync('openssl', ['crl2pkcs7', '-nocrl', '-certfile', 'all.pem', '-outform', form], { cwd: folder });
      for (const form of ['DER', 'PEM']) {
        const key = new TextDecoder().decode(crypto.dumpPrivatekey(crypto.FILETYPE_PEM, leaf.key));
        const { chains, leftOut } = buildChain({
          heap: [new Uint8Array(p7b(form)), `${key}${createRequest({ subject: 'x' }).pem}`],
        });
        expect(chains.map(names)).toEqual([['nobody', 'Lower', 'Middle', 'Root']]);
        expect(leftOut.map(({ source, block, reason }) => [source, block, reason])).toEqual([
          [1, 0, 'This is a private key (EC, prime256v1), and no password protects it.'],
          [1, 1, 'This is a certificate request (CSR) for CN=x.'],
        ]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('of cross-signed CAs gives all paths, the complete and valid first', () => {
    const second = createCertificateAuthority({ subject: 'Second Root' });
    const crossed = issueIntermediate({ ...{ issuer: second, subject: 'Middle', pathLength: 1 }, key: middle.key });
    const old = issueIntermediate({
      ...{ issuer: root, subject: 'Middle', pathLength: 1, key: middle.key },
      notBefore: new Date('2020-01-01'),
      notAfter: new Date('2021-01-01'),
    });
    const heap = [old, crossed, middle, root, lower, leaf].map(({ der }) => der);
    const [chain] = buildChain({ heap: [...heap, second.der] }).chains;
    expect(chain?.alternatives.map(names)).toHaveLength(2);
    expect(chain?.alternatives.at(-1)?.certificates[2]?.hasExpired()).toBe(true);
    // Without the second root, its path is not complete, and comes last.
    const [shorter] = buildChain({ heap }).chains;
    expect(shorter?.complete && names(shorter)).toEqual(['nobody', 'Lower', 'Middle', 'Root']);
    expect(shorter?.alternatives.at(-1)).toMatchObject({ complete: false, missing: { text: 'CN=Second Root' } });
  });

  it('tells CAs of one name apart by their keys, with identifiers and without', () => {
    for (const omit of [[], ['subjectKeyIdentifier', 'authorityKeyIdentifier']]) {
      const first = createCertificateAuthority({ subject: 'Same', omit });
      const namesake = createCertificateAuthority({ subject: 'Same', omit });
      const issued = issueCertificate({ issuer: namesake, names: ['c.example'], omit });
      const [chain] = buildChain({ heap: [first.der, namesake.der], certificate: issued.der }).chains;
      expect(chain?.certificates.map((one) => one.equals(namesake.certificate))).toEqual([false, true]);
      expect(chain?.alternatives).toEqual([]);
    }
  });

  it('ends where CAs have signed each other in a circle', () => {
    const a = createCertificateAuthority({ subject: 'A' });
    const b = createCertificateAuthority({ subject: 'B' });
    const ab = issueIntermediate({ issuer: a, subject: 'B', key: b.key });
    const ba = issueIntermediate({ issuer: b, subject: 'A', key: a.key });
    const end = issueCertificate({ issuer: { certificate: ab.der, key: b.key }, names: ['d.example'] });
    const [chain] = buildChain({ heap: [ab.der, ba.der, end.der] }).chains;
    expect(chain).toMatchObject({ complete: false, stopped: 'circle' });
    expect(chain && names(chain)).toEqual(['nobody', 'B', 'A']);
    expect(chain?.missing).toBeUndefined();
  });

  it('is refused without a certificate, and beyond its bounds', () => {
    const fault = (body: () => unknown) => {
      try {
        body();
      } catch (error) {
        if (error instanceof PkiError) return error.message;
        throw error;
      }
      return undefined;
    };
    expect(fault(() => buildChain({ heap: [] }))).toBe('heap holds no certificate: it is empty');
    expect(fault(() => buildChain({ heap: '<!doctype html><title>404</title>' }))).toBe(
      'heap holds no certificate: This is a web page, "404", not a certificate: perhaps the answer of a server that was asked for one.',
    );
    expect(fault(() => buildChain({ heap: [root.pem, middle.pem], maxCertificates: 1 }))).toBe(
      'heap has more than 1 certificates',
    );
    expect(fault(() => buildChain({ heap: root.pem, certificate: 'x' }))).toContain('certificate holds no certificate');
  });
});

describe('a bundle', () => {
  it('has the certificate first, and the root when it is asked for alone', () => {
    const [chain] = buildChain({ heap: [root.pem, leaf.pem, middle.pem, lower.pem] }).chains;
    if (chain === undefined) throw new Error('there is no chain');
    expect(bundle(chain)).toBe(leaf.pem + lower.pem + middle.pem);
    expect(bundle(chain, { root: true })).toBe(leaf.pem + lower.pem + middle.pem + root.pem);
    const [alone] = buildChain({ heap: root.pem }).chains;
    expect(alone && bundle(alone)).toBe(root.pem);
  });
});
