/** Revocation by responders: what OCSP responses, given as data, say within `verifyChain`. */
import { describe, expect, it } from 'vitest';
import {
  type ChainAnswer,
  type ChainOptions,
  createCertificateAuthority,
  createCrl,
  createOcspResponse,
  type Issued,
  issueCertificate,
  issueIntermediate,
  type OcspKnowledge,
  type OcspResponseOptions,
  PkiError,
  readOcspResponse,
  verifyChain,
} from '../../../src/pki/index.js';

const root = createCertificateAuthority({ subject: 'Root' });
const middle = issueIntermediate({ issuer: root, subject: 'Middle' });
const leaf = issueCertificate({ issuer: middle, names: ['a.example'] });
const neighbour = issueCertificate({ issuer: middle, names: ['b.example'] });
const delegate = issueCertificate({ issuer: middle, subject: 'Responder', usages: ['OCSPSigning'] });
const of: ChainOptions = { certificate: leaf.der, intermediates: middle.der, anchors: root.der };
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR);

interface Telling {
  readonly about?: Issued;
  readonly issuer?: Issued;
  readonly responder?: Issued;
  readonly knowledge?: Omit<OcspKnowledge, 'status'> & Partial<Pick<OcspKnowledge, 'status'>>;
  readonly more?: object;
}
const REVOKED = { status: 'revoked', revocationDate: ago(2), reason: 'keyCompromise' } as const;
const tell = ({ about = leaf, issuer = middle, responder = issuer, knowledge = {}, more }: Telling = {}): Uint8Array =>
  createOcspResponse({
    ...{ responder, issuer: issuer.der, unchecked: true },
    statuses: [{ certificate: about.der, status: 'good', ...knowledge }],
    ...more,
  } as OcspResponseOptions).der;

const failures = (answer: ChainAnswer): string[] =>
  answer.ok ? [] : answer.failures.map(({ code, depth }) => `${code.replace('X509_V_ERR_', '')} ${depth}`);
const details = (answer: ChainAnswer): (string | undefined)[] =>
  answer.ok ? [] : answer.failures.map(({ detail }) => detail);

describe('responses', () => {
  it('count by being given: good, and said of the certificate alone', () => {
    const answer = verifyChain({ ...of, ocsp: tell() });
    expect(failures(answer)).toEqual([]);
    expect(answer.chain.map(({ holds }) => holds.includes('revocation'))).toEqual([true, false, false]);
    expect(answer.chain.map(({ ocsp }) => ocsp?.status)).toEqual(['good', undefined, undefined]);
  });

  it('say revoked, which fails with what is known of it', () => {
    const answer = verifyChain({ ...of, ocsp: tell({ knowledge: REVOKED }) });
    expect(failures(answer)).toEqual(['CERT_REVOKED 0']);
    expect(answer.chain[0]?.holds).not.toContain('revocation');
    expect(answer.chain[0]?.ocsp).toMatchObject({ status: 'revoked', reason: 'keyCompromise' });
  });

  it('say unknown, which is not good', () => {
    expect(failures(verifyChain({ ...of, ocsp: tell({ knowledge: { status: 'unknown' } }) }))).toEqual([
      'OCSP_CERT_UNKNOWN 0',
    ]);
  });

  it('are of their time, at the moment that is asked for', () => {
    const old = tell({ knowledge: { thisUpdate: ago(48), nextUpdate: ago(24) } });
    const stale = verifyChain({ ...of, ocsp: old });
    expect(failures(stale)).toEqual(['OCSP_VERIFY_FAILED 0']);
    expect(details(stale)[0]).toMatch(/nextUpdate has passed/);
    const future = tell({ knowledge: { thisUpdate: ago(-2), nextUpdate: ago(-4) } });
    expect(details(verifyChain({ ...of, ocsp: future }))[0]).toMatch(/from the future/);
    const long = createCertificateAuthority({ subject: 'Old', notBefore: ago(100), days: 30 });
    const own = issueCertificate({ issuer: long, names: ['a.example'], notBefore: ago(99), days: 10 });
    const ocsp = tell({ about: own, issuer: long, knowledge: { thisUpdate: ago(48), nextUpdate: ago(24) } });
    const then: ChainOptions = { certificate: own.der, anchors: long.der, ocsp };
    expect(failures(verifyChain({ ...then, at: ago(30) }))).toEqual([]);
    expect(failures(verifyChain(then))).toEqual(['OCSP_VERIFY_FAILED 0']);
    // Of certificates no time is judged by that flag, of responses it is.
    expect(failures(verifyChain({ ...then, flags: ['NO_CHECK_TIME'] }))).toEqual(['OCSP_VERIFY_FAILED 0']);
  });

  it('are signed by the issuer, or by whom it has delegated to answer', () => {
    expect(failures(verifyChain({ ...of, ocsp: tell({ responder: delegate }) }))).toEqual([]);
    const twin = createCertificateAuthority({ subject: 'Middle' });
    const theirs = issueCertificate({ issuer: twin, subject: 'Responder', usages: ['OCSPSigning'] });
    const serverOnly = issueCertificate({ issuer: middle, names: ['r.example'] });
    const grandchild = issueCertificate({ issuer: root, subject: 'Responder', usages: ['OCSPSigning'] });
    // A stranger; one of the issuer's name; without id-kp-OCSPSigning; delegated by another CA of the chain; the certificate itself.
    for (const responder of [
      createCertificateAuthority({ subject: 'X' }),
      twin,
      theirs,
      serverOnly,
      grandchild,
      leaf,
    ]) {
      const answer = verifyChain({ ...of, ocsp: tell({ responder }) });
      expect(failures(answer)).toEqual(['OCSP_VERIFY_FAILED 0']);
      expect(details(answer)[0]).toMatch(/^the response is not to be believed: .+/);
    }
  });

  it('are refused when a byte of them is changed, wherever that leaves a response', () => {
    const response = tell();
    for (let at = 0; at < response.length; at += 1) {
      const changed = response.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      try {
        const answer = verifyChain({ ...of, ocsp: changed });
        // The certificate that goes along, and what it is wrapped in, are nobody's word.
        if (answer.ok) expect(readOcspResponse(changed)).toMatchObject({ signed: signedOf(response) });
      } catch (error) {
        expect(error).toBeInstanceOf(PkiError);
      }
    }
  });
  const signedOf = (der: Uint8Array) => (readOcspResponse(der) as { signed: Uint8Array }).signed;

  it('are looked at for a responder that is revoked itself, where lists are', () => {
    const ocsp = tell({ responder: delegate });
    const list = (...revoked: readonly Issued[]) =>
      createCrl({
        issuer: middle,
        revoked: revoked.map(({ certificate }) => ({
          serialNumber: BigInt(`0x${certificate.getSerialNumber().toString(16)}`),
        })),
      }).der;
    expect(failures(verifyChain({ ...of, ocsp, crls: list() }))).toEqual([]);
    expect(failures(verifyChain({ ...of, ocsp, crls: list(delegate) }))).toEqual(['OCSP_VERIFY_FAILED 0']);
    // Said by both, it is said once.
    expect(failures(verifyChain({ ...of, ocsp: tell({ knowledge: REVOKED }), crls: list(leaf) }))).toEqual([
      'CERT_REVOKED 0',
    ]);
  });

  it('contradict each other: the worst that is believed counts, and what is not believed does not', () => {
    const [good, revoked, unknown] = [tell(), tell({ knowledge: REVOKED }), tell({ knowledge: { status: 'unknown' } })];
    const forged = tell({ responder: createCertificateAuthority({ subject: 'Middle' }), knowledge: REVOKED });
    const code = (...ocsp: Uint8Array[]) => failures(verifyChain({ ...of, ocsp }));
    expect([code(good, revoked), code(revoked, good)]).toEqual([['CERT_REVOKED 0'], ['CERT_REVOKED 0']]);
    expect(code(good, unknown)).toEqual(['OCSP_CERT_UNKNOWN 0']);
    expect([code(good, forged), code(forged, good)]).toEqual([[], []]);
    expect(code(forged)).toEqual(['OCSP_VERIFY_FAILED 0']);
  });
});

describe('responses that are missing', () => {
  const elsewhere = tell({ about: neighbour });
  const own = tell();
  const above = tell({ about: middle, issuer: root });

  it('fail of the certificate by default, of the whole chain where that is said, and never where only given ones count', () => {
    const code = (options: Partial<ChainOptions>) => failures(verifyChain({ ...of, ...options }));
    expect(code({ ocsp: elsewhere })).toEqual(['OCSP_VERIFY_NEEDED 0']);
    expect(code({ ocsp: [] })).toEqual(['OCSP_VERIFY_NEEDED 0']);
    expect(code({ ocspFor: 'leaf' })).toEqual(['OCSP_VERIFY_NEEDED 0']);
    expect(code({ ocspFor: 'chain' })).toEqual(['OCSP_VERIFY_NEEDED 0', 'OCSP_VERIFY_NEEDED 1']);
    expect(code({ ocspFor: 'chain', ocsp: own })).toEqual(['OCSP_VERIFY_NEEDED 1']);
    expect(code({ ocspFor: 'chain', ocsp: [above, own] })).toEqual([]);
    expect(code({ ocspFor: 'given', ocsp: elsewhere })).toEqual([]);
    expect(code({ ocspFor: 'given' })).toEqual([]);
    expect(code({})).toEqual([]);
  });

  it('are judged of every certificate for which one is there', () => {
    const revoked = tell({ about: middle, issuer: root, knowledge: REVOKED });
    for (const ocspFor of ['given', 'leaf', 'chain'] as const)
      expect(failures(verifyChain({ ...of, ocsp: [own, revoked], ocspFor }))).toEqual(['CERT_REVOKED 1']);
    const stranger = tell({ responder: createCertificateAuthority({ subject: 'X' }) });
    expect(failures(verifyChain({ ...of, ocsp: stranger, ocspFor: 'given' }))).toEqual(['OCSP_VERIFY_FAILED 0']);
  });

  it('are said to be refused, where the responder has told nothing', () => {
    const { der } = createOcspResponse({ error: 'tryLater' });
    const answer = verifyChain({ ...of, ocsp: der });
    expect(failures(answer)).toEqual(['OCSP_VERIFY_NEEDED 0']);
    expect(details(answer)).toEqual(['the responder tells nothing: tryLater']);
    expect(verifyChain({ ...of, ocsp: der, ocspFor: 'given' }).ok).toBe(true);
  });

  it('are not asked of an anchor, nor of who has no issuer here', () => {
    const ownCa: ChainOptions = { certificate: root.der, anchors: root.der, ocspFor: 'chain' };
    expect(failures(verifyChain(ownCa))).toEqual([]);
    const alone = verifyChain({ certificate: leaf.der, anchors: root.der, ocsp: own });
    expect(failures(alone).some((one) => one.startsWith('OCSP'))).toBe(false);
    expect(alone.ok).toBe(false);
    const partial: ChainOptions = { certificate: leaf.der, anchors: middle.der, flags: ['PARTIAL_CHAIN'] };
    expect(failures(verifyChain({ ...partial, ocspFor: 'chain', ocsp: own }))).toEqual([]);
  });
});

describe('what is given', () => {
  it('is PEM, DER, or what reading it gave, whose bytes count', () => {
    const der = tell({ knowledge: REVOKED });
    const pem = `-----BEGIN OCSP RESPONSE-----\n${btoa(String.fromCharCode(...der))}\n-----END OCSP RESPONSE-----\n`;
    const data = readOcspResponse(der);
    const changed = { ...data, responses: [], status: 'tryLater' } as unknown as typeof data;
    for (const ocsp of [der, pem, data, changed, [pem], new Set([data]), der.buffer.slice(0)] as ChainOptions['ocsp'][])
      expect(failures(verifyChain({ ...of, ...(ocsp && { ocsp }) }))).toEqual(['CERT_REVOKED 0']);
  });

  it.each<[unknown]>([[1], [{}], [[null]], [[undefined]], [true], [''], ['x'], [[leaf.der]], [new Uint8Array()]])(
    'that is none is refused: %j',
    (ocsp) => {
      expect(() => verifyChain({ ...of, ocsp: ocsp as Uint8Array })).toThrow(/OCSP|ocsp/);
    },
  );

  it('is bounded', () => {
    const response = tell();
    expect(() => verifyChain({ ...of, ocsp: Array(3).fill(response), maxCertificates: 2 })).toThrow('more than 2');
    expect(() => verifyChain({ ...of, ocspFor: 'all' as 'leaf' })).toThrow(/ocspFor/);
  });

  it('is not taken by broken digests, but where the level says that nothing is refused', () => {
    const ocsp = tell({ more: { signature: { digest: 'sha1' } } });
    expect(failures(verifyChain({ ...of, ocsp }))).toEqual(['OCSP_VERIFY_FAILED 0']);
    expect(failures(verifyChain({ ...of, ocsp, securityLevel: 0 }))).toEqual([]);
  });
});
