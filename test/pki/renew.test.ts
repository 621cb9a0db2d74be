/** When certificates are to be renewed, and how they are. */
import { describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import {
  createCertificateAuthority,
  issueCertificate,
  needsRenewal,
  PkiError,
  readCertificate,
  renewCertificate,
  signer,
  verifyChain,
} from '../../src/pki/index.js';

const DAY_MS = 86_400_000;
const issuer = createCertificateAuthority({ subject: 'Root' });
const notBefore = new Date('2026-01-01T00:00:00Z');
const { pem, certificate } = issueCertificate({
  ...{ issuer, names: ['a.example'], notBefore, days: 90, unchecked: true },
});

describe('needsRenewal', () => {
  it.each([
    ['a third is left', {}, 60],
    ['a tenth is left', { fraction: 0.1 }, 81],
    ['none is left', { fraction: 0 }, 90],
    ['a length is left', { within: 30.5 * DAY_MS }, 59.5],
    ['always', { fraction: 1 }, 0],
  ])('is due when %s', (_when, options, day) => {
    const due = new Date(notBefore.getTime() + day * DAY_MS);
    expect(needsRenewal(pem, { ...options, at: due })).toEqual({
      isDue: true,
      dueFrom: due,
      remaining: (90 - day) * DAY_MS,
    });
    expect(needsRenewal(certificate, { ...options, at: new Date(due.getTime() - 1) }).isDue).toBe(false);
  });

  it('counts to below zero where it has expired', () => {
    const at = new Date(notBefore.getTime() + 91 * DAY_MS);
    expect(needsRenewal(pem, { at })).toMatchObject({ isDue: true, remaining: -DAY_MS });
  });

  it.each([
    [{ fraction: 0.1, within: 1 }, PkiError],
    [{ at: new Date(Number.NaN) }, PkiError],
    [{ fraction: 2 }, RangeError],
    [{ fraction: Number.NaN }, RangeError],
    [{ within: -1 }, RangeError],
    [{ within: Number.POSITIVE_INFINITY }, RangeError],
    [{ within: '30d' }, TypeError],
    [{ at: 'now' }, TypeError],
  ])('refuses %j', (options, Class) => {
    expect(() => needsRenewal(pem, options as never)).toThrow(Class);
  });
});

describe('renewCertificate', () => {
  const leaf = issueCertificate({
    ...{ issuer, names: ['a.example'], days: 30 },
    extensions: [{ oid: '1.2.3.4', value: Uint8Array.of(5, 0) }],
  });

  it('keeps subject, names, key, extensions and length, under a new number', () => {
    const renewed = renewCertificate({ certificate: leaf.pem, issuer });
    const [before, after] = [readCertificate(leaf.der), readCertificate(renewed.der)];
    expect(after.serialNumber).not.toBe(before.serialNumber);
    expect(after).toMatchObject({
      subject: before.subject,
      publicKey: before.publicKey,
      extensions: before.extensions,
    });
    const length = ({ notBefore: begin, notAfter: end }: typeof before) =>
      (end.date?.getTime() ?? 0) - (begin.date?.getTime() ?? 0);
    expect(length(after)).toBe(length(before));
    expect(verifyChain({ certificate: renewed.der, anchors: issuer.pem, host: 'a.example' }).ok).toBe(true);
  });

  it('gives another key its own identifier', () => {
    const renewed = renewCertificate({ certificate: leaf.certificate, issuer, key: { type: 'ED25519' } });
    expect(renewed.key.typeName).toBe('ED25519');
    const ids = (der: Uint8Array) =>
      readCertificate(der).extensions.find(({ name }) => name === 'subjectKeyIdentifier')?.value;
    expect(ids(renewed.der)).not.toEqual(ids(leaf.der));
    expect(verifyChain({ certificate: renewed.der, anchors: issuer.pem, host: 'a.example' }).ok).toBe(true);
  });

  it('renews a root by itself, which then verifies what it had issued', () => {
    const root = renewCertificate({ certificate: issuer.certificate, issuer });
    expect(verifyChain({ certificate: leaf.der, anchors: root.pem, host: 'a.example' }).ok).toBe(true);
    expect(() => renewCertificate({ certificate: issuer.pem, issuer, key: { type: 'ED25519' } })).toThrow(
      'another root',
    );
  });

  it('cuts it to the life of the issuer, and refuses one that would outlive it', () => {
    const soon = createCertificateAuthority({ subject: 'Soon', days: 10 });
    const old = issueCertificate({ issuer: soon, names: ['b.example'], days: 9 });
    const late = createCertificateAuthority({ subject: 'Soon', key: soon.key, days: 5 });
    const renewed = readCertificate(renewCertificate({ certificate: old.pem, issuer: late }).der);
    expect(renewed.notAfter.text).toBe(readCertificate(late.der).notAfter.text);
    expect(() => renewCertificate({ certificate: old.pem, issuer: late, days: 9 })).toThrow('outlive');
  });

  it('takes no certificate that the issuer has not issued, unless that is asked for by name', () => {
    const other = createCertificateAuthority({ subject: 'Root' });
    const forged = issueCertificate({ issuer: other, names: ['c.example'] });
    expect(() => renewCertificate({ certificate: forged.pem, issuer })).toThrow('this issuer has not issued');
    expect(renewCertificate({ certificate: forged.pem, issuer, unchecked: true }).pem).toContain('BEGIN');
  });

  it('waits for a signer that answers by a promise', async () => {
    const key = signer({ publicKey: issuer.key, sign: async (data) => crypto.sign(issuer.key, data, 'sha256') });
    const renewed = renewCertificate({ certificate: leaf.pem, issuer: { certificate: issuer.pem, key } });
    expect(verifyChain({ certificate: (await renewed).der, anchors: issuer.pem, host: 'a.example' }).ok).toBe(true);
  });
});
