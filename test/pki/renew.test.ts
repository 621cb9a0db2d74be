/** When certificates are to be renewed, and how they are. */
import { describe, expect, it } from 'vitest';
import { createCertificateAuthority, issueCertificate, needsRenewal, PkiError } from '../../src/pki/index.js';

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
