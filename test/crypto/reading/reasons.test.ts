/**
 * Every way in, given every kind of file that it does not read, and every file cut off: each error has a sentence, and "this is
 * a CSR, not a certificate" is what it says.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSecureContext } from '../../../src/adapters/node/index.js';
import { crypto, OpenSSLError, SSL, ssl } from '../../../src/index.js';
import { ENCRYPTED_KEY_DER } from '../../support/encrypted-key.js';
import { localPki } from '../../support/pki.js';
import { thrownBy } from '../../support/thrown.js';

const { FILETYPE_ASN1: DER, FILETYPE_PEM: PEM } = crypto;
const { ca, server } = localPki();
const encoder = new TextEncoder();
const CASES = new URL('../../cases/certificates/', import.meta.url);
type Bytes = Uint8Array;

const request = new crypto.X509Req();
request.setPubkey(server.key);
request.sign(server.key, 'sha256');
const p12 = new crypto.PKCS12();
p12.setPrivatekey(server.key);
p12.setCertificate(server.cert);

/** One of each kind, in DER. */
const FILES: Readonly<Record<string, Bytes>> = {
  certificate: crypto.dumpCertificate(DER, server.cert),
  request: crypto.dumpCertificateRequest(DER, request),
  list: new crypto.CRL().export(ca.cert, ca.key, DER),
  key: crypto.dumpPrivatekey(DER, server.key),
  sealed: crypto.dumpPrivatekey(DER, server.key, 'aes-128-cbc', 'secret'),
  publicKey: crypto.dumpPublickey(DER, server.key),
  pkcs7: crypto.PKCS7.sign(server.cert, server.key, 'data').dump(DER),
  pkcs12: p12.export('secret'),
};

/** What is none of them. */
const JUNK: Readonly<Record<string, Bytes>> = {
  nothing: new Uint8Array(),
  'a byte': Uint8Array.of(0x30),
  'a byte of text': encoder.encode('x'),
  zeros: new Uint8Array(1000),
  'random bytes': Uint8Array.from({ length: 512 }, (_, index) => (index * 167 + 13) & 0xff),
  'a length past the end': Uint8Array.of(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 1, 2, 3),
  'a length of five bytes': Uint8Array.of(0x30, 0x85, 1, 1, 1, 1, 1, 0),
  'a length that never ends': Uint8Array.of(0x30, 0x80, 0x30, 0x80, 0, 0),
  'nested without an end': Uint8Array.from({ length: 4000 }, (_, index) => (index % 2 === 0 ? 0x30 : 0x80)),
  HTML: encoder.encode('<!DOCTYPE html><html><body>404</body></html>'),
  JSON: encoder.encode('{"error":"not found"}'),
  'a JSON Web Key': encoder.encode('{"kty":"EC","crv":"P-256"}'),
  'an SSH key': encoder.encode('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA me@example'),
  'UTF-16 without a mark': new Uint8Array(Buffer.from(server.certPem, 'utf16le')),
  'UTF-16 of no PEM': new Uint8Array(Buffer.from('\ufeffhello, world', 'utf16le')),
  'base64 without lines': encoder.encode(Buffer.from(FILES['certificate'] ?? []).toString('base64')),
  'an empty block': encoder.encode('-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'),
  'blocks of junk': encoder.encode(
    [
      'CERTIFICATE',
      'X509 CRL',
      'CERTIFICATE REQUEST',
      'PRIVATE KEY',
      'EC PRIVATE KEY',
      'PUBLIC KEY',
      'PKCS7',
      'DH PARAMETERS',
    ]
      .map((label) => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`)
      .join(''),
  ),
  'a key of OpenSSH': encoder.encode(
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE=\n-----END OPENSSH PRIVATE KEY-----\n',
  ),
  'a key store of Java': Uint8Array.of(0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, 1),
  'a megabyte': new Uint8Array(1_000_000).fill(0x41),
};

const pem = (label: string, der: Bytes): Bytes =>
  encoder.encode(`-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`);

const LABELS = [
  'CERTIFICATE',
  'X509 CRL',
  'CERTIFICATE REQUEST',
  'PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
  'PUBLIC KEY',
  'PKCS7',
];

/** Every way in that takes a file. */
const READERS: Readonly<Record<string, (file: Bytes) => unknown>> = {
  'loadCertificate, PEM': (file) => crypto.loadCertificate(PEM, file),
  'loadCertificate, DER': (file) => crypto.loadCertificate(DER, file),
  loadCertificates: (file) => crypto.loadCertificates(file),
  'loadCertificateRequest, PEM': (file) => crypto.loadCertificateRequest(PEM, file),
  'loadCertificateRequest, DER': (file) => crypto.loadCertificateRequest(DER, file),
  'loadCrl, PEM': (file) => crypto.loadCrl(PEM, file),
  'loadCrl, DER': (file) => crypto.loadCrl(DER, file),
  'loadPrivatekey, PEM': (file) => crypto.loadPrivatekey(PEM, file, 'x'),
  'loadPrivatekey, DER': (file) => crypto.loadPrivatekey(DER, file, 'x'),
  'loadPrivatekey without a passphrase': (file) => crypto.loadPrivatekey(PEM, file),
  'loadPublickey, PEM': (file) => crypto.loadPublickey(PEM, file),
  'loadPublickey, DER': (file) => crypto.loadPublickey(DER, file),
  'loadPkcs7Data, PEM': (file) => crypto.loadPkcs7Data(PEM, file),
  'loadPkcs7Data, DER': (file) => crypto.loadPkcs7Data(DER, file),
  loadPkcs12: (file) => crypto.loadPkcs12(file, 'x'),
  'X509Name.fromDer': (file) => crypto.X509Name.fromDer(file),
  'X509.fromCryptography': (file) => crypto.X509.fromCryptography({ raw: file }),
  'X509Extension.fromDer, read': (file) => crypto.X509Extension.fromDer('2.5.29.17', false, file).getAlternativeNames(),
  'X509Extension.fromDer, printed': (file) => String(crypto.X509Extension.fromDer('2.5.29.35', false, file)),
  'X509Req.setAttribute': (file) => new crypto.X509Req().setAttribute('challengePassword', file),
  'alternativeNames, DER': (file) =>
    crypto.X509Extension.alternativeNames([
      { type: 'otherName', oid: '1.2.3', value: `#${Buffer.from(file).toString('hex')}` },
    ]),
  'alternativeNames, x400': (file) =>
    crypto.X509Extension.alternativeNames([{ type: 'x400', value: `#${Buffer.from(file).toString('hex')}` }]),
  NetscapeSPKI: (file) => new crypto.NetscapeSPKI(Buffer.from(file).toString('base64')),
  'NetscapeSPKI, text': (file) => new crypto.NetscapeSPKI(Buffer.from(file).toString('latin1').replaceAll('\0', ' ')),
  verify: (file) => crypto.verify(server.cert, file, 'data', 'sha256'),
  'Session.fromDer': (file) => SSL.Session.fromDer(file),
  'Context.useCertificateChain': (file) => new SSL.Context(SSL.TLS_METHOD).useCertificateChain(file),
  'Context.loadVerifyData': (file) => new SSL.Context(SSL.TLS_METHOD).loadVerifyData(file),
  'Context.useTmpDh': (file) => new SSL.Context(SSL.TLS_METHOD).useTmpDh(file),
  'Context.setClientCaList': (file) => new SSL.Context(SSL.TLS_METHOD).setClientCaList([file]),
  'SSLContext.loadVerifyLocations': (file) =>
    new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).loadVerifyLocations(null, null, file),
  'node cert': (file) => createSecureContext({ cert: file }).context,
  'node key': (file) => createSecureContext({ key: file }).context,
  'node pfx': (file) => createSecureContext({ pfx: file, passphrase: 'x' }).context,
  'node crl': (file) => createSecureContext({ crl: file }).context,
  'node dhparam': (file) => createSecureContext({ dhparam: file }).context,
};

/** What is wrong with what an error says; undefined where nothing is, or nothing was thrown. */
function fault(read: (file: Bytes) => unknown, file: Bytes): string | undefined {
  try {
    read(file.slice());
    return undefined;
  } catch (error) {
    const isTyped =
      error instanceof OpenSSLError ||
      error instanceof RangeError ||
      error instanceof TypeError ||
      error instanceof ssl.SSLError;
    const { message } = error as Error;
    return isTyped && message !== '' && !/gave no reason|undefined|Cannot |unreachable/.test(message)
      ? undefined
      : `${error}`;
  }
}

function* every(): Generator<[string, Bytes]> {
  yield* Object.entries(FILES);
  yield* Object.entries(JUNK);
  for (const [name, der] of Object.entries(FILES))
    for (const label of LABELS) yield [`${name} as ${label}`, pem(label, der)];
  for (const name of readdirSync(CASES)) yield [name, new Uint8Array(readFileSync(new URL(name, CASES)))];
}

function* cut(): Generator<[string, Bytes]> {
  for (const [name, der] of Object.entries(FILES)) {
    const ends = [...Array.from({ length: 40 }, (_, at) => at), der.length >> 1, der.length - 1];
    for (const end of ends) {
      yield [`${name}: ${end}`, der.subarray(0, end)];
      for (const label of LABELS.slice(0, 4))
        if (end % 5 === 0) yield [`${name}, ${label}: ${end}`, pem(label, der.subarray(0, end))];
    }
  }
  const text = encoder.encode(server.certPem);
  for (let end = 0; end < 100; end++) yield [`PEM: ${end}`, text.subarray(0, end)];
}

describe('a file of another kind, or of none', () => {
  it.each(Object.entries(READERS))('is an error with a reason for %s', (_name, read) => {
    const faults = [...every(), ...cut()].flatMap(([what, file]) => {
      const found = fault(read, file);
      return found === undefined ? [] : [`${what}: ${found}`];
    });
    expect(faults).toEqual([]);
  });
});

describe('what a callback for the passphrase throws', () => {
  it.each([new Error('mine'), new crypto.Error('mine'), new SSL.Error('mine'), new RangeError('mine')])(
    'comes out as it is: %s',
    (mine) => {
      const load = (type: number, file: Bytes) => () =>
        crypto.loadPrivatekey(type, file, () => {
          throw mine;
        });
      const sealed = FILES['sealed'] ?? new Uint8Array();
      expect(thrownBy(load(DER, sealed))).toBe(mine);
      expect(thrownBy(load(PEM, pem('ENCRYPTED PRIVATE KEY', sealed)))).toBe(mine);
    },
  );
});

describe('the reason', () => {
  const said = (body: () => unknown): string => {
    const error = thrownBy(body);
    expect(error).toBeInstanceOf(crypto.Error);
    return (error as Error).message;
  };
  const file = (name: string): Bytes => FILES[name] ?? new Uint8Array();

  it.each([
    [
      'a request for a certificate',
      () => crypto.loadCertificate(DER, file('request')),
      /^this is a certificate request \(CSR\), in DER, not a certificate: loadCertificateRequest reads it/,
    ],
    [
      'the same in PEM',
      () => crypto.loadCertificate(PEM, pem('CERTIFICATE REQUEST', file('request'))),
      /^this is a certificate request \(CSR\), not a certificate: loadCertificateRequest reads it/,
    ],
    [
      'a certificate for a key',
      () => crypto.loadPrivatekey(DER, file('certificate')),
      /^this is a certificate, in DER, not a private key: loadCertificate reads it/,
    ],
    [
      'PKCS #12 for a key',
      () => crypto.loadPrivatekey(PEM, file('pkcs12')),
      /^this is a PKCS#12 file, in DER, not a private key: loadPkcs12 reads it/,
    ],
    [
      'PKCS #12 for a certificate',
      () => crypto.loadCertificate(DER, file('pkcs12')),
      /^this is a PKCS#12 file, in DER, not a certificate: loadPkcs12 reads it/,
    ],
    [
      'a certificate for PKCS #12',
      () => crypto.loadPkcs12(file('certificate')),
      /^this is a certificate, in DER, not a PKCS#12 file: loadCertificate reads it/,
    ],
    [
      'DER for PEM',
      () => crypto.loadCertificate(PEM, file('certificate')),
      /^this is a certificate, in DER, not PEM: read it with FILETYPE_ASN1/,
    ],
    [
      'PEM for DER',
      () => crypto.loadCertificate(DER, server.certPem),
      /^this is PEM, not DER: read it with FILETYPE_PEM/,
    ],
    [
      'a list for a certificate',
      () => crypto.loadCertificate(DER, file('list')),
      /^this is a revocation list \(CRL\), in DER/,
    ],
    [
      'a public key for a private one',
      () => crypto.loadPrivatekey(DER, file('publicKey')),
      /^this is a public key, in DER, not a private key: loadPublickey reads it/,
    ],
    [
      'a wrong label',
      () => crypto.loadCertificate(PEM, pem('CERTIFICATE', file('request'))),
      /^the block "CERTIFICATE" holds a certificate request \(CSR\), not a certificate/,
    ],
    [
      'half of DER',
      () => crypto.loadCertificate(DER, file('certificate').subarray(0, 300)),
      /^this is a certificate that is truncated: 300 of \d+ bytes/,
    ],
    [
      'half in PEM',
      () => crypto.loadCertificate(PEM, pem('CERTIFICATE', file('certificate').subarray(0, 300))),
      /^this is a certificate that is truncated: 300 of \d+ bytes/,
    ],
    [
      'half of PKCS #12',
      () => crypto.loadPkcs12(file('pkcs12').subarray(0, 300), 'secret'),
      /^this is a PKCS#12 file that is truncated: 300 of \d+ bytes/,
    ],
    ['a wrong password', () => crypto.loadPrivatekey(DER, ENCRYPTED_KEY_DER, 'wrong'), /^wrong password/],
    ['none', () => crypto.loadPrivatekey(DER, file('sealed')), /^it is encrypted: a password is needed/],
    ['a wrong password of PKCS #12', () => crypto.loadPkcs12(file('pkcs12'), 'wrong'), /^wrong password/],
    ['HTML', () => crypto.loadCertificate(PEM, JUNK['HTML'] ?? ''), /^this is an HTML page, not a certificate/],
    [
      'a key of OpenSSH',
      () => crypto.loadPrivatekey(PEM, JUNK['a key of OpenSSH'] ?? ''),
      /^this is a private key in OpenSSH's form/,
    ],
    ['nothing', () => crypto.loadCertificate(PEM, ''), /^this is empty, not a certificate/],
    [
      'UTF-16 without a mark',
      () => crypto.loadCertificate(PEM, JUNK['UTF-16 without a mark'] ?? ''),
      /^this is UTF-16 text without a byte order mark/,
    ],
  ])('says what it is: %s', (_name, body, reason) => {
    expect(said(body)).toMatch(reason);
  });
});
