/** JWKs: beside node:crypto and WebCrypto, the vectors of the RFCs, and what is wrong with hostile ones. */
import { createPrivateKey, createPublicKey, type JsonWebKey, webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  createCertificateAuthority,
  createKey,
  type Jwk,
  jwkThumbprint,
  readKey,
  writeKey,
} from '../../../src/pki/index.js';

type Type = Parameters<typeof createKey>[0];
const TYPES: readonly Type[] = [
  { type: 'RSA', bits: 2048 },
  ...['P-256', 'P-384', 'P-521', 'secp256k1'].map((curve) => ({ type: 'EC', curve }) as const),
  ...(['ED25519', 'ED448', 'X25519', 'X448'] as const),
];
const nameOf = (type: Type) => (typeof type === 'string' ? type : JSON.stringify(type));
/** Bun's node:crypto, with which the wide module is tested, has not all curves. */
const isKnown = (jwk: Jwk): boolean => {
  try {
    createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
};

describe.each(TYPES.map((type) => [nameOf(type), type] as const))('a JWK of %s', (_, type) => {
  const { key } = createKey(type);
  const jwk = writeKey(key, { format: 'jwk' });
  const open = writeKey(key, { format: 'jwk', public: true });

  it('comes back as it was, as an object and as JSON', () => {
    expect(readKey(jwk)).toMatchObject({ format: 'jwk', encoding: 'json', isPrivate: true });
    expect(writeKey(readKey(jwk).key, { format: 'jwk' })).toEqual(jwk);
    expect(writeKey(readKey(JSON.stringify(jwk, null, 2)).key, { format: 'jwk' })).toEqual(jwk);
    expect(readKey(JSON.stringify({ keys: [open] })).isPrivate).toBe(false);
    expect(writeKey(readKey(open).key, { format: 'jwk' })).toEqual(open);
    for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'priv']) expect(open).not.toHaveProperty(name);
  });

  it.skipIf(!isKnown(open))('is node:crypto’s, both ways (where its engine has the curve)', () => {
    const theirs = createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' });
    expect(theirs.export({ format: 'jwk' })).toEqual(jwk);
    expect(theirs.export({ format: 'der', type: 'pkcs8' })).toEqual(Buffer.from(writeKey(key, { encoding: 'der' })));
    expect(createPublicKey(theirs).export({ format: 'jwk' })).toEqual(open);
    expect(readKey(theirs.export({ format: 'jwk' }) as unknown as Jwk).key.equals(key)).toBe(true);
  });
});

describe('JWKs of the newer algorithms', () => {
  it.each([
    'ML-DSA-44',
    'ML-DSA-65',
    'ML-DSA-87',
    'ML-KEM-512',
    'ML-KEM-768',
    'ML-KEM-1024',
    'SLH-DSA-SHA2-128s',
  ] as const)('%s is of the kind AKP', (type) => {
    const { key } = createKey(type);
    const jwk = writeKey(key, { format: 'jwk' });
    expect(jwk).toMatchObject({ kty: 'AKP', alg: type });
    expect(Buffer.from(jwk.priv ?? '', 'base64url')).toHaveLength(
      type.startsWith('SLH') ? 64 : type.startsWith('ML-KEM') ? 64 : 32,
    );
    expect(readKey(jwk).key.equals(key)).toBe(true);
    // As strong as what was generated: the private half is the same.
    expect(writeKey(readKey(jwk).key, { format: 'jwk' })).toEqual(jwk);
    expect(readKey(writeKey(key, { format: 'jwk', public: true })).isPrivate).toBe(false);
  });
});

describe('WebCrypto', () => {
  it.each([
    ['P-256', { name: 'ECDSA', namedCurve: 'P-256' }, 'sign'],
    ['P-521', { name: 'ECDSA', namedCurve: 'P-521' }, 'sign'],
    ['ED25519', { name: 'Ed25519' }, 'sign'],
    ['X25519', { name: 'X25519' }, 'deriveBits'],
    ['RSA', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, 'sign'],
  ] as const)('imports and exports the same JWK of %s', async (name, algorithm, usage) => {
    const type: Type =
      name === 'RSA' ? { type: 'RSA' } : name.startsWith('P-') ? { type: 'EC', curve: name } : (name as 'X25519');
    const jwk = writeKey(createKey(type).key, { format: 'jwk' });
    const imported = await webcrypto.subtle.importKey('jwk', jwk as JsonWebKey, algorithm, true, [usage]);
    const { key_ops: _, ext: __, alg: ___, ...exported } = await webcrypto.subtle.exportKey('jwk', imported);
    expect(exported).toEqual(jwk);
  });
});

describe('the vectors of the RFCs', () => {
  it('RFC 7638, 3.1: the thumbprint of an RSA key', () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
    const jwk = { kty: 'RSA', n, e: 'AQAB', alg: 'RS256', kid: '2011-04-29' };
    expect(jwkThumbprint(jwk)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });

  it('RFC 8037, A.1 to A.3: an Ed25519 key, its public half and its thumbprint', () => {
    const jwk = {
      ...{ kty: 'OKP', crv: 'Ed25519', d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A' },
      x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    };
    expect(writeKey(readKey(jwk).key, { format: 'jwk', public: true })).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: jwk.x,
    });
    expect(jwkThumbprint(jwk)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
    expect(() => jwkThumbprint(jwk, 'nothing')).toThrow('there is no digest');
  });
});

describe('certificates of a JWK (RFC 7517, 4.7)', () => {
  const { key, certificate } = createCertificateAuthority({ subject: 'x' });
  const jwk = writeKey(key, { format: 'jwk', certificates: [certificate], members: { kid: '1', use: 'sig' } });

  it('are written and read, and are the key’s', () => {
    expect(jwk).toMatchObject({ kid: '1', use: 'sig' });
    expect(jwk.x5c).toHaveLength(1);
    expect(readKey(jwk).key.equals(key)).toBe(true);
    const other = writeKey(createKey().key, { format: 'jwk' });
    expect(() => readKey({ ...other, x5c: jwk.x5c ?? [] })).toThrow('another key than the first certificate');
    expect(() => writeKey(createKey().key, { format: 'jwk', certificates: [certificate] })).toThrow(
      'not the one of the key',
    );
    expect(() => readKey({ ...jwk, x5c: ['*'] })).toThrow('no base64 of a certificate');
    expect(() => readKey({ ...jwk, x5c: 5 as never })).toThrow('at most 32 certificates');
  });
});

describe('hostile JWKs', () => {
  const rsa = writeKey(createKey({ type: 'RSA' }).key, { format: 'jwk' });
  const ec = writeKey(createKey().key, { format: 'jwk' });
  const other = writeKey(createKey().key, { format: 'jwk' });
  const okp = writeKey(createKey('ED25519').key, { format: 'jwk' });
  const akp = writeKey(createKey('ML-DSA-44').key, { format: 'jwk' });
  const { d: _d, ...openRsa } = rsa;

  it.each<[string, unknown, RegExp]>([
    ['no kty', { x: 'AA', kty: 5 }, /no kty/],
    ['a secret key', { kty: 'oct', k: 'AA' }, /secret key/],
    ['another alphabet', { ...ec, x: `${ec.x?.slice(0, -1)}+` }, /not base64url/],
    ['padding', { ...ec, x: `${ec.x}=` }, /not base64url/],
    ['a letter more', { ...ec, x: `${ec.x}A` }, /base64url|32 bytes/],
    ['bits behind the last byte', { kty: 'RSA', n: 'AB', e: 'AQAB' }, /not base64url/],
    [
      'a leading zero',
      { ...ec, x: Buffer.concat([Buffer.from([0]), Buffer.from(ec.x ?? '', 'base64url')]).toString('base64url') },
      /must have 32 bytes/,
    ],
    [
      'a byte less',
      {
        ...ec,
        y: Buffer.from(ec.y ?? '', 'base64url')
          .subarray(1)
          .toString('base64url'),
      },
      /must have 32 bytes/,
    ],
    ['a d of another key', { ...ec, d: other.d }, /not consistent/],
    [
      'a point that is not on the curve',
      { ...ec, y: ec.x },
      /point is not on curve|invalid|not read|decode|unsupported/i,
    ],
    ['the point of another curve', { ...ec, crv: 'P-384' }, /must have 48 bytes/],
    ['an unknown curve', { ...ec, crv: 'P-257' }, /no crv of EC/],
    ['d = 0', { ...ec, d: 'A'.repeat(43) }, /out of the range|not consistent|invalid/],
    [
      'an x of another key',
      { ...okp, x: writeKey(createKey('ED25519').key, { format: 'jwk' }).x },
      /its x is not of its private half/,
    ],
    ['an unknown OKP', { ...okp, crv: 'Ed25520' }, /no crv of OKP/],
    [
      'a pub of another key',
      { ...akp, pub: writeKey(createKey('ML-DSA-44').key, { format: 'jwk' }).pub },
      /its pub is not of its private half/,
    ],
    ['a seed that is too short', { ...akp, priv: 'AAAA' }, /must have 32 bytes/],
    ['an unknown AKP', { ...akp, alg: 'ML-DSA-45' }, /no alg of AKP/],
    ['one factor alone', { ...rsa, q: undefined }, /all of p, q, dp, dq and qi/],
    ['factors without d', openRsa, /factors and no d/],
    ['another d', { ...rsa, d: rsa.n }, /private exponent|not consistent/],
    ['another p', { ...rsa, p: rsa.q }, /not consistent/],
    ['another dp', { ...rsa, dp: rsa.dq }, /not consistent/],
    ['another qi', { ...rsa, qi: rsa.dq }, /not consistent/],
    ['e = 1', { ...rsa, e: 'AQ' }, /not consistent/],
    ['an even n', { ...rsa, n: `${rsa.n?.slice(0, -2)}AA` }, /not consistent/],
    ['e as large as n', { ...rsa, e: rsa.n }, /not consistent|public exponent/],
    [
      'further primes that are none',
      { ...rsa, oth: [{ r: 'AQ', d: 'AQ', t: 'AQ' }] },
      /not consistent|unsupported|not read|prime|asn1|decode/i,
    ],
    [
      'too many further primes',
      { ...rsa, oth: Array.from({ length: 4 }, () => ({ r: 'AQ', d: 'AQ', t: 'AQ' })) },
      /one to 3 further primes/,
    ],
    ['an oth that is no list', { ...rsa, oth: 'x' }, /one to 3 further primes/],
    ['a huge number', { kty: 'RSA', n: 'A'.repeat(20_000), e: 'AQAB' }, /more than 16384 characters/],
    [
      'an exponent alone of a huge modulus',
      { kty: 'RSA', n: 'B'.repeat(2000), e: 'AQAB', d: 'AQAB' },
      /modulus too large/,
    ],
    ['nothing in a member', { ...ec, x: '' }, /must have 32 bytes/],
    ['a number for text', { ...ec, x: 5 }, /must have x as text/],
  ])('%s', (_, jwk, reason) => {
    const started = performance.now();
    expect(() => readKey(jwk as Jwk)).toThrow(reason);
    expect(() => readKey(JSON.stringify(jwk))).toThrow();
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('leading zeros of RSA are no other key', () => {
    const zero = (text = '') => Buffer.concat([Buffer.from([0]), Buffer.from(text, 'base64url')]).toString('base64url');
    const { key } = readKey({ ...rsa, n: zero(rsa.n), d: zero(rsa.d) });
    expect(writeKey(key, { format: 'jwk' })).toEqual(rsa);
  });

  it('an RSA key of n, e and d has its factors computed', () => {
    const { key } = readKey({ kty: 'RSA', n: rsa.n ?? '', e: rsa.e ?? '', d: rsa.d ?? '' });
    const whole = writeKey(key, { format: 'jwk' });
    expect(new Set([whole.p, whole.q])).toEqual(new Set([rsa.p, rsa.q]));
    expect(key.check()).toBe(true);
    expect(() => readKey({ kty: 'RSA', n: rsa.n ?? '', e: rsa.e ?? '', d: rsa.dp ?? '' })).toThrow(
      /not of this modulus/,
    );
  });

  it('types without a JWK say so', () => {
    for (const type of [
      { type: 'EC', curve: 'brainpoolP256r1' },
      { type: 'RSA-PSS' },
      'SM2',
      { type: 'DSA' },
    ] as Type[])
      expect(() => writeKey(createKey(type).key, { format: 'jwk' })).toThrow(
        expect.objectContaining({ code: 'ERR_PKI_VALUE' }),
      );
  });
});
