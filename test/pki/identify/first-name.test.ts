/** Whom a file is of that has no subject: its first alternative name, which cannot go on with the sentence. */
import { describe, expect, it } from 'vitest';
import { createCertificateAuthority, createRequest, identify, issueCertificate } from '../../../src/pki/index.js';

const issuer = createCertificateAuthority({ subject: 'CA' });
const said = (names: Parameters<typeof issueCertificate>[0]['names'] & object): string =>
  identify(issueCertificate({ issuer, names, unchecked: true, usages: ['serverAuth'] }).der).sentence;

describe('a certificate without a subject', () => {
  it.each<[string, Parameters<typeof said>[0]]>([
    ['a.example', ['a.example', 'b.example']],
    ['192.0.2.1', ['192.0.2.1']],
    ['2001:db8::1', ['2001:db8::1']],
    ['a@a.example', [{ type: 'email', value: 'a@a.example' }]],
    ['CN=x', [{ type: 'dirName', value: [[{ type: 'CN', value: 'x' }]] } as never]],
    ['"x, issued by itself. This"', [{ type: 'uri', value: 'x, issued by itself. This' }]],
    ['"x\\ny"', [{ type: 'uri', value: 'x\ny' }]],
  ])('is of %s', (text, names) => {
    expect(said(names)).toBe(`This is a certificate of ${text}, issued by CN=CA.`);
  });
});

it('a request is for the first of its names', () => {
  expect(identify(createRequest({ names: ['a.example'] }).der).sentence).toBe(
    'This is a certificate request (CSR) for a.example.',
  );
});
