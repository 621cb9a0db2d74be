/** Heaps, chains and options that are made to hurt. */
import { describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import {
  buildChain,
  type ChainOptions,
  createCertificateAuthority,
  type Issued,
  issueCertificate,
  issueIntermediate,
  PkiError,
  verifyChain,
} from '../../../src/pki/index.js';
import { faultOf, WRONG_VALUES } from '../../support/wrong-values.js';

const root = createCertificateAuthority({ subject: 'Root' });
const middle = issueIntermediate({ issuer: root, subject: 'Middle' });
const leaf = issueCertificate({ issuer: middle, names: ['a.example'] });
const good: ChainOptions = { certificate: leaf.der, intermediates: middle.der, anchors: root.der };
const NEVER_MEANT = new Set(['TrapError', 'MemoryError', 'SyntaxError', 'ReferenceError', 'AssertionError']);

/** A certificate with other bytes where its serial number is: not signed, but read all the same. */
function variant(der: Uint8Array, number: number): Uint8Array {
  const bytes = der.slice();
  const at = bytes.findIndex((byte, index) => byte === 0x02 && bytes[index + 1] === 0x10);
  new DataView(bytes.buffer).setUint32(at + 6, number);
  return bytes;
}

describe('large heaps', () => {
  it('of 10,000 leaves take time for each, and not for each pair', () => {
    const some = Array.from({ length: 10_000 }, (_, index) => variant(leaf.der, index));
    const begin = performance.now();
    const { chains, unused } = buildChain({ heap: [...some, leaf.der].slice(1), certificate: leaf.der });
    expect(performance.now() - begin).toBeLessThan(30_000);
    expect(chains[0]).toMatchObject({ complete: false, missing: { text: 'CN=Middle' } });
    expect(unused).toHaveLength(9_999);
    expect(() => buildChain({ heap: [...some, leaf.der] })).toThrow('heap has more than 10000 certificates');
  }, 120_000);

  it('of CAs of one name without identifiers are given up, and not looked at pair by pair', () => {
    const omit = ['subjectKeyIdentifier', 'authorityKeyIdentifier'];
    const first = createCertificateAuthority({ subject: 'Same', omit });
    const one = issueIntermediate({ issuer: first, subject: 'Same', omit });
    const heap = Array.from({ length: 600 }, (_, index) => variant(one.der, index));
    const begin = performance.now();
    expect(() => buildChain({ heap })).toThrow('is not looked for further');
    expect(performance.now() - begin).toBeLessThan(30_000);
  }, 60_000);

  it('of CAs that all have signed each other come to an end', () => {
    const parties = Array.from({ length: 9 }, (_, index) => createCertificateAuthority({ subject: `CA ${index}` }));
    const crossed = parties.flatMap((issuer, from) =>
      parties.flatMap((party, to) =>
        from === to ? [] : [issueIntermediate({ issuer, subject: `CA ${to}`, key: party.key }).der],
      ),
    );
    const [by] = crossed;
    const end = issueCertificate({
      issuer: { certificate: by ?? root.der, key: parties[1]?.key ?? root.key },
      names: ['x.example'],
    });
    const begin = performance.now();
    const [chain] = buildChain({ heap: crossed, certificate: end.der }).chains;
    expect(chain).toMatchObject({ complete: false, stopped: 'circle' });
    expect(chain?.alternatives).toHaveLength(15);
    // Verification ends as well.
    const answer = verifyChain({ certificate: end.der, intermediates: crossed, anchors: root.der });
    expect(answer.ok).toBe(false);
    expect(performance.now() - begin).toBeLessThan(20_000);
  }, 60_000);
});

describe('chains of 1,000', () => {
  const chain: Issued[] = [root];
  const key = new crypto.PKey();
  key.generateKey({ type: 'ED25519' });
  for (let index = 1; index < 1000; index++)
    chain.push(
      issueIntermediate({
        issuer: chain[index - 1] ?? root,
        subject: `CA ${index}`,
        key,
        pathLength: 1,
        unchecked: true,
        omit: ['basicConstraints'],
        extensions: [{ type: 'basicConstraints', ca: true }],
      }),
    );
  const end = issueCertificate({ issuer: chain.at(-1) ?? root, names: ['deep.example'] });
  const heap = chain.map(({ der }) => der);

  it('are built when such a depth is asked for, and end at the bound otherwise', () => {
    const [bounded] = buildChain({ heap, certificate: end.der }).chains;
    expect(bounded).toMatchObject({ complete: false, stopped: 'depth' });
    expect(bounded?.certificates).toHaveLength(100);
    const [whole] = buildChain({ heap, certificate: end.der, maxDepth: 2000 }).chains;
    expect(whole).toMatchObject({ complete: true });
    expect(whole?.certificates).toHaveLength(1001);
  }, 60_000);

  it('verify when such a depth is asked for, and are too long otherwise', () => {
    const options = { certificate: end.der, intermediates: heap.slice(1), anchors: root.der };
    const long = verifyChain(options);
    expect(long.ok ? [] : long.failures.map(({ code }) => code)).toContain('X509_V_ERR_CERT_CHAIN_TOO_LONG');
    // OpenSSL 3.5 compares each candidate with each of the chain: the time goes with the cube of the depth, which bounds it.
    expect(verifyChain({ ...options, depth: 1000 })).toMatchObject({ ok: true });
  }, 120_000);

  it('fail each in many ways, and the list of failures has an end', () => {
    const faulty = verifyChain({
      ...{ certificate: heap[500] ?? '', intermediates: heap.slice(1, 500), anchors: root.der },
      ...{ depth: 1000, at: new Date('1980-01-01'), purpose: 'crlsign', securityLevel: 5 },
      flags: ['CRL_CHECK_ALL', 'X509_STRICT'],
    });
    expect(faulty.ok ? 0 : faulty.failures.length).toBeGreaterThan(1000);
    expect(faulty.ok ? 0 : faulty.failures.length).toBeLessThanOrEqual(4096);
  }, 60_000);
});

describe('options', () => {
  it.each([
    ['host', ''],
    ['host', 'a.example\0.evil.example'],
    ['host', '.a.example'],
    ['host', '300.1.1.1'],
    ['ip', 'a.example'],
    ['ip', ''],
    ['email', ''],
    ['at', new Date(Number.NaN)],
    ['flags', ['crl_check']],
    ['flags', ['toString']],
    ['purpose', 'SSLServer'],
    ['purpose', 'server'],
    ['purpose', ''],
    ['securityLevel', 6],
    ['depth', -1],
    ['policies', ['']],
  ])('%s: %j is refused at the border', (name, value) => {
    expect(() => verifyChain({ ...good, [name]: value })).toThrow(RangeError);
  });

  it('what is no object identifier is said to be none', () => {
    expect(() => verifyChain({ ...good, policies: ['nothing at all'] })).toThrow(
      /no object identifier|unknown object|first num/,
    );
  });

  it('international hosts are compared in ASCII', () => {
    const idn = issueCertificate({ issuer: middle, names: ['bücher.example'] });
    for (const host of ['bücher.example', 'xn--bcher-kva.example', 'BÜCHER.example.'])
      expect(verifyChain({ ...good, certificate: idn.der, host }).ok, host).toBe(true);
  });

  it('no anchors trust nobody; none said is no answer', () => {
    expect(verifyChain({ ...good, anchors: [] })).toMatchObject({ ok: false, missing: { text: 'CN=Root' } });
    expect(() => verifyChain({ certificate: leaf.der } as never)).toThrow('anchors must be given');
    expect(() => verifyChain({ ...good, anchors: '' })).toThrow('anchors holds no certificate: This is empty.');
    expect(() => verifyChain({ ...good, anchors: 'nothing' })).toThrow(PkiError);
    expect(() => verifyChain({ anchors: root.der } as never)).toThrow('certificate must be given');
    // A root that comes along is not trusted by that.
    const answer = verifyChain({ ...good, intermediates: [middle.der, root.der], anchors: [] });
    expect(answer.ok ? '' : answer.failures[0].code).toBe('X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN');
  });

  it('a certificate that was freed is said to be', () => {
    const gone = crypto.loadCertificate(crypto.FILETYPE_ASN1, leaf.der);
    gone.free();
    for (const body of [
      () => verifyChain({ ...good, certificate: gone }),
      () => verifyChain({ ...good, anchors: [gone] }),
      () => verifyChain({ ...good, intermediates: [gone] }),
      () => buildChain({ heap: [gone] }),
    ])
      expect(body).toThrow(/freed|released/);
  });

  it('what is given stays as it was, and its owner may free it', () => {
    const own = crypto.loadCertificate(crypto.FILETYPE_ASN1, leaf.der);
    const answer = verifyChain({ ...good, certificate: own });
    own.free();
    expect(answer.chain[0]?.certificate.getSerialNumber()).toBe(leaf.certificate.getSerialNumber());
  });

  const options = {
    ...{
      ...good,
      purpose: 'any',
      host: 'a.example',
      ip: '192.0.2.1',
      email: 'a@b',
      at: new Date(),
      policies: ['1.2.3'],
    },
    ...{ flags: ['X509_STRICT'], securityLevel: 1, depth: 1, crls: [], maxCertificates: 10 },
  };
  it.each(Object.keys(options))('verifyChain answers each wrong %s', (option) => {
    const faults = WRONG_VALUES.flatMap(([wrong, make]) => {
      try {
        verifyChain({ ...options, ip: undefined, [option]: make() } as never);
        return [];
      } catch (error) {
        const fault = faultOf(error, NEVER_MEANT);
        return fault === undefined ? [] : [`${option} = ${wrong}: ${fault}`];
      }
    });
    expect(faults).toEqual([]);
  });

  it.each(['heap', 'certificate', 'maxCertificates', 'maxDepth', 'maxPaths'])(
    'buildChain answers each wrong %s',
    (option) => {
      const faults = WRONG_VALUES.flatMap(([wrong, make]) => {
        try {
          buildChain({ heap: [root.der], [option]: make() } as never);
          return [];
        } catch (error) {
          const fault = faultOf(error, NEVER_MEANT);
          return fault === undefined ? [] : [`${option} = ${wrong}: ${fault}`];
        }
      });
      expect(faults).toEqual([]);
    },
  );
});
