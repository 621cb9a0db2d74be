import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto, OpenSSLError } from '../../src/index.js';
import { issue, localPki, newKey } from '../support/pki.js';

const { ca, server } = localPki();
const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const folder = mkdtempSync(join(tmpdir(), 'tsopenssl-test-'));
const at = (name: string) => join(folder, name);
const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], cwd: folder });
const decode = (bytes: Uint8Array | null) => (bytes === null ? null : new TextDecoder().decode(bytes));

writeFileSync(at('ca.pem'), ca.certPem);
writeFileSync(at('ca.key'), ca.keyPem);
writeFileSync(at('server.pem'), server.certPem);
writeFileSync(at('server.key'), server.keyPem);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function request(): crypto.X509Req {
  const req = new crypto.X509Req();
  req.getSubject().CN = 'request.example';
  req.setPubkey(server.key);
  req.addExtensions([new crypto.X509Extension('subjectAltName', false, 'DNS:request.example')]);
  req.sign(server.key, 'sha256');
  return req;
}

describe('X509Req', () => {
  it('is made, signed, dumped and loaded [crypto.X509Req] [crypto.X509Req.get_subject] [crypto.X509Req.set_pubkey] [crypto.X509Req.get_pubkey] [crypto.X509Req.sign] [crypto.X509Req.verify] [crypto.load_certificate_request] [crypto.dump_certificate_request]', () => {
    const req = request();
    for (const type of [PEM, DER]) {
      const loaded = crypto.loadCertificateRequest(type, crypto.dumpCertificateRequest(type, req));
      expect(loaded.getSubject().CN).toBe('request.example');
      expect(loaded.getPubkey().equals(server.key)).toBe(true);
      expect(loaded.getPubkey().isPrivate).toBe(false);
      expect(loaded.verify(server.key)).toBe(true);
      expect(() => loaded.verify(ca.key)).toThrow(crypto.Error);
      expect(loaded.getExtensions().map(String)).toEqual(['DNS:request.example']);
    }
    expect(decode(crypto.dumpCertificateRequest(crypto.FILETYPE_TEXT, req))).toContain('CN=request.example');
    expect(new crypto.X509Req().getExtensions()).toEqual([]);
  });

  it('keeps its version [crypto.X509Req.get_version] [crypto.X509Req.set_version]', () => {
    const req = new crypto.X509Req();
    req.setVersion(0);
    expect(req.getVersion()).toBe(0);
    expect(() => req.setVersion(3)).toThrow(crypto.Error);
    expect(() => req.setVersion('0' as never)).toThrow(TypeError);
  });

  it('is read by openssl, and reads its requests', () => {
    writeFileSync(at('ours.csr'), crypto.dumpCertificateRequest(PEM, request()));
    expect(openssl('req', '-in', 'ours.csr', '-noout', '-verify', '-subject')).toContain('request.example');
    openssl('req', '-new', '-key', 'server.key', '-subj', '/CN=from openssl/O=Größe', '-utf8', '-out', 'theirs.csr');
    const theirs = crypto.loadCertificateRequest(PEM, readFileSync(at('theirs.csr')));
    expect([theirs.getSubject().CN, theirs.getSubject().O]).toEqual(['from openssl', 'Größe']);
  });
});

describe('CRL and Revoked', () => {
  const entry = (serial: string, reason: string | null = null) => {
    const revoked = new crypto.Revoked();
    revoked.setSerial(serial);
    revoked.setRevDate('20260102030405Z');
    revoked.setReason(reason);
    return revoked;
  };

  it('entries keep serial, date and reason [crypto.Revoked] [crypto.Revoked.get_serial] [crypto.Revoked.set_serial] [crypto.Revoked.get_rev_date] [crypto.Revoked.set_rev_date] [crypto.Revoked.get_reason] [crypto.Revoked.set_reason] [crypto.Revoked.all_reasons]', () => {
    const revoked = entry('0123456789abcdef0123456789ABCDEF');
    expect(revoked.getSerial()).toBe('0123456789ABCDEF0123456789ABCDEF');
    expect(revoked.getRevDate()).toBe('20260102030405Z');
    expect(revoked.getReason()).toBeNull();
    for (const reason of revoked.allReasons()) {
      revoked.setReason(reason);
      expect(revoked.getReason()?.toLowerCase().replaceAll(' ', '')).toBe(reason.toLowerCase());
    }
    revoked.setReason(' key COMPROMISE ');
    expect(revoked.getReason()).toBe('Key Compromise');
    revoked.setReason(null);
    expect(revoked.getReason()).toBeNull();
    expect(() => revoked.setReason('bored')).toThrow(RangeError);
    expect(() => revoked.setReason(5 as never)).toThrow(TypeError);
    expect(() => revoked.setSerial('xyz')).toThrow(RangeError);
    expect(() => revoked.setRevDate('tomorrow')).toThrow(RangeError);
    expect(new crypto.Revoked().getRevDate()).toBeNull();
  });

  it('lists copies, and exports a signed list [crypto.CRL] [crypto.CRL.add_revoked] [crypto.CRL.get_revoked] [crypto.CRL.export] [crypto.load_crl]', () => {
    const crl = new crypto.CRL();
    expect(crl.getRevoked()).toBeNull();
    const revoked = entry('2A', 'superseded');
    crl.addRevoked(revoked);
    revoked.setSerial('FF');
    crl.addRevoked(entry('3B'));
    for (const type of [PEM, DER]) {
      const loaded = crypto.loadCrl(type, crl.export(ca.cert, ca.key, type, 20));
      expect(loaded.getRevoked()?.map((item) => [item.getSerial(), item.getReason()])).toEqual([
        ['2A', 'Superseded'],
        ['3B', null],
      ]);
      expect(loaded.getIssuer().CN).toBe('tsopenssl test CA');
      expect(loaded.verify(ca.key)).toBe(true);
      expect(loaded.verify(server.key)).toBe(false);
      expect(((loaded.nextUpdate?.getTime() ?? 0) - (loaded.lastUpdate?.getTime() ?? 0)) / 86_400_000).toBe(20);
    }
    expect(decode(crl.export(ca.cert, ca.key, crypto.FILETYPE_TEXT))).toContain('Serial Number: 2A');
    expect(() => crl.export(ca.cert, ca.key, 99)).toThrow(RangeError);
    expect(() => crl.export(ca.cert, ca.key, PEM, 10, 'nope')).toThrow(RangeError);
    expect(() => crl.addRevoked('2A' as never)).toThrow(TypeError);
  });

  it('revokes in a store [crypto.X509Store.add_crl]', () => {
    const victim = issue('victim', { issuer: ca });
    const crl = new crypto.CRL();
    crl.setVersion(1);
    crl.addRevoked(entry(victim.cert.getSerialNumber().toString(16)));
    crl.export(ca.cert, ca.key);
    const store = new crypto.X509Store();
    store.addCert(ca.cert);
    store.addCrl(crl);
    store.setFlags(crypto.X509StoreFlags.CRL_CHECK);
    expect(() => new crypto.X509StoreContext(store, victim.cert).verifyCertificate()).toThrow('certificate revoked');
    new crypto.X509StoreContext(store, server.cert).verifyCertificate();
  });

  it('holds 10,000 entries, and openssl reads them', () => {
    const crl = new crypto.CRL();
    const revoked = entry('1');
    for (let i = 1; i <= 10_000; i++) {
      revoked.setSerial(i.toString(16));
      crl.addRevoked(revoked);
    }
    writeFileSync(at('big.crl'), crl.export(ca.cert, ca.key));
    expect(openssl('crl', '-in', 'big.crl', '-noout', '-CAfile', 'ca.pem', '-lastupdate')).toContain('lastUpdate');
    expect(crypto.loadCrl(PEM, readFileSync(at('big.crl'))).getRevoked()).toHaveLength(10_000);
  });
});

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
    writeFileSync(at('ours.p7'), crypto.PKCS7.sign(server.cert, server.key, 'signed by us').dump(PEM));
    expect(
      openssl('smime', '-verify', '-inform', 'PEM', '-in', 'ours.p7', '-CAfile', 'ca.pem', '-purpose', 'any'),
    ).toBe('signed by us');
    writeFileSync(at('data.txt'), 'signed by openssl');
    openssl(
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
    expect(crypto.loadPkcs7Data(DER, readFileSync(at('theirs.p7'))).typeIsSigned()).toBe(true);
  });
});

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
    // openssl(1) prints only the low byte of each character of a name.
    file.setFriendlyname('ours');
    writeFileSync(at('ours.p12'), file.export('secret', 2048, 2048, { legacy: flags.length > 0 }));
    const shown = openssl('pkcs12', '-in', 'ours.p12', '-passin', 'pass:secret', '-nodes', ...flags);
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
    openssl('pkcs12', '-export', ...args, ...flags, '-out', 'theirs.p12');
    const theirs = crypto.loadPkcs12(readFileSync(at('theirs.p12')), 'secret');
    expect(theirs.getPrivatekey()?.equals(server.key)).toBe(true);
    expect(decode(theirs.getFriendlyname())).toBe('theirs');
  });
});

describe('NetscapeSPKI', () => {
  it('is signed, verified, encoded and decoded [crypto.NetscapeSPKI] [crypto.NetscapeSPKI.set_pubkey] [crypto.NetscapeSPKI.get_pubkey] [crypto.NetscapeSPKI.sign] [crypto.NetscapeSPKI.verify] [crypto.NetscapeSPKI.b64_encode]', () => {
    const spki = new crypto.NetscapeSPKI();
    spki.setPubkey(server.key);
    spki.sign(server.key, 'sha256');
    const loaded = new crypto.NetscapeSPKI(spki.b64Encode());
    expect(loaded.verify(server.key)).toBe(true);
    expect(loaded.getPubkey().equals(server.key)).toBe(true);
    expect(() => loaded.verify(ca.key)).toThrow(crypto.Error);
    expect(() => new crypto.NetscapeSPKI('no base64 of ours')).toThrow(crypto.Error);
    expect(() => spki.sign(server.key, 'nope')).toThrow(RangeError);
  });

  it('is exchanged with openssl', () => {
    const rsa = newKey(crypto.TYPE_RSA, 2048);
    writeFileSync(at('rsa.key'), crypto.dumpPrivatekey(PEM, rsa));
    const theirs = /SPKAC=(\S+)/.exec(openssl('spkac', '-key', 'rsa.key'))?.[1] ?? '';
    expect(new crypto.NetscapeSPKI(theirs).verify(rsa)).toBe(true);
    const spki = new crypto.NetscapeSPKI();
    spki.setPubkey(rsa);
    spki.sign(rsa, 'sha256');
    writeFileSync(at('ours.spkac'), `SPKAC=${spki.b64Encode()}\n`);
    expect(openssl('spkac', '-in', 'ours.spkac', '-verify', '-noout')).toBeDefined();
  });
});

describe('random bytes', () => {
  it.each<[string, (data: Uint8Array) => void]>([
    ['requests', (data) => crypto.loadCertificateRequest(DER, data)],
    ['CRLs', (data) => crypto.loadCrl(DER, data)],
    ['PKCS#7', (data) => crypto.loadPkcs7Data(DER, data)],
    ['PKCS#12', (data) => crypto.loadPkcs12(data, 'x')],
  ])('as %s are an error', (_name, load) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        expect(() => load(data)).toThrow(OpenSSLError);
      }),
      { numRuns: 200 },
    );
  });
});
