import { describe, expect, it } from 'vitest';
import { crypto, ReleasedError } from '../../src/index.js';
import { issue, localPki, newKey } from '../support/pki.js';

const { ca, server } = localPki();
const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;

describe('X509', () => {
  it('keeps version and serial number, past 64 bits too [crypto.X509.get_version] [crypto.X509.set_version] [crypto.X509.get_serial_number] [crypto.X509.set_serial_number]', () => {
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
    expect(() => new crypto.X509().hasExpired()).toThrow(crypto.Error);
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
    expect(() => cert.sign(server.cert.getPubkey(), 'sha256')).toThrow(TypeError);
    expect(() => cert.sign(new crypto.PKey(), 'sha256')).toThrow(crypto.Error);
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

  it('goes to the platform and back [crypto.X509.to_cryptography] [crypto.X509.from_cryptography]', () => {
    const theirs = server.cert.toCryptography();
    expect(theirs.subject).toBe('CN=localhost');
    expect(crypto.X509.fromCryptography(theirs).equals(server.cert)).toBe(true);
  });
});

describe('X509Name', () => {
  it('reads and writes fields by their names and aliases [crypto.X509Name.commonName] [crypto.X509Name.CN] [crypto.X509Name.C] [crypto.X509Name.countryName]', () => {
    const name = crypto.X509Name.empty();
    for (const [field, alias, value] of [
      ['countryName', 'C', 'DE'],
      ['stateOrProvinceName', 'ST', 'Berlin'],
      ['localityName', 'L', 'Mitte'],
      ['organizationName', 'O', 'Größe GmbH'],
      ['organizationalUnitName', 'OU', '技術'],
      ['commonName', 'CN', 'example.org'],
    ] as const) {
      expect(name[field]).toBeNull();
      name[field] = value;
      expect(name[alias]).toBe(value);
      name[alias] = null;
      expect(name[field]).toBeNull();
      name[alias] = value;
    }
    name.emailAddress = 'a@example.org';
    expect(name.get('emailAddress')).toBe('a@example.org');
    name.set('serialNumber', '42');
    expect(name.getComponents().map(([field]) => field)).toEqual([
      'C',
      'ST',
      'L',
      'O',
      'OU',
      'CN',
      'emailAddress',
      'serialNumber',
    ]);
    expect(() => name.set('noSuchField', 'x')).toThrow(TypeError);
    expect(() => {
      name.countryName = 'Germany';
    }).toThrow(crypto.Error);
    expect(name.countryName).toBe('DE');
  });

  it('keeps an inner NUL, and a copy of its own [crypto.X509Name]', () => {
    const name = crypto.X509Name.empty();
    name.CN = 'good.example.org\0.evil.example';
    expect(name.CN).toBe('good.example.org\0.evil.example');
    const copy = new crypto.X509Name(name);
    copy.CN = 'other';
    expect(name.CN).toContain('evil');
    expect(name.equals(copy)).toBe(false);
    expect(() => new crypto.X509Name(5 as never)).toThrow(TypeError);
  });

  it('encodes, hashes and compares [crypto.X509Name.der] [crypto.X509Name.hash] [crypto.X509Name.get_components]', () => {
    const name = crypto.X509Name.empty();
    name.CN = 'a';
    const der = name.der();
    expect(der).toEqual(Uint8Array.of(0x30, 12, 0x31, 10, 0x30, 8, 6, 3, 0x55, 4, 3, 0x0c, 1, 0x61));
    expect(crypto.X509Name.fromDer(der).equals(name)).toBe(true);
    expect(name.hash()).toBeGreaterThanOrEqual(0);
    expect([...name]).toEqual([['CN', Uint8Array.of(0x61)]]);
    expect(String(name)).toBe("<X509Name object '/CN=a'>");
  });
});

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
      expect(() => crypto.loadPrivatekey(PEM, sealed, 'wrong')).toThrow(crypto.Error);
      expect(() => crypto.loadPrivatekey(PEM, sealed)).toThrow(crypto.Error);
    },
  );

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
    expect(() => crypto.dumpPrivatekey(PEM, server.key, 'aes-128-cbc')).toThrow(TypeError);
    expect(() => crypto.dumpPrivatekey(PEM, server.key, 'no-such-cipher', 'x')).toThrow(RangeError);
    expect(() => crypto.dumpPrivatekey(PEM, crypto.loadPublickey(PEM, crypto.dumpPublickey(PEM, server.key)))).toThrow(
      TypeError,
    );
  });
});

describe('PKey', () => {
  it('generates and describes keys [crypto.PKey] [crypto.PKey.generate_key] [crypto.PKey.bits] [crypto.PKey.type]', () => {
    const key = new crypto.PKey();
    expect([key.bits(), key.type()]).toEqual([0, 0]);
    key.generateKey(crypto.TYPE_RSA, 1024);
    expect([key.bits(), key.type(), key.typeName]).toEqual([1024, crypto.TYPE_RSA, 'RSA']);
    expect(newKey(crypto.TYPE_DSA, 1024).type()).toBe(crypto.TYPE_DSA);
    expect(newKey(crypto.TYPE_EC, 'prime256v1').groupName).toBe('prime256v1');
    expect(() => key.generateKey(crypto.TYPE_RSA, 0)).toThrow(RangeError);
    expect(() => key.generateKey(crypto.TYPE_RSA, '512')).toThrow(TypeError);
    expect(() => key.generateKey(-1, 512)).toThrow(crypto.Error);
    expect(() => key.generateKey('NO-SUCH-ALGORITHM')).toThrow(crypto.Error);
    expect(key.bits()).toBe(1024);
  });

  it('checks RSA keys [crypto.PKey.check]', () => {
    expect(newKey(crypto.TYPE_RSA, 1024).check()).toBe(true);
    expect(() => server.key.check()).toThrow(TypeError);
  });

  it('lists curves [crypto.get_elliptic_curves] [crypto.get_elliptic_curve]', () => {
    const names = [...crypto.getEllipticCurves()].map((curve) => curve.name);
    expect(names).toEqual(expect.arrayContaining(['prime256v1', 'secp384r1', 'brainpoolP384r1']));
    expect(newKey(crypto.TYPE_EC, crypto.getEllipticCurve('secp384r1').name).bits()).toBe(384);
    expect(() => crypto.getEllipticCurve('nope')).toThrow(RangeError);
  });

  it('goes to WebCrypto and back [crypto.PKey.to_cryptography_key] [crypto.PKey.from_cryptography_key]', async () => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const theirs = await server.key.toCryptographyKey(algorithm, ['sign'], true);
    const data = new TextEncoder().encode('data');
    expect(await globalThis.crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, theirs, data)).toHaveProperty(
      'byteLength',
      64,
    );
    expect((await crypto.PKey.fromCryptographyKey(theirs)).equals(server.key)).toBe(true);
    await expect(crypto.PKey.fromCryptographyKey('key' as never)).rejects.toThrow(TypeError);
  });

  it('signs and verifies [crypto.sign] [crypto.verify]', () => {
    const signature = crypto.sign(server.key, 'data', 'sha256');
    crypto.verify(server.cert, signature, 'data', 'sha256');
    expect(() => crypto.verify(server.cert, signature, 'other', 'sha256')).toThrow(crypto.Error);
    expect(() => crypto.sign(server.key, 'data', 'nope')).toThrow(RangeError);
    const ed = issue('ed', { key: newKey('ED25519') });
    crypto.verify(ed.cert, crypto.sign(ed.key, 'data', null), 'data', null);
  });
});

describe('X509Store and X509StoreContext', () => {
  it('verifies a chain and gives it [crypto.X509Store.add_cert] [crypto.X509StoreContext.verify_certificate] [crypto.X509StoreContext.get_verified_chain]', () => {
    const root = issue('root', { ca: true });
    const middle = issue('middle', { ca: true, issuer: root });
    const leaf = issue('leaf', { issuer: middle, san: 'DNS:leaf.example' });
    const store = new crypto.X509Store();
    store.addCert(root.cert);
    const chain = new crypto.X509StoreContext(store, leaf.cert, [middle.cert]).getVerifiedChain();
    expect(chain.map((cert) => cert.getSubject().CN)).toEqual(['leaf', 'middle', 'root']);
    const error = failure(() => new crypto.X509StoreContext(store, leaf.cert).verifyCertificate());
    expect(error).toBeInstanceOf(crypto.X509StoreContextError);
    expect(error).toMatchObject({ code: 20, depth: 0, message: 'unable to get local issuer certificate' });
    expect((error as crypto.X509StoreContextError).certificate?.getSubject().CN).toBe('leaf');
    expect(() =>
      new crypto.X509StoreContext(store, leaf.cert, [middle.cert], { host: 'other.example' }).verifyCertificate(),
    ).toThrow(/hostname/);
    new crypto.X509StoreContext(store, leaf.cert, [middle.cert], { host: 'leaf.example' }).verifyCertificate();
  });

  it('takes time, flags and another store [crypto.X509Store.set_time] [crypto.X509Store.set_flags] [crypto.X509StoreContext.set_store] [crypto.X509StoreFlags]', () => {
    const store = new crypto.X509Store();
    store.addCert(ca.cert);
    store.setTime(new Date('2100-01-01'));
    const context = new crypto.X509StoreContext(store, server.cert);
    expect(() => context.verifyCertificate()).toThrow(/expired/);
    const fresh = new crypto.X509Store();
    fresh.addCert(ca.cert);
    context.setStore(fresh);
    context.verifyCertificate();
    fresh.setFlags(crypto.X509StoreFlags.CRL_CHECK);
    expect(() => context.verifyCertificate()).toThrow(/CRL/);
  });
});

function failure(body: () => void): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  return undefined;
}
