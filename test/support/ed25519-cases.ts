/** Signatures, true, forged and at every edge of the curve's and the order's encodings, for comparisons of two builds. */
import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import type { EdMessage, Harness } from './harness.js';
import { below, bytes } from './seeded.js';

export interface EdCase extends EdMessage {
  readonly label: string;
  readonly key: Uint8Array;
  readonly signature: Uint8Array;
}

const { Point } = ed25519;
const PRIME = 2n ** 255n - 19n;
export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const HIGHEST = 2n ** 255n;

export function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.from(Buffer.from(value.toString(16).padStart(64, '0'), 'hex')).reverse();
}

function numberOf(encoded: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(encoded).reverse().toString('hex')}`);
}

const join = (...parts: readonly Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));

/** The eight points whose order divides the cofactor. */
const SMALL = (() => {
  const eighth = Point.fromBytes(
    Uint8Array.from(Buffer.from('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'hex')),
  );
  const all = [Point.ZERO];
  for (let last = eighth; !last.is0(); last = last.add(eighth)) all.push(last);
  return all;
})();

/** Every encoding of a point whose order divides the cofactor: with y + p, and with the sign of an x that is zero. */
const SMALL_ENCODINGS = SMALL.map((point) => point.toBytes()).flatMap((encoded) => {
  const [value, y] = [numberOf(encoded), numberOf(encoded) % HIGHEST];
  const values = y === 0n || y === 1n ? [value, value + PRIME] : [value];
  return (y === 1n || y === PRIME - 1n ? [...values, ...values.map((one) => one + HIGHEST)] : values).map(littleEndian);
});

/** What is no reduced y: p and all above it, with either sign. */
const ABOVE = Array.from({ length: 38 }, (_, i) => littleEndian(PRIME + BigInt(i % 19) + (i < 19 ? 0n : HIGHEST)));

/** Scalars of 256 bits around 0, multiples of the order and powers of two. */
const SCALARS = [
  ...[0n, 1n, 2n, 2n ** 252n - 1n, 2n ** 252n, 2n ** 253n, 2n ** 255n, 2n ** 256n - 1n],
  ...[1n, 2n, 3n, 8n, 15n].flatMap((times) => [-1n, 0n, 1n].map((more) => times * ORDER + more)),
];

function challenge(r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint {
  const hash = createHash('sha512').update(r).update(key).update(message).digest();
  return BigInt(`0x${hash.reverse().toString('hex')}`) % ORDER;
}

function* smallKeys(): Generator<EdCase> {
  for (const key of [...SMALL_ENCODINGS, ...ABOVE]) {
    for (const r of [...SMALL_ENCODINGS, ...ABOVE.slice(0, 4)]) {
      for (const s of [0n, ORDER]) {
        const signature = join(r, littleEndian(s));
        yield { label: 'small key, small R', instance: 'Ed25519', message: bytes(8), key, signature };
      }
    }
  }
}

/** Of a key with a part of small order, signatures that only hold with the cofactor, and those that hold without. */
function* mixedKeys(): Generator<EdCase> {
  for (let i = 0; i < 12; i += 1) {
    const [a, r] = [numberOf(bytes(32)) % ORDER, numberOf(bytes(32)) % ORDER];
    const key = Point.BASE.multiply(a)
      .add(SMALL[i % 8] ?? Point.ZERO)
      .toBytes();
    for (const part of SMALL) {
      const encoded = Point.BASE.multiply(r).add(part).toBytes();
      for (let j = 0; j < 3; j += 1) {
        const message = bytes(16);
        const s = (r + challenge(encoded, key, message) * a) % ORDER;
        const signature = join(encoded, littleEndian(s));
        yield { label: 'mixed order', instance: 'Ed25519', message, key, signature };
      }
    }
  }
}

/** Instances with contexts that fit and that do not. */
export function someMessage(): EdMessage {
  const kind = below(6);
  const context = kind === 5 ? new Uint8Array(255) : bytes(below(20));
  const message = kind === 3 || kind === 4 ? bytes(64) : bytes(below(300));
  if (kind < 3) return { instance: 'Ed25519', message };
  return { instance: kind < 5 ? 'Ed25519ph' : 'Ed25519ctx', context, message };
}

function flipped(data: Uint8Array): Uint8Array {
  const bit = below(8 * data.length);
  return data.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

/** True signatures, and each with one bit or all of one part wrong. */
function* trueOnes(signer: Harness, count: number): Generator<EdCase> {
  for (let i = 0; i < count; i += 1) {
    const message = someMessage();
    const signed = signer.ed25519Sign(message, bytes(32));
    if (typeof signed === 'number') throw new Error(`signing failed: ${message.instance}`);
    const [key, signature] = [signed.subarray(0, 32), signed.subarray(32)];
    const [r, s] = [signature.subarray(0, 32), numberOf(signature.subarray(32))];
    yield { label: 'true', ...message, key, signature };
    yield { label: 'a bit of the signature', ...message, key, signature: flipped(signature) };
    yield { label: 'a bit of the key', ...message, key: flipped(key), signature };
    yield { label: 'another instance', ...message, instance: 'Ed25519ph', context: bytes(3), key, signature };
    yield { label: 'another R', ...message, key, signature: join(bytes(32), signature.subarray(32)) };
    for (const times of [1n, 2n, 14n]) {
      yield { label: 's + L', ...message, key, signature: join(r, littleEndian(s + times * ORDER)) };
    }
  }
}

function* wild(count: number): Generator<EdCase> {
  const instance = 'Ed25519';
  for (const s of SCALARS) {
    for (const part of [...SMALL_ENCODINGS.slice(0, 3), Point.BASE.toBytes(), Point.BASE.negate().toBytes()]) {
      const signature = join(part, littleEndian(s));
      yield { label: 's at an edge', instance, message: new Uint8Array(0), key: part, signature };
      yield { label: 's at an edge', instance, message: bytes(4), key: Point.BASE.toBytes(), signature };
    }
  }
  for (let i = 0; i < count; i += 1) {
    const s = littleEndian(numberOf(bytes(32)) % ORDER);
    yield { label: 'random key', instance, message: bytes(5), key: bytes(32), signature: join(bytes(32), s) };
  }
}

export function* edCases(signer: Harness, count: number): Generator<EdCase> {
  yield* smallKeys();
  yield* mixedKeys();
  yield* wild(4 * count);
  yield* trueOnes(signer, count);
}
