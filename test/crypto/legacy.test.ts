/** Legacy algorithms: there from the start for reading, and for nothing that is made new unless asked for by name. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { crypto as Crypto } from '../../src/index.js';

const file = (name: string) => new Uint8Array(readFileSync(new URL(`legacy/${name}`, import.meta.url)));
const LATIN1 = Uint8Array.from('1234é567', (letter) => letter.charCodeAt(0));

/** What calls before may have done: none of it may change what comes after. */
const histories: [string, (crypto: typeof Crypto) => void][] = [
  ['in a fresh instance', () => undefined],
  ['after loadPkcs12 of junk', (crypto) => expect(() => crypto.loadPkcs12('junk')).toThrow(crypto.Error)],
  ['after loadPkcs12', (crypto) => void crypto.loadPkcs12(file('p12-pw-latin1.p12'), LATIN1)],
  ['after a legacy export', (crypto) => void legacyExport(crypto)],
  ['after a refused encryption', (crypto) => expect(() => encrypt(crypto, 'des-cbc')).toThrow(RangeError)],
];

function identity(crypto: typeof Crypto) {
  return {
    key: crypto.loadPrivatekey(crypto.FILETYPE_PEM, file('rsa.pem')),
    cert: crypto.loadCertificate(crypto.FILETYPE_PEM, file('rsa-cert.pem')),
  };
}

function legacyExport(crypto: typeof Crypto): Uint8Array {
  const { key, cert } = identity(crypto);
  const p12 = new crypto.PKCS12();
  p12.setPrivatekey(key);
  p12.setCertificate(cert);
  return p12.export('x', 2048, 1, { legacy: true });
}

function encrypt(crypto: typeof Crypto, cipher: string, options?: { legacy?: boolean }) {
  return crypto.PKCS7.encrypt(identity(crypto).cert, 'data', cipher, options);
}

describe.each(histories)('%s', (_name, history) => {
  let crypto: typeof Crypto;

  beforeEach(async () => {
    vi.resetModules();
    await import('../setup.js');
    ({ crypto } = await import('../../src/index.js'));
    history(crypto);
  });

  it.each(['p8-md5des.pem', 'p8-rc2.pem', 'p8-des.pem'])('%s opens [crypto.load_privatekey]', (name) => {
    const key = crypto.loadPrivatekey(crypto.FILETYPE_PEM, file(name), 'password');
    expect(key.groupName).toBe('prime256v1');
  });

  it.each(['env-rc2.p7m', 'env-des.p7m'])('%s opens', (name) => {
    const { key, cert } = identity(crypto);
    const text = crypto.loadPkcs7Data(crypto.FILETYPE_ASN1, file(name)).decrypt(key, cert);
    expect(new TextDecoder().decode(text)).toBe('hello, world\n');
  });

  it('legacy ciphers encrypt nothing unless asked for by name', () => {
    const { key, cert } = identity(crypto);
    for (const cipher of ['des-cbc', 'rc2-cbc', 'DES-CBC', 'bf-cbc', 'cast5-cbc', 'rc2-40-cbc']) {
      const refusal = `${cipher} is a legacy cipher, which is there for reading`;
      for (const options of [undefined, {}, { legacy: false }]) {
        expect(() => encrypt(crypto, cipher, options)).toThrow(refusal);
        for (const type of [crypto.FILETYPE_PEM, crypto.FILETYPE_ASN1]) {
          expect(() => crypto.dumpPrivatekey(type, key, cipher, 'x', options)).toThrow(refusal);
        }
      }
      expect(() => encrypt(crypto, cipher, { legacy: 1 as never })).toThrow(TypeError);
    }
    expect(encrypt(crypto, 'des-cbc', { legacy: true }).decrypt(key, cert)).toEqual(new TextEncoder().encode('data'));
    const sealed = crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key, 'des-cbc', 'x', { legacy: true });
    expect(crypto.loadPrivatekey(crypto.FILETYPE_PEM, sealed, 'x').equals(key)).toBe(true);
    expect(crypto.loadPkcs12(legacyExport(crypto), 'x').getPrivatekey()?.equals(key)).toBe(true);
    expect(() => crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key, 'des-ede3-cbc', 'x')).not.toThrow();
    expect(() => encrypt(crypto, 'rc4')).toThrow(RangeError);
    expect(() => encrypt(crypto, 'aes-256-ecb')).toThrow('CMS has no rules for aes-256-ecb');
    expect(() => encrypt(crypto, 'no-such')).toThrow('invalid cipher name: "no-such"');
  });

  it('a passphrase of bytes is taken as it is [crypto.load_pkcs12] [crypto.PKCS12.export]', () => {
    const der = file('p12-pw-latin1.p12');
    const opened = crypto.loadPkcs12(der, LATIN1);
    expect(opened.getPrivatekey()?.isPrivate).toBe(true);
    expect(() => crypto.loadPkcs12(der, '1234é567')).toThrow(crypto.Error);
    const again = opened.export(LATIN1);
    expect(crypto.loadPkcs12(again, LATIN1).getPrivatekey()?.isPrivate).toBe(true);
    for (const nul of ['a\0b', Uint8Array.of(97, 0, 98)]) {
      expect(() => crypto.loadPkcs12(der, nul)).toThrow('passphrase must not contain a NUL');
      expect(() => opened.export(nul)).toThrow('passphrase must not contain a NUL');
    }
  });
});
