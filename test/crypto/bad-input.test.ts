import { describe, expect, it } from 'vitest';
import { crypto, OpenSSLError } from '../../src/index.js';
import { encode, replaceInteger, rewrite } from '../support/der.js';
import { issue, localPki } from '../support/pki.js';

const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const { ca, server } = localPki();
const store = new crypto.X509Store();
store.addCert(ca.cert);

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const verdict = (cert: crypto.X509, options: crypto.VerifyOptions = {}): string => {
  try {
    new crypto.X509StoreContext(store, cert, [], options).verifyCertificate();
    return 'good';
  } catch (error) {
    if (!(error instanceof crypto.X509StoreContextError)) throw error;
    return error.message;
  }
};

/** A certificate of the CA with its DER rewritten and signed anew. */
function crafted(change: (der: Uint8Array) => Uint8Array, options: Parameters<typeof issue>[1] = {}): crypto.X509 {
  const cert = crypto.loadCertificate(
    DER,
    change(crypto.dumpCertificate(DER, issue('crafted', { issuer: ca, ...options }).cert)),
  );
  cert.sign(ca.key, 'sha256');
  return crypto.loadCertificate(DER, crypto.dumpCertificate(DER, cert));
}

describe('dates', () => {
  const OUTSIDE = ['00000101000000Z', '00010101000000Z', '18990101000000Z', '19491231235959Z'];

  it.each(OUTSIDE)('before 1950 are kept, and compared: %s', (time) => {
    const old = crafted((der) => der, { notAfter: time });
    expect(old.getNotAfter()).toBe(time);
    expect(old.notAfter?.toISOString().replace(/[-:T]|\.000/g, '')).toBe(time);
    expect(old.hasExpired()).toBe(true);
    expect(verdict(old)).toBe('certificate has expired');
    const crl = new crypto.CRL();
    crl.setLastUpdate(time);
    crl.setNextUpdate(time);
    expect(crl.lastUpdate).toEqual(old.notAfter);
    expect(crl.nextUpdate).toEqual(old.notAfter);
    const revoked = new crypto.Revoked();
    revoked.setRevDate(time);
    expect(revoked.getRevDate()).toBe(time);
  });

  it('from 2050 to 9999 are kept, and compared', () => {
    for (const time of ['20500101000000Z', '29990101000000Z', '99991231235959Z']) {
      const late = crafted((der) => der, { notAfter: time });
      expect([late.getNotAfter(), late.hasExpired(), verdict(late)]).toEqual([time, false, 'good']);
      expect(verdict(late, { time: new Date('9999-12-31T23:59:58Z') })).toMatch(/expired/);
    }
  });

  it('outside of the years 0 to 9999 are refused', () => {
    const cert = new crypto.X509();
    cert.setNotAfter('20300101000000Z');
    for (const date of ['+010000-01-01', '-000001-12-31', '+275760-09-13', '-271821-04-20']) {
      expect(() => cert.setNotAfter(new Date(date))).toThrow(RangeError);
    }
    for (const seconds of [3_155_760_000_000, -3_155_760_000_000, 1e12, -1e12, 1e300, -(2 ** 60)]) {
      expect(() => cert.gmtimeAdjNotAfter(seconds)).toThrow(RangeError);
    }
    for (const text of ['20230229000000Z', '20230101240000Z', '20230101000060Z', '20231301000000Z', '2023']) {
      expect(() => cert.setNotAfter(text)).toThrow(RangeError);
    }
    expect(cert.getNotAfter()).toBe('20300101000000Z');
  });

  it('that are too short keep a certificate from being read', () => {
    expect(() => crafted((der) => rewriteNotAfter(der, 0x17, new Uint8Array()))).toThrow(crypto.Error);
    expect(() => crafted((der) => rewriteNotAfter(der, 0x18, new Uint8Array(3)))).toThrow(crypto.Error);
  });

  it('with a fraction of a second are read, which RFC 5280 forbids and the verification of a chain refuses', () => {
    const odd = crafted((der) => rewriteNotAfter(der, 0x18, bytes('20300101000000.5Z')));
    expect(odd.notAfter?.toISOString()).toBe('2030-01-01T00:00:00.500Z');
    expect(odd.hasExpired()).toBe(false);
    expect(verdict(odd)).toBe("format error in certificate's notAfter field");
  });

  it.each([
    ['a UTCTime of letters', 0x17, 'not a time!!Z'],
    ['a 13th month', 0x17, '301301000000Z'],
    ['a GeneralizedTime of letters', 0x18, 'whenever it may'],
    ['a 13th month of a GeneralizedTime', 0x18, '20301301000000Z'],
    ['a 30th of February', 0x18, '20300230000000Z'],
    ['bytes that are no text', 0x18, '20300101\u00ff\u0000\u00ff000Z'],
  ])('that are none are an error or null: %s', (_name, tag, text) => {
    const odd = crafted((der) =>
      rewriteNotAfter(
        der,
        tag,
        Uint8Array.from(text, (char) => char.charCodeAt(0)),
      ),
    );
    expect(odd.notBefore).toBeInstanceOf(Date);
    expect(attempt(() => odd.notAfter)).toBeNull();
    expect(() => odd.hasExpired()).toThrow();
    expect(verdict(odd)).toBe("format error in certificate's notAfter field");
  });
});

function attempt<T>(body: () => T): T | null {
  try {
    return body();
  } catch (error) {
    expect(error).toBeInstanceOf(OpenSSLError);
    return null;
  }
}

/** Replaces the second time of a certificate. */
function rewriteNotAfter(der: Uint8Array, tag: number, content: Uint8Array): Uint8Array {
  let seen = 0;
  const marker = bytes('==notAfter==');
  const marked = rewrite(der, (each) => {
    if (each !== 0x17 && each !== 0x18) return undefined;
    seen += 1;
    return seen === 2 ? marker : undefined;
  });
  // The tag changes too: the whole validity is written anew.
  return rewrite(marked, (each, old) => {
    if (each !== 0x30 || old.length > 40 || Buffer.from(old).indexOf(marker) < 0) return undefined;
    const first = old.subarray(0, 2 + (old[1] ?? 0));
    return Uint8Array.of(...first, ...encode(tag, content));
  });
}

describe('serial numbers', () => {
  const HUGE = 2n ** 16_000n + 12_345n;

  it.each([0n, -1n, -(2n ** 70n), 2n ** 64n, 2n ** 64n - 1n, 2n ** 159n, 2n ** 4096n])(
    'past 64 bits are exact: %s',
    (serial) => {
      const cert = new crypto.X509();
      cert.setSerialNumber(serial);
      expect(BigInt(cert.getSerialNumber())).toBe(serial);
      const revoked = new crypto.Revoked();
      revoked.setSerial(serial.toString(16));
      expect(BigInt(`0x${revoked.getSerial().replace('-', '')}`) * (serial < 0n ? -1n : 1n)).toBe(serial);
    },
  );

  it('of two kilobytes are read, shown and revoked', () => {
    const cert = crafted((der) => replaceInteger(der, 987_654_321, HUGE), { serial: 987_654_321 });
    expect(cert.getSerialNumber()).toBe(HUGE);
    expect(new TextDecoder().decode(crypto.dumpCertificate(crypto.FILETYPE_TEXT, cert))).toContain('Serial Number:');
    expect(verdict(cert)).toBe('good');
    expect(() => new crypto.Revoked().setSerial(HUGE.toString(16))).toThrow(RangeError);
    expect(() => new crypto.X509().setSerialNumber(HUGE)).toThrow(RangeError);
  });

  it('of no integer are refused', () => {
    for (const bad of [1.5, Number.NaN, Number.POSITIVE_INFINITY, '1', null, undefined, {}]) {
      expect(() => new crypto.X509().setSerialNumber(bad as never)).toThrow(TypeError);
    }
    for (const bad of ['', '-', '0x10', '1 2', '12\0', 'ä']) {
      expect(() => new crypto.Revoked().setSerial(bad)).toThrow(RangeError);
    }
  });
});

describe('NULs inside', () => {
  it('do not end a name: a certificate for a\\0b is not one for a', () => {
    // The placeholder has as many bytes as what replaces it.
    const cert = crafted(
      (der) =>
        Uint8Array.from(
          Buffer.from(Buffer.from(der).toString('latin1').replaceAll('good.example_', 'good.example\0'), 'latin1'),
        ),
      { san: 'DNS:good.example_.evil.example', cn: 'good.example_.evil.example' },
    );
    expect(cert.getSubject().CN).toBe('good.example\0.evil.example');
    expect(cert.getSubject().getComponents()).toEqual([['CN', bytes('good.example\0.evil.example')]]);
    expect(cert.extensions.map(String)).toContain('DNS:good.example\0.evil.example');
    expect(verdict(cert)).toBe('good');
    expect(verdict(cert, { host: 'good.example' })).toBe('hostname mismatch');
    expect(() => verdict(cert, { host: 'good.example\0.evil.example' })).toThrow(RangeError);
  });

  it('are refused where C would stop at them', () => {
    for (const call of [
      () => new crypto.X509Extension('subjectAlt\0Name', false, 'DNS:a'),
      () => new crypto.PKey().generateKey('ED25519\0' as never),
      () => new crypto.PKey().generateKey(crypto.TYPE_EC, 'prime256v1\0'),
      () => ca.cert.getSubject().get('CN\0'),
      () => verdict(server.cert, { email: 'a@example.org\0' }),
      () => verdict(server.cert, { policies: ['1.2.3\0'] }),
    ])
      expect(call).toThrow(TypeError);
    for (const call of [
      () => verdict(server.cert, { ip: '127.0.0.1\0' }),
      () => server.cert.digest('sha256\0'),
      () => crypto.sign(server.key, 'data', 'sha256\0x'),
      () => crypto.dumpPrivatekey(PEM, server.key, 'aes-128-cbc\0', 'x'),
      () => crypto.getEllipticCurve('prime256v1\0'),
    ])
      expect(call).toThrow(RangeError);
    expect(() => new crypto.X509Extension('subjectAltName', false, 'DNS:a\0')).toThrow(crypto.Error);
  });
});

describe('names that are not plain UTF-8', () => {
  const named = (tag: number, value: Uint8Array): Uint8Array =>
    encode(0x30, encode(0x31, encode(0x30, Uint8Array.of(6, 3, 0x55, 4, 3, ...encode(tag, value)))));

  it.each([
    ['T61String', 0x14, Uint8Array.of(0x47, 0xf6, 0xdf), 'Göß'],
    ['BMPString', 0x1e, Uint8Array.of(0, 0x47, 0x62, 0x80), 'G技'],
    ['UniversalString', 0x1c, Uint8Array.of(0, 1, 0xf6, 0), '😀'],
    ['PrintableString', 0x13, Uint8Array.of(0x47, 0x2a), 'G*'],
  ])('are read as well as can be: %s', (_name, tag, value, text) => {
    const name = crypto.X509Name.fromDer(named(tag, value));
    expect(name.CN).toBe(text);
    expect(name.getComponents()).toEqual([['CN', value]]);
    expect(name.der()).toEqual(named(tag, value));
    expect(String(name)).toMatch(/^<X509Name object '/);
    expect(name.equals(new crypto.X509Name(name))).toBe(true);
    name.CN = 'other';
    expect(name.CN).toBe('other');
  });

  it('are refused where they can be nothing', () => {
    for (const [tag, value] of [
      [0x0c, Uint8Array.of(0x61, 0xff, 0xfe)],
      [0x0c, Uint8Array.of(0x61, 0xe2, 0x82)],
      [0x1e, Uint8Array.of(0)],
      [0x1c, Uint8Array.of(0, 0, 1)],
    ] as const) {
      expect(() => crypto.X509Name.fromDer(named(tag, value))).toThrow(crypto.Error);
    }
    const name = crypto.X509Name.empty();
    expect(() => name.set('CN', 'x'.repeat(65))).toThrow(crypto.Error);
    expect(() => name.set('CN', 5 as never)).toThrow(TypeError);
    expect(() => name.set('CN', undefined as never)).toThrow(TypeError);
    expect(() => name.set('CN', Uint8Array.of(0x61, 0xff))).toThrow(TypeError);
    expect(name.CN).toBeNull();
  });
});
