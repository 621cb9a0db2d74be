/** Revocation by lists: of the certificate, and of the whole chain. */
import { describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import {
  type ChainAnswer,
  createCertificateAuthority,
  type Issued,
  issueCertificate,
  issueIntermediate,
  PkiError,
  verifyChain,
} from '../../../src/pki/index.js';

const root = createCertificateAuthority({ subject: 'Root' });
const middle = issueIntermediate({ issuer: root, subject: 'Middle' });
const leaf = issueCertificate({ issuer: middle, names: ['a.example'] });
const of = { certificate: leaf.der, intermediates: middle.der, anchors: root.der };

function list(issuer: Issued, ...revoked: readonly Issued[]): Uint8Array {
  const crl = new crypto.CRL();
  crl.setVersion(1);
  for (const { certificate } of revoked) {
    const entry = new crypto.Revoked();
    entry.setSerial(certificate.getSerialNumber().toString(16));
    entry.setRevDate(new Date());
    crl.addRevoked(entry);
  }
  crl.setLastUpdate(new Date(Date.now() - 60_000));
  crl.setNextUpdate(new Date(Date.now() + 86_400_000));
  crl.sign(issuer.certificate, issuer.key, 'sha256');
  return crypto.dumpCrl(crypto.FILETYPE_ASN1, crl);
}

const failures = (answer: ChainAnswer): string[] =>
  answer.ok ? [] : answer.failures.map(({ code, depth }) => `${code.replace('X509_V_ERR_', '')} ${depth}`);

describe('lists', () => {
  it('count by being given: of the certificate itself', () => {
    const answer = verifyChain({ ...of, crls: list(middle) });
    expect(failures(answer)).toEqual([]);
    expect(answer.chain.map(({ holds }) => holds.includes('revocation'))).toEqual([true, false, false]);
    expect(failures(verifyChain({ ...of, crls: [list(middle, leaf)] }))).toEqual(['CERT_REVOKED 0']);
    // A list of somebody else says nothing of it.
    expect(failures(verifyChain({ ...of, crls: list(root) }))).toEqual(['UNABLE_TO_GET_CRL 0']);
  });

  it('are asked for the whole chain with CRL_CHECK_ALL alone', () => {
    const flags = ['CRL_CHECK_ALL'] as const;
    const answer = verifyChain({ ...of, flags });
    expect(failures(answer)).toEqual(['UNABLE_TO_GET_CRL 0', 'UNABLE_TO_GET_CRL 1', 'UNABLE_TO_GET_CRL 2']);
    expect(failures(verifyChain({ ...of, flags, crls: [list(middle), list(root, middle)] }))).toEqual([
      'CERT_REVOKED 1',
    ]);
    const whole = verifyChain({ ...of, flags, crls: [list(middle), list(root)] });
    expect(whole.chain.every(({ holds }) => holds.includes('revocation'))).toBe(whole.ok);
  });

  it('come as PEM of several, and as objects; what is none is refused with what it is', () => {
    const [first, second] = [list(middle, leaf), list(root)].map((der) => crypto.loadCrl(crypto.FILETYPE_ASN1, der));
    if (first === undefined || second === undefined) throw new Error('there are two');
    const pem = [second, first]
      .map((crl) => new TextDecoder().decode(crypto.dumpCrl(crypto.FILETYPE_PEM, crl)))
      .join('');
    expect(failures(verifyChain({ ...of, crls: pem }))).toEqual(['CERT_REVOKED 0']);
    expect(failures(verifyChain({ ...of, crls: [second, first] }))).toEqual(['CERT_REVOKED 0']);
    expect(() => verifyChain({ ...of, crls: root.pem })).toThrow(PkiError);
    expect(() => verifyChain({ ...of, crls: root.pem })).toThrow(
      "crls is no CRL: This is a CA's certificate of CN=Root, issued by itself.",
    );
  });
});
