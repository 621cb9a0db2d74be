import { describe, expect, it } from 'vitest';
import { crypto, rand } from '../../src/index.js';
import { growth, TOLERANCE } from '../support/heap.js';
import { issue, localPki, newKey } from '../support/pki.js';

const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const { ca, server } = localPki();
const rsa = issue('rsa', { issuer: ca, key: newKey(crypto.TYPE_RSA, 1024) });
const store = new crypto.X509Store();
store.addCert(ca.cert);

function freeAll(objects: Iterable<{ free(): void }>): void {
  for (const object of objects) object.free();
}

/** What each class is used for, start to end, with everything freed that a user would free. */
const ROUNDS: readonly (readonly [string, () => void])[] = [
  [
    'certificates',
    () => {
      using key = newKey();
      using cert = new crypto.X509();
      cert.setSerialNumber(2n ** 70n);
      cert.getSubject().CN = 'leaf';
      using name = new crypto.X509Name(cert.getSubject());
      cert.setIssuer(name);
      cert.setPubkey(key);
      cert.gmtimeAdjNotBefore(0);
      cert.setNotAfter('20990101000000Z');
      using constraints = new crypto.X509Extension('basicConstraints', true, 'CA:TRUE');
      cert.addExtensions([constraints]);
      cert.sign(key, 'sha256');
      using loaded = crypto.loadCertificate(PEM, crypto.dumpCertificate(PEM, cert));
      using open = loaded.getPubkey();
      crypto.verify(loaded, crypto.sign(key, 'data', 'sha256'), 'data', 'sha256');
      expect([open.equals(key), String(loaded.getSubject()), loaded.digest('sha256')]).toHaveLength(3);
      freeAll(loaded.extensions);
    },
  ],
  [
    'keys',
    () => {
      for (const type of [PEM, DER]) {
        using loaded = crypto.loadPrivatekey(type, crypto.dumpPrivatekey(type, server.key, 'aes-128-cbc', 'x'), 'x');
        using open = crypto.loadPublickey(type, crypto.dumpPublickey(type, loaded));
        expect(open.isPrivate).toBe(false);
        expect(() => crypto.sign(open, 'data', 'sha256')).toThrow(crypto.Error);
      }
      using key = new crypto.PKey();
      key.generateKey('ED25519');
      key.generateKey('X25519');
    },
  ],
  [
    'requests',
    () => {
      using request = new crypto.X509Req();
      request.setPubkey(server.key);
      using extension = new crypto.X509Extension('subjectAltName', false, 'DNS:a.example');
      request.addExtensions([extension]);
      request.sign(server.key, 'sha256');
      using loaded = crypto.loadCertificateRequest(DER, crypto.dumpCertificateRequest(DER, request));
      loaded.verify(server.key);
      freeAll(loaded.getExtensions());
    },
  ],
  [
    'CRLs and stores',
    () => {
      using revoked = new crypto.Revoked();
      revoked.setSerial('FF');
      revoked.setRevDate(new Date());
      revoked.setReason('superseded');
      using crl = new crypto.CRL();
      crl.addRevoked(revoked);
      using loaded = crypto.loadCrl(PEM, crl.export(ca.cert, ca.key));
      freeAll(loaded.getRevoked() ?? []);
      using checking = new crypto.X509Store();
      checking.addCert(ca.cert);
      checking.addCrl(loaded);
      checking.setFlags(crypto.X509StoreFlags.CRL_CHECK);
      freeAll(new crypto.X509StoreContext(checking, server.cert, [ca.cert], { host: 'localhost' }).getVerifiedChain());
      let failed: unknown;
      try {
        new crypto.X509StoreContext(checking, server.cert, [], { host: 'elsewhere' }).verifyCertificate();
      } catch (error) {
        failed = error;
      }
      expect(failed).toBeInstanceOf(crypto.X509StoreContextError);
      (failed as crypto.X509StoreContextError).certificate?.free();
    },
  ],
  [
    'PKCS #7',
    () => {
      const signed = crypto.loadPkcs7Data(PEM, crypto.PKCS7.sign(server.cert, server.key, 'data').dump(PEM));
      freeAll(signed.verify(store).signers);
      freeAll(signed.getCertificates());
      const sealed = crypto.PKCS7.encrypt([rsa.cert, server.cert], 'data');
      sealed.decrypt(rsa.key, rsa.cert);
      expect(() => sealed.decrypt(ca.key, ca.cert)).toThrow(crypto.Error);
      expect(() => signed.decrypt(rsa.key, rsa.cert)).toThrow(crypto.Error);
    },
  ],
  [
    'PKCS #12',
    () => {
      const file = new crypto.PKCS12();
      file.setPrivatekey(server.key);
      file.setCertificate(server.cert);
      file.setCaCertificates([ca.cert]);
      file.setFriendlyname('name');
      for (const legacy of [false, true]) {
        const der = file.export('x', 1, 1, { legacy });
        const loaded = crypto.loadPkcs12(der, 'x');
        loaded.getPrivatekey()?.free();
        loaded.getCertificate()?.free();
        freeAll(loaded.getCaCertificates() ?? []);
        expect(() => crypto.loadPkcs12(der, 'wrong')).toThrow(crypto.Error);
      }
    },
  ],
  [
    'SPKI',
    () => {
      using spki = new crypto.NetscapeSPKI();
      spki.setPubkey(server.key);
      spki.sign(server.key, 'sha256');
      using loaded = new crypto.NetscapeSPKI(spki.b64Encode());
      loaded.verify(server.key);
      loaded.getPubkey().free();
    },
  ],
  [
    'rand',
    () => {
      rand.add(rand.bytes(1000), 10);
      rand.seed('seed');
      expect(() => rand.bytes(-1)).toThrow(RangeError);
    },
  ],
];

describe('the heap is after 200 rounds where it was after 50', () => {
  it.each(ROUNDS)('of %s', (_name, round) => {
    expect(growth(50, 200, round)).toBeLessThan(TOLERANCE);
  });
});
