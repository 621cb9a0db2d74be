/** What verification answers: for each certificate what holds and what fails, all failures, and what can be done. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { native } from '../../../src/crypto/native.js';
import { crypto } from '../../../src/index.js';
import { allFaults } from '../../../src/pki/chains/faults.js';
import { PURPOSE_NAMES, purposeNumber, VERIFY_FLAGS } from '../../../src/pki/chains/names.js';
import {
  type ChainAnswer,
  type ChainOptions,
  createCertificateAuthority,
  issueCertificate,
  issueIntermediate,
  verifyChain,
} from '../../../src/pki/index.js';

const SOURCE = new URL('../../../openssl-src/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('pin.json', SOURCE), 'utf8')) as { version: string };
const header = (name: string) => readFileSync(new URL(`openssl-${version}/include/openssl/${name}`, SOURCE), 'utf8');

const root = createCertificateAuthority({ subject: 'Root' });
const middle = issueIntermediate({ issuer: root, subject: 'Middle' });
const leaf = issueCertificate({
  issuer: middle,
  names: ['a.example', '192.0.2.1', { type: 'email', value: 'a@a.example' }],
});
const good: ChainOptions = { certificate: leaf.certificate, intermediates: middle.pem, anchors: root.der };

const failures = (answer: ChainAnswer): string[] =>
  answer.ok ? [] : answer.failures.map(({ code, depth }) => `${code.replace('X509_V_ERR_', '')} ${depth}`);

describe('tables', () => {
  it('have every code of OpenSSL, with its number, one sentence and advice [each X509_V_ERR_ has its advice]', () => {
    const codes = [...header('x509_vfy.h.in').matchAll(/#define (X509_V_ERR_\w+) (\d+)/g)];
    expect(codes.length).toBeGreaterThan(90);
    const known = new Map(allFaults().map((fault) => [fault.code as string, fault]));
    expect(codes.map(([, name, number]) => [name, Number(number)])).toEqual(
      codes.map(([, name = '']) => [name, known.get(name)?.number]),
    );
    expect(known.size).toBe(codes.length);
    for (const { sentence, advice } of known.values()) {
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(advice).toMatch(/^[A-Z].*\.$/);
      expect(advice).not.toBe(sentence);
    }
  });

  it('have every purpose of OpenSSL, and every flag that is not for machines alone', () => {
    const numbers = PURPOSE_NAMES.map((name) => [purposeNumber(name), name]);
    const max = Number(/#define X509_PURPOSE_MAX (\d+)/.exec(header('x509v3.h.in'))?.[1]);
    const theirs = Array.from({ length: max }, (_, index) => [index + 1, native.x509_purpose_name(index + 1)]);
    expect(numbers.sort(([a], [b]) => Number(a) - Number(b))).toEqual(theirs);
    // Set by a time, deprecated, and for callbacks: none of them is anybody's to set.
    const inner = ['CB_ISSUER_CHECK', 'USE_CHECK_TIME', 'NOTIFY_POLICY', 'POLICY_MASK'];
    const flags = [...header('x509_vfy.h.in').matchAll(/#define X509_V_FLAG_(\w+) /g)].map(([, name = '']) => name);
    const ours = [
      'EXTENDED_CRL_SUPPORT',
      'ALLOW_PROXY_CERTS',
      'SUITEB_128_LOS_ONLY',
      'SUITEB_128_LOS',
      'SUITEB_192_LOS',
    ];
    expect(VERIFY_FLAGS).toHaveLength(flags.length - inner.length);
    const named = flags.filter((name) => !inner.includes(name) && !ours.includes(name));
    expect(VERIFY_FLAGS).toEqual(expect.arrayContaining(named));
    // The objects have them under OpenSSL's own names.
    expect(Object.keys(crypto.X509StoreFlags).sort()).toEqual(flags.filter((name) => !inner.includes(name)).sort());
  });
});

describe('a chain that verifies', () => {
  it('says of each certificate what was looked at', () => {
    const answer = verifyChain({ ...good, host: 'a.example' });
    expect(answer.ok).toBe(true);
    expect(answer.chain.map(({ role, subject, trusted, failures: none }) => [role, subject, trusted, none])).toEqual([
      ['leaf', '', false, []],
      ['intermediate', 'CN=Middle', false, []],
      ['anchor', 'CN=Root', true, []],
    ]);
    expect(answer.chain.map(({ holds }) => holds)).toEqual([
      ['issuer', 'signature', 'validity', 'purpose', 'extensions', 'names', 'identity', 'strength'],
      ['issuer', 'signature', 'validity', 'ca', 'purpose', 'extensions', 'names', 'strength'],
      ['issuer', 'validity', 'ca', 'purpose', 'extensions', 'strength', 'trust'],
    ]);
    expect(answer.chain[0]?.der).toEqual(leaf.der);
    expect(answer.chain[0]?.certificate.equals(leaf.certificate)).toBe(true);
  });

  it('takes hosts, addresses and mail as RFC 9525 has them', () => {
    const asks = [{ host: 'A.example.' }, { host: '192.0.2.1' }, { ip: '192.0.2.1' }, { email: 'a@a.example' }];
    for (const ask of asks) expect(failures(verifyChain({ ...good, ...ask })), JSON.stringify(ask)).toEqual([]);
    expect(failures(verifyChain({ ...good, host: 'b.example' }))).toEqual(['HOSTNAME_MISMATCH 0']);
    expect(failures(verifyChain({ ...good, ip: '192.0.2.2' }))).toEqual(['IP_ADDRESS_MISMATCH 0']);
    expect(failures(verifyChain({ ...good, email: 'b@a.example' }))).toEqual(['EMAIL_MISMATCH 0']);
  });
});

describe('a chain that does not', () => {
  it('names all failures and not only the first, each with its place and its advice', () => {
    const old = issueCertificate({
      ...{ issuer: middle, names: ['c.example'], usages: ['clientAuth'] },
      ...{ notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01'), unchecked: true },
    });
    const answer = verifyChain({ ...good, certificate: old.pem, host: 'd.example', anchors: [] });
    expect(failures(answer)).toEqual([
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY 1',
      'INVALID_PURPOSE 0',
      'HOSTNAME_MISMATCH 0',
      'CERT_HAS_EXPIRED 0',
    ]);
    if (answer.ok) throw new Error('it is good');
    expect(answer.chain.map(({ failures: own }) => own.length)).toEqual([3, 1]);
    expect(answer.missing).toMatchObject({ text: 'CN=Root', addresses: [] });
    expect(answer.chain[0]?.holds).toEqual(['issuer', 'signature', 'extensions', 'names', 'strength']);
    expect(answer.failures[3]).toEqual({
      ...{ code: 'X509_V_ERR_CERT_HAS_EXPIRED', number: 10, check: 'validity', depth: 0 },
      sentence: 'The certificate has expired.',
      advice:
        'Renew it, and install the new one with its chain; of a CA, look for a newer certificate of the same key.',
    });
  });

  it('says nothing to hold of a signature that does not fit, and of a link that is missing', () => {
    const forged = leaf.der.slice();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    const answer = verifyChain({ ...good, certificate: forged });
    expect(failures(answer)).toEqual(['CERT_SIGNATURE_FAILURE 0']);
    expect(answer.chain[0]?.holds).not.toContain('signature');
    const alone = verifyChain({ ...good, intermediates: [] });
    expect(failures(alone)).toEqual(['UNABLE_TO_GET_ISSUER_CERT_LOCALLY 0', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE 0']);
    expect(alone.ok ? undefined : alone.missing?.text).toBe('CN=Middle');
    expect(alone.chain[0]).toMatchObject({ role: 'leaf', trusted: false });
    expect(alone.chain[0]?.holds).not.toContain('issuer');
    expect(alone.chain[0]?.holds).not.toContain('signature');
  });

  it('judges each purpose', () => {
    const of = (certificate: Uint8Array, purpose: ChainOptions['purpose']) =>
      failures(verifyChain({ ...good, certificate, ...(purpose && { purpose }) }));
    expect(of(leaf.der, 'sslserver')).toEqual([]);
    expect(of(leaf.der, 'any')).toEqual([]);
    for (const purpose of ['sslclient', 'smimesign', 'codesign', 'timestampsign'] as const)
      expect(of(leaf.der, purpose), purpose).toContain('INVALID_PURPOSE 0');
    const code = issueCertificate({
      issuer: middle,
      subject: 'Coder',
      usages: ['codeSigning'],
      extensions: [{ type: 'keyUsage', usages: ['digitalSignature'] }],
    });
    expect(of(code.der, 'codesign')).toEqual([]);
    const stamp = issueCertificate({
      ...{ issuer: middle, subject: 'Stamps' },
      extensions: [{ type: 'extKeyUsage', usages: ['timeStamping'], critical: true }],
    });
    expect(of(stamp.der, 'timestampsign')).toEqual([]);
    const mail = issueCertificate({ issuer: middle, names: [{ type: 'email', value: 'x@a.example' }] });
    expect(of(mail.der, 'smimesign')).toEqual([]);
  });

  it('judges a moment, a depth, and a security level', () => {
    const year = 365 * 86_400_000;
    expect(failures(verifyChain({ ...good, at: new Date(Date.now() + year) }))).toEqual(['CERT_HAS_EXPIRED 0']);
    expect(failures(verifyChain({ ...good, at: new Date('1999-12-31') }))).toEqual([
      'CERT_NOT_YET_VALID 2',
      'CERT_NOT_YET_VALID 1',
      'CERT_NOT_YET_VALID 0',
    ]);
    const past = issueCertificate({
      ...{ issuer: middle, names: ['a.example'], unchecked: true },
      ...{ notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') },
    });
    const timeless = verifyChain({ ...good, certificate: past.der, flags: ['NO_CHECK_TIME'] });
    expect(failures(timeless)).toEqual([]);
    expect(timeless.chain.some(({ holds }) => holds.includes('validity'))).toBe(false);
    expect(() => verifyChain({ ...good, at: new Date(), flags: ['NO_CHECK_TIME'] })).toThrow('exclude each other');
    expect(failures(verifyChain({ ...good, depth: 0 }))).toContain('CERT_CHAIN_TOO_LONG 1');
    expect(failures(verifyChain({ ...good, securityLevel: 5 }))).toEqual([
      ...['EE_KEY_TOO_SMALL 0', 'CA_MD_TOO_WEAK 0', 'CA_KEY_TOO_SMALL 1', 'CA_MD_TOO_WEAK 1', 'CA_KEY_TOO_SMALL 2'],
    ]);
    const weak = issueCertificate({
      ...{ issuer: middle, names: ['w.example'], key: { type: 'RSA', bits: 1024 } as const },
      ...{ signature: { digest: 'sha1' }, unchecked: true },
    });
    expect(failures(verifyChain({ ...good, certificate: weak.der }))).toEqual([
      'EE_KEY_TOO_SMALL 0',
      'CA_MD_TOO_WEAK 0',
    ]);
    expect(failures(verifyChain({ ...good, certificate: weak.der, securityLevel: 0 }))).toEqual([]);
  });

  it('trusts an intermediate where PARTIAL_CHAIN says so, and not otherwise', () => {
    const partial = { ...good, intermediates: [], anchors: middle.pem };
    expect(failures(verifyChain(partial))).toEqual(['UNABLE_TO_GET_ISSUER_CERT 1']);
    const answer = verifyChain({ ...partial, flags: ['PARTIAL_CHAIN'] });
    expect(failures(answer)).toEqual([]);
    expect(answer.chain.map(({ role }) => role)).toEqual(['leaf', 'anchor']);
    const itself = verifyChain({ certificate: leaf.pem, anchors: leaf.pem, flags: ['PARTIAL_CHAIN'] });
    expect(itself.chain.map(({ role, trusted }) => [role, trusted])).toEqual([['anchor', true]]);
  });
});

describe('policies', () => {
  const policy = (oid: string) => ({ type: 'certificatePolicies' as const, policies: [{ oid }] });
  const ca = issueIntermediate({ issuer: root, subject: 'Policies', extensions: [policy('1.2.3.4')] });
  const end = issueCertificate({ issuer: ca, names: ['p.example'], extensions: [policy('1.2.3.4')] });
  const of = { certificate: end.der, intermediates: ca.der, anchors: root.der };

  it('that are asked for must hold: one without another flag is not passed over', () => {
    const held = verifyChain({ ...of, policies: ['1.2.3.4', '1.2.3.5'] });
    expect(held).toMatchObject({ ok: true, policies: { explicit: true, user: [{ oid: '1.2.3.4' }] } });
    expect(held.chain.every(({ holds }) => holds.includes('policy'))).toBe(true);
    const lacks = verifyChain({ ...of, policies: ['1.2.3.5'] });
    expect(failures(lacks).join()).toContain('NO_EXPLICIT_POLICY');
    expect(failures(verifyChain({ ...good, policies: ['1.2.3.4'] })).join()).toContain('NO_EXPLICIT_POLICY');
  });

  it('are worked out and not demanded with POLICY_CHECK', () => {
    expect(verifyChain({ ...of, flags: ['POLICY_CHECK'] })).toMatchObject({
      ok: true,
      policies: { explicit: false, authorities: [{ oid: '1.2.3.4' }] },
    });
    expect(verifyChain({ ...good, flags: ['POLICY_CHECK'] })).toMatchObject({ ok: true });
    expect(verifyChain(good)).not.toHaveProperty('policies');
  });

  it('are not any, where INHIBIT_ANY says so, and not mapped, where INHIBIT_MAP does', () => {
    const any = issueIntermediate({ issuer: root, subject: 'Any', extensions: [policy('2.5.29.32.0')] });
    const below = issueCertificate({ issuer: any, names: ['p.example'], extensions: [policy('1.2.3.4')] });
    const options = { certificate: below.der, intermediates: any.der, anchors: root.der, policies: ['1.2.3.4'] };
    expect(failures(verifyChain(options))).toEqual([]);
    expect(failures(verifyChain({ ...options, flags: ['INHIBIT_ANY'] })).join()).toContain('NO_EXPLICIT_POLICY');
    const mapping = issueIntermediate({
      ...{ issuer: root, subject: 'Maps' },
      extensions: [
        policy('1.2.3.9'),
        { type: 'policyMappings', mappings: [{ issuerPolicy: '1.2.3.9', subjectPolicy: '1.2.3.4' }] },
      ],
    });
    const mapped = issueCertificate({ issuer: mapping, names: ['p.example'], extensions: [policy('1.2.3.4')] });
    const both = { certificate: mapped.der, intermediates: mapping.der, anchors: root.der, policies: ['1.2.3.9'] };
    expect(failures(verifyChain(both))).toEqual([]);
    expect(failures(verifyChain({ ...both, flags: ['INHIBIT_MAP'] })).join()).toContain('NO_EXPLICIT_POLICY');
  });
});
