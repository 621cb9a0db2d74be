/** Responses that must not be believed, and what reads and makes them with wrong values. */
import { describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import {
  createCertificateAuthority,
  createCrl,
  createOcspRequest,
  createOcspResponder,
  createOcspResponse,
  issueCertificate,
  type OcspResponseOptions,
  type OcspStatusInput,
  type OcspVerifyOptions,
  PkiError,
  readOcspRequest,
  readOcspResponse,
  verifyOcspResponse,
} from '../../../src/pki/index.js';
import { faultsOfFields } from '../../support/wrong-fields.js';

const root = createCertificateAuthority({ subject: 'Root' });
/** Another of the same name. */
const twin = createCertificateAuthority({ subject: 'Root' });
const other = createCertificateAuthority({ subject: 'Other' });
const leafOf = (issuer: typeof root, serialNumber = 0x10n) =>
  issueCertificate({ issuer, names: ['a.example'], serialNumber });
const leaf = leafOf(root);
const delegateOf = (issuer: typeof root, usages: string[], serialNumber: bigint) =>
  issueCertificate({ issuer, subject: 'Responder', usages, serialNumber });
const delegate = delegateOf(root, ['OCSPSigning'], 0x20n);
const certificates = [{ certificate: leaf.der, issuer: root.der }];
const request = createOcspRequest({ certificates });
const status: OcspStatusInput = { certificate: leaf.der, status: 'good' };
const responding = (options: Partial<OcspResponseOptions> = {}) =>
  createOcspResponse({ responder: root, request: request.der, statuses: [status], ...options }).der;
/** Why a response is not believed. */
function refusal(response: Uint8Array, options: Partial<OcspVerifyOptions> = {}): string {
  try {
    return verifyOcspResponse({ response, request: request.der, issuer: root.der, ...options }).status;
  } catch (error) {
    if (error instanceof PkiError && error.code === 'ERR_PKI_UNVERIFIED') return error.message;
    throw error;
  }
}
const hours = (number: number) => new Date(Date.now() + number * 3_600_000);

describe('a response is not believed', () => {
  it('the right one is', () => expect(refusal(responding())).toBe('good'));

  it.each<[string, Uint8Array, Partial<OcspVerifyOptions>, string]>([
    ['by another CA', responding({ responder: other, unchecked: true }), {}, 'neither in the response nor beside it'],
    [
      'by another CA that comes along',
      responding({ responder: other, certificates: [other.der], unchecked: true }),
      {},
      'certificate verify error',
    ],
    [
      'by another CA of the same name',
      responding({ responder: twin, by: 'name', certificates: [twin.der], unchecked: true }),
      {},
      'signature failure',
    ],
    [
      'by one without the right to',
      responding({ responder: leaf, issuer: root.der, unchecked: true }),
      {},
      'missing ocspsigning usage',
    ],
    [
      'by another’s delegate',
      responding({ responder: delegateOf(other, ['OCSPSigning'], 1n), issuer: root.der, unchecked: true }),
      {},
      'certificate verify error',
    ],
    ['over SHA-1', responding({ signature: { digest: 'sha1' }, unchecked: true }), {}, 'signed over SHA1'],
    ['over SHA-1 by PSS', pssOverSha1(), {}, 'signed over SHA1'],
    [
      'about another number',
      responding({ statuses: [{ serialNumber: 0x11, status: 'good' }], unchecked: true }),
      {},
      'says nothing of',
    ],
    [
      'about another’s certificate of the number',
      responding({
        issuer: twin.der,
        statuses: [{ serialNumber: 0x10, status: 'good' }],
        unchecked: true,
        request: twinRequest(),
      }),
      {},
      'not to be believed',
    ],
    ['that is over', responding({ producedAt: hours(-48) }), {}, 'its nextUpdate has passed'],
    ['of the future', responding({ producedAt: hours(1) }), {}, 'is from the future'],
    ['older than may be', responding({ producedAt: hours(-2) }), { maxAge: 3600 }, 'older than maxAge'],
    ['with another nonce', responding({ nonce: new Uint8Array(32) }), {}, 'has another nonce'],
    [
      'with another nonce, where it is optional',
      responding({ nonce: Uint8Array.of(1) }),
      { nonce: 'optional' },
      'another nonce',
    ],
    ['without the nonce', responding({ nonce: false }), {}, 'has no nonce, and the request has one'],
    [
      'with a critical extension',
      responding({ extensions: [{ oid: '1.2.3', critical: true, value: Uint8Array.of(5, 0) }] }),
      {},
      'a critical extension that nobody knows',
    ],
  ])('%s', (_, response, options, why) => {
    expect(refusal(response, options)).toContain(why);
  });

  it('where a bit of it is another', () => {
    const good = responding();
    const nonce = { nonce: 'ignored' } as const;
    let taken = 0;
    for (let at = 0; at < good.length; at += 3) {
      const bad = good.slice();
      bad[at] = (bad[at] ?? 0) ^ 0x10;
      try {
        if (verifyOcspResponse({ response: bad, ...nonce, request: request.der, issuer: root.der }).status === 'good')
          taken++;
      } catch (error) {
        expect(error).toBeInstanceOf(PkiError);
      }
    }
    expect(taken).toBe(0);
  });

  it('but by a delegate that is not revoked', () => {
    const response = responding({ responder: delegate, issuer: root.der });
    const list = (serialNumber: bigint) => createCrl({ issuer: root, revoked: [{ serialNumber }] }).pem;
    expect(refusal(response)).toBe('good');
    expect(refusal(response, { crls: [list(0x21n)] })).toBe('good');
    expect(refusal(response, { crls: [list(0x20n)] })).toContain('certificate revoked');
    expect(refusal(response, { crls: [createCrl({ issuer: other }).pem] })).toContain('unable to get certificate CRL');
    // The issuer answers for itself: no list is asked of whether it is revoked.
    expect(refusal(responding(), { crls: [list(0x20n)] })).toBe('good');
  });

  it('and is not good because it does not know, or says both', () => {
    const unknown: OcspStatusInput = { certificate: leaf.der, status: 'unknown' };
    expect(refusal(responding({ statuses: [unknown] }))).toBe('unknown');
    const revoked: OcspStatusInput = { certificate: leaf.der, status: 'revoked', revocationDate: hours(-1) };
    expect(refusal(responding({ statuses: [status, revoked] }))).toBe('revoked');
    expect(refusal(responding({ statuses: [status, unknown] }))).toBe('unknown');
  });

  it('with a store that does not lead to it, whose settings stay', () => {
    const [own, foreign] = [new crypto.X509Store(), new crypto.X509Store()];
    own.addCert(root.certificate);
    foreign.addCert(other.certificate);
    expect(refusal(responding(), { store: own })).toBe('good');
    expect(refusal(responding(), { store: foreign })).toContain('certificate verify error');
    expect(refusal(responding(), { store: own, at: hours(24 * 5000) })).toContain('expired');
    expect(refusal(responding(), { store: own })).toBe('good');
    expect(() => refusal(responding(), { store: own, crls: [] })).not.toThrow();
  });
});

/** SHA-1 is what RSASSA-PSS means where it says nothing. */
function pssOverSha1(): Uint8Array {
  const rsa = createCertificateAuthority({ subject: 'Root', key: { type: 'RSA', bits: 2048 } });
  const signature = { digest: 'sha1', padding: 'pss' } as const;
  return responding({ responder: rsa, certificates: [rsa.der], signature, unchecked: true });
}

function twinRequest(): Uint8Array {
  return createOcspRequest({ certificates: [{ certificate: leafOf(twin).der, issuer: twin.der }], nonce: false }).der;
}

describe('bounds', () => {
  it('are kept by what reads', () => {
    const many = createOcspRequest({ certificates: Array(50).fill(certificates[0]), nonce: false });
    expect(() => readOcspRequest(many.der, { maxEntries: 49 })).toThrow('asks for more than 49 certificates');
    expect(() => readOcspRequest(many.der, { maxBytes: 1000 })).toThrow('larger than 1000 bytes');
    expect(() => readOcspRequest(many.pem, { maxBytes: 1000 })).toThrow('larger than 1000 bytes');
    const carrying = responding({ certificates: Array(33).fill(root.der) });
    expect(() => readOcspResponse(carrying)).toThrow('carries more than 32 certificates');
    expect(() => readOcspResponse(responding(), { maxEntries: 1, maxBytes: 100 })).toThrow(PkiError);
    expect(() => readOcspResponse(leaf.der)).toThrow(PkiError);
    expect(() => readOcspResponse(leaf.pem)).toThrow('this is not the PEM of an OCSP response');
    expect(() => readOcspRequest(responding())).toThrow(PkiError);
  });
});

describe('the border', () => {
  const date = new Date();
  const single = {
    ...{ certificate: leaf.der, status: 'revoked', revocationDate: date, reason: 'superseded', thisUpdate: date },
    ...{ nextUpdate: hours(1), archiveCutoff: date, crlReference: { url: 'x:y', number: 1n, time: { date } } },
    ...{ invalidityDate: date, extensions: [] },
  };
  const calls: Record<string, [call: (options: never) => unknown, options: object]> = {
    createOcspRequest: [
      createOcspRequest,
      {
        certificates,
        hash: 'sha1',
        nonce: true,
        requestorName: { type: 'dns', value: 'x' },
        signer: root,
        chain: [],
        extensions: [],
        signature: {},
      },
    ],
    createOcspResponse: [
      createOcspResponse,
      {
        ...{
          responder: root,
          issuer: root.der,
          request: request.der,
          statuses: [single],
          hash: 'sha1',
          producedAt: date,
        },
        ...{ hours: 1, endless: false, nonce: true, by: 'key', certificates: [], extensions: [], signature: {} },
      },
    ],
    verifyOcspResponse: [
      verifyOcspResponse,
      {
        ...{
          response: responding(),
          request: request.der,
          certificate: leaf.der,
          issuer: root.der,
          certificates: [],
          crls: [],
        },
        ...{ at: date, leeway: 1, maxAge: 100, nonce: 'required', allowBrokenDigests: false, maxBytes: 5000 },
      },
    ],
    createOcspResponder: [
      createOcspResponder,
      {
        responder: root,
        issuer: root.der,
        lookup: () => ({ status: 'good' }),
        hours: 1,
        by: 'key',
        certificates: [],
        maxBytes: 500,
      },
    ],
  };
  it.each(Object.keys(calls))('%s answers each wrong value', (name) => {
    const [call, options] = calls[name] ?? [createOcspRequest, {}];
    const faults = Object.entries(options).flatMap(([option, value]) =>
      faultsOfFields(/responder|signer|issuer/.test(option) ? {} : value, (wrong) =>
        call({ ...options, [option]: wrong } as never),
      ).map((fault) => `${option}${fault}`),
    );
    expect(faults).toEqual([]);
    for (const reader of [readOcspRequest, readOcspResponse])
      expect(faultsOfFields({}, (wrong) => reader(wrong as never))).toEqual([]);
  });
});
