/** Hostile DER is a typed error, at once; what is written is read again. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { oid, readOid } from '../../src/pki/der/oid.js';
import { Der } from '../../src/pki/der/reader.js';
import { readText, type StringEncoding, writeText } from '../../src/pki/der/strings.js';
import { readTime, time } from '../../src/pki/der/time.js';
import { readInteger } from '../../src/pki/der/values.js';
import { concat, integer, sequence, tlv } from '../../src/pki/der/writer.js';
import { rawExtension, readExtension, writeExtensions } from '../../src/pki/extensions/index.js';
import { PkiError, readCertificate, readCrl, readRequest } from '../../src/pki/index.js';
import { addressBytes, addressText, rangeBytes, rangeText } from '../../src/pki/model/ip.js';

const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`cases/${name}`, import.meta.url)));
const leaf = file('leaf.der');
const READERS = [readCertificate, readRequest, readCrl];

function outcome(body: () => unknown): string {
  try {
    body();
    return 'read';
  } catch (error) {
    if (error instanceof PkiError) return error.code;
    if (error instanceof crypto.Error) return 'crypto.Error';
    throw error;
  }
}

/** Sequences within each other. */
function nested(depth: number): Uint8Array {
  let value: Uint8Array = new Uint8Array();
  for (let level = 0; level < depth; level++) value = sequence(value);
  return value;
}

describe('bytes that are no DER', () => {
  const hostile: Record<string, Uint8Array> = {
    'nothing but a tag': Uint8Array.of(0x30),
    'a length that lies': Uint8Array.of(0x30, 0x10, 0x02, 0x01, 0x01),
    'a length of 4 GB': Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff),
    'a length of 127 bytes': Uint8Array.of(0x30, 0xff, ...new Uint8Array(127).fill(0xff)),
    'a length that is not in its shortest form': Uint8Array.of(0x30, 0x81, 0x03, 0x02, 0x01, 0x01),
    'a length with a zero in front': Uint8Array.of(0x30, 0x82, 0x00, 0x80, ...new Uint8Array(128)),
    'an indefinite length': Uint8Array.of(0x30, 0x80, 0x02, 0x01, 0x01, 0, 0),
    'bytes behind the end': concat([leaf, Uint8Array.of(0)]),
    'half of a certificate': leaf.subarray(0, leaf.length / 2),
    depth: nested(100_000),
  };
  it.each(Object.keys(hostile))('%s', (name) => {
    const bytes = hostile[name] ?? new Uint8Array();
    for (const reader of READERS) expect(['ERR_PKI_DER', 'crypto.Error']).toContain(outcome(() => reader(bytes)));
    expect(outcome(() => deep(Der.parse(bytes, 'x')))).toBe('ERR_PKI_DER');
  });

  const deep = (value: Der): void => {
    for (const item of value.tag & 0x20 ? value.items('x') : []) deep(item);
  };

  it('any byte of a certificate, a request and a list changed: read, or a typed error', () => {
    const seen = new Set<string>();
    for (const name of ['ext-many.der', 'csr-challenge.der', 'crl-frac.der', 'san-mixed.der']) {
      const der = file(name);
      for (let index = 0; index < der.length; index++)
        for (const flip of [0x01, 0x80, 0xff]) {
          const changed = der.slice();
          changed[index] = (changed[index] ?? 0) ^ flip;
          for (const reader of READERS) seen.add(outcome(() => reader(changed)));
        }
    }
    expect([...seen].sort()).toEqual(['ERR_PKI_DER', 'crypto.Error', 'read']);
  });

  it('an input larger than 128 MB is not looked through', () => {
    expect(outcome(() => Der.parse(new Uint8Array(0x0800_0001), 'x'))).toBe('ERR_PKI_DER');
  });

  it('a wrong argument is a TypeError', () => {
    for (const reader of READERS)
      for (const wrong of [undefined, null, 1, {}, []]) expect(() => reader(wrong as never)).toThrow(TypeError);
  });
});

/** Random numbers that are the same each time. */
function randoms(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('what is written is read again', () => {
  const random = randoms(12);

  it('integers of every sign and size', () => {
    for (let bit = 0n; bit < 170n; bit++)
      for (const near of [-1n, 0n, 1n])
        for (const sign of [1n, -1n]) {
          const number = sign * ((1n << bit) + near);
          const der = integer(number);
          expect(readInteger(Der.parse(der, 'x'), 'x')).toBe(number);
          // The shortest form: no first byte that says nothing.
          const [first = 0, second = 0] = der.subarray(2);
          if (der.length > 3) expect((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)).toBe(false);
        }
  });

  it('object identifiers', () => {
    for (const dotted of [
      '0.0',
      '0.39',
      '1.39.1',
      '2.5.4.3',
      '2.47',
      '2.48',
      '2.999.1',
      '1.2.840.113549.1.1.11',
      `2.25.${2n ** 126n}`,
    ])
      expect(readOid(Der.parse(oid(dotted), 'x'), 'x')).toBe(dotted);
    for (const wrong of ['', '1', '3.1', '1.40', '0.40', '1.2.', '1..2', '1.02', 'x', '1.2.840.-1'])
      expect(() => oid(wrong)).toThrow(PkiError);
  });

  it('strings of every encoding', () => {
    const texts: Record<string, StringEncoding[]> = {
      'abc 1': ['utf8', 'printable', 'ia5', 'visible', 'teletex', 'bmp', 'universal'],
      '12 3': ['numeric'],
      'a@b': ['utf8', 'ia5', 'visible'],
      jörg: ['utf8', 'teletex', 'bmp', 'universal'],
      '木😀': ['utf8', 'bmp', 'universal'],
    };
    for (const [value, encodings] of Object.entries(texts))
      for (const encoding of encodings)
        expect(readText(Der.parse(writeText(value, encoding, 'x'), 'x'))).toEqual({ value, encoding });
    expect(() => writeText('木', 'ia5', 'x')).toThrow(PkiError);
    expect(() => writeText('a@b', 'printable', 'x')).toThrow(PkiError);
    expect(readText(Der.parse(tlv(0x0c, Uint8Array.of(0xff)), 'x'))).toEqual({ value: '#0c01ff', encoding: 'der' });
  });

  it('times of each century', () => {
    for (const text of [
      '1949-12-31T23:59:59Z',
      '1950-01-01T00:00:00Z',
      '2049-12-31T23:59:59Z',
      '2050-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
    ])
      expect(readTime(Der.parse(time(new Date(text), 'x'), 'x'), 'x').date).toEqual(new Date(text));
    expect(() => time(new Date(Number.NaN), 'x')).toThrow(PkiError);
  });

  it('addresses and ranges', () => {
    for (const text of ['0.0.0.0', '192.0.2.255', '::', '::1', '2001:db8::1', '1:0:0:2::', '2001:db8:0:1:1:1:1:1'])
      expect(addressText(addressBytes(text, 'x'))).toBe(text);
    for (const text of ['10.0.0.0/8', '0.0.0.0/0', '192.0.2.1/32', '2001:db8::/33', '10.0.0.1/255.0.0.1'])
      expect(rangeText(rangeBytes(text, 'x'))).toBe(text);
  });

  it('blocks of addresses at every length', () => {
    for (let count = 0; count < 300; count++) {
      const length = random(33);
      const bytes = Uint8Array.from({ length: 4 }, () => random(256));
      for (let bit = length; bit < 32; bit++) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) & ~(0x80 >> (bit & 7));
      const end = Uint8Array.from(bytes, (byte, index) => (index < 2 ? byte : 255 - random(3)));
      const blocks = [
        `${addressText(bytes)}/${length}`,
        { min: addressText(bytes) ?? '', max: addressText(end) ?? '' },
      ];
      const content = { type: 'ipAddrBlocks', families: [{ family: 'ipv4', blocks }] } as const;
      const [item] = Der.parse(writeExtensions([rawExtension(content)]), 'x').items('x');
      expect(item && readExtension(item, 'x').content).toEqual(content);
    }
  });
});
