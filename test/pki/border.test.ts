/** Each option of what issues, and each field of what it is made of, replaced by each wrong value. */
import { describe, expect, it } from 'vitest';
import {
  createCertificateAuthority,
  createRequest,
  type ExtensionContent,
  issueCertificate,
  issueIntermediate,
  readCertificate,
} from '../../src/pki/index.js';
import { faultOf, WRONG_VALUES } from '../support/wrong-values.js';

const issuer = createCertificateAuthority({ subject: 'Root' });
const { key } = issuer;
const date = new Date(Date.now() + 86_400_000);
const NEVER_MEANT = new Set(['TrapError', 'MemoryError', 'SyntaxError', 'ReferenceError', 'AssertionError']);

const common = {
  ...{ key, serialNumber: 1n, omit: [], signature: { digest: 'sha256' }, unchecked: false, days: 1 },
  ...{ subject: 'a.example', notBefore: new Date(), notAfter: date, extensions: [] },
};
const CALLS: Record<string, [call: (options: never) => unknown, options: object]> = {
  createCertificateAuthority: [createCertificateAuthority, { ...common, pathLength: 1 }],
  issueIntermediate: [issueIntermediate, { ...common, issuer, pathLength: 1 }],
  issueCertificate: [issueCertificate, { ...common, issuer, names: ['a.example'], usages: ['serverAuth'] }],
  createRequest: [
    createRequest,
    { ...common, names: ['a.example'], attributes: [{ type: 'unstructuredName', value: 'a' }] },
  ],
};

/** What an outcome is, where it is none that a caller can act upon. */
function faultsOf(what: string, body: () => unknown): string[] {
  try {
    body();
    return [];
  } catch (error) {
    const fault = faultOf(error, NEVER_MEANT);
    return fault === undefined ? [] : [`${what}: ${fault}`];
  }
}

describe.each(Object.keys(CALLS))('%s', (name) => {
  const [call, options] = CALLS[name] ?? [createRequest, {}];
  it.each(Object.keys(options))('answers each wrong %s', (option) => {
    const faults = WRONG_VALUES.flatMap(([wrong, make]) =>
      faultsOf(`${option} = ${wrong}`, () => call({ ...options, days: undefined, [option]: make() } as never)),
    );
    expect(faults).toEqual([]);
  });
});

/** One of each kind, as deep as they go. */
const CONTENTS: ExtensionContent[] = [
  { type: 'basicConstraints', ca: true, pathLength: 1 },
  { type: 'keyUsage', usages: ['keyCertSign'] },
  { type: 'extKeyUsage', usages: ['serverAuth'] },
  { type: 'tlsFeature', features: [5] },
  { type: 'subjectAltName', names: [{ type: 'otherName', oid: '1.2.3', value: 'x', encoding: 'utf8' }] },
  { type: 'subjectAltName', names: [{ type: 'dirName', value: [[{ type: 'CN', value: 'x', encoding: 'utf8' }]] }] },
  { type: 'subjectAltName', names: [{ type: 'ip', value: '192.0.2.1' }] },
  { type: 'subjectAltName', names: [{ type: 'rid', value: '1.2.3' }] },
  { type: 'subjectKeyIdentifier', keyId: Uint8Array.of(1) },
  { type: 'authorityKeyIdentifier', keyId: Uint8Array.of(1), issuer: [{ type: 'dns', value: 'x' }], serialNumber: 1n },
  { type: 'nameConstraints', permitted: [{ type: 'ip', value: '10.0.0.0/8' }] },
  { type: 'crlDistributionPoints', points: [{ fullName: [{ type: 'uri', value: 'x:y' }], reasons: ['unused'] }] },
  { type: 'crlDistributionPoints', points: [{ relativeName: [{ type: 'CN', value: 'x' }] }] },
  { type: 'issuingDistributionPoint', onlyUserCerts: true, onlyReasons: ['unused'] },
  { type: 'authorityInfoAccess', descriptions: [{ method: 'OCSP', location: { type: 'uri', value: 'x:y' } }] },
  {
    type: 'certificatePolicies',
    policies: [
      {
        oid: '1.2.3',
        qualifiers: [
          { type: 'cps', uri: 'x:y' },
          { type: 'notice', text: { value: 'x' }, organization: { value: 'x' }, numbers: [1] },
          { type: 'other', oid: '1.2.3', value: '#0500' },
        ],
      },
    ],
  },
  { type: 'policyMappings', mappings: [{ issuerPolicy: '1.2.3', subjectPolicy: '1.2.3' }] },
  { type: 'policyConstraints', requireExplicitPolicy: 1, inhibitPolicyMapping: 1 },
  { type: 'inhibitAnyPolicy', skip: 1 },
  { type: 'msTemplateName', name: 'x' },
  { type: 'msTemplate', template: '1.2.3', major: 1, minor: 1 },
  { type: 'msSid', sid: 'S-1-5-21-1' },
  { type: 'crlNumber', number: 1n },
  { type: 'reasonCode', reason: 'superseded' },
  { type: 'invalidityDate', date: { date } },
  {
    type: 'ipAddrBlocks',
    families: [{ family: 'ipv4', subsequent: 1, blocks: ['10.0.0.0/8', { min: '10.0.0.0', max: '10.0.0.2' }] }],
  },
  { type: 'asIdentifiers', numbers: [1n, { min: 1n, max: 2n }] },
  { type: 'qcStatements', statements: [{ oid: '1.2.3', info: '#0500' }] },
  {
    type: 'sctList',
    timestamps: [
      {
        ...{ version: 0, logId: new Uint8Array(32), timestamp: date, extensions: new Uint8Array() },
        ...{ hashAlgorithm: 4, signatureAlgorithm: 3, signature: Uint8Array.of(1) },
      },
    ],
  },
];

/** The value with one field after the other replaced, at every depth. */
function* replaced(value: unknown, wrong: () => unknown, path = ''): Generator<[string, unknown]> {
  if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value)) return;
  for (const [field, inner] of Object.entries(value)) {
    if (path === '' && field === 'type') continue;
    const put = (other: unknown) =>
      Array.isArray(value)
        ? value.map((one, index) => (String(index) === field ? other : one))
        : { ...value, [field]: other };
    yield [`${path}.${field}`, put(wrong())];
    for (const [deeper, changed] of replaced(inner, wrong, `${path}.${field}`)) yield [deeper, put(changed)];
  }
}

describe('extensions', () => {
  it.each(CONTENTS.map((content) => [content.type, content] as const))('%s answers each wrong field', (_, content) => {
    const faults: string[] = [];
    for (const [name, make] of WRONG_VALUES)
      for (const [path, changed] of replaced(content, make)) {
        const made = () =>
          issueCertificate({
            issuer,
            key,
            names: [],
            subject: 'x',
            usages: ['clientAuth'],
            extensions: [changed as never],
          });
        // What is made can be read.
        faults.push(...faultsOf(`${path} = ${name}`, () => readCertificate(made().der)));
      }
    expect(faults).toEqual([]);
  });
});
