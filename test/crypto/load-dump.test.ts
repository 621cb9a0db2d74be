import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { NativeOpenssl } from '../support/native-openssl.js';
import { localPki, newKey } from '../support/pki.js';

const { ca, server } = localPki();
const native = new NativeOpenssl();

afterAll(() => native.remove());

const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;

describe('load and dump', () => {
  it.each([
    ['PEM', PEM],
    ['DER', DER],
  ])('certificates in %s [crypto.load_certificate] [crypto.dump_certificate]', (_name, type) => {
    expect(crypto.loadCertificate(type, crypto.dumpCertificate(type, server.cert)).equals(server.cert)).toBe(true);
  });

  it('certificates as text [crypto.FILETYPE_TEXT]', () => {
    const text = new TextDecoder().decode(crypto.dumpCertificate(crypto.FILETYPE_TEXT, server.cert));
    expect(text).toContain('Subject: CN=localhost');
    expect(() => crypto.loadCertificate(crypto.FILETYPE_TEXT, text)).toThrow(RangeError);
    expect(() => crypto.dumpCertificate(77, server.cert)).toThrow(RangeError);
  });

  it.each([
    ['RSA', () => newKey(crypto.TYPE_RSA, 1024)],
    ['DSA', () => newKey(crypto.TYPE_DSA, 1024)],
    ['EC', () => newKey(crypto.TYPE_EC, 'brainpoolP256r1')],
    ['Ed25519', () => newKey('ED25519')],
  ])(
    '%s keys, plain and encrypted [crypto.load_privatekey] [crypto.dump_privatekey] [crypto.load_publickey] [crypto.dump_publickey]',
    (_name, make) => {
      const key = make();
      for (const type of [PEM, DER]) {
        expect(crypto.loadPrivatekey(type, crypto.dumpPrivatekey(type, key)).equals(key)).toBe(true);
        const open = crypto.loadPublickey(type, crypto.dumpPublickey(type, key));
        expect(open.equals(key)).toBe(true);
        expect(open.isPrivate).toBe(false);
      }
      const sealed = crypto.dumpPrivatekey(PEM, key, 'aes-256-cbc', 'pass phrase');
      expect(new TextDecoder().decode(sealed)).toContain('BEGIN ENCRYPTED PRIVATE KEY');
      expect(crypto.loadPrivatekey(PEM, sealed, 'pass phrase').equals(key)).toBe(true);
      expect(crypto.loadPrivatekey(PEM, sealed, () => 'pass phrase').equals(key)).toBe(true);
      const sealedDer = crypto.dumpPrivatekey(DER, key, 'aes-256-cbc', () => 'pass phrase');
      for (const [type, data] of [
        [PEM, sealed],
        [DER, sealedDer],
      ] as const) {
        const bytes = new TextEncoder().encode('pass phrase');
        expect(crypto.loadPrivatekey(type, data, bytes).equals(key)).toBe(true);
        expect(crypto.loadPrivatekey(type, data, (writing) => (writing ? 'no' : 'pass phrase')).equals(key)).toBe(true);
        expect(() => crypto.loadPrivatekey(type, data, 'wrong')).toThrow(crypto.Error);
        expect(() => crypto.loadPrivatekey(type, data)).toThrow(crypto.Error);
      }
    },
  );

  it('loads every certificate of a text', () => {
    const pem = `before\n${ca.certPem}between\n${server.keyPem}${server.certPem}`;
    expect(crypto.loadCertificates(pem).map((cert) => cert.getSubject().CN)).toEqual([
      'tsopenssl test CA',
      'localhost',
    ]);
    expect(() => crypto.loadCertificates('')).toThrow(crypto.Error);
    expect(() => crypto.loadCertificates(server.keyPem)).toThrow(crypto.Error);
    expect(() => crypto.loadCertificates(`${ca.certPem}${server.certPem.replace('MII', 'NII')}`)).toThrow(crypto.Error);
  });

  it('asks the passphrase callback only for an encrypted key, and rethrows what it throws', () => {
    let asked = 0;
    const callback = () => {
      asked += 1;
      return 'secret';
    };
    const plain = crypto.dumpPrivatekey(PEM, server.key);
    crypto.loadPrivatekey(PEM, plain, callback);
    expect(asked).toBe(0);
    const sealed = crypto.dumpPrivatekey(PEM, server.key, 'aes-128-cbc', callback);
    crypto.loadPrivatekey(PEM, sealed, callback);
    expect(asked).toBe(2);
    const failing = () => {
      throw new EvalError('from the callback');
    };
    expect(() => crypto.loadPrivatekey(PEM, sealed, failing)).toThrow(EvalError);
    expect(() => crypto.loadPrivatekey(PEM, sealed, (() => 5) as never)).toThrow(TypeError);
    expect(() => crypto.loadPrivatekey(PEM, sealed, 'x'.repeat(1025))).toThrow(RangeError);
    const sealedDer = crypto.dumpPrivatekey(DER, server.key, 'aes-128-cbc', 'secret');
    expect(() => crypto.loadPrivatekey(DER, sealedDer, failing)).toThrow(EvalError);
    expect(() => crypto.loadPrivatekey(DER, sealedDer, (() => null) as never)).toThrow(TypeError);
    expect(() => crypto.loadPrivatekey(DER, sealedDer, 5 as never)).toThrow(TypeError);
    crypto.loadPrivatekey(DER, crypto.dumpPrivatekey(DER, server.key), failing);
    expect(() => crypto.dumpPrivatekey(DER, server.key, 'aes-128-cbc', failing)).toThrow(EvalError);
    expect(() => crypto.dumpPrivatekey(PEM, server.key, 'aes-128-cbc')).toThrow(TypeError);
    expect(() => crypto.dumpPrivatekey(DER, server.key, 'aes-128-cbc')).toThrow(TypeError);
    expect(() => crypto.dumpPrivatekey(crypto.FILETYPE_TEXT, server.key, 'aes-128-cbc', 'x')).toThrow(TypeError);
    expect(() => crypto.dumpPrivatekey(PEM, server.key, 'no-such-cipher', 'x')).toThrow(RangeError);
    expect(() => crypto.dumpPrivatekey(PEM, crypto.loadPublickey(PEM, crypto.dumpPublickey(PEM, server.key)))).toThrow(
      TypeError,
    );
  });
});
