/** Requests that ask for more than they show, or are none; and every request of OpenSSL's tests. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contextOf } from '../../../src/pki/der/tags.js';
import { integer, sequence, setOf } from '../../../src/pki/der/writer.js';
import { rawExtension, writeExtensions } from '../../../src/pki/extensions/index.js';
import {
  createCertificateAuthority,
  createRequest,
  type ExtensionInput,
  issueFromRequest,
  judgeRequest,
  PkiError,
  readCertificate,
  readRequest,
  toText,
} from '../../../src/pki/index.js';
import { publicKeyDer } from '../../../src/pki/issue/keys.js';
import { signed, signerOf } from '../../../src/pki/issue/signature.js';
import { rawAttribute } from '../../../src/pki/model/attributes.js';
import { writeName } from '../../../src/pki/model/name.js';
import { isSameNative, nativeText, opensslFiles, ownText, pemBlocks } from '../../support/openssl-tree.js';
import { faultsOfFields } from '../../support/wrong-fields.js';

const issuer = createCertificateAuthority({ subject: 'Root' });
const { key } = issuer;
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
const MICROSOFTS = '1.3.6.1.4.1.311.2.1.14';
const list = (...extensions: ExtensionInput[]) => writeExtensions(extensions.map(rawExtension));
const names = (value: string): ExtensionInput => ({ type: 'subjectAltName', names: [{ type: 'dns', value }] });
const ca: ExtensionInput = { type: 'basicConstraints', ca: true };

/** A request of any attributes, with a signature that is good. */
function crafted(...attributes: Uint8Array[]): Uint8Array {
  const set = setOf(attributes, contextOf(0));
  return signed(
    sequence(integer(0), writeName('x', 'x'), publicKeyDer(key), set),
    signerOf(key, {}, false),
  ) as Uint8Array;
}
const policy = { names: { dns: ['a.example'] } };
const refusals = (request: Uint8Array) =>
  judgeRequest({ request, policy }).refused.map(({ what, why }) => `${what} ${why}`);

describe('what asks for more than it shows', () => {
  it.each<[string, Uint8Array[], string]>([
    [
      'two requests for extensions',
      [rawAttribute(EXTENSION_REQUEST, [list(names('a.example'))]), rawAttribute(EXTENSION_REQUEST, [list(ca)])],
      'the request asks for extensions more than once',
    ],
    [
      'one of them by Microsoft’s name',
      [rawAttribute(EXTENSION_REQUEST, [list(names('a.example'))]), rawAttribute(MICROSOFTS, [list(ca)])],
      'the request asks for extensions more than once',
    ],
    [
      'two values of one',
      [rawAttribute(EXTENSION_REQUEST, [list(names('a.example')), list(names('evil.example'))])],
      'the request asks for extensions more than once',
    ],
    [
      'an extension twice',
      [
        rawAttribute(EXTENSION_REQUEST, [
          sequence(list(names('a.example')).slice(2), list(names('evil.example')).slice(2)),
        ]),
      ],
      'subjectAltName stands twice',
    ],
  ])('%s is refused', (_, attributes, why) => {
    const request = crafted(...attributes);
    expect(refusals(request)).toContain(why);
    expect(() => issueFromRequest({ request, issuer, policy, names: ['a.example'] })).toThrow('the request is refused');
  });

  it('a CA by Microsoft’s name alone is dropped, too', () => {
    const request = crafted(rawAttribute(MICROSOFTS, [list(names('a.example'), ca)]));
    const issued = issueFromRequest({ request, issuer, policy });
    expect(readCertificate(issued.der).extensions[0]?.content).toEqual({ type: 'basicConstraints', ca: false });
    expect(issued.dropped.map(({ what }) => what)).toContain('basicConstraints');
    expect(readCertificate(issued.der).subjectAltName).toEqual([{ type: 'dns', value: 'a.example' }]);
  });

  it('a policy cannot take by its name what is the issuer’s', () => {
    const request = crafted(rawAttribute(EXTENSION_REQUEST, [list(ca)]));
    for (const name of ['basicConstraints', '2.5.29.19', 'nameConstraints', 'subjectAltName', 'keyUsage', 'ctPoison'])
      expect(() => judgeRequest({ request, policy: { extensions: [name] } })).toThrow(PkiError);
  });

  it('names that cannot be read are refused', () => {
    const request = crafted(
      rawAttribute(EXTENSION_REQUEST, [list({ oid: '2.5.29.17', value: Uint8Array.of(0x30, 2, 0x9f, 0) })]),
    );
    expect(refusals(request)[0]).toContain('subjectAltName cannot be read');
  });
});

describe('who asks without the key', () => {
  const request = createRequest({ key, names: ['a.example'] });
  it('is refused, unless that is said to be known otherwise', () => {
    const bad = request.der.slice();
    const last = bad.length - 1;
    bad[last] = (bad[last] ?? 0) ^ 1;
    expect(refusals(bad)).toEqual(['the signature is not by the key that is asked for']);
    const known = issueFromRequest({ request: bad, issuer, policy, proofOfPossession: false });
    expect(readCertificate(known.der).subjectAltName).toHaveLength(1);
    const other = createRequest({ key: { type: 'ED25519' } });
    const [, algorithm, signature] = [...readRequestParts(other.der)];
    const mixed = sequence(...[[...readRequestParts(request.der)][0], algorithm, signature]);
    expect(refusals(mixed)[0]).toContain('the signature is not by the key');
  });

  it('is refused for keys that the policy does not allow', () => {
    const short = createRequest({ key: { type: 'RSA', bits: 1024 }, unchecked: true });
    expect(refusals(short.der)).toEqual(['RSA of 1024 bits is not allowed by the policy']);
    const koblitz = createRequest({ key: { type: 'EC', curve: 'secp256k1' } });
    expect(refusals(koblitz.der)).toEqual(['EC on secp256k1 is not allowed by the policy']);
    const keys = [{ type: 'EC' as const, curves: ['secp256k1'] }];
    expect(judgeRequest({ request: koblitz.der, policy: { keys } }).refused).toEqual([]);
    expect(judgeRequest({ request: request.der, policy: { keys } }).refused).toHaveLength(2);
  });
});

function* readRequestParts(der: Uint8Array): Generator<Uint8Array> {
  const { signed: content, signatureAlgorithm, signature } = readRequest(der);
  yield content;
  const rest = der.subarray(der.length - signature.length - 40);
  const at = der.length - rest.length;
  // The algorithm begins where what is signed ends.
  const start = der.findIndex(
    (_, index) => index >= at - 40 && Buffer.compare(der.subarray(index - content.length, index), content) === 0,
  );
  const length = (der[start + 1] ?? 0) + 2;
  expect(signatureAlgorithm.oid).not.toBe('');
  yield der.slice(start, start + length);
  yield der.slice(start + length);
}

describe('what is too much', () => {
  it('is refused: a huge attribute, a thousand names', () => {
    const attributes = [{ type: 'unstructuredName', value: 'x'.repeat(70_000) }];
    const huge = createRequest({ key, attributes });
    for (const request of [huge.der, huge.pem])
      expect(() => judgeRequest({ request })).toThrow('a certificate request is larger than 65536 bytes');
    expect(judgeRequest({ request: huge.der, policy: { maxBytes: 100_000 } }).refused).toEqual([]);
    const many = createRequest({ key, names: Array.from({ length: 1000 }, (_, at) => `n${at}.a.example`) });
    const within = { names: { dns: ['.a.example'] }, otherwise: { names: 'drop' as const } };
    expect(judgeRequest({ request: many.der, policy: within }).refused).toMatchObject([{ why: 'are more than 100' }]);
  });
});

describe('the border', () => {
  const request = createRequest({ key, names: ['a.example'] }).der;
  const whole = {
    subject: ['CN'],
    names: {
      dns: ['*'],
      wildcards: true,
      ip: ['10.0.0.0/8'],
      email: ['@a'],
      uri: ['x://y'],
      other: () => true,
      max: 5,
    },
    ...{
      keys: [{ type: 'EC', curves: ['P-256'], min: 1, max: 2 }],
      usages: ['serverAuth'],
      keyUsages: ['digitalSignature'],
    },
    ...{ extensions: ['1.2.3'], otherwise: { subject: 'drop', names: 'refuse', extensions: 'drop' }, maxBytes: 5000 },
  };
  it.each(Object.keys(whole))('answers each wrong %s of a policy', (name) => {
    const value = whole[name as keyof typeof whole];
    expect(
      faultsOfFields(value, (wrong) => judgeRequest({ request, policy: { ...whole, [name]: wrong } as never })),
    ).toEqual([]);
  });

  it('answers each wrong option', () => {
    for (const name of ['request', 'proofOfPossession', 'unchecked', 'policy', 'authority', 'subject', 'names'])
      expect(
        faultsOfFields(1, (wrong) => issueFromRequest({ request, issuer, policy, [name]: wrong } as never)),
      ).toEqual([]);
    expect(faultsOfFields({}, (wrong) => judgeRequest(wrong as never))).toEqual([]);
  });
});

describe('attributes', () => {
  it('of SCEP and of Microsoft have names, in and out', () => {
    const attributes = [
      { type: 'transactionID', values: [{ value: 'abc', encoding: 'printable' as const }] },
      { type: 'messageType', values: [{ value: '19', encoding: 'printable' as const }] },
      { type: 'senderNonce', values: [{ value: '#04020102', encoding: 'der' as const }] },
      { type: 'osVersion', values: [{ value: '10.0.1', encoding: 'ia5' as const }] },
      { type: '1.2.3.4', values: [{ value: '#0500', encoding: 'der' as const }] },
    ];
    const read = readRequest(createRequest({ key, attributes }).der).attributes;
    expect(read).toHaveLength(5);
    expect(read).toEqual(expect.arrayContaining(attributes));
    const numbers = createRequest({ key, attributes: [{ type: '2.16.840.1.113733.1.9.7', value: 'abc' }] });
    expect(readRequest(numbers.der).attributes[0]?.type).toBe('transactionID');
  });
});

describe('every request of OpenSSL’s tests', () => {
  const requests = opensslFiles(/\.(pem|csr)$/, [
    'test',
    'test/certs',
    'test/ocsp-tests',
    'test/recipes',
    'apps',
  ]).flatMap((path) =>
    pemBlocks(readFileSync(path), '(?:NEW )?CERTIFICATE REQUEST').map(
      (pem) => [path.replace(/.*openssl-[\d.]+\//, ''), pem] as const,
    ),
  );
  it('is there', () => expect(requests.length).toBeGreaterThanOrEqual(12));

  it.each(requests)('%s is read, printed and judged as native does', (name, pem) => {
    const data = readRequest(pem);
    expect(ownText(toText(data))).toBe(nativeText('req', data.der));
    const { refused } = judgeRequest({ request: pem, policy: { otherwise: { names: 'drop' } } });
    const isSigned = !refused.some(({ what }) => what === 'the signature');
    // Since 3.5, native looks at the version first.
    if (isSameNative || !/invalid-version/.test(name)) expect(isSigned).toBe(isGoodForNative(pem));
    else expect(isSigned).toBe(false);
  });
});

function isGoodForNative(pem: string): boolean {
  const { stderr, stdout } = spawnSync('openssl', ['req', '-verify', '-noout'], { input: pem, encoding: 'utf8' });
  return /verify OK/i.test(stderr + stdout);
}
