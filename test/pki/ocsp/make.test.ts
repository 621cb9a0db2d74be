/** Requests and responses both ways with native openssl(1), ocsptool(1) and Python's cryptography. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import {
  createCertificateAuthority,
  createOcspRequest,
  createOcspResponse,
  issueCertificate,
  issueIntermediate,
  mustStaple,
  type OcspStatusInput,
  ocspUrl,
  ocspUrls,
  readOcspRequest,
  readOcspResponse,
  signer,
  toText,
  verifyOcspResponse,
} from '../../../src/pki/index.js';
import { has, run } from '../../support/native.js';
import { NativeOpenssl } from '../../support/native-openssl.js';
import { askPython } from '../../support/python.js';

const native = new NativeOpenssl();
afterAll(() => native.remove());
const own = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`cases/${name}`, import.meta.url)));
const shared = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../cases/${name}`, import.meta.url)));

const root = createCertificateAuthority({ subject: 'Root' });
const inter = issueIntermediate({ issuer: root, subject: 'Inter' });
const leaf = (serialNumber: bigint) =>
  issueCertificate({
    ...{ issuer: inter, key: inter.key, names: ['a.example'], serialNumber },
    extensions: [
      {
        type: 'authorityInfoAccess',
        descriptions: [
          { method: 'caIssuers', location: { type: 'uri', value: 'http://a.example/ca' } },
          { method: 'OCSP', location: { type: 'uri', value: 'ldap://no' } },
          { method: 'OCSP', location: { type: 'uri', value: 'http://ocsp.example/a' } },
        ],
      },
      { type: 'tlsFeature', features: [5] },
    ],
  });
const [first, second] = [leaf(0x10n), leaf(0xabcdefn)];
const delegate = issueCertificate({
  ...{ issuer: inter, subject: 'Responder', usages: ['OCSPSigning'] },
  extensions: [{ type: 'ocspNoCheck' }],
});
for (const [name, { pem, key }] of Object.entries({ root, inter, first, second, delegate })) {
  native.file(`${name}.pem`, pem);
  native.file(`${name}.key`, crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key));
}
native.file('chain.pem', inter.pem + root.pem);
const date = new Date('2026-01-02T03:04:05Z');

/** What native's client says, on both its outputs. */
function nativeOcsp(...args: readonly string[]): string {
  const { stdout, stderr } = spawnSync('openssl', ['ocsp', ...args], { cwd: native.folder, encoding: 'utf8' });
  return stderr + stdout;
}

describe('case 23', () => {
  it('the response about the leaf is good, by the intermediate', () => {
    const verified = verifyOcspResponse({
      response: own('ocsp-resp.der'),
      request: own('ocsp-req.der'),
      issuer: shared('inter.der'),
      at: new Date('2026-11-27T08:00:00Z'),
    });
    expect(verified).toMatchObject({
      status: 'good',
      answers: [
        {
          thisUpdate: { date: new Date('2026-11-27T07:10:59Z') },
          nextUpdate: { date: new Date('2035-02-13T07:10:59Z') },
        },
      ],
    });
    const certificate = shared('leaf.der');
    const at = new Date('2026-11-27T08:00:00Z');
    const again = verifyOcspResponse({ response: verified.response, certificate, issuer: shared('inter.der'), at });
    expect(again.status).toBe('good');
  });

  it('the request that is made asks for the same', () => {
    const certificates = [{ certificate: shared('leaf.der'), issuer: shared('inter.der') }];
    const { nonce } = readOcspRequest(own('ocsp-req.der'));
    const made = createOcspRequest({ certificates, nonce: nonce ?? false });
    expect(made.der).toEqual(own('ocsp-req.der'));
  });
});

describe('requests', () => {
  const certificates = [
    { certificate: first.pem, issuer: inter.pem },
    { certificate: second.certificate, issuer: inter.der },
  ];

  it('are the bytes that native makes', () => {
    const files = ['-issuer', 'inter.pem', '-cert', 'first.pem', '-cert', 'second.pem', '-no_nonce'];
    native.run('ocsp', ...files, '-reqout', 'native.der');
    expect(createOcspRequest({ certificates, nonce: false }).der).toEqual(native.read('native.der'));
    native.run('ocsp', '-sha256', ...files, '-reqout', 'native.der');
    const made = createOcspRequest({ certificates, nonce: false, hash: 'sha256' });
    // The hash of native stands in front of the certificates that it is for.
    expect(readOcspRequest(made.der).requests[0]?.id.hash).toBe('sha256');
    expect(made.der).toEqual(native.read('native.der'));
  });

  it('are read as they were made, and as native prints them', () => {
    const made = createOcspRequest({ certificates });
    const data = readOcspRequest(made.pem);
    expect(data.requests.map(({ id }) => id.serialNumber)).toEqual([0x10n, 0xabcdefn]);
    expect(data.nonce).toEqual(made.nonce);
    expect(made.nonce).toHaveLength(32);
    native.file('made.der', made.der);
    expect(toText(data)).toBe(nativeOcsp('-reqin', 'made.der', '-req_text', '-noverify'));
  });

  it('are signed, by native and by us, and taken by both', () => {
    const client = issueCertificate({ issuer: root, subject: 'Client', usages: ['clientAuth'] });
    const made = createOcspRequest({ certificates, signer: client, chain: [root.pem] });
    const data = readOcspRequest(made.der);
    expect(data.signature?.certificates).toHaveLength(2);
    expect(data.requestorName).toEqual({
      type: 'dirName',
      value: [[{ type: 'CN', value: 'Client', encoding: 'utf8' }]],
    });
    native.file('signed.der', made.der);
    expect(toText(data).replace(/ ?= ?/g, '=')).toBe(
      nativeOcsp('-reqin', 'signed.der', '-req_text').replace(/ ?= ?/g, '='),
    );
    native.run(
      ...'ocsp -issuer inter.pem -cert first.pem -signer delegate.pem -signkey delegate.key -reqout s.der'.split(' '),
    );
    expect(readOcspRequest(native.read('s.der')).signature?.certificates).toHaveLength(1);
  });
});

describe('responses', () => {
  const certificates = [first, second].map(({ der }) => ({ certificate: der, issuer: inter.der }));
  const request = createOcspRequest({ certificates });
  const statuses: OcspStatusInput[] = [
    { certificate: first.der, status: 'good', archiveCutoff: date },
    {
      ...{ serialNumber: 0xabcdef, status: 'revoked', revocationDate: date, reason: 'keyCompromise' },
      ...{ invalidityDate: new Date(0), crlReference: { url: 'http://a.example/crl', number: 7n, time: { date } } },
    },
  ];
  native.file('request.der', request.der);

  it('say no more of the certificate of another issuer than that it is unknown', () => {
    const ids = readOcspRequest(request.der).requests.map(({ id }) => id);
    const told = (status: OcspStatusInput['status'], options = {}) =>
      createOcspResponse({
        ...{ responder: root, request: request.der, ...options },
        statuses: ids.map((id) => ({ id, status, ...(status === 'revoked' && { revocationDate: date }) })),
      });
    expect(() => told('good')).toThrow('of a certificate of another issuer, of which only unknown can be said');
    expect(() => told('revoked')).toThrow('another issuer');
    expect(readOcspResponse(told('unknown').der)).toMatchObject({ responses: [{ status: 'unknown' }, {}] });
    expect(readOcspResponse(told('good', { unchecked: true }).der)).toMatchObject({
      responses: [{ status: 'good' }, {}],
    });
    expect(readOcspResponse(told('good', { responder: inter }).der)).toMatchObject({
      responses: [{ status: 'good' }, {}],
    });
  });

  it.each([
    ['the issuer, by its key', { responder: inter }],
    ['the issuer, by its name', { responder: inter, by: 'name' }],
    ['a delegate', { responder: delegate, issuer: inter.pem }],
    ['a delegate by its name', { responder: delegate, issuer: inter.pem, by: 'name' }],
  ] as const)('of %s are good for native, and for us', (_, options) => {
    const made = createOcspResponse({ ...options, request: request.der, statuses });
    native.file('response.der', made.der);
    const trusting = ['-respin', 'response.der', '-CAfile', 'chain.pem', '-verify_other', 'inter.pem'];
    const matched = nativeOcsp(...trusting, '-reqin', 'request.der');
    expect(matched).toContain('Response verify OK');
    expect(matched).not.toContain('WARNING');
    const said = nativeOcsp(...trusting, ...'-no_nonce -issuer inter.pem -cert first.pem -cert second.pem'.split(' '));
    expect(said).toContain('Response verify OK');
    expect(said).toContain('first.pem: good');
    expect(said).toMatch(
      /second.pem: revoked[\s\S]*Reason: keyCompromise[\s\S]*Revocation Time: Jan {2}2 03:04:05 2026/,
    );
    const verified = verifyOcspResponse({ response: made.pem, request: request.pem, issuer: inter.pem });
    expect(verified.status).toBe('revoked');
    expect(verified.answers).toMatchObject([
      { status: 'good', extensions: [{ content: { type: 'archiveCutoff', date: { date } } }] },
      {
        ...{ status: 'revoked', reason: 'keyCompromise', revocationDate: { date } },
        extensions: [
          { content: { type: 'crlReference', url: 'http://a.example/crl', number: 7n, time: { date } } },
          { content: { type: 'invalidityDate', date: { date: new Date(0) } } },
        ],
      },
    ]);
    const text = nativeOcsp('-respin', 'response.der', '-noverify', '-resp_text');
    const comparable = (printed: string) => printed.replace(/ ?= ?/g, '=').replace(/\n *\n/g, '\n');
    expect(comparable(toText(readOcspResponse(made.der)))).toBe(comparable(text));
  });

  it('of native are good for us', () => {
    const line = (serial: string, status: string) => `${status}\t${serial}\tunknown\t/CN=x\n`;
    native.file(
      'index.txt',
      line('10', 'V\t491231235959Z\t') + line('ABCDEF', 'R\t491231235959Z\t260102030405Z,keyCompromise'),
    );
    const answering = '-index index.txt -CA inter.pem -reqin request.der -respout response.der -ndays 2'.split(' ');
    for (const who of ['inter', 'delegate']) {
      nativeOcsp(...answering, '-rsigner', `${who}.pem`, '-rkey', `${who}.key`);
      const verified = verifyOcspResponse({
        response: native.read('response.der'),
        request: request.der,
        issuer: inter.pem,
      });
      expect(verified.answers.map(({ status }) => status)).toEqual(['good', 'revoked']);
      expect(verified.response.nonce).toEqual(request.nonce);
    }
  });

  it.skipIf(!has('ocsptool', '--version'))('are good for ocsptool of gnutls-bin, which npm test installs', () => {
    const made = createOcspResponse({ responder: delegate, issuer: inter.pem, request: request.der, statuses });
    native.file('response.der', made.der);
    const path = (name: string) => native.path(name);
    const files = ['--load-trust', path('inter.pem'), '--load-issuer', path('inter.pem')];
    expect(run('ocsptool', ['--verify-response', ...files, '--load-response', path('response.der')])).toContain(
      'Success',
    );
    const text = run('ocsptool', ['--response-info', '--load-response', path('response.der')]);
    expect(text).toMatch(/Certificate Status: good[\s\S]*Certificate Status: revoked/);
    expect(run('ocsptool', ['--request-info', '--load-request', path('request.der')])).toContain(
      'Serial Number: 00abcdef',
    );
    run('ocsptool', [
      ...['--generate-request', '--load-issuer', path('inter.pem'), '--load-cert', path('first.pem')],
      ...['--nonce', '--outfile', path('theirs.der')],
    ]);
    const theirs = native.read('theirs.der');
    const answer = createOcspResponse({ responder: inter, request: theirs, statuses: statuses.slice(0, 1) });
    expect(verifyOcspResponse({ response: answer.der, request: theirs, issuer: inter.pem }).status).toBe('good');
  });

  it.skipIf(!has('python3', '-c', 'import cryptography'))(
    'are good for Python’s cryptography, and its are for us',
    () => {
      const made = createOcspResponse({ responder: inter, request: request.der, statuses: statuses.toReversed() });
      native.file('response.der', made.der);
      const said = askPython<unknown>(
        `
import datetime
from cryptography import x509
from cryptography.x509 import ocsp
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
load = lambda n: x509.load_pem_x509_certificate(open(n, 'rb').read())
inter, first = load('inter.pem'), load('first.pem')
r = ocsp.load_der_ocsp_response(open('response.der', 'rb').read())
inter.public_key().verify(r.signature, r.tbs_response_bytes, ec.ECDSA(r.signature_hash_algorithm))
q = ocsp.load_der_ocsp_request(open('request.der', 'rb').read()) if False else None
key = serialization.load_pem_private_key(open('inter.key', 'rb').read(), None)
now = datetime.datetime.now(datetime.timezone.utc)
b = ocsp.OCSPResponseBuilder().add_response(first, inter, hashes.SHA256(), ocsp.OCSPCertStatus.REVOKED, now,
  now + datetime.timedelta(hours=1), now, x509.ReasonFlags.superseded).responder_id(ocsp.OCSPResponderEncoding.HASH, inter)
open('theirs.der', 'wb').write(b.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))
b = ocsp.OCSPRequestBuilder().add_certificate(first, inter, hashes.SHA256())
open('theirs.req', 'wb').write(b.build().public_bytes(serialization.Encoding.DER))
print(json.dumps([[hex(s.serial_number), s.certificate_status.name] for s in r.responses]))`,
        { cwd: native.folder },
      );
      expect(said).toEqual([
        ['0xabcdef', 'REVOKED'],
        ['0x10', 'GOOD'],
      ]);
      const theirs = { response: native.read('theirs.der'), issuer: inter.pem };
      expect(verifyOcspResponse({ ...theirs, certificate: first.pem })).toMatchObject({
        answers: [{ status: 'revoked', reason: 'superseded', id: { hash: 'sha256' } }],
      });
      expect(verifyOcspResponse({ ...theirs, request: native.read('theirs.req') }).status).toBe('revoked');
    },
  );

  it('that refuse are what native says', () => {
    for (const error of ['malformedRequest', 'internalError', 'tryLater', 'sigRequired', 'unauthorized'] as const) {
      const { der } = createOcspResponse({ error });
      native.file('error.der', der);
      expect(nativeOcsp('-respin', 'error.der')).toContain(`Responder Error: ${error.toLowerCase()}`);
      expect(readOcspResponse(der)).toEqual({ kind: 'ocspResponse', status: error, der });
      expect(() => verifyOcspResponse({ response: der, request: request.der, issuer: inter.pem })).toThrow(
        `the responder tells nothing: ${error}`,
      );
    }
  });

  it('are signed by a key that is elsewhere: at once, or by a promise', async () => {
    const sign = (data: Uint8Array) => crypto.sign(inter.key, data, 'sha256');
    const options = { request: request.der, statuses };
    const [certificate, publicKey] = [inter.pem, inter.key];
    const now = createOcspResponse({ ...options, responder: { certificate, key: signer({ publicKey, sign }) } });
    const key = signer({ publicKey, sign: async (data) => sign(data) });
    const later = await createOcspResponse({ ...options, responder: { certificate, key } });
    for (const { der } of [now, later])
      expect(verifyOcspResponse({ response: der, request: request.der, issuer: inter.pem }).status).toBe('revoked');
    const asked = await createOcspRequest({ certificates, signer: { certificate, key } });
    expect(readOcspRequest(asked.der).signature?.signature.length).toBeGreaterThan(60);
  });
});

it('what a certificate says of its responders', () => {
  expect(ocspUrls(first.pem)).toEqual(['http://ocsp.example/a']);
  expect(ocspUrl(first.certificate)).toBe('http://ocsp.example/a');
  expect(ocspUrl(root.der)).toBeNull();
  expect([mustStaple(first.der), mustStaple(root.der)]).toEqual([true, false]);
});
