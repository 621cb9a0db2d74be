import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { NativeOpenssl } from '../support/native-openssl.js';
import { issue, localPki, newKey } from '../support/pki.js';

const { ca, server } = localPki();
const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const native = new NativeOpenssl();
native.write('ca.pem', ca.certPem);
native.write('server.pem', server.certPem);
native.write('server.key', server.keyPem);

afterAll(() => native.remove());

describe('PKCS7', () => {
  it('tells its type [crypto.load_pkcs7_data] [crypto.PKCS7.type_is_signed] [crypto.PKCS7.type_is_enveloped] [crypto.PKCS7.type_is_signedAndEnveloped] [crypto.PKCS7.type_is_data] [crypto.PKCS7.get_type_name]', () => {
    const rsa = issue('rsa', { key: newKey(crypto.TYPE_RSA, 2048) });
    const signed = crypto.PKCS7.sign(server.cert, server.key, 'data');
    const enveloped = crypto.PKCS7.encrypt(rsa.cert, 'data');
    const kinds = (p7: crypto.PKCS7) => [
      p7.typeIsSigned(),
      p7.typeIsEnveloped(),
      p7.typeIsSignedAndEnveloped(),
      p7.typeIsData(),
    ];
    for (const type of [PEM, DER]) {
      const loaded = crypto.loadPkcs7Data(type, signed.dump(type));
      expect([kinds(loaded), loaded.getTypeName()]).toEqual([[true, false, false, false], 'pkcs7-signedData']);
      const sealed = crypto.loadPkcs7Data(type, enveloped.dump(type));
      expect([kinds(sealed), sealed.getTypeName()]).toEqual([[false, true, false, false], 'pkcs7-envelopedData']);
    }
    const data = crypto.loadPkcs7Data(
      DER,
      Uint8Array.of(0x30, 0x0f, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1, 0xa0, 2, 4, 0),
    );
    expect(kinds(data)).toEqual([false, false, false, true]);
    const both = Uint8Array.of(0x30, 0x0b, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 4);
    expect(() => crypto.loadPkcs7Data(DER, both.subarray(0, 5))).toThrow(crypto.Error);
    expect(() => new crypto.PKCS7()).toThrow(TypeError);
  });

  it('is read by openssl, and reads its files', () => {
    native.write('ours.p7', crypto.PKCS7.sign(server.cert, server.key, 'signed by us').dump(PEM));
    expect(
      native.run('smime', '-verify', '-inform', 'PEM', '-in', 'ours.p7', '-CAfile', 'ca.pem', '-purpose', 'any'),
    ).toBe('signed by us');
    native.write('data.txt', 'signed by openssl');
    native.run(
      'smime',
      '-sign',
      '-in',
      'data.txt',
      '-signer',
      'server.pem',
      '-inkey',
      'server.key',
      '-outform',
      'DER',
      '-out',
      'theirs.p7',
    );
    expect(crypto.loadPkcs7Data(DER, native.read('theirs.p7')).typeIsSigned()).toBe(true);
  });
});
