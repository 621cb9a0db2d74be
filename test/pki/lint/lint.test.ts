/** Each finding: a certificate, request, list, key or chain that has it, and a good one that has none. */
import { describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import { oid } from '../../../src/pki/der/oid.js';
import * as der from '../../../src/pki/der/writer.js';
import { type ExtensionInput, rawExtension } from '../../../src/pki/extensions/index.js';
import {
  createCertificateAuthority,
  createRequest,
  issueCertificate,
  issueIntermediate,
  type LeafOptions,
  type LintFinding,
  type LintOptions,
  lint,
  PkiError,
} from '../../../src/pki/index.js';
import { EXTENSION_RULES } from '../../../src/pki/lint/extensions.js';
import { KEY_RULES, SIGNATURE_RULES } from '../../../src/pki/lint/keys.js';
import { NAME_RULES } from '../../../src/pki/lint/names.js';
import { CHAIN_RULES, CRL_RULES, REQUEST_RULES } from '../../../src/pki/lint/others.js';
import { mostDays, STRUCTURE_RULES } from '../../../src/pki/lint/structure.js';
import { type NameInput, writeName } from '../../../src/pki/model/name.js';
import { faultOf, WRONG_VALUES } from '../../support/wrong-values.js';

const ids = (findings: readonly LintFinding[]): string[] => findings.map(({ id }) => id);
const DAY = 86_400_000;
const root = createCertificateAuthority({ subject: 'Root' });
const middle = issueIntermediate({ issuer: root, subject: 'Middle', pathLength: 1 });
const points: ExtensionInput = {
  type: 'crlDistributionPoints',
  points: [{ fullName: [{ type: 'uri', value: 'http://ca.ours.dev/crl' }] }],
};
const issued = (options: Partial<LeafOptions> = {}): Uint8Array =>
  issueCertificate({
    issuer: middle,
    names: ['www.ours.dev'],
    ...options,
    extensions: [points, ...(options.extensions ?? [])],
  }).der;
const odd = (options: Partial<LeafOptions>): Uint8Array => issued({ unchecked: true, ...options });
const good = issued();

/** What a certificate is made of, each part replaceable; the signature is none, which lint does not look at. */
interface Raw {
  version?: Uint8Array | undefined;
  serial?: Uint8Array;
  inner?: Uint8Array;
  outer?: Uint8Array;
  issuer?: NameInput;
  subject?: NameInput | Uint8Array;
  times?: readonly [number, string, number, string];
  key?: Uint8Array;
  ids?: readonly Uint8Array[];
  extensions?: readonly Uint8Array[];
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const algorithm = (dotted: string, ...parameters: Uint8Array[]): Uint8Array => der.sequence(oid(dotted), ...parameters);
const ECDSA = algorithm('1.2.840.10045.4.3.2');
const UTC = 0x17;
const GENERALIZED = 0x18;
const spkiOf = (key: crypto.PKey): Uint8Array => crypto.dumpPublickey(crypto.FILETYPE_ASN1, key);
const extension = (input: ExtensionInput): Uint8Array => {
  const { oid: dotted, critical, value } = rawExtension(input);
  return der.sequence(oid(dotted), critical ? der.boolean(true) : undefined, der.octets(value));
};
const LEAF: readonly ExtensionInput[] = [
  { type: 'extKeyUsage', usages: ['serverAuth'] },
  { type: 'subjectAltName', names: [{ type: 'dns', value: 'www.ours.dev' }], critical: true },
  { type: 'authorityKeyIdentifier', keyId: Uint8Array.of(1) },
  points,
];

function raw(parts: Raw): Uint8Array {
  const { times = [UTC, '260101000000Z', UTC, '260301000000Z'], subject = [] } = parts;
  const version = 'version' in parts ? parts.version : der.explicit(0, der.integer(2));
  const content = der.sequence(
    version,
    parts.serial ?? der.integer(1n << 120n),
    parts.inner ?? ECDSA,
    writeName(parts.issuer ?? 'Middle', 'issuer'),
    der.sequence(der.tlv(times[0], ascii(times[1])), der.tlv(times[2], ascii(times[3]))),
    subject instanceof Uint8Array ? subject : writeName(subject, 'subject'),
    parts.key ?? spkiOf(root.key),
    ...(parts.ids ?? []),
    parts.extensions?.length === 0
      ? undefined
      : der.explicit(3, der.sequence(...(parts.extensions ?? LEAF.map(extension)))),
  );
  return der.sequence(content, parts.outer ?? parts.inner ?? ECDSA, der.bits(new Uint8Array(70)));
}

const at = new Date('2026-02-01');
const withExtensions = (...more: readonly ExtensionInput[]): Uint8Array =>
  raw({
    extensions: [
      ...LEAF.filter((one) => !more.some((other) => rawExtension(one).oid === rawExtension(other).oid)),
      ...more,
    ].map(extension),
  });
const named = (...hosts: readonly string[]): Uint8Array =>
  withExtensions({
    type: 'subjectAltName',
    names: hosts.map((value) => ({ type: 'dns' as const, value })),
    critical: true,
  });
const CA_EXTENSIONS: readonly ExtensionInput[] = [
  { type: 'basicConstraints', ca: true },
  { type: 'keyUsage', usages: ['keyCertSign'] },
  { type: 'subjectKeyIdentifier', keyId: Uint8Array.of(2) },
  { type: 'authorityKeyIdentifier', keyId: Uint8Array.of(1) },
];
/** A CA with these in the place of its own; what is null is left out. */
const authority = (changes: Readonly<Record<string, ExtensionInput | null>> = {}, more: Raw = {}): Uint8Array => {
  const usual = CA_EXTENSIONS.map((one) => ('type' in one && one.type in changes ? changes[one.type] : one));
  const further = Object.entries(changes).filter(
    ([type]) => !CA_EXTENSIONS.some((one) => 'type' in one && one.type === type),
  );
  const all = [...usual, ...further.map(([, one]) => one)].filter((one) => one !== null && one !== undefined);
  return raw({ subject: 'CA', extensions: all.map(extension), ...more });
};

const rsaSpki = (modulus: bigint, exponent: bigint): Uint8Array =>
  der.sequence(
    algorithm('1.2.840.113549.1.1.1', der.nothing()),
    der.bits(der.sequence(der.integer(modulus), der.integer(exponent))),
  );
/** Odd, of so many bits, and with no small factor but what is said: a prime power would do as well. */
const modulus = (bits: number): bigint => {
  const small = Array.from({ length: 751 }, (_, index) => BigInt(index + 2)).filter((n) => n < 752n);
  for (let number = (1n << BigInt(bits - 1)) | 12_345n; ; number += 2n)
    if (small.every((n) => number % n !== 0n)) return number;
};
const ecSpki = (curve: Uint8Array, point = new Uint8Array(65).fill(4)): Uint8Array =>
  der.sequence(algorithm('1.2.840.10045.2.1', curve), der.bits(point));
const newKey = (options: crypto.KeyOptions): crypto.PKey => {
  const key = new crypto.PKey();
  key.generateKey(options);
  return key;
};
/** Congruent to 1 by all primes that ROCA is told by: 1 is a power of 65537 by each. */
const roca = (): bigint => {
  const product = [11n, 13n, 17n, 19n, 37n, 53n, 61n, 71n, 73n, 79n, 97n, 103n, 107n, 109n, 127n, 151n, 157n].reduce(
    (a, b) => a * b,
  );
  for (let factor = (1n << 2047n) / product; ; factor++) {
    const number = factor * product + 1n;
    if (Array.from({ length: 750 }, (_, index) => BigInt(index + 2)).every((n) => number % n !== 0n)) return number;
  }
};

/** A structure that has a finding. */
const CERTIFICATES: Readonly<Record<string, () => Uint8Array>> = {
  'version-not-3': () => raw({ version: undefined, extensions: [] }),
  'serial-not-positive': () => raw({ serial: der.integer(-5n) }),
  'serial-too-long': () => raw({ serial: der.integer(1n << 160n) }),
  'serial-guessable': () => raw({ serial: der.integer(77) }),
  'time-malformed': () => raw({ times: [GENERALIZED, '20260101000000Z', UTC, '260301000000Z'] }),
  'validity-reversed': () => raw({ times: [UTC, '260101000000Z', UTC, '250301000000Z'] }),
  expired: () => raw({ times: [UTC, '250101000000Z', UTC, '250301000000Z'] }),
  'not-yet-valid': () => raw({ times: [UTC, '270101000000Z', UTC, '270301000000Z'] }),
  'expires-soon': () => raw({ times: [UTC, '260101000000Z', UTC, '260205000000Z'] }),
  'validity-too-long': () => raw({ times: [UTC, '260101000000Z', UTC, '270301000000Z'] }),
  'issuer-empty': () => raw({ issuer: [] }),
  'ca-subject-empty': () => authority({}, { subject: [] }),
  'name-string-type': () => raw({ subject: [{ type: 'O', value: 'x', encoding: 'teletex' }] }),
  'country-malformed': () => raw({ subject: [{ type: 'C', value: 'de', encoding: 'printable' }] }),
  'unique-id': () => raw({ ids: [der.bits(Uint8Array.of(1), 0, 0x81)] }),
  'signature-algorithms-differ': () => raw({ outer: algorithm('1.2.840.10045.4.3.3') }),
  'subject-alt-name-missing': () =>
    raw({
      subject: 'www.ours.dev',
      extensions: LEAF.filter((one) => !('type' in one && one.type === 'subjectAltName')).map(extension),
    }),
  'subject-alt-name-empty': () => withExtensions({ oid: '2.5.29.17', value: der.sequence(), critical: true }),
  'subject-alt-name-not-critical': () =>
    withExtensions({ type: 'subjectAltName', names: [{ type: 'dns', value: 'www.ours.dev' }] }),
  'nobody-named': () => raw({ extensions: [] }),
  'common-name-not-in-subject-alt-name': () => raw({ subject: 'else.ours.dev' }),
  'common-names-several': () =>
    raw({
      subject: [
        { type: 'CN', value: 'www.ours.dev' },
        { type: 'CN', value: 'b' },
      ],
    }),
  'name-with-nul': () => raw({ subject: [{ type: 'O', value: 'a\0b' }] }),
  'address-as-host': () => named('192.0.2.1'),
  'address-malformed': () =>
    withExtensions({ oid: '2.5.29.17', value: der.sequence(der.tlv(0x87, Uint8Array.of(1, 2, 3))), critical: true }),
  'wildcard-misplaced': () => named('a*.ours.dev'),
  'wildcard-too-wide': () => named('*.dev'),
  underscore: () => named('a_b.ours.dev'),
  'host-malformed': () => named('-a.ours.dev'),
  'internal-name': () => named('printer.local'),
  'private-address': () =>
    withExtensions({ type: 'subjectAltName', names: [{ type: 'ip', value: '192.168.1.1' }], critical: true }),
  'extension-twice': () => raw({ extensions: [...LEAF, points].map(extension) }),
  'extension-malformed': () => withExtensions({ oid: '2.5.29.15', value: der.nothing(), critical: true }),
  'extension-critical-unknown': () => withExtensions({ oid: '1.2.3.4', value: der.nothing(), critical: true }),
  'ca-basic-constraints-missing': () => authority({ basicConstraints: null }),
  'ca-basic-constraints-not-critical': () =>
    authority({ basicConstraints: { type: 'basicConstraints', ca: true, critical: false } }),
  'path-length-of-leaf': () =>
    withExtensions({ oid: '2.5.29.19', value: der.sequence(der.integer(0)), critical: true }),
  'ca-key-usage-missing': () => authority({ keyUsage: null }),
  'ca-cannot-sign': () => authority({ keyUsage: { type: 'keyUsage', usages: ['digitalSignature'] } }),
  'leaf-signs-certificates': () =>
    withExtensions({ type: 'basicConstraints', ca: false }, { type: 'keyUsage', usages: ['keyCertSign'] }),
  'key-usage-not-critical': () => withExtensions({ type: 'keyUsage', usages: ['digitalSignature'], critical: false }),
  'key-usage-empty': () => withExtensions({ type: 'keyUsage', usages: [] }),
  'extended-key-usage-missing': () => raw({ extensions: LEAF.slice(1).map(extension) }),
  'extended-key-usage-any': () => withExtensions({ type: 'extKeyUsage', usages: ['anyExtendedKeyUsage'] }),
  'client-auth-beside-server-auth': () => withExtensions({ type: 'extKeyUsage', usages: ['serverAuth', 'clientAuth'] }),
  'subject-key-identifier-missing': () => authority({ subjectKeyIdentifier: null }),
  'authority-key-identifier-missing': () => authority({ authorityKeyIdentifier: null }),
  'subject-key-identifier-critical': () =>
    authority({ subjectKeyIdentifier: { type: 'subjectKeyIdentifier', keyId: Uint8Array.of(1), critical: true } }),
  'authority-key-identifier-critical': () =>
    authority({ authorityKeyIdentifier: { type: 'authorityKeyIdentifier', keyId: Uint8Array.of(1), critical: true } }),
  'authority-info-access-critical': () =>
    withExtensions({
      type: 'authorityInfoAccess',
      descriptions: [{ method: 'OCSP', location: { type: 'uri', value: 'x:y' } }],
      critical: true,
    }),
  'name-constraints-not-critical': () =>
    authority({
      nameConstraints: { type: 'nameConstraints', permitted: [{ type: 'dns', value: 'a' }], critical: false },
    }),
  'policy-constraints-not-critical': () =>
    authority({ policyConstraints: { type: 'policyConstraints', requireExplicitPolicy: 0, critical: false } }),
  'inhibit-any-policy-not-critical': () =>
    authority({ inhibitAnyPolicy: { type: 'inhibitAnyPolicy', skip: 0, critical: false } }),
  'name-constraints-of-leaf': () =>
    withExtensions({ type: 'nameConstraints', permitted: [{ type: 'dns', value: 'a' }] }),
  'policy-any-of-leaf': () => withExtensions({ type: 'certificatePolicies', policies: [{ oid: '2.5.29.32.0' }] }),
  'revocation-nowhere': () => raw({ extensions: LEAF.slice(0, 3).map(extension) }),
  'rsa-key-too-short': () => raw({ key: rsaSpki(modulus(1024), 65_537n) }),
  'rsa-key-odd-length': () => raw({ key: rsaSpki(modulus(2049), 65_537n) }),
  'rsa-exponent-broken': () => raw({ key: rsaSpki(modulus(2048), 1n) }),
  'rsa-exponent-small': () => raw({ key: rsaSpki(modulus(2048), 3n) }),
  'rsa-modulus-weak': () => raw({ key: rsaSpki((1n << 2047n) + 3n * (((1n << 2047n) % 3n) + 2n), 65_537n) }),
  'rsa-key-roca': () => raw({ key: rsaSpki(roca(), 65_537n) }),
  'ec-curve-too-small': () => raw({ key: spkiOf(newKey({ type: 'EC', curve: 'secp192k1' })) }),
  'ec-curve-not-named': () => raw({ key: ecSpki(der.sequence(der.integer(1))) }),
  'ec-curve-not-of-browsers': () => raw({ key: spkiOf(newKey({ type: 'EC', curve: 'secp256k1' })) }),
  'ec-point-compressed': () => raw({ key: ecSpki(oid('1.2.840.10045.3.1.7'), new Uint8Array(33).fill(2)) }),
  'edwards-key-in-web-pki': () => raw({ key: spkiOf(newKey({ type: 'ED25519' })) }),
  'dsa-key': () => raw({ key: der.sequence(algorithm('1.2.840.10040.4.1'), der.bits(der.integer(5))) }),
  'dh-key': () => raw({ key: der.sequence(algorithm('1.2.840.113549.1.3.1'), der.bits(der.integer(5))) }),
  'signature-md5': () => raw({ inner: algorithm('1.2.840.113549.1.1.4', der.nothing()) }),
  'signature-sha1': () => raw({ inner: algorithm('1.2.840.113549.1.1.5', der.nothing()) }),
  'signature-pss-odd': () => raw({ inner: algorithm('1.2.840.113549.1.1.10', der.sequence()) }),
};

describe('certificates', () => {
  it('that are good have no finding; nor have their CAs and roots', () => {
    for (const certificate of [good, middle.der, root.der]) expect(lint(certificate)).toEqual([]);
    expect(lint(raw({}), { at })).toEqual([]);
    expect(lint(authority(), { at })).toEqual([]);
    const pss = odd({ key: { type: 'RSA', bits: 2048 } });
    expect(lint(pss)).toEqual([]);
  });

  const rules = [...STRUCTURE_RULES, ...NAME_RULES, ...EXTENSION_RULES, ...KEY_RULES, ...SIGNATURE_RULES];
  it('have a case for each rule', () => {
    expect(Object.keys(CERTIFICATES).sort()).toEqual(rules.map(({ id }) => id).sort());
    for (const { advice, reference } of rules) expect([advice, reference].every((text) => text.length >= 8)).toBe(true);
  });

  it.each(Object.keys(CERTIFICATES))('%s is found', (id) => {
    const findings = lint(CERTIFICATES[id]?.() ?? '', { at });
    expect(ids(findings)).toContain(id);
    for (const { sentence } of findings) expect(sentence).toMatch(/^[A-Z"].*\.$/);
  });

  it('of private CAs are not judged by the rules of browsers', () => {
    const privately: LintOptions = { at, profile: 'private' };
    for (const id of [
      'internal-name',
      'private-address',
      'validity-too-long',
      'edwards-key-in-web-pki',
      'revocation-nowhere',
    ])
      expect(ids(lint(CERTIFICATES[id]?.() ?? '', privately)), id).toEqual([]);
    expect(ids(lint(CERTIFICATES['address-as-host']?.() ?? '', privately))).toEqual(['address-as-host']);
  });

  it('of servers may be as long as on the day on which they were issued', () => {
    const days = (day: string) => mostDays(new Date(`${day}T12:00:00Z`));
    expect(
      ['2018-01-01', '2019-01-01', '2026-03-14', '2026-03-15', '2027-03-15', '2029-03-14', '2029-03-15'].map(days),
    ).toEqual([...[undefined, 825, 398, 200, 100, 100, 47]]);
    const lasting = (begin: string, count: number) => {
      const notBefore = new Date(begin);
      return lint(odd({ notBefore, notAfter: new Date(notBefore.getTime() + count * DAY - 1000) }), { at: notBefore });
    };
    expect(ids(lasting('2027-04-01', 100))).toEqual([]);
    expect(ids(lasting('2027-04-01', 101))).toEqual(['validity-too-long']);
    expect(ids(lasting('2029-04-01', 48))).toEqual(['validity-too-long']);
  });
});

describe('requests, lists, keys and chains', () => {
  it('requests', () => {
    const request = createRequest({ names: ['www.ours.dev'] });
    expect(lint(request.pem)).toEqual([]);
    expect(lint(request.request)).toEqual([]);
    const broken = request.der.slice();
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    const malformed = createRequest({ subject: 'x', extensions: [{ oid: '2.5.29.15', value: der.nothing() }] });
    const cases: Record<string, Uint8Array> = {
      'request-signature-broken': broken,
      'request-names-nobody': createRequest().der,
      'request-common-name-alone': createRequest({ subject: 'www.ours.dev' }).der,
      'request-challenge-password': createRequest({
        names: ['a.ours.dev'],
        attributes: [{ type: 'challengePassword', value: 'x' }],
      }).der,
      'request-extension-malformed': malformed.der,
    };
    expect(Object.keys(cases)).toEqual(REQUEST_RULES.map(({ id }) => id));
    for (const [id, bytes] of Object.entries(cases)) expect(ids(lint(bytes)), id).toContain(id);
    const short = createRequest({
      names: ['a.ours.dev'],
      key: { type: 'RSA', bits: 1024 },
      unchecked: true,
      signature: { digest: 'sha1' },
    });
    expect(ids(lint(short.der))).toEqual(['rsa-key-too-short', 'signature-sha1']);
  });

  const list = (parts: {
    version?: boolean;
    next?: string;
    now?: string;
    number?: boolean;
    keyId?: boolean;
    twice?: boolean;
  }) => {
    const {
      version = true,
      number = true,
      keyId = true,
      next = '260301000000Z',
      now = '260101000000Z',
      twice = false,
    } = parts;
    const extensions = [
      ...(number ? [extension({ type: 'crlNumber', number: 1n })] : []),
      ...(keyId ? [extension({ type: 'authorityKeyIdentifier', keyId: Uint8Array.of(1) })] : []),
    ];
    const entry = der.sequence(der.integer(5), der.tlv(UTC, ascii(now)));
    const content = der.sequence(
      version ? der.integer(1) : undefined,
      ECDSA,
      writeName('Middle', 'issuer'),
      der.tlv(UTC, ascii(now)),
      next === '' ? undefined : der.tlv(UTC, ascii(next)),
      der.sequence(entry, twice ? entry : undefined),
      version ? der.explicit(0, der.sequence(...extensions)) : undefined,
    );
    return der.sequence(content, ECDSA, der.bits(new Uint8Array(70)));
  };

  it('lists', () => {
    expect(lint(list({}), { at })).toEqual([]);
    const cases: Record<string, Uint8Array> = {
      'crl-out-of-date': list({ next: '260115000000Z' }),
      'crl-not-yet-valid': list({ now: '260215000000Z' }),
      'crl-next-update-missing': list({ next: '' }),
      'crl-version-1': list({ version: false }),
      'crl-number-missing': list({ number: false }),
      'crl-authority-key-identifier-missing': list({ keyId: false }),
      'crl-serial-twice': list({ twice: true }),
    };
    expect(Object.keys(cases)).toEqual(CRL_RULES.map(({ id }) => id));
    for (const [id, bytes] of Object.entries(cases)) expect(ids(lint(bytes, { at })), id).toContain(id);
  });

  it('keys, public and private', () => {
    expect(lint(root.key)).toEqual([]);
    expect(lint(spkiOf(root.key))).toEqual([]);
    const short = newKey({ type: 'RSA', bits: 1024 });
    for (const form of [short, spkiOf(short), crypto.dumpPrivatekey(crypto.FILETYPE_PEM, short)])
      expect(ids(lint(form))).toEqual(['rsa-key-too-short']);
  });

  it('chains', () => {
    const leaf = issueCertificate({ issuer: middle, names: ['www.ours.dev'], extensions: [points] });
    expect(lint(leaf.pem + middle.pem)).toEqual([]);
    expect(lint([leaf.certificate, middle.der])).toEqual([]);
    const brief = issueIntermediate({ issuer: root, subject: 'Middle', key: middle.key, pathLength: 1, days: 30 });
    const low = issueIntermediate({ issuer: middle, subject: 'Low' });
    const lower = issueIntermediate({ issuer: low, subject: 'Lower', unchecked: true });
    const deep = issueCertificate({ issuer: lower, names: ['www.ours.dev'], extensions: [points] });
    const cases: Record<string, string> = {
      'chain-order': leaf.pem + root.pem + middle.pem,
      'chain-duplicate': leaf.pem + middle.pem + middle.pem,
      'chain-with-root': leaf.pem + middle.pem + root.pem,
      'chain-outlived': leaf.pem + brief.pem,
      'chain-path-length': deep.pem + lower.pem + low.pem + middle.pem,
    };
    expect(Object.keys(cases)).toEqual(CHAIN_RULES.map(({ id }) => id));
    for (const [id, pem] of Object.entries(cases)) expect(ids(lint(pem)), id).toContain(id);
    const old = odd({ notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') });
    expect(lint([old, middle.der]).find(({ id }) => id === 'expired')).toMatchObject({ depth: 0, severity: 'error' });
  });

  it('what is none of these is refused with what it is', () => {
    const fault = (body: () => unknown): string => {
      try {
        body();
        return '';
      } catch (error) {
        if (error instanceof PkiError) return error.message;
        throw error;
      }
    };
    expect(fault(() => lint('<html>'))).toContain('web page');
    expect(fault(() => lint(''))).toContain('empty');
    expect(fault(() => lint([]))).toBe('there is nothing to look at');
    expect(fault(() => lint(good.length > 0 ? `${root.pem}${createRequest({ subject: 'x' }).pem}` : ''))).toContain(
      'no chain',
    );
    expect(fault(() => lint(root.pem.repeat(3), { maxCertificates: 2 }))).toContain('more than 2');
    const faults = WRONG_VALUES.flatMap(([wrong, make]) =>
      [
        () => lint(make() as never),
        () => lint(good, make() as never),
        () => lint(good, { profile: make(), at: make() } as never),
      ].flatMap((body) => {
        try {
          body();
          return [];
        } catch (error) {
          const found = faultOf(error, new Set(['TrapError', 'MemoryError', 'SyntaxError', 'ReferenceError']));
          return found === undefined ? [] : [`${wrong}: ${found}`];
        }
      }),
    );
    expect(faults).toEqual([]);
  });
});
