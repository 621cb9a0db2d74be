/** PKCS #12 files that lie, ask for too much, or hold what nobody knows; and those of OpenSSL's own tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import { derOfBer } from '../../../src/pki/der/ber.js';
import { oid } from '../../../src/pki/der/oid.js';
import { explicit, integer, octets, sequence, setOf } from '../../../src/pki/der/writer.js';
import {
  createCertificateAuthority,
  createKey,
  createPkcs12,
  PkiError,
  readPkcs12,
  writeKey,
} from '../../../src/pki/index.js';

const BAG = '1.2.840.113549.1.12.10.1';
const DATA = oid('1.2.840.113549.1.7.1');
const ca = createCertificateAuthority({ subject: 'x' });
const bag = (kind: string, value: Uint8Array, ...rest: Uint8Array[]) =>
  sequence(oid(kind), explicit(0, value), ...rest);
const safe = (...bags: Uint8Array[]) => sequence(DATA, explicit(0, octets(sequence(...bags))));
const file = (...safes: Uint8Array[]) => sequence(integer(3), sequence(DATA, explicit(0, octets(sequence(...safes)))));
const open = { allowMissingMac: true };
const certificate = bag(`${BAG}.3`, sequence(oid('1.2.840.113549.1.9.22.1'), explicit(0, octets(ca.der))));
const keyBag = (der: Uint8Array) => bag(`${BAG}.1`, der);
const pkcs8 = writeKey(ca.key, { encoding: 'der' });

describe('what cannot be read hides nothing else', () => {
  const unknown = sequence(integer(0), sequence(oid('1.2.3.4')), octets(octets(new Uint8Array(32))));
  it.each<[string, Uint8Array, RegExp]>([
    ['a kind of bag that nobody knows', bag('1.2.3', integer(5)), /a kind that nobody knows: 1.2.3/],
    ['a key of an algorithm that nobody knows', keyBag(unknown), /its key of 1\.2\.3\.4 is not read/],
    ['a key that is none', keyBag(sequence(integer(1))), /is not read/],
    [
      'a certificate that is none',
      bag(`${BAG}.3`, sequence(oid('1.2.840.113549.1.9.22.1'), explicit(0, octets(integer(1))))),
      /./,
    ],
    [
      'an SDSI certificate',
      bag(`${BAG}.3`, sequence(oid('1.2.840.113549.1.9.22.2'), explicit(0, octets(integer(1))))),
      /nobody reads/,
    ],
    [
      'a list that is none',
      bag(`${BAG}.4`, sequence(oid('1.2.840.113549.1.9.23.1'), explicit(0, octets(integer(1))))),
      /./,
    ],
  ])('%s', (_, made, why) => {
    const data = readPkcs12(file(safe(made, certificate), safe(keyBag(pkcs8))), { ...open, password: 'x' });
    expect(data.skipped).toHaveLength(1);
    expect(data.skipped[0]?.why).toMatch(why);
    expect(data.skipped[0]?.why).not.toContain('gave no reason');
    expect(data.identities[0]?.certificate?.equals(ca.certificate)).toBe(true);
  });

  function writeKeyInfo(passphrase: string): Uint8Array {
    return writeKey(ca.key, { encoding: 'der', passphrase, encryption: { iterations: 1 } });
  }

  it('a safe that is encrypted to a public key, and one of an unknown kind', () => {
    const enveloped = sequence(oid('1.2.840.113549.1.7.3'), explicit(0, sequence(integer(0))));
    const other = sequence(oid('1.2.3'), explicit(0, integer(1)));
    const data = readPkcs12(file(enveloped, other, safe(certificate)), open);
    expect(data.skipped.map(({ why, safe: index }) => [index, why])).toEqual([
      [0, 'it is encrypted to a public key, and not with a password'],
      [1, expect.stringContaining('nobody knows')],
    ]);
    expect(data.certificates).toHaveLength(1);
  });

  it('two keys of one certificate, and one key twice', () => {
    const other = writeKey(createKey().key, { encoding: 'der' });
    const data = readPkcs12(file(safe(keyBag(other), keyBag(pkcs8), keyBag(pkcs8), certificate)), open);
    expect(data.identities.map((one) => one.certificate !== null)).toEqual([false, true, true]);
  });

  it('another password of the keys', () => {
    const made = bag(`${BAG}.2`, writeKeyInfo('other'));
    const both = readPkcs12(file(safe(made, bag(`${BAG}.2`, writeKeyInfo('x')), certificate)), {
      ...open,
      password: 'x',
    });
    expect(both.skipped[0]?.why).toContain('its password is another one');
    expect(both.identities).toHaveLength(1);
    expect(
      readPkcs12(file(safe(made, certificate)), { ...open, password: 'x', keyPassword: 'other' }).keys,
    ).toHaveLength(1);
  });
});

describe('what a file may ask for is bounded', () => {
  const nested = (depth: number): Uint8Array =>
    depth === 0 ? certificate : bag(`${BAG}.6`, sequence(nested(depth - 1)));

  it('safes within safes', () => {
    expect(readPkcs12(file(safe(nested(4))), open).certificates).toHaveLength(1);
    expect(readPkcs12(file(safe(nested(5), certificate)), open)).toMatchObject({
      skipped: [{ why: 'safes are nested deeper than 4' }],
      certificates: [{ type: 'certificate' }],
    });
    expect(() => readPkcs12(file(safe(nested(400))), open)).not.toThrow(RangeError);
  });

  it('bags', () => {
    const many = file(safe(...Array.from({ length: 20 }, () => certificate)));
    expect(() => readPkcs12(many, { ...open, maxBags: 19 })).toThrow('more than 19 bags');
    expect(readPkcs12(many, { ...open, maxBags: 20 }).certificates).toHaveLength(20);
  });

  it('iterations, of each part and of all of them together', () => {
    const entries = [{ type: 'key', key: ca.key, certificate: ca.pem }] as const;
    const { der } = createPkcs12({
      entries,
      password: 'x',
      encryption: { iterations: 2000 },
      mac: { iterations: 2000 },
    });
    expect(readPkcs12(der, { password: 'x', maxIterations: 20_000 }).keys).toHaveLength(1);
    for (const maxIterations of [0, 1000, 2500, 3500])
      expect(() => readPkcs12(der, { password: 'x', maxIterations })).toThrow('too many iterations');
    const started = performance.now();
    const endless = createPkcs12({ entries, password: 'x', mac: { iterations: 1234 } }).der;
    // The last INTEGER is how often the MAC's password is hashed.
    const crafted = Uint8Array.from([...endless.slice(0, -4), 2, 4, 0x7f, 0xff, 0xff, 0xff]);
    expect(() => readPkcs12(relength(crafted), { password: 'x' })).toThrow(/too many iterations/);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  /** The outer length, and that of the MAC, as they are with two bytes more. */
  function relength(bytes: Uint8Array): Uint8Array {
    const body = bytes.slice(4);
    const at = body.length - 6;
    // SEQUENCE of the MAC: found from behind.
    for (let start = at; start > 0; start--)
      if (body[start] === 0x30 && body[start + 1] === body.length - start - 2 - 2) {
        body[start + 1] = (body[start + 1] ?? 0) + 2;
        break;
      }
    return sequence(body);
  }

  it('each cut and each changed byte ends in an error that says something', () => {
    const entries = [{ type: 'key', key: ca.key, certificate: ca.pem, friendlyName: 'x' }] as const;
    const encryption = { iterations: 1 };
    const { der } = createPkcs12({ entries, password: 'x', encryption, mac: { iterations: 1 } });
    for (let length = 0; length < der.length; length++)
      expect(() => readPkcs12(der.slice(0, length), { password: 'x' })).toThrow(PkiError);
    const bare = createPkcs12({ entries, password: 'x', encryption, mac: 'none' }).der;
    for (let at = 0; at < bare.length; at += 3) {
      const changed = bare.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x41;
      try {
        for (const { why } of readPkcs12(changed, { password: 'x', ...open }).skipped)
          expect(why).not.toContain('gave no reason');
      } catch (error) {
        expect((error as Error).name).toBe('PkiError');
        expect((error as Error).message).not.toContain('gave no reason');
      }
    }
  });
});

describe('the MAC', () => {
  const entries = [{ type: 'key', key: ca.key, certificate: ca.pem }] as const;
  const { der } = createPkcs12({ entries, password: 'x', encryption: { iterations: 1 }, mac: { iterations: 1 } });
  it('is demanded, and is over the content', () => {
    const changed = der.slice();
    // Within the encrypted certificates.
    changed[400] = (changed[400] ?? 0) ^ 1;
    expect(() => readPkcs12(changed, { password: 'x' })).toThrow(expect.objectContaining({ code: 'ERR_PKI_PASSWORD' }));
    expect(() => readPkcs12(file(safe(certificate)))).toThrow('has no MAC');
  });

  it('passwords: none, empty, NUL, letters beyond 16 bits, half of a pair', () => {
    for (const password of ['', '🔑🔑', 'é', 'a'.repeat(1024)]) {
      const made = createPkcs12({ entries, password, profile: 'legacy' }).der;
      expect(readPkcs12(made, { password }).keys).toHaveLength(1);
      expect(crypto.loadPkcs12(made, password).getPrivatekey()).not.toBeNull();
      if (password !== '') expect(() => readPkcs12(made, { password: 'other' })).toThrow('wrong password');
    }
    expect(readPkcs12(createPkcs12({ entries, password: '' }).der).keys).toHaveLength(1);
    expect(() => createPkcs12({ entries, password: 'a\0b' })).toThrow('its NUL');
    const withNul = createPkcs12({ entries, password: 'a\0b', unchecked: true }).der;
    expect(readPkcs12(withNul, { password: 'a\0b' }).keys).toHaveLength(1);
    expect(() => readPkcs12(withNul, { password: 'a' })).toThrow('wrong password');
    expect(() => createPkcs12({ entries, password: '\ud83d' })).toThrow('half of a surrogate pair');
  });
});

describe('what is no PKCS #12 file says what it is', () => {
  it.each<[string, Uint8Array | string, string]>([
    ['nothing', '', 'it is empty'],
    ['a certificate', ca.der, 'this is a certificate, not a PKCS #12 file'],
    ['a key', pkcs8, 'this is a private key, not a PKCS #12 file'],
    ['PEM of a certificate', ca.pem, 'this is PEM of the label "CERTIFICATE"'],
    ['text', 'hello', 'neither its DER nor PEM'],
    ['version 2', sequence(integer(2), sequence(DATA)), 'of version 2'],
    [
      'a signed one',
      sequence(integer(3), sequence(oid('1.2.840.113549.1.7.2'), explicit(0, sequence()))),
      'protected by a signature',
    ],
  ])('%s', (_, input, sentence) => {
    expect(() => readPkcs12(input, open)).toThrow(sentence);
  });
});

describe('what does not fit is not made', () => {
  it.each<[string, object, RegExp]>([
    [
      'a key of another certificate',
      { entries: [{ type: 'key', key: createKey().key, certificate: ca.pem }] },
      /not the one of its certificate/,
    ],
    ['a public key', { entries: [{ type: 'key', key: createKey().pem }] }, /only its public half/],
    ['an entry of no type', { entries: [{}] }, /must be of the type/],
    ['a cipher that protects nothing', { encryption: { scheme: 'pkcs12', cipher: 'rc2-40-cbc' } }, /protects nothing/],
    ['a digest that there is not', { mac: { digest: 'nothing' } }, /there is no digest/],
    [
      'a purpose that nobody knows',
      { entries: [{ type: 'certificate', certificate: ca.pem, trustedFor: ['nothing'] }] },
      /nobody knows/,
    ],
    ['no purposes', { entries: [{ type: 'certificate', certificate: ca.pem, trustedFor: [] }] }, /list of purposes/],
    [
      'half of a pair in a name',
      { entries: [{ type: 'certificate', certificate: ca.pem, friendlyName: 5 }] },
      /friendlyName must be a string/,
    ],
  ])('%s', (_, options, reason) => {
    const entries = [{ type: 'key', key: ca.key }] as const;
    expect(() => createPkcs12({ entries, password: 'x', ...options } as never)).toThrow(reason);
  });
});

describe('BER', () => {
  it('lengths without end, strings in pieces, and long lengths become DER', () => {
    const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
    expect(derOfBer(hex('3080020101000'.concat('0')), 'x')).toEqual(hex('3003020101'));
    expect(derOfBer(hex('2480040141040142' + '0000'), 'x')).toEqual(hex('04024142'));
    expect(derOfBer(hex('3081030201' + '01'), 'x')).toEqual(hex('3003020101'));
    expect(derOfBer(hex('230803020041030200' + '42'), 'x')).toEqual(hex('0303004142'));
    for (const bad of [
      '',
      '30',
      '3080',
      '0480',
      '300502',
      '30800000ff',
      '1f8080808080',
      '3084ffffffff',
      '24030201ff00',
    ])
      expect(() => derOfBer(hex(bad), 'x')).toThrow(PkiError);
    expect(() => derOfBer(hex('3080'.repeat(40)), 'x')).toThrow('nested deeper');
    expect(derOfBer(setOf([integer(1)]), 'x')).toEqual(setOf([integer(1)]));
  });
});

const SOURCE = new URL('../../../openssl-src/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('pin.json', SOURCE), 'utf8')) as { version: string };
const TESTS = new URL(`openssl-${version}/test/`, SOURCE);
const PASSWORDS = [
  '',
  'password',
  'changeit',
  'v3-certs',
  'secret',
  '1234',
  'pass',
  'test',
  'cmp',
  'notasecret',
  'σύνθημα γνώρισμα',
];

describe('the files of OpenSSL’s own tests', () => {
  const names = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(p12|pfx)$/.test(name));
  it('are there', () => expect(names.length).toBeGreaterThan(20));

  it.each(names)('%s is judged as OpenSSL does', (name) => {
    const bytes = new Uint8Array(readFileSync(new URL(name, TESTS)));
    const outcome = (read: (password: string) => unknown): unknown => {
      for (const password of PASSWORDS)
        try {
          return read(password);
        } catch (error) {
          expect((error as Error).message).not.toContain('gave no reason');
        }
      return null;
    };
    const ours = outcome((password) => readPkcs12(bytes, { password, ...open })) as ReturnType<
      typeof readPkcs12
    > | null;
    const theirs = outcome((password) => crypto.loadPkcs12(bytes, password, open)) as ReturnType<
      typeof crypto.loadPkcs12
    > | null;
    if (theirs !== null) {
      const count = (theirs.getCertificate() === null ? 0 : 1) + (theirs.getCaCertificates()?.length ?? 0);
      expect(new Set(ours?.certificates.map((one) => one.certificate.getSerialNumber())).size).toBeGreaterThanOrEqual(
        Math.min(count, 1),
      );
      expect(ours?.keys.length ?? 0).toBeGreaterThanOrEqual(theirs.getPrivatekey() === null ? 0 : 1);
    } else if (ours !== null)
      expect(ours.skipped.length + ours.certificates.length + ours.keys.length).toBeGreaterThan(0);
  });
});
