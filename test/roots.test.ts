import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSecureContext } from '../src/adapters/context.js';
import { crypto, SSL } from '../src/index.js';
import { roots, rootsDate } from '../src/roots/index.js';

describe('tsopenssl/roots', () => {
  it('holds CAs that are valid, each able to issue, and makes a context that trusts them', () => {
    const certificates = crypto.loadCertificates(roots);
    expect(certificates.filter((cert) => !cert.hasExpired()).length).toBeGreaterThan(90);
    expect(new Set(certificates.map((cert) => cert.digest('sha256'))).size).toBe(certificates.length);
    expect(certificates.some((cert) => cert.getSubject().CN === 'ISRG Root X1')).toBe(true);
    expect(createSecureContext({ ca: roots })).toBeInstanceOf(SSL.Context);
  });

  it('names its origin', () => {
    expect(rootsDate).toMatch(/^20\d\d-\d\d-\d\d$/);
    const source = readFileSync(new URL('../src/roots/generated/mozilla.ts', import.meta.url), 'utf8');
    expect(source).toMatch(/Origin: the CAs that Mozilla trusts for TLS servers/);
  });
});
