/** Lists of revoked certificates: native openssl(1), certtool(1) and Python's cryptography take them, and say of them what was said. */
import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import {
  type CrlOptions,
  createCertificateAuthority,
  createCrl,
  type DistributionPoint,
  issueCertificate,
  issueIntermediate,
  PkiError,
  readCrl,
  signer,
} from '../../../src/pki/index.js';
import { has, run } from '../../support/native.js';
import { NativeOpenssl } from '../../support/native-openssl.js';
import { askPython } from '../../support/python.js';

const native = new NativeOpenssl();
afterAll(() => native.remove());

const root = createCertificateAuthority({ subject: [{ type: 'O', value: 'Å' }] });
const inter = issueIntermediate({ issuer: root, subject: 'Intermediate' });
const point: DistributionPoint = { fullName: [{ type: 'uri', value: 'http://crl.example/a.crl' }] };
const leafOf = (serialNumber: bigint, extensions: Parameters<typeof issueCertificate>[0]['extensions'] = []) =>
  issueCertificate({ issuer: inter, key: inter.key, names: ['a.example'], serialNumber, extensions });
const [good, bad] = [leafOf(0x10n), leafOf(0x1234567890abcdef1234n)];
native.file('root.pem', root.pem);
native.file('inter.pem', inter.pem);
native.file('good.pem', good.pem);
native.file('bad.pem', bad.pem);
const date = new Date('2026-01-02T03:04:05Z');

/** What native's verify says of a certificate with some lists: OK, or its reasons. */
function verdict(certificate: string, lists: readonly string[], ...options: readonly string[]): string {
  native.file('lists.pem', lists.join(''));
  const files = ['-CAfile', 'root.pem', '-untrusted', 'inter.pem', '-CRLfile', 'lists.pem'];
  try {
    return native.run('verify', ...files, ...options, certificate).includes('OK') ? 'OK' : 'not OK';
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return (/error \d+ at \d+ depth lookup: ?(.*)/.exec(`${stdout}${stderr}`)?.[1] ?? String(error)).trim();
  }
}

const refusal = (options: CrlOptions): string => {
  try {
    createCrl(options);
  } catch (error) {
    if (error instanceof PkiError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'nothing was refused';
};

describe('a list', () => {
  const made = createCrl({
    issuer: inter,
    crlNumber: 7,
    revoked: [
      { serialNumber: 0x1234567890abcdef1234n, date, reason: 'keyCompromise', invalidityDate: new Date(0) },
      { serialNumber: 3, date, reason: 'certificateHold', holdInstruction: 'holdInstructionReject' },
      { serialNumber: 5, date, reason: 'unspecified' },
    ],
  });

  it('is read as it was made', () => {
    const data = readCrl(made.pem);
    expect(data).toMatchObject({ kind: 'crl', version: 2, crlNumber: 7n });
    expect(data.revoked).toMatchObject([
      {
        ...{ serialNumber: 0x1234567890abcdef1234n, reason: 'keyCompromise' },
        ...{ revocationDate: { date }, invalidityDate: { date: new Date(0) } },
      },
      { serialNumber: 3n, reason: 'certificateHold', holdInstruction: 'holdInstructionReject' },
      { serialNumber: 5n, extensions: [] },
    ]);
    expect(data.revoked[2]).not.toHaveProperty('reason');
    expect(data.authorityKeyIdentifier?.keyId).toHaveLength(20);
    const life = Number(data.nextUpdate?.date) - Number(data.thisUpdate.date);
    expect(life).toBe(7 * 86_400_000);
  });

  it('is good for native, which finds what is revoked', () => {
    const whole = createCrl({ issuer: root, revoked: [] });
    expect(verdict('good.pem', [made.pem], '-crl_check')).toBe('OK');
    expect(verdict('bad.pem', [made.pem], '-crl_check')).toBe('certificate revoked');
    expect(verdict('good.pem', [made.pem], '-crl_check_all')).toBe('unable to get certificate CRL');
    expect(verdict('good.pem', [made.pem, whole.pem], '-crl_check_all', '-x509_strict')).toBe('OK');
    const all = createCrl({ issuer: root, revoked: [{ serialNumber: 1 }] });
    expect(verdict('good.pem', [made.pem, all.pem], '-crl_check_all')).toBe('OK');
    expect(native.run('crl', '-in', 'lists.pem', '-CAfile', 'inter.pem', '-noout')).toBe('');
    const text = native.run('crl', '-in', 'lists.pem', '-noout', '-text');
    expect(text).toMatch(/X509v3 CRL Number: *\n *7/);
    expect(text).toContain('Key Compromise');
    expect(text).toMatch(/Hold Instruction Code: *\n *Hold Instruction Reject/);
    expect(text).toMatch(/Invalidity Date: *\n *Jan {2}1 00:00:00 1970 GMT/);
  });

  it('is over when it says so, for native', () => {
    const old = createCrl({ issuer: inter, thisUpdate: date, nextUpdate: new Date(date.getTime() + 1000) });
    expect(verdict('good.pem', [old.pem], '-crl_check')).toBe('CRL has expired');
    const early = createCrl({ issuer: inter, thisUpdate: new Date(Date.now() + 86_400_000) });
    expect(verdict('good.pem', [early.pem], '-crl_check')).toBe('CRL is not yet valid');
  });

  it.skipIf(!has('certtool', '--version'))('is good for certtool of gnutls-bin, which npm test installs', () => {
    native.file('made.pem', made.pem);
    const text = run('certtool', ['--crl-info', '--infile', native.path('made.pem')]);
    expect(text).toContain('Revoked certificates (3)');
    expect(text).toContain('Serial Number (hex): 1234567890abcdef1234');
    expect(text).toMatch(/CRL Number[^:]*: 07/);
    expect(
      run('certtool', [
        '--verify-crl',
        ...['--load-ca-certificate', native.path('inter.pem')],
        ...['--infile', native.path('made.pem')],
      ]),
    ).toContain('Verified');
  });

  it.skipIf(!has('python3', '-c', 'import cryptography'))('is good for Python’s cryptography', () => {
    const said = askPython<unknown>(
      `
from cryptography import x509
crl = x509.load_der_x509_crl(open('made.der', 'rb').read())
issuer = x509.load_pem_x509_certificate(open('inter.pem', 'rb').read())
print(json.dumps([
  crl.is_signature_valid(issuer.public_key()),
  [[hex(r.serial_number), [e.oid._name for e in r.extensions]] for r in crl],
  [e.oid._name for e in crl.extensions]]))`,
      { cwd: native.file('made.der', made.der) && native.folder },
    );
    expect(said).toEqual([
      true,
      [
        ['0x1234567890abcdef1234', ['cRLReason', 'invalidityDate']],
        ['0x3', ['cRLReason', expect.any(String)]],
        ['0x5', []],
      ],
      ['authorityKeyIdentifier', 'cRLNumber'],
    ]);
  });

  it('of no entries has no empty list within', () => {
    const empty = createCrl({ issuer: inter });
    native.file('empty.pem', empty.pem);
    expect(native.run('crl', '-in', 'empty.pem', '-noout', '-text')).toContain('No Revoked Certificates.');
    expect(readCrl(empty.der).revoked).toEqual([]);
  });
});

describe('delta lists', () => {
  const base = createCrl({ issuer: inter, crlNumber: 10, freshestCrl: [point], revoked: [{ serialNumber: 0x10 }] });
  const delta = (options: Partial<CrlOptions>) =>
    createCrl({ issuer: inter, crlNumber: 11, deltaBase: 10, ...options });

  it('count for native, which is told to use them', () => {
    const more = delta({ revoked: [{ serialNumber: 0x1234567890abcdef1234n }] });
    expect(readCrl(more.der)).toMatchObject({ crlNumber: 11n, deltaBase: 10n });
    expect(verdict('bad.pem', [base.pem, more.pem], '-crl_check', '-use_deltas')).toBe('certificate revoked');
    // Without extended_crl, native takes a delta for a whole list.
    expect(verdict('bad.pem', [base.pem, more.pem], '-crl_check', '-extended_crl')).toBe('OK');
    const less = delta({ revoked: [{ serialNumber: 0x10, reason: 'removeFromCRL' }] });
    expect(verdict('good.pem', [base.pem, less.pem], '-crl_check', '-use_deltas')).toBe('OK');
    expect(verdict('good.pem', [base.pem, less.pem], '-crl_check', '-extended_crl')).toBe('certificate revoked');
  });

  it('do not stand on themselves', () => {
    expect(refusal({ issuer: inter, crlNumber: 10, deltaBase: 10 })).toBe(
      'ERR_PKI_REFUSED deltaBase must be the number of an earlier list: crlNumber is not above it',
    );
  });
});

describe('lists of other issuers', () => {
  const signer = issueCertificate({
    ...{ issuer: root, subject: 'Revoker', usages: [] },
    extensions: [{ type: 'keyUsage', usages: ['cRLSign'] }],
  });
  const dirName = [[{ type: 'CN', value: 'Revoker' }]];
  const named = leafOf(0x77n, [
    { type: 'crlDistributionPoints', points: [{ ...point, crlIssuer: [{ type: 'dirName', value: dirName }] }] },
  ]);
  const own = [{ type: 'dirName' as const, value: [[{ type: 'CN', value: 'Intermediate' }]] }];
  const indirect = (serialNumber: number) =>
    createCrl({
      issuer: signer,
      issuingDistributionPoint: { ...point, indirect: true },
      revoked: [
        { serialNumber, certificateIssuer: own },
        { serialNumber: 1 },
        { serialNumber: 9, certificateIssuer: own },
        { serialNumber: 1, certificateIssuer: [{ type: 'dirName', value: 'Other' }] },
      ],
    });

  it('tell of whom they are, each entry behind those of its issuer', () => {
    const { revoked, issuingDistributionPoint } = readCrl(indirect(0x77).der);
    expect(issuingDistributionPoint).toMatchObject({ indirect: true, fullName: point.fullName });
    expect(revoked.map(({ serialNumber, certificateIssuer }) => [serialNumber, certificateIssuer?.length])).toEqual([
      [1n, undefined],
      [0x77n, 1],
      [9n, 1],
      [1n, 1],
    ]);
    expect(revoked[2]?.certificateIssuer).toEqual(revoked[1]?.certificateIssuer);
    expect(revoked[2]?.extensions).toEqual([]);
    expect(revoked[3]?.certificateIssuer).not.toEqual(revoked[1]?.certificateIssuer);
  });

  it('are good for native by -extended_crl', () => {
    native.file('named.pem', named.pem);
    native.file('inter.pem', inter.pem + signer.pem);
    expect(verdict('named.pem', [indirect(0x77).pem], '-crl_check', '-extended_crl')).toBe('certificate revoked');
    expect(verdict('named.pem', [indirect(0x78).pem], '-crl_check', '-extended_crl')).toBe('OK');
    expect(verdict('named.pem', [indirect(0x78).pem], '-crl_check')).not.toBe('OK');
    native.file('inter.pem', inter.pem);
  });
});

it('a key that is elsewhere signs a list: at once, or by a promise', async () => {
  const [certificate, publicKey] = [inter.pem, inter.key];
  const signature = (data: Uint8Array) => crypto.sign(inter.key, data, 'sha256');
  const now = createCrl({ issuer: { certificate, key: signer({ publicKey, sign: signature }) } });
  expect(now.crl.verify(inter.key)).toBe(true);
  const key = signer({ publicKey, sign: async (data) => signature(data) });
  const later = createCrl({ issuer: { certificate, key } });
  expect((await later).crl.verify(inter.key)).toBe(true);
});

describe('what nobody should take', () => {
  const server = leafOf(1n);
  it.each<[string, CrlOptions]>([
    [
      "the issuer's key usage does not let it sign lists of revoked certificates: cRLSign is missing",
      { issuer: server },
    ],
    ['the certificate of the serial number 5 is revoked twice', { issuer: inter, revoked: [5, 5n].map(entry) }],
    [
      'a certificateIssuer needs an issuingDistributionPoint that says indirect: true (RFC 5280, 5.2.5)',
      { issuer: inter, revoked: [{ serialNumber: 1, certificateIssuer: [{ type: 'dirName', value: 'x' }] }] },
    ],
    [
      'removeFromCRL is a reason of delta CRLs alone (RFC 5280, 5.3.1)',
      { issuer: inter, revoked: [{ serialNumber: 1, reason: 'removeFromCRL' }] },
    ],
    ['the next list would be due before this one is issued', { issuer: inter, nextUpdate: date }],
    ['signatures over sha1 can be forged: take sha256', { issuer: inter, signature: { digest: 'sha1' } }],
    [
      'a holdInstruction is for the reason certificateHold',
      { issuer: inter, revoked: [{ serialNumber: 1, holdInstruction: 'holdInstructionReject' }] },
    ],
  ])('%s', (message, options) => {
    expect(refusal(options)).toBe(`ERR_PKI_REFUSED ${message}`);
    expect(createCrl({ ...options, unchecked: true }).der.length).toBeGreaterThan(100);
  });

  it('is said for what no list can hold', () => {
    expect(refusal({ issuer: inter, crlNumber: -1 })).toContain('ERR_PKI_VALUE crlNumber must not be negative');
    expect(refusal({ issuer: inter, days: 1, nextUpdate: new Date() })).toContain('exclude each other');
    expect(refusal({ issuer: { certificate: root.der, key: inter.key } })).toContain('not that of its certificate');
  });
});

function entry(serialNumber: number | bigint) {
  return { serialNumber };
}

it('what openssl(1) itself makes of an index is read as it was', () => {
  native.file('inter.key', execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519'], { encoding: 'utf8' }));
  native.run('req', '-x509', '-key', 'inter.key', '-subj', '/CN=N', '-out', 'n.pem');
  native.file('index.txt', 'R\t301231235959Z\t260102030405Z,keyCompromise\t0A\tunknown\t/CN=x\n');
  native.file('number', '0C\n');
  native.file(
    'ca.cnf',
    '[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\ncrlnumber=number\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n',
  );
  native.line('ca -config ca.cnf -gencrl -cert n.pem -keyfile inter.key -crldays 3 -out made.pem -md default');
  const data = readCrl(native.read('made.pem'));
  expect(data).toMatchObject({ crlNumber: 12n, authorityKeyIdentifier: { keyId: expect.any(Uint8Array) } });
  expect(data.revoked).toMatchObject([{ serialNumber: 10n, reason: 'keyCompromise', revocationDate: { date } }]);
});
