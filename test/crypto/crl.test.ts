import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { decode, NativeOpenssl } from '../support/native-openssl.js';
import { issue, localPki, newKey } from '../support/pki.js';

const { ca, server } = localPki();
const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const native = new NativeOpenssl();
native.file('ca.pem', ca.certPem);
native.file('server.pem', server.certPem);
native.file('server.key', server.keyPem);

afterAll(() => native.remove());

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
    for (const bad of ['tomorrow', '20261301000000Z', '20260102030405']) {
      expect(() => revoked.setRevDate(bad)).toThrow(RangeError);
    }
    expect(() => revoked.setRevDate(5 as never)).toThrow(TypeError);
    revoked.setRevDate('20260102030405+0130');
    expect(revoked.getRevDate()).toBe('20260102013405Z');
    revoked.setRevDate('20600102030405Z');
    expect(revoked.getRevDate()).toBe('20600102030405Z');
    expect(new crypto.Revoked().getRevDate()).toBeNull();
    expect(new crypto.Revoked().getSerial()).toBe('00');
    revoked.setSerial('0');
    expect(revoked.getSerial()).toBe('00');
    revoked.setSerial('-0f');
    expect(revoked.getSerial()).toBe('-0F');
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

  it('keeps its own times', () => {
    const crl = new crypto.CRL();
    expect([crl.lastUpdate, crl.nextUpdate]).toEqual([null, null]);
    crl.setLastUpdate('20260102030405+0100');
    crl.setNextUpdate(new TextEncoder().encode('20991231235959-1200'));
    expect([crl.lastUpdate, crl.nextUpdate]).toEqual([
      new Date('2026-01-02T02:04:05Z'),
      new Date('2100-01-01T11:59:59Z'),
    ]);
    for (const bad of ['', 'now', '20260230000000Z', '20260102030405', '20260102030405+9999']) {
      expect(() => crl.setLastUpdate(bad)).toThrow(RangeError);
      expect(() => crl.setNextUpdate(bad)).toThrow(RangeError);
    }
    expect(() => crl.setNextUpdate(5 as never)).toThrow(TypeError);
    expect(() => crl.setNextUpdate(new Date(Number.NaN))).toThrow(RangeError);
    expect(crl.lastUpdate).toEqual(new Date('2026-01-02T02:04:05Z'));
  });

  it('has version 2 where an entry has extensions', () => {
    const plain = new crypto.CRL();
    plain.addRevoked(entry('1'));
    plain.export(ca.cert, ca.key);
    expect(plain.getVersion()).toBe(0);
    const reasoned = new crypto.CRL();
    reasoned.addRevoked(entry('1', 'superseded'));
    reasoned.export(ca.cert, ca.key);
    expect(reasoned.getVersion()).toBe(1);
  });

  it.each(['ED25519', 'ED448', 'ML-DSA-44'])(
    'is signed by a CA with %s, whatever the digest [crypto.CRL.export]',
    (algorithm) => {
      const issuer = issue(algorithm, { ca: true, key: newKey(algorithm) });
      const crl = new crypto.CRL();
      crl.addRevoked(entry('2A'));
      for (const digest of [undefined, null, 'sha512']) {
        const loaded = crypto.loadCrl(PEM, crl.export(issuer.cert, issuer.key, PEM, 5, digest));
        expect(loaded.verify(issuer.key)).toBe(true);
        expect(loaded.verify(ca.key)).toBe(false);
      }
      expect(() => crl.export(issuer.cert, issuer.key, PEM, 5, 'nope')).toThrow(RangeError);
    },
  );

  it('refuses to sign with what is no key of its own', () => {
    const crl = new crypto.CRL();
    expect(() => crl.export(ca.cert, ca.cert.getPubkey())).toThrow(RangeError);
    expect(() => crl.export(ca.cert, new crypto.PKey())).toThrow(RangeError);
    expect(() => crl.export('cert' as never, ca.key)).toThrow(TypeError);
    expect(() => crl.export(ca.cert, 'key' as never)).toThrow(TypeError);
    expect(() => crl.export(ca.cert, newKey('X25519'))).toThrow(crypto.Error);
    expect(() => crl.export(ca.cert, ca.key, PEM, 1e9)).toThrow(RangeError);
  });

  it('is exchanged with openssl crl and openssl ca', () => {
    native.file('ca.key', ca.keyPem);
    native.file('index.txt', `R\t301231235959Z\t260102030405Z,keyCompromise\tBADCAFE0\tunknown\t/CN=x\n`);
    native.file('ca.cnf', '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\n');
    native.line('ca -gencrl -config ca.cnf -cert ca.pem -keyfile ca.key -crldays 9 -out theirs.crl');
    const theirs = crypto.loadCrl(PEM, native.read('theirs.crl'));
    expect(theirs.verify(ca.key)).toBe(true);
    expect(theirs.getRevoked()?.map((item) => [item.getSerial(), item.getReason(), item.getRevDate()])).toEqual([
      ['BADCAFE0', 'Key Compromise', '20260102030405Z'],
    ]);
    const crl = new crypto.CRL();
    crl.addRevoked(entry('BADCAFE1', 'cessationOfOperation'));
    native.file('ours.crl', crl.export(ca.cert, ca.key, DER));
    const text = native.line('crl -inform DER -in ours.crl -text -CAfile ca.pem');
    expect(text).toContain('Serial Number: BADCAFE1');
    expect(text).toContain('Cessation Of Operation');
    expect(text).toContain('Version 2');
    expect(decode(crypto.dumpCrl(crypto.FILETYPE_TEXT, crypto.loadCrl(PEM, native.read('theirs.crl'))))).toContain(
      'BADCAFE0',
    );
    expect(() => crypto.loadCrl(PEM, 'no PEM')).toThrow(crypto.Error);
    expect(() => crypto.loadCrl(crypto.FILETYPE_TEXT, 'x')).toThrow(RangeError);
    expect(() => crypto.loadCrl(PEM, 5 as never)).toThrow(TypeError);
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
    native.file('big.crl', crl.export(ca.cert, ca.key));
    expect(native.run('crl', '-in', 'big.crl', '-noout', '-CAfile', 'ca.pem', '-lastupdate')).toContain('lastUpdate');
    expect(crypto.loadCrl(PEM, native.read('big.crl')).getRevoked()).toHaveLength(10_000);
  });
});
