/** No file makes a key of its passphrase for days: every way in, by every derivation, alone and in sum. */
import { createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { encode, integer, replaceInteger } from '../support/der.js';
import { NativeOpenssl } from '../support/native-openssl.js';
import { localPki } from '../support/pki.js';

const { ca, server } = localPki();
const native = new NativeOpenssl();
native.file('plain.key', server.keyPem);

afterAll(() => native.remove());

const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const REFUSED = 'too many iterations for a password';
/** What no machine does in a year. */
const ENDLESS = [2 ** 27, 2 ** 31 - 1, 2 ** 31, 2 ** 32 + 1, 2n ** 64n, 2n ** 200n];

function pemOf(der: Uint8Array, label: string, headers = ''): string {
  const body =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${headers}${body.join('\n')}\n-----END ${label}-----\n`;
}

/** PKCS #8, encrypted by openssl(1). */
function sealed(flags: string): Uint8Array {
  native.line(`pkcs8 -topk8 -in plain.key -passout pass:secret ${flags} -outform DER -out sealed.key`);
  return native.read('sealed.key');
}

/** PEM encryption of RFC 1421's kind, which hashes once, around something that asks for more. */
function wrapped(der: Uint8Array, label: string): string {
  const iv = randomBytes(16);
  const hash = (...parts: Uint8Array[]) => createHash('md5').update(Buffer.concat(parts)).digest();
  const secret = Buffer.concat([Buffer.from('secret'), iv.subarray(0, 8)]);
  const first = hash(secret);
  const cipher = createCipheriv('aes-256-cbc', Buffer.concat([first, hash(first, secret)]), iv);
  const body = Buffer.concat([cipher.update(der), cipher.final()]);
  const headers = `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,${iv.toString('hex').toUpperCase()}\n\n`;
  return pemOf(body, label, headers);
}

/** At once, whether OpenSSL or the bound says no. */
function refuses(load: () => unknown, reason: string | RegExp | typeof crypto.Error = REFUSED): void {
  const started = performance.now();
  expect(load).toThrow(reason);
  expect(performance.now() - started).toBeLessThan(1000);
}

const file = () => {
  const p12 = new crypto.PKCS12();
  p12.setPrivatekey(server.key);
  p12.setCertificate(server.cert);
  p12.setCaCertificates([ca.cert]);
  return p12;
};

describe('an encrypted key is refused at once', () => {
  it.each([
    ['PBKDF2', '-v2 aes-256-cbc -iter 1234', 1234],
    ['PBKDF2 with HMAC-SHA-1', '-v2 des3 -v2prf hmacWithSHA1 -iter 1234', 1234],
    ['PBKDF2 with HMAC-SHA-512', '-v2 aes-256-cbc -v2prf hmacWithSHA512 -iter 1234', 1234],
    ["PKCS #12's derivation", '-v1 PBE-SHA1-3DES -iter 1234', 1234],
    ['PBES1', '-v1 PBE-MD5-DES -iter 1234 -provider legacy -provider default', 1234],
  ])('%s, under every label and in every wrapping', (_name, flags, count) => {
    const der = sealed(flags);
    expect(crypto.loadPrivatekey(DER, der, 'secret').equals(server.key)).toBe(true);
    expect(crypto.loadPrivatekey(PEM, wrapped(der, 'ENCRYPTED PRIVATE KEY'), 'secret').equals(server.key)).toBe(true);
    for (const asked of ENDLESS) {
      const crafted = replaceInteger(der, count, asked);
      refuses(() => crypto.loadPrivatekey(DER, crafted, 'secret'));
      for (const label of [
        'ENCRYPTED PRIVATE KEY',
        'PRIVATE KEY',
        'ANY PRIVATE KEY',
        'EC PRIVATE KEY',
        'RSA PRIVATE KEY',
      ]) {
        refuses(() => crypto.loadPrivatekey(PEM, pemOf(crafted, label), 'secret'), crypto.Error);
        refuses(() => crypto.loadPrivatekey(PEM, wrapped(crafted, label), 'secret'), crypto.Error);
      }
      const text = pemOf(crafted, 'ENCRYPTED PRIVATE KEY');
      refuses(() => crypto.loadPrivatekey(PEM, text, 'secret'));
      refuses(() => crypto.loadPrivatekey(PEM, wrapped(crafted, 'ENCRYPTED PRIVATE KEY'), 'secret'));
      refuses(() => crypto.loadPrivatekey(PEM, pemOf(crafted, 'PRIVATE KEY'), 'secret'), crypto.Error);
      // What comes behind it is not taken in its place.
      refuses(() =>
        crypto.loadPrivatekey(PEM, `-----BEGIN X-----\nAA\n${ca.certPem}${text}${server.keyPem}`, 'secret'),
      );
    }
  });

  it('scrypt, in each of its numbers', () => {
    const der = sealed('-scrypt -scrypt_N 1024 -scrypt_r 9 -scrypt_p 11');
    expect(crypto.loadPrivatekey(DER, der, 'secret').equals(server.key)).toBe(true);
    const no = /too many iterations|illegal scrypt parameters|memory limit exceeded/;
    for (const asked of [2 ** 16, 2 ** 27, 2n ** 62n, ...ENDLESS]) {
      refuses(() => crypto.loadPrivatekey(DER, replaceInteger(der, 1024, asked), 'secret'), no);
      refuses(() => crypto.loadPrivatekey(DER, replaceInteger(der, 9, asked), 'secret'), no);
    }
    for (const asked of [2 ** 12, ...ENDLESS]) {
      refuses(() => crypto.loadPrivatekey(DER, replaceInteger(der, 11, asked), 'secret'), no);
    }
    refuses(() => crypto.loadPrivatekey(DER, replaceInteger(der, 11, 2 ** 12), 'secret'));
    // A salt of half a megabyte, hashed for each of a hundred thousand blocks.
    const salted = replaceInteger(replaceInteger(replaceInteger(der, 1024, 2), 9, 1), 11, 2 ** 17);
    refuses(() => crypto.loadPrivatekey(DER, lengthenSalt(salted, 2 ** 19), 'secret'));
  });
});

/** Replaces the first octet string of 8 or 16 bytes: the salt. */
function lengthenSalt(der: Uint8Array, length: number): Uint8Array {
  const { at, end } = findSalt(der);
  return rebuild(der, at, end, new Uint8Array(length));
}

function findSalt(der: Uint8Array): { at: number; end: number } {
  for (let at = 0; at < der.length; at++) {
    const length = der[at + 1] ?? 0;
    if (der[at] === 4 && (length === 8 || length === 16)) return { at, end: at + 2 + length };
  }
  throw new RangeError('no salt');
}

/** Puts other content in place of an element, with the lengths of all around it. */
function rebuild(der: Uint8Array, at: number, end: number, content: Uint8Array): Uint8Array {
  const walk = (from: number, to: number): Uint8Array => {
    const parts: Uint8Array[] = [];
    for (let here = from; here < to; ) {
      const first = der[here + 1] ?? 0;
      const count = first < 0x80 ? 0 : first & 0x7f;
      const start = here + 2 + count;
      const length = count === 0 ? first : Number(`0x${Buffer.from(der.subarray(here + 2, start)).toString('hex')}`);
      const stop = start + length;
      if (here === at) parts.push(encode(4, content));
      else if (here < at && end <= stop && (der[here] ?? 0) & 0x20)
        parts.push(encode(der[here] ?? 0, walk(start, stop)));
      else parts.push(der.subarray(here, stop));
      here = stop;
    }
    return new Uint8Array(Buffer.concat(parts));
  };
  return walk(0, der.length);
}

/** Elements of DER by hand. */
const sequence = (...parts: Uint8Array[]) => encode(0x30, Buffer.concat(parts));
const oid = (hex: string) => encode(6, Buffer.from(hex, 'hex'));
const PBMAC1 = oid('2a864886f70d01050e');
const PBKDF2 = oid('2a864886f70d01050c');
const HMAC_SHA256 = sequence(oid('2a864886f70d0209'), encode(5, new Uint8Array()));

/** A PKCS #12 file whose MAC is PBMAC1 (RFC 9579). */
function withPbmac1(iterations: number | bigint, keyLength = 32): Uint8Array {
  const open = file().export('secret', 1, -1);
  const start = (open[1] ?? 0) < 0x80 ? 2 : 2 + ((open[1] ?? 0) & 0x7f);
  const body = open.subarray(start);
  // Version and the outer SEQUENCE, OID and two more headers lie in front of the content that is authenticated.
  const content = contentOf(body);
  const salt = randomBytes(16);
  const honest = typeof iterations === 'number' && iterations < 10_000;
  const key = pbkdf2Sync('secret', salt, honest ? iterations : 1, keyLength, 'sha256');
  const mac = createHmac('sha256', key).update(content).digest();
  const kdf = sequence(
    PBKDF2,
    sequence(encode(4, salt), encode(2, integer(iterations)), encode(2, integer(keyLength)), HMAC_SHA256),
  );
  const algorithm = sequence(PBMAC1, sequence(kdf, HMAC_SHA256));
  const macData = sequence(sequence(algorithm, encode(4, mac)), encode(4, Buffer.from('x')), encode(2, integer(1)));
  return new Uint8Array(encode(0x30, Buffer.concat([body, macData])));
}

/** The content of the OCTET STRING in version, SEQUENCE { OID, [0] { OCTET STRING } }. */
function contentOf(body: Uint8Array): Uint8Array {
  const header = (at: number): { start: number; length: number } => {
    const first = body[at + 1] ?? 0;
    const count = first < 0x80 ? 0 : first & 0x7f;
    const start = at + 2 + count;
    return {
      start,
      length: count === 0 ? first : Number(`0x${Buffer.from(body.subarray(at + 2, start)).toString('hex')}`),
    };
  };
  const outer = header(3);
  const type = header(outer.start);
  const explicit = header(type.start + type.length);
  const octets = header(explicit.start);
  return body.subarray(octets.start, octets.start + octets.length);
}

describe('a PKCS #12 file is refused at once', () => {
  it.each(ENDLESS)('for a MAC of %s iterations', (count) => {
    const der = file().export('secret', 2048, 1234);
    expect(replaceInteger(der, 1234, 1234)).toEqual(der);
    const crafted = replaceInteger(der, 1234, count);
    for (const passphrase of ['secret', 'wrong', '', null]) refuses(() => crypto.loadPkcs12(crafted, passphrase));
  });

  it.each(ENDLESS)('for PBMAC1 with %s iterations', (count) => {
    expect(crypto.loadPkcs12(withPbmac1(1234), 'secret').getPrivatekey()?.equals(server.key)).toBe(true);
    refuses(() => crypto.loadPkcs12(withPbmac1(count), 'secret'));
    refuses(() => crypto.loadPkcs12(withPbmac1(count, 64), ''));
  });

  it.each([
    ['PBES2', false],
    ["PKCS #12's own", true],
  ])('for an encryption with %s', (_name, legacy) => {
    const der = file().export('secret', 1234, -1, { legacy });
    expect(crypto.loadPkcs12(der, 'secret', { allowMissingMac: true }).getPrivatekey()?.equals(server.key)).toBe(true);
    for (const count of ENDLESS) {
      refuses(() => crypto.loadPkcs12(replaceInteger(der, 1234, count), 'secret', { allowMissingMac: true }));
    }
  });

  it('for many derivations, none of which is too much by itself', () => {
    const der = file().export('secret', 10_000, 10_000);
    const load = (maxIterations: number) => crypto.loadPkcs12(der, 'secret', { maxIterations });
    for (const enough of [26_000, 2 ** 31 - 1]) expect(load(enough).getPrivatekey()?.equals(server.key)).toBe(true);
    for (const few of [0, 1, 10_000, 20_000, 24_000]) refuses(() => load(few));
  });
});

describe('the bound', () => {
  it('counts what the hash costs, and each block', () => {
    const cost = (flags: string) => {
      const der = sealed(flags);
      let low = 0;
      for (let step = 2 ** 20; step >= 1; step /= 2) {
        try {
          crypto.loadPrivatekey(DER, der, 'secret', { maxIterations: low + step - 1 });
        } catch {
          low += step;
        }
      }
      return low;
    };
    // With 32 for each derivation, and half of one for what the first hash takes in.
    const near = (expected: number) => (actual: number) => Math.abs(actual - expected - 32) <= 3;
    expect(cost('-v2 aes-256-cbc -iter 1000')).toSatisfy(near(1000));
    expect(cost('-v2 aes-256-cbc -v2prf hmacWithSHA1 -iter 1000')).toSatisfy(near(2000));
    expect(cost('-v2 aes-256-cbc -v2prf hmacWithSHA512 -iter 1000')).toSatisfy(near(2000));
    expect(cost('-v1 PBE-SHA1-3DES -iter 1000')).toSatisfy(near(1500 + 32));
    expect(cost('-scrypt -scrypt_N 1024 -scrypt_r 8 -scrypt_p 1')).toBeGreaterThan(1024 * 8);
  });

  it('lets 1,300,000 iterations through by default, and not ten million', () => {
    for (const prf of ['hmacWithSHA256', 'hmacWithSHA512']) {
      const der = sealed(`-v2 aes-256-cbc -v2prf ${prf} -iter 1300000`);
      expect(crypto.loadPrivatekey(DER, der, 'secret').equals(server.key)).toBe(true);
    }
    const der = sealed('-v2 aes-256-cbc -iter 1234');
    refuses(() => crypto.loadPrivatekey(DER, replaceInteger(der, 1234, 5_000_000), 'secret'));
    refuses(() => crypto.loadPrivatekey(DER, replaceInteger(der, 1234, 10_000_000), 'secret'));
  });

  it('is the one of the call, also when a callback calls in', () => {
    const outer = sealed('-v2 aes-256-cbc -iter 5000');
    const inner = sealed('-v2 aes-256-cbc -iter 20000');
    const within = (maxIterations: number, nested: number) =>
      crypto.loadPrivatekey(
        DER,
        outer,
        () => {
          const load = () => crypto.loadPrivatekey(DER, inner, 'secret', { maxIterations: nested });
          if (nested < 20_000) expect(load).toThrow(REFUSED);
          else expect(load().equals(server.key)).toBe(true);
          return 'secret';
        },
        { maxIterations },
      );
    expect(within(6000, 30_000).equals(server.key)).toBe(true);
    expect(within(6000, 10).equals(server.key)).toBe(true);
    expect(() => within(4000, 30_000)).toThrow(REFUSED);
    expect(within(6000, 30_000).equals(server.key)).toBe(true);
  });

  it('must be a whole number', () => {
    for (const wrong of [-1, 2 ** 31, 1.5, Number.NaN]) {
      expect(() => crypto.loadPrivatekey(PEM, server.keyPem, null, { maxIterations: wrong })).toThrow(RangeError);
      expect(() => crypto.loadPkcs12('', '', { maxIterations: wrong })).toThrow(RangeError);
    }
    expect(() => crypto.loadPrivatekey(PEM, server.keyPem, null, { maxIterations: '1' as never })).toThrow(TypeError);
    expect(() => crypto.loadPrivatekey(PEM, server.keyPem, null, { maxIterations: 0 })).not.toThrow();
  });

  it('is not for what is written', () => {
    expect(file().export('x', 1_000_000, 1_000_000)).toBeInstanceOf(Uint8Array);
    expect(() => file().export('x', 10_000_001)).toThrow(RangeError);
  });
});
