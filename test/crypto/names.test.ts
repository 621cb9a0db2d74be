import { describe, expect, it } from 'vitest';
import { crypto, OpenSSLError } from '../../src/index.js';
import { newKey } from '../support/pki.js';

describe('the module', () => {
  it.each([
    ['X509Type [crypto.X509Type]', crypto.X509Type, new crypto.X509()],
    ['X509NameType [crypto.X509NameType]', crypto.X509NameType, crypto.X509Name.empty()],
    ['X509ReqType [crypto.X509ReqType]', crypto.X509ReqType, new crypto.X509Req()],
    ['X509StoreType [crypto.X509StoreType]', crypto.X509StoreType, new crypto.X509Store()],
    ['PKeyType [crypto.PKeyType]', crypto.PKeyType, new crypto.PKey()],
    ['PKCS12Type [crypto.PKCS12Type]', crypto.PKCS12Type, new crypto.PKCS12()],
    ['NetscapeSPKIType [crypto.NetscapeSPKIType]', crypto.NetscapeSPKIType, new crypto.NetscapeSPKI()],
    [
      'X509ExtensionType [crypto.X509ExtensionType]',
      crypto.X509ExtensionType,
      new crypto.X509Extension('basicConstraints', true, 'CA:TRUE'),
    ],
    [
      'PKCS7Type [crypto.PKCS7Type]',
      crypto.PKCS7Type,
      crypto.loadPkcs7Data(
        crypto.FILETYPE_ASN1,
        Uint8Array.of(0x30, 0x0f, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1, 0xa0, 2, 4, 0),
      ),
    ],
  ])('has %s, the type of its objects', (name, type, object) => {
    expect(object).toBeInstanceOf(type);
    expect(type).toBe(crypto[(name.split(' ')[0] ?? '').replace('Type', '') as keyof typeof crypto]);
  });

  it('has the numbers of OpenSSL for file types [crypto.FILETYPE_PEM] [crypto.FILETYPE_ASN1] [crypto.FILETYPE_TEXT]', () => {
    expect([crypto.FILETYPE_PEM, crypto.FILETYPE_ASN1, crypto.FILETYPE_TEXT]).toEqual([1, 2, 58]);
    const key = newKey();
    expect(crypto.dumpPublickey(crypto.FILETYPE_PEM, key)[0]).toBe('-'.charCodeAt(0));
    expect(crypto.dumpPublickey(crypto.FILETYPE_ASN1, key)[0]).toBe(0x30);
  });

  it('has the numbers of OpenSSL for types of keys [crypto.TYPE_RSA] [crypto.TYPE_DSA] [crypto.TYPE_DH] [crypto.TYPE_EC]', () => {
    expect([crypto.TYPE_RSA, crypto.TYPE_DSA, crypto.TYPE_DH, crypto.TYPE_EC]).toEqual([6, 116, 28, 408]);
    expect(newKey(crypto.TYPE_RSA, 512).type()).toBe(crypto.TYPE_RSA);
    expect(newKey(crypto.TYPE_DSA, 512).type()).toBe(crypto.TYPE_DSA);
    expect(newKey(crypto.TYPE_DH, 'ffdhe2048').type()).toBe(crypto.TYPE_DH);
    expect(newKey(crypto.TYPE_EC, 'prime256v1').type()).toBe(crypto.TYPE_EC);
  });

  it('has an Error with the queue of OpenSSL [crypto.Error]', () => {
    let error: unknown;
    try {
      crypto.loadCertificate(crypto.FILETYPE_PEM, 'no PEM');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(crypto.Error);
    expect(error).toBeInstanceOf(OpenSSLError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ errors: [['PEM routines', 'get_name', 'no start line']] });
    expect(new crypto.Error().errors).toEqual([]);
  });
});
