import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { decode, NativeOpenssl } from '../support/native-openssl.js';
import { localPki } from '../support/pki.js';

const { ca, server } = localPki();
const native = new NativeOpenssl();
native.file('ca.pem', ca.certPem);
native.file('server.pem', server.certPem);
native.file('server.key', server.keyPem);

afterAll(() => native.remove());

describe('PKCS12', () => {
  const filled = () => {
    const file = new crypto.PKCS12();
    file.setPrivatekey(server.key);
    file.setCertificate(server.cert);
    file.setCaCertificates([ca.cert]);
    file.setFriendlyname('Größe 技術');
    return file;
  };

  it('has getters and setters [crypto.PKCS12.get_certificate] [crypto.PKCS12.set_certificate] [crypto.PKCS12.get_privatekey] [crypto.PKCS12.set_privatekey] [crypto.PKCS12.get_ca_certificates] [crypto.PKCS12.set_ca_certificates] [crypto.PKCS12.get_friendlyname] [crypto.PKCS12.set_friendlyname]', () => {
    const file = new crypto.PKCS12();
    expect([file.getCertificate(), file.getPrivatekey(), file.getCaCertificates(), file.getFriendlyname()]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(() => file.setCertificate(5 as never)).toThrow(TypeError);
    expect(() => file.setPrivatekey(5 as never)).toThrow(TypeError);
    expect(() => file.setCaCertificates([5 as never])).toThrow(TypeError);
    expect(() => file.setFriendlyname(5 as never)).toThrow(TypeError);
    const full = filled();
    expect(full.getCertificate()).toBe(server.cert);
    expect(full.getPrivatekey()).toBe(server.key);
    expect(full.getCaCertificates()).toEqual([ca.cert]);
    expect(decode(full.getFriendlyname())).toBe('Größe 技術');
    full.setCaCertificates(null);
    full.setFriendlyname(null);
    expect([full.getCaCertificates(), full.getFriendlyname()]).toEqual([null, null]);
  });

  it.each([
    ['modern', false],
    ['legacy', true],
  ])('exports and loads, %s [crypto.PKCS12.export] [crypto.load_pkcs12]', (_name, legacy) => {
    const der = filled().export('passphrase', 2048, 2048, { legacy });
    const loaded = crypto.loadPkcs12(der, 'passphrase');
    expect(loaded.getCertificate()?.equals(server.cert)).toBe(true);
    expect(loaded.getPrivatekey()?.equals(server.key)).toBe(true);
    expect(loaded.getCaCertificates()?.map((cert) => cert.getSubject().CN)).toEqual(['tsopenssl test CA']);
    expect(decode(loaded.getFriendlyname())).toBe('Größe 技術');
    expect(() => crypto.loadPkcs12(der, 'wrong')).toThrow(crypto.Error);
    expect(() => crypto.loadPkcs12(der)).toThrow(crypto.Error);
    expect(() => crypto.loadPkcs12(der.subarray(0, 100), 'passphrase')).toThrow(crypto.Error);
  });

  it.each([
    ['modern', []],
    ['legacy', ['-legacy']],
  ])('is exchanged with openssl, %s', (_name, flags) => {
    const file = filled();
    // native.run(1) prints only the low byte of each character of a name.
    file.setFriendlyname('ours');
    native.file('ours.p12', file.export('secret', 2048, 2048, { legacy: flags.length > 0 }));
    const shown = native.run('pkcs12', '-in', 'ours.p12', '-passin', 'pass:secret', '-nodes', ...flags);
    expect(shown).toContain('friendlyName: ours');
    expect(shown).toContain('BEGIN PRIVATE KEY');
    const args = [
      '-inkey',
      'server.key',
      '-in',
      'server.pem',
      '-certfile',
      'ca.pem',
      '-name',
      'theirs',
      '-passout',
      'pass:secret',
    ];
    native.run('pkcs12', '-export', ...args, ...flags, '-out', 'theirs.p12');
    const theirs = crypto.loadPkcs12(native.read('theirs.p12'), 'secret');
    expect(theirs.getPrivatekey()?.equals(server.key)).toBe(true);
    expect(decode(theirs.getFriendlyname())).toBe('theirs');
  });

  it('keeps a friendly name away that was taken away [crypto.PKCS12.set_friendlyname]', () => {
    const named = crypto.loadPkcs12(filled().export('x'), 'x');
    named.setFriendlyname(null);
    expect(crypto.loadPkcs12(named.export('x'), 'x').getFriendlyname()).toBeNull();
    const other = new crypto.PKCS12();
    other.setPrivatekey(server.key);
    other.setCertificate(crypto.loadPkcs12(filled().export('x'), 'x').getCertificate());
    expect(crypto.loadPkcs12(other.export('x'), 'x').getFriendlyname()).toBeNull();
    named.setFriendlyname(new TextEncoder().encode('new'));
    expect(decode(crypto.loadPkcs12(named.export('x'), 'x').getFriendlyname())).toBe('new');
  });

  it('holds as little as there is', () => {
    for (const [part, set] of [
      ['key', (file: crypto.PKCS12) => file.setPrivatekey(server.key)],
      ['cert', (file: crypto.PKCS12) => file.setCertificate(server.cert)],
      ['ca', (file: crypto.PKCS12) => file.setCaCertificates([ca.cert, server.cert])],
    ] as const) {
      const file = new crypto.PKCS12();
      set(file);
      const loaded = crypto.loadPkcs12(file.export(), '');
      expect(loaded.getPrivatekey()?.equals(server.key)).toBe(part === 'key' ? true : undefined);
      // The certificate is the one that the key belongs to; without a key, every certificate is an issuer's.
      expect(loaded.getCertificate()).toBeNull();
      expect(loaded.getCaCertificates()?.length).toBe({ key: undefined, cert: 1, ca: 2 }[part]);
    }
    expect(() => new crypto.PKCS12().export('x')).toThrow(crypto.Error);
    const mismatched = new crypto.PKCS12();
    mismatched.setPrivatekey(ca.key);
    mismatched.setCertificate(server.cert);
    expect(() => mismatched.export('x')).toThrow(crypto.Error);
  });

  it('asks for a MAC and checks it [crypto.load_pkcs12] [crypto.PKCS12.export]', () => {
    const open = filled().export('secret', 2048, -1);
    expect(() => crypto.loadPkcs12(open, 'secret')).toThrow(/mac absent/);
    expect(crypto.loadPkcs12(open, 'secret', { allowMissingMac: true }).getPrivatekey()?.equals(server.key)).toBe(true);
    const changed = filled().export('secret');
    changed[200] = (changed[200] ?? 0) ^ 1;
    expect(() => crypto.loadPkcs12(changed, 'secret')).toThrow(/mac verify failure/);
    expect(() => filled().export('x', 0)).toThrow(RangeError);
    expect(() => filled().export('x', 1, -2)).toThrow(RangeError);
    expect(() => filled().export('x', 2 ** 31)).toThrow(RangeError);
    expect(() => filled().export((() => 'x') as never)).toThrow(TypeError);
    expect(() => crypto.loadPkcs12(open, (() => 'x') as never)).toThrow(TypeError);
    expect(() => crypto.loadPkcs12(5 as never)).toThrow(TypeError);
  });

  it.each([
    ['RC2 and 3DES', '-legacy'],
    ['RC2 alone', '-legacy -certpbe PBE-SHA1-RC2-40 -keypbe PBE-SHA1-RC2-40'],
    ['RC2 of 128 bits', '-legacy -certpbe PBE-SHA1-RC2-128 -keypbe PBE-SHA1-RC2-128'],
    ['3DES alone', '-legacy -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES'],
    ['DES and MD5', '-legacy -certpbe PBE-MD5-DES -keypbe PBE-MD5-DES'],
    ['AES-128 and SHA-512', '-certpbe AES-128-CBC -keypbe AES-128-CBC -macalg sha512'],
    ['Camellia', '-certpbe CAMELLIA-256-CBC -keypbe CAMELLIA-256-CBC'],
    ['an open certificate', '-certpbe NONE'],
    ['nothing encrypted', '-certpbe NONE -keypbe NONE'],
    ['a million iterations', '-iter 1000000'],
  ])('reads what openssl pkcs12 writes with %s', (_name, flags) => {
    const args = `-in server.pem -inkey server.key -certfile ca.pem -name n -passout pass:secret ${flags}`;
    native.line(`pkcs12 -export ${args} -out theirs.p12`);
    const theirs = crypto.loadPkcs12(native.read('theirs.p12'), 'secret');
    expect(theirs.getPrivatekey()?.equals(server.key)).toBe(true);
    expect(theirs.getCertificate()?.equals(server.cert)).toBe(true);
    expect(theirs.getCaCertificates()?.[0]?.equals(ca.cert)).toBe(true);
    expect(() => crypto.loadPkcs12(native.read('theirs.p12'), 'wrong')).toThrow(crypto.Error);
  });

  it('exchanges the empty passphrase with openssl', () => {
    native.line('pkcs12 -export -in server.pem -inkey server.key -passout pass: -out theirs.p12');
    for (const passphrase of ['', null, undefined]) {
      const theirs = crypto.loadPkcs12(native.read('theirs.p12'), passphrase);
      expect(theirs.getPrivatekey()?.equals(server.key)).toBe(true);
    }
    for (const passphrase of ['', null]) {
      native.file('ours.p12', filled().export(passphrase));
      expect(native.line('pkcs12 -in ours.p12 -passin pass: -nodes')).toContain('BEGIN PRIVATE KEY');
    }
  });
});
