/**
 * A program for an engine with wide arithmetic: the kernels of openssl.wide.wasm against OpenSSL's own C. Prints how many
 * results were the same, or throws on the first that is not.
 */
import { createECDH } from 'node:crypto';
import { edCases, someMessage } from './ed25519-cases.js';
import { Harness } from './harness.js';
import { below, bytes, SEED, someBytes } from './seeded.js';

const reference = await Harness.load('bare');
const ours = await Harness.load('wide');
let compared = 0;

function same(label: string, run: (harness: Harness) => Buffer | number): void {
  const [expected, got] = [run(reference), run(ours)].map((value) =>
    typeof value === 'number' ? value : value.toString('hex'),
  );
  if (got !== expected) throw new Error(`seed ${SEED}: ${label}: ${got} instead of ${expected}`);
  compared += 1;
}

function toBytes(value: bigint, length: number): Uint8Array {
  return Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex');
}

for (const [name, openssl, length, order] of [
  ['P-256', 'prime256v1', 32, 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n],
  [
    'P-384',
    'secp384r1',
    48,
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  ],
] as const) {
  const ecdh = createECDH(openssl);
  ecdh.generateKeys();
  const point = ecdh.getPublicKey();
  for (let i = 0n; i < 70n; i += 1n) {
    for (const scalar of [i, order - i, order + i].map((value) => toBytes(value, length))) {
      same(`${name} generator`, (harness) => harness.curve(name, { u: scalar }));
      same(`${name} point`, (harness) => harness.curve(name, { point, v: scalar }));
    }
    if (i > 0n) same(`${name} inverse`, (harness) => harness.invert(name, toBytes(order - i, length)));
  }
  for (let i = 0; i < 60; i += 1) {
    const [u, v] = [someBytes(length), someBytes(length)];
    same(`${name} both`, (harness) => harness.curve(name, { u, point, v, jacobian: i % 2 === 0 }));
  }
}

for (let i = 0; i < 300; i += 1) {
  const [key, peer] = [someBytes(32), someBytes(32)];
  same('X25519', (harness) => harness.exchange('X25519', key, peer));
  const message = someMessage();
  same('Ed25519 signature', (harness) => harness.ed25519Sign(message, key));
}
for (const { label, key, signature, ...message } of edCases(reference, 60)) {
  same(`Ed25519 ${label}`, (harness) => harness.ed25519Verify(message, key, signature));
}
for (const words of [15, 16, 17, 32, 48, 59, 64, 96, 128, 129]) {
  for (let i = 0; i < 4; i += 1) {
    const modulus = i === 0 ? new Uint8Array(4 * words).fill(255) : bytes(4 * words);
    modulus[4 * words - 1] = (modulus[4 * words - 1] ?? 0) | 1;
    const [base, exponent] = [someBytes(4 * words), bytes(44)];
    for (const constantTime of [true, false]) {
      same(`power of ${words} words`, (harness) => harness.power(constantTime, base, exponent, modulus));
    }
  }
}
for (let i = 0; i < 20; i += 1) {
  const [seed, random, bit] = [bytes(64), bytes(32), below(8000)];
  same('ML-KEM', (harness) => harness.mlKem('ML-KEM-768', seed, random, bit));
  same('ML-DSA', (harness) => harness.mlDsa('ML-DSA-65', seed.subarray(0, 32), random));
}
for (let length = 0; length < 17_000; length += length < 600 ? 7 : 997) {
  const [data, key, iv, aad] = [bytes(length), bytes(32), bytes(16), bytes(13)];
  const layout = { chunk: Math.max(length, 1), inOffset: 1, outOffset: 2, inPlace: false };
  for (const name of ['AES-256-GCM', 'ChaCha20-Poly1305', 'AES-256-CTR']) {
    const cipher = { name, encrypt: true, key, iv, aad, tagLength: 16 };
    same(name, (harness) => harness.cipher(cipher, data, layout));
  }
  for (const name of ['SHA256', 'SHA512', 'SHA3-256']) same(name, (harness) => harness.digest(name, data, 32, layout));
}
for (const r of [[1], [2], [4], new Uint8Array(16).fill(255), bytes(16)]) {
  for (const low of [255, 254, 253, 252, 251, 250, 5, 4, 0]) {
    for (const blocks of [1, 2, 3, 4, 5, 32]) {
      const [key, data] = [someBytes(32), new Uint8Array(16 * blocks).fill(low === 0 ? 0 : 255)];
      key.fill(0, 0, 16).set(r);
      data[16 * blocks - 16] = low;
      const layout = { chunk: 64, inOffset: 0, outOffset: 0, inPlace: false };
      same('Poly1305', (harness) => harness.mac('POLY1305', key, data, layout));
    }
  }
}
console.log(`${compared} the same`);
