/** A private key is judged where it is loaded: no number in it makes a computation endless, or last for hours. */
import { describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { encode, integer } from '../support/der.js';
import { NativeOpenssl } from '../support/native-openssl.js';
import { newKey } from '../support/pki.js';

const DER = crypto.FILETYPE_ASN1;

const sequence = (...parts: Uint8Array[]) => encode(0x30, Buffer.concat(parts));
const oid = (hex: string) => encode(6, Buffer.from(hex, 'hex'));
const number = (value: bigint) => encode(2, integer(value));
const mersenne = (bits: number) => (1n << BigInt(bits)) - 1n;

/** PKCS #8 (RFC 5958) of any algorithm, parameters and secret. */
const pkcs8 = (algorithm: Uint8Array, parameters: Uint8Array, secret: Uint8Array) =>
  sequence(number(0n), sequence(algorithm, parameters), encode(4, secret));

const EC = oid('2a8648ce3d0201');
const DSA = oid('2a8648ce380401');
const DH = oid('2a864886f70d010301');
const DHX = oid('2a8648ce3e0201');

/** Curves with the order of their base point. */
const curves = {
  SM2: [oid('2a811ccf5501822d'), 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n],
  'P-256': [oid('2a8648ce3d030107'), 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n],
} as const;

/** ECPrivateKey (RFC 5915). */
function ecKey(curve: keyof typeof curves, d: bigint): Uint8Array {
  const secret = Buffer.from(d.toString(16).padStart(64, '0'), 'hex');
  return pkcs8(EC, curves[curve][0], sequence(number(1n), encode(4, secret)));
}

function refusesAtOnce(der: Uint8Array, reason: string): void {
  const started = performance.now();
  expect(() => crypto.loadPrivatekey(DER, der)).toThrow(reason);
  const p12 = () => crypto.loadPkcs12(unprotected(der), '', { allowMissingMac: true });
  expect(p12).toThrow(crypto.Error);
  expect(performance.now() - started).toBeLessThan(1000);
}

/** A PKCS #12 file with one open key, and no MAC. */
function unprotected(key: Uint8Array): Uint8Array {
  const data = (content: Uint8Array) => sequence(oid('2a864886f70d010701'), encode(0xa0, encode(4, content)));
  const bag = sequence(oid('2a864886f70d010c0a0101'), encode(0xa0, key));
  return sequence(number(3n), data(sequence(data(sequence(bag)))));
}

describe('a private key that is none of its type is refused', () => {
  it.each(Object.keys(curves) as (keyof typeof curves)[])('%s', (curve) => {
    const order = curves[curve][1];
    // SM2 inverts 1 + d.
    const last = curve === 'SM2' ? order - 2n : order - 1n;
    for (const d of [1n, 2n, last]) {
      const key = crypto.loadPrivatekey(DER, ecKey(curve, d));
      expect(crypto.sign(key, 'data', curve === 'SM2' ? 'sm3' : 'sha256').length).toBeGreaterThan(60);
      const p12 = crypto.loadPkcs12(unprotected(ecKey(curve, d)), '', { allowMissingMac: true });
      expect(p12.getPrivatekey()?.equals(key)).toBe(true);
    }
    for (const d of [0n, last + 1n, order, order + 1n, mersenne(256)]) {
      refusesAtOnce(ecKey(curve, d), 'out of the range that its curve gives it');
    }
  });

  it('DSA', () => {
    const native = new NativeOpenssl();
    native.file('dsa.pem', crypto.dumpPrivatekey(crypto.FILETYPE_PEM, newKey(crypto.TYPE_DSA, 1024)));
    const text = native.line('pkey -in dsa.pem -text -noout');
    native.remove();
    const read = (name: string) =>
      BigInt(`0x${new RegExp(`${name}:\\s+([0-9a-f:\\s]+)`, 'i').exec(text)?.[1]?.replace(/[:\s]/g, '')}`);
    const [p, q, g] = [read('P'), read('Q'), read('G')];
    const key = (domain: bigint[], x: bigint) => pkcs8(DSA, sequence(...domain.map(number)), number(x));
    for (const x of [1n, q - 1n]) {
      expect(crypto.sign(crypto.loadPrivatekey(DER, key([p, q, g], x)), 'data', 'sha256')).toBeInstanceOf(Uint8Array);
    }
    const wrong: [bigint[], bigint][] = [
      [[p, q, g], 0n],
      [[p, q, g], q],
      [[p, q, p], 1n],
      // Each of these would be hours of arithmetic while the key is decoded, or when it signs.
      [[mersenne(400_000), q, g], q - 1n],
      [[p, mersenne(9_000), g], mersenne(8_999)],
      [[p, q, g], mersenne(4_000_000)],
      [[p, q, mersenne(4_000_000)], 1n],
    ];
    for (const [domain, x] of wrong) refusesAtOnce(key(domain, x), 'the numbers of a DSA key are out of range');
  });

  it.each([
    ['PKCS #3', DH, false],
    ['X9.42', DHX, true],
  ])('Diffie-Hellman, %s', (_name, algorithm, hasOrder) => {
    const p = mersenne(2_203);
    const key = (modulus: bigint, g: bigint, x: bigint) =>
      pkcs8(algorithm, sequence(number(modulus), number(g), ...(hasOrder ? [number(1_000_003n)] : [])), number(x));
    expect(crypto.loadPrivatekey(DER, key(p, 2n, 12_345n)).isPrivate).toBe(true);
    for (const [modulus, g, x] of [
      [p, 2n, mersenne(4_000_000)],
      [mersenne(400_001), 2n, 12_345n],
      [p, mersenne(4_000_000), 12_345n],
      [p, 2n, p],
      [p, 2n, 0n],
    ] as const) {
      refusesAtOnce(key(modulus, g, x), 'the numbers of a Diffie-Hellman key are out of range');
    }
  });
});
