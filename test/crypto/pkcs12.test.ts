import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { decode, NativeOpenssl } from '../support/native-openssl.js';
import { localPki } from '../support/pki.js';

const { ca, server } = localPki();
const native = new NativeOpenssl();
native.write('ca.pem', ca.certPem);
native.write('server.pem', server.certPem);
native.write('server.key', server.keyPem);

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
    native.write('ours.p12', file.export('secret', 2048, 2048, { legacy: flags.length > 0 }));
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
});
