import { afterAll, describe, expect, it } from 'vitest';
import { crypto, ReleasedError } from '../../src/index.js';
import { NativeOpenssl } from '../support/native-openssl.js';
import { localPki } from '../support/pki.js';

const { ca, server } = localPki();
const PEM = crypto.FILETYPE_PEM;
const native = new NativeOpenssl();

afterAll(() => native.remove());

describe('X509', () => {
  it('keeps version and serial number, past 64 bits too [crypto.X509] [crypto.X509.get_version] [crypto.X509.set_version] [crypto.X509.get_serial_number] [crypto.X509.set_serial_number]', () => {
    const cert = new crypto.X509();
    cert.setVersion(2);
    expect(cert.getVersion()).toBe(2);
    for (const serial of [0, 1, 255, 2 ** 40, 2n ** 64n + 5n, 2n ** 159n - 1n, -7]) {
      cert.setSerialNumber(serial);
      expect(cert.getSerialNumber()).toBe(serial);
    }
    expect(() => cert.setSerialNumber(1.5)).toThrow(TypeError);
    expect(() => cert.setSerialNumber('1' as never)).toThrow(TypeError);
    expect(() => cert.setVersion('2' as never)).toThrow(TypeError);
  });

  it('keeps its dates [crypto.X509.get_notBefore] [crypto.X509.set_notBefore] [crypto.X509.get_notAfter] [crypto.X509.set_notAfter]', () => {
    const cert = new crypto.X509();
    expect(cert.getNotBefore()).toBeNull();
    for (const time of [
      '19500101000000Z',
      '20491231235959Z',
      '20500101000000Z',
      '99991231235959Z',
      '19491231235959Z',
      '00010101000000Z',
    ]) {
      cert.setNotBefore(time);
      cert.setNotAfter(time);
      expect(cert.getNotBefore()).toBe(time);
      expect(cert.getNotAfter()).toBe(time);
    }
    cert.setNotAfter('20300102030405+0100');
    expect(cert.getNotAfter()).toBe('20300102030405+0100');
    expect(cert.notAfter).toEqual(new Date('2030-01-02T02:04:05Z'));
    cert.setNotAfter(new Date('2031-05-06T07:08:09Z'));
    expect(cert.getNotAfter()).toBe('20310506070809Z');
    for (const bad of ['', 'now', '20301301000000Z', '20300101000000', '2030010100000\0Z']) {
      expect(() => cert.setNotAfter(bad)).toThrow(RangeError);
    }
    expect(() => cert.setNotAfter(5 as never)).toThrow(TypeError);
    expect(() => cert.setNotAfter(new Date(Number.NaN))).toThrow(RangeError);
  });

  it('moves its dates by seconds and knows when it has expired [crypto.X509.gmtime_adj_notBefore] [crypto.X509.gmtime_adj_notAfter] [crypto.X509.has_expired]', () => {
    const cert = new crypto.X509();
    cert.gmtimeAdjNotBefore(0);
    cert.gmtimeAdjNotAfter(1_000_000);
    const span = (cert.notAfter?.getTime() ?? 0) - (cert.notBefore?.getTime() ?? 0);
    expect(Math.abs(span / 1000 - 1_000_000)).toBeLessThanOrEqual(2);
    expect(cert.hasExpired()).toBe(false);
    cert.gmtimeAdjNotAfter(-2);
    expect(cert.hasExpired()).toBe(true);
    expect(() => cert.gmtimeAdjNotAfter('1' as never)).toThrow(TypeError);
    cert.setNotAfter('20200101000000+0100');
    expect(cert.hasExpired()).toBe(true);
    expect(() => new crypto.X509().hasExpired()).toThrow(RangeError);
  });

  it('has subject and issuer that live inside it [crypto.X509.get_subject] [crypto.X509.set_subject] [crypto.X509.get_issuer] [crypto.X509.set_issuer]', () => {
    const cert = new crypto.X509();
    const subject = cert.getSubject();
    subject.CN = 'first';
    expect(cert.getSubject().commonName).toBe('first');
    const other = crypto.X509Name.empty();
    other.CN = 'second';
    cert.setSubject(other);
    expect(cert.getSubject().CN).toBe('second');
    expect(() => subject.CN).toThrow(ReleasedError);
    other.CN = 'third';
    expect(cert.getSubject().CN).toBe('second');
    cert.setIssuer(other);
    expect(cert.getIssuer().CN).toBe('third');
    expect(() => cert.setIssuer('name' as never)).toThrow(TypeError);
  });

  it('is signed and names the algorithm [crypto.X509.sign] [crypto.X509.get_signature_algorithm] [crypto.X509.get_pubkey] [crypto.X509.set_pubkey]', () => {
    expect(server.cert.getSignatureAlgorithm()).toBe('ecdsa-with-SHA256');
    expect(server.cert.getPubkey().equals(server.key)).toBe(true);
    const cert = new crypto.X509();
    expect(() => cert.getSignatureAlgorithm()).toThrow(RangeError);
    expect(() => cert.getPubkey()).toThrow(crypto.Error);
    expect(() => cert.sign(server.key, 'no-such-digest')).toThrow(RangeError);
    expect(() => cert.sign(server.cert.getPubkey(), 'sha256')).toThrow(RangeError);
    expect(() => cert.sign(new crypto.PKey(), 'sha256')).toThrow(RangeError);
    expect(() => cert.sign('key' as never, 'sha256')).toThrow(TypeError);
    expect(() => cert.sign(server.key, 5 as never)).toThrow(TypeError);
  });

  it('hashes itself and its subject [crypto.X509.digest] [crypto.X509.subject_name_hash]', () => {
    expect(server.cert.digest('sha1')).toMatch(/^([0-9A-F]{2}:){19}[0-9A-F]{2}$/);
    expect(() => server.cert.digest('nope')).toThrow(RangeError);
    expect(server.cert.subjectNameHash()).toBe(server.cert.getSubject().hash());
  });

  it('holds extensions in their order [crypto.X509.add_extensions] [crypto.X509.get_extension_count] [crypto.X509.get_extension] [crypto.X509Extension.get_short_name] [crypto.X509Extension.get_critical] [crypto.X509Extension.get_data]', () => {
    const cert = new crypto.X509();
    expect(cert.getExtensionCount()).toBe(0);
    cert.addExtensions([
      new crypto.X509Extension('basicConstraints', true, 'CA:TRUE, pathlen:1'),
      new crypto.X509Extension('subjectAltName', false, 'DNS:example.org,IP:192.0.2.1,email:a@example.org'),
    ]);
    expect(cert.extensions.map((extension) => extension.getShortName())).toEqual([
      'basicConstraints',
      'subjectAltName',
    ]);
    expect(cert.getExtension(0).getCritical()).toBe(true);
    expect(cert.getExtension(0).getData()).toEqual(Uint8Array.of(0x30, 6, 1, 1, 0xff, 2, 1, 1));
    expect(String(cert.getExtension(1))).toBe('DNS:example.org, IP Address:192.0.2.1, email:a@example.org');
    expect(() => cert.getExtension(2)).toThrow(RangeError);
    expect(() => cert.getExtension(-1)).toThrow(RangeError);
    expect(() => cert.addExtensions([5 as never])).toThrow(TypeError);
  });

  it('makes extensions that speak of subject and issuer [crypto.X509Extension]', () => {
    const keyId = (cert: crypto.X509) =>
      cert.extensions
        .find((extension) => extension.getShortName() === 'subjectKeyIdentifier')
        ?.getData()
        .slice(2);
    const hash = new crypto.X509Extension('subjectKeyIdentifier', false, 'hash', server.cert);
    expect(hash.getData().slice(2)).toEqual(keyId(server.cert));
    const authority = new crypto.X509Extension(
      'authorityKeyIdentifier',
      false,
      'keyid, issuer:always',
      server.cert,
      ca.cert,
    );
    expect(Buffer.from(authority.getData()).includes(Buffer.from(keyId(ca.cert) ?? []))).toBe(true);
    expect(String(authority)).toContain('tsopenssl test CA');
    expect(() => new crypto.X509Extension('subjectKeyIdentifier', false, 'hash')).toThrow(crypto.Error);
    expect(() => new crypto.X509Extension('authorityKeyIdentifier', false, 'keyid:always', server.cert)).toThrow(
      crypto.Error,
    );
  });

  it('refuses what is no extension [crypto.X509Extension]', () => {
    expect(() => new crypto.X509Extension('noSuchThing', false, 'x')).toThrow(crypto.Error);
    expect(() => new crypto.X509Extension('basicConstraints', false, 'nonsense')).toThrow(crypto.Error);
    expect(() => new crypto.X509Extension('subjectAltName', false, 'DNS:a\0.example.org')).toThrow(crypto.Error);
    expect(() => new crypto.X509Extension('basic\0Constraints', false, 'CA:TRUE')).toThrow(TypeError);
    expect(() => new crypto.X509Extension('subjectAltName', false, '@section')).toThrow(crypto.Error);
    expect(() => new crypto.X509Extension('subjectKeyIdentifier', false, 'hash', 'no cert' as never)).toThrow(
      TypeError,
    );
  });

  it('is read by openssl x509, and reads what it makes [crypto.X509.digest] [crypto.X509.subject_name_hash] [crypto.X509Name.hash]', () => {
    native.file('ours.pem', server.certPem);
    const ours = native.line(
      'x509 -in ours.pem -noout -fingerprint -sha256 -subject_hash -subject_hash_old -serial -enddate',
    );
    const hex = (hash: number) => hash.toString(16).padStart(8, '0');
    expect(ours).toContain(`${hex(server.cert.subjectNameHash())}\n`);
    expect(ours).toContain(`${hex(server.cert.getSubject().hashOld())}\n`);
    expect(ours).toContain(server.cert.digest('sha256'));
    expect(ours).toContain(`serial=${server.cert.getSerialNumber().toString(16).padStart(4, '0').toUpperCase()}`);
    expect(new Date(/notAfter=(.*)/.exec(ours)?.[1] ?? '')).toEqual(server.cert.notAfter);
    native.line(
      'req -x509 -newkey rsa:2048 -nodes -keyout theirs.key -out theirs.pem -subj /C=DE/O=Größe/CN=theirs -utf8 -days 10 -set_serial 0x123456789ABCDEF0123456789ABCDEF012345678 -addext subjectAltName=DNS:theirs.example,IP:2001:db8::1',
    );
    const theirs = crypto.loadCertificate(PEM, native.read('theirs.pem'));
    expect(
      theirs
        .getSubject()
        .getComponents()
        .map(([field]) => field),
    ).toEqual(['C', 'O', 'CN']);
    expect(theirs.getSubject().O).toBe('Größe');
    expect(theirs.getSerialNumber()).toBe(0x123456789abcdef0123456789abcdef012345678n);
    expect(theirs.extensions.map(String)).toContain('DNS:theirs.example, IP Address:2001:DB8:0:0:0:0:0:1');
    const key = crypto.loadPrivatekey(PEM, native.read('theirs.key'));
    expect(key.equals(theirs.getPubkey())).toBe(true);
  });

  it('goes to the platform and back [crypto.X509.to_cryptography] [crypto.X509.from_cryptography]', () => {
    const theirs = server.cert.toCryptography();
    expect(theirs.subject).toBe('CN=localhost');
    expect(crypto.X509.fromCryptography(theirs).equals(server.cert)).toBe(true);
  });
});
