/** Ed25519 against OpenSSL's own C: signatures, and every verdict over forged ones; and the vectors of RFC 8032, 7. */
import { describe, expect, test } from 'vitest';
import { edCases, littleEndian, ORDER, someMessage } from '../support/ed25519-cases.js';
import type { EdMessage } from '../support/harness.js';
import { ours, reference } from '../support/harness-pair.js';
import { bytes, SEED, someBytes } from '../support/seeded.js';

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const ascii = (text: string) => new TextEncoder().encode(text);

describe('Ed25519 against OpenSSL’s own C', () => {
  const sameSigned = (message: EdMessage, key: Uint8Array) => {
    const label = `seed ${SEED}: ${message.instance} ${Buffer.from(key).toString('hex')}`;
    expect(ours.ed25519Sign(message, key), label).toEqual(reference.ed25519Sign(message, key));
  };

  test('keys and signatures', () => {
    for (let i = 0; i < 400; i += 1) sameSigned(someMessage(), someBytes(32));
  });

  test('contexts that do not go with the instance', () => {
    for (const instance of ['Ed25519', 'Ed25519ctx', 'Ed25519ph'] as const) {
      for (const context of [undefined, bytes(0), bytes(1), bytes(255), bytes(256)]) {
        const message = { instance, message: bytes(64), ...(context === undefined ? {} : { context }) };
        sameSigned(message, bytes(32));
        const [key, signature] = [bytes(32), bytes(64)];
        expect(ours.ed25519Verify(message, key, signature)).toEqual(reference.ed25519Verify(message, key, signature));
      }
    }
  });

  test('verdicts over signatures that are true, forged or at an edge', () => {
    const counts = { taken: 0, refused: 0, keysTaken: 0, keysRefused: 0 };
    for (const { label, key, signature, ...message } of edCases(reference, 120)) {
      const expected = reference.ed25519Verify(message, key, signature);
      if (typeof expected === 'number') throw new Error(`seed ${SEED}: ${label}: no verdict`);
      const got = ours.ed25519Verify(message, key, signature);
      if (typeof got === 'number' || !got.equals(expected)) {
        const inputs = [key, signature, message.message].map((part) => Buffer.from(part).toString('hex')).join(' ');
        expect.unreachable(`seed ${SEED}: ${label}: ${inputs}: ${got} instead of ${expected.toString('hex')}`);
      }
      counts[expected[0] === 1 ? 'taken' : 'refused'] += 1;
      counts[expected[1] === 1 ? 'keysTaken' : 'keysRefused'] += 1;
    }
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(100);
  });

  test('the secret scalar at the edges: X25519’s public keys', () => {
    // Clamped, 2^254 + 8 n; the multiples of the order nearest to it are on the way.
    for (let times = 4n; times < 8n; times += 1n) {
      for (let more = -40n; more <= 40n; more += 8n) {
        const key = littleEndian((times * ORDER + more) & ((1n << 255n) - 8n));
        expect(ours.exchange('X25519', key)).toEqual(reference.exchange('X25519', key));
      }
    }
  });
});

describe('RFC 8032, section 7', () => {
  const VECTORS: readonly (EdMessage & { readonly name: string; readonly key: string; readonly expected: string })[] = [
    {
      name: '7.1, test 1',
      instance: 'Ed25519',
      key: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      message: hex(''),
      expected:
        'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a' +
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    },
    {
      name: '7.1, test 3',
      instance: 'Ed25519',
      key: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      message: hex('af82'),
      expected:
        'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025' +
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    },
    {
      name: '7.2, foo',
      instance: 'Ed25519ctx',
      key: '0305334e381af78f141cb666f6199f57bc3495335a256a95bd2a55bf546663f6',
      context: ascii('foo'),
      message: hex('f726936d19c800494e3fdaff20b276a8'),
      expected:
        'dfc9425e4f968f7f0c29f0259cf5f9aed6851c2bb4ad8bfb860cfee0ab248292' +
        '55a4cc2f70a54e04288c5f4cd1e45a7bb520b36292911876cada7323198dd87a8b36950b95130022907a7fb7c4e9b2d5f6cca685a587b4b21f4b888e4e7edb0d',
    },
    {
      name: '7.3, abc',
      instance: 'Ed25519ph',
      key: '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
      message: ascii('abc'),
      expected:
        'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf' +
        '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406',
    },
  ];

  for (const { name, key, expected, ...message } of VECTORS) {
    test(name, () => {
      const signed = ours.ed25519Sign(message, hex(key));
      expect(Buffer.isBuffer(signed) && signed.toString('hex')).toBe(expected);
      const [publicKey, signature] = [hex(expected).subarray(0, 32), hex(expected).subarray(32)];
      expect(ours.ed25519Verify(message, publicKey, signature)).toEqual(Buffer.from([1, 1]));
    });
  }
});
