import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crypto, OpenSSLError, TrapError } from '../../src/index.js';
import { growth, TOLERANCE } from '../support/heap.js';
import { issue, localPki, newKey } from '../support/pki.js';

const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const TEXT = crypto.FILETYPE_TEXT;
const { ca, server } = localPki();
const rsa = issue('rsa', { issuer: ca, key: newKey(crypto.TYPE_RSA, 1024), san: 'DNS:a.example,IP:::1' });
const store = new crypto.X509Store();
store.addCert(ca.cert);

/** Runs what may fail, as long as it fails as it may. */
function attempt<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    expect(error).not.toBeInstanceOf(TrapError);
    if (error instanceof crypto.X509StoreContextError) error.certificate?.free();
    if (error instanceof OpenSSLError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function useName(name: crypto.X509Name): void {
  attempt(() => name.getComponents());
  attempt(() => name.CN);
  attempt(() => name.hash());
  attempt(() => name.der());
  attempt(() => String(name));
}

function useCertificate(cert: crypto.X509): void {
  useName(cert.getSubject());
  useName(cert.getIssuer());
  for (const get of [
    () => cert.getVersion(),
    () => cert.getSerialNumber(),
    () => cert.getNotBefore(),
    () => cert.notAfter,
    () => cert.hasExpired(),
    () => cert.getSignatureAlgorithm(),
    () => cert.subjectNameHash(),
    () => cert.digest('sha256'),
    () => crypto.dumpCertificate(TEXT, cert),
    () => crypto.dumpCertificate(DER, cert),
    () => new crypto.X509StoreContext(store, cert, [cert]).verifyCertificate(),
  ])
    attempt(get);
  for (let index = 0; index < cert.getExtensionCount(); index++) {
    attempt(() => {
      using extension = cert.getExtension(index);
      String(extension);
      extension.getData();
      extension.getShortName();
    });
  }
  attempt(() => {
    using key = cert.getPubkey();
    useKey(key);
  });
}

function useKey(key: crypto.PKey): void {
  attempt(() => [key.type(), key.bits(), key.typeName, key.groupName]);
  attempt(() => crypto.dumpPublickey(TEXT, key));
  attempt(() => crypto.dumpPublickey(DER, key));
}

function usePair(key: crypto.PKey): void {
  useKey(key);
  for (const digest of ['sha256', null]) attempt(() => crypto.sign(key, 'data', digest));
  attempt(() => crypto.dumpPrivatekey(TEXT, key));
  attempt(() => crypto.dumpPrivatekey(PEM, key));
  if (key.type() === crypto.TYPE_RSA && key.isPrivate) attempt(() => key.check());
}

function useCrl(crl: crypto.CRL): void {
  using issuer = crl.getIssuer();
  useName(issuer);
  attempt(() => crypto.dumpCrl(TEXT, crl));
  attempt(() => [crl.lastUpdate, crl.nextUpdate, crl.verify(ca.key)]);
  for (const revoked of attempt(() => crl.getRevoked()) ?? []) {
    attempt(() => [revoked.getSerial(), revoked.getRevDate(), revoked.getReason()]);
    revoked.free();
  }
}

/** Holds an object for as long as it is used. */
function using_<T extends Disposable>(object: T, use: (object: T) => void): void {
  using held = object;
  use(held);
}

function freeAll(objects: Iterable<{ free(): void }>): void {
  for (const object of objects) object.free();
}

const revoked = new crypto.Revoked();
revoked.setSerial('2A');
revoked.setRevDate('20260102030405Z');
revoked.setReason('superseded');
const crl = new crypto.CRL();
crl.addRevoked(revoked);
crl.export(ca.cert, ca.key);
const request = new crypto.X509Req();
request.getSubject().CN = 'request';
request.setPubkey(server.key);
request.addExtensions([new crypto.X509Extension('subjectAltName', false, 'DNS:request.example')]);
request.sign(server.key, 'sha256');
const spki = new crypto.NetscapeSPKI();
spki.setPubkey(server.key);
spki.sign(server.key, 'sha256');
const p12 = new crypto.PKCS12();
p12.setPrivatekey(server.key);
p12.setCertificate(server.cert);
p12.setCaCertificates([ca.cert]);

const shortRsa = crypto.dumpPrivatekey(DER, newKey(crypto.TYPE_RSA, 512));
const dsa = crypto.dumpPrivatekey(DER, newKey(crypto.TYPE_DSA, 1024));
const mlDsa = crypto.dumpPrivatekey(DER, newKey('ML-DSA-44'));
const pem = (text: string): Uint8Array => new TextEncoder().encode(text);

const FORMS: readonly (readonly [string, Uint8Array, (data: Uint8Array) => void])[] = [
  [
    'certificate',
    crypto.dumpCertificate(DER, rsa.cert),
    (data) => using_(crypto.loadCertificate(DER, data), useCertificate),
  ],
  ['certificate in PEM', pem(server.certPem), (data) => using_(crypto.loadCertificate(PEM, data), useCertificate)],
  [
    'request',
    crypto.dumpCertificateRequest(DER, request),
    (data) =>
      using_(crypto.loadCertificateRequest(DER, data), (req) => {
        useName(req.getSubject());
        attempt(() => req.verify(server.key));
        attempt(() => req.getPubkey().free());
        attempt(() => crypto.dumpCertificateRequest(TEXT, req));
        const extensions = attempt(() => req.getExtensions()) ?? [];
        for (const extension of extensions) attempt(() => String(extension));
        freeAll(extensions);
      }),
  ],
  ['CRL', crypto.dumpCrl(DER, crl), (data) => using_(crypto.loadCrl(DER, data), useCrl)],
  ['CRL in PEM', crypto.dumpCrl(PEM, crl), (data) => using_(crypto.loadCrl(PEM, data), useCrl)],
  ['RSA key', shortRsa, (data) => using_(crypto.loadPrivatekey(DER, data), usePair)],
  ['EC key in PEM', pem(server.keyPem), (data) => using_(crypto.loadPrivatekey(PEM, data), usePair)],
  ['DSA key', dsa, (data) => using_(crypto.loadPrivatekey(DER, data), usePair)],
  ['ML-DSA key', mlDsa, (data) => using_(crypto.loadPrivatekey(DER, data), usePair)],
  [
    'encrypted key',
    crypto.dumpPrivatekey(DER, server.key, 'aes-128-cbc', 'x'),
    (data) => using_(crypto.loadPrivatekey(DER, data, 'x'), usePair),
  ],
  ['public key', crypto.dumpPublickey(DER, rsa.key), (data) => using_(crypto.loadPublickey(DER, data), useKey)],
  [
    'signed data',
    crypto.PKCS7.sign(server.cert, server.key, 'data').dump(DER),
    (data) => {
      const p7 = crypto.loadPkcs7Data(DER, data);
      p7.getTypeName();
      attempt(() => freeAll(p7.verify(store).signers));
      attempt(() => freeAll(p7.getCertificates()));
      attempt(() => p7.dump(PEM));
    },
  ],
  [
    'enveloped data',
    crypto.PKCS7.encrypt(rsa.cert, 'data').dump(DER),
    (data) => {
      const p7 = crypto.loadPkcs7Data(DER, data);
      attempt(() => p7.decrypt(rsa.key, rsa.cert));
    },
  ],
  [
    'PKCS #12',
    p12.export('x', 1, -1),
    (data) => {
      const file = crypto.loadPkcs12(data, 'x', { allowMissingMac: true });
      file.getPrivatekey()?.free();
      file.getCertificate()?.free();
      freeAll(file.getCaCertificates() ?? []);
    },
  ],
  [
    'SPKI',
    pem(spki.b64Encode()),
    (data) =>
      using_(new crypto.NetscapeSPKI(String.fromCharCode(...data)), (loaded) => {
        attempt(() => loaded.verify(server.key));
        attempt(() => loaded.getPubkey().free());
      }),
  ],
  ['name', ca.cert.getSubject().der(), (data) => using_(crypto.X509Name.fromDer(data), useName)],
];

type Mutation = readonly [kind: 'set' | 'cut' | 'insert' | 'drop', at: number, value: number];

const mutation: fc.Arbitrary<Mutation> = fc.tuple(
  fc.constantFrom('set', 'set', 'set', 'cut', 'insert', 'drop'),
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  fc.integer({ min: 0, max: 255 }),
);

function mutate(data: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  let bytes = [...data];
  for (const [kind, where, value] of mutations) {
    const at = Math.floor(where * bytes.length);
    if (kind === 'set') bytes[at] = value;
    else if (kind === 'cut') bytes = bytes.slice(0, at);
    else if (kind === 'insert') bytes.splice(at, 0, value);
    else bytes.splice(at, 1);
  }
  return Uint8Array.from(bytes);
}

describe('a file that has been changed', () => {
  it.each(FORMS)('is an error or an object without harm: %s', (_name, data, load) => {
    load(data);
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        attempt(() => load(mutate(data, mutations)));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it.each(FORMS)('leaves nothing behind: %s', (_name, data, load) => {
    const round = (index: number): void => {
      const at = (index * 7919) % data.length;
      attempt(() => load(mutate(data, [['set', at / data.length, index & 255]])));
    };
    const rounds = Math.min(data.length, 150);
    expect(growth(rounds, 3 * rounds, (index) => round(index % rounds))).toBeLessThan(TOLERANCE);
  });
});
