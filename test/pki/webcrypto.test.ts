/** Keys from WebCrypto and to it, and keys that stay there: certificates and handshakes of keys that nobody can export. */
import { describe, expect, it } from 'vitest';
import { crypto, SSL } from '../../src/index.js';
import {
  createCertificateAuthority,
  createRequest,
  fromCryptoKey,
  issueCertificate,
  readCertificate,
  toCryptoKey,
  webCryptoSigner,
} from '../../src/pki/index.js';
import { pair } from '../support/pump.js';
import { shakeHands, showing } from '../support/signed-hands.js';

const { subtle } = globalThis.crypto;
const RSA = { modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
const data = new TextEncoder().encode('data');

/** Whether this runtime's WebCrypto has an algorithm: Ed25519 since Node 20, ML-DSA since Node 24.7. */
async function has(algorithm: object, usages: string[]): Promise<boolean> {
  try {
    await subtle.generateKey(algorithm as never, true, usages as KeyUsage[]);
    return true;
  } catch {
    return false;
  }
}

interface Case {
  readonly generate: object;
  readonly usages: readonly string[];
  /** What `toCryptoKey` is told. */
  readonly algorithm: string | { name: string; hash?: string };
  readonly type: string;
}
const SIGN = ['sign', 'verify'];
const AGREE = ['deriveBits'];
const CASES: Record<string, Case> = {
  'RSASSA-PKCS1-v1_5': {
    generate: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384', ...RSA },
    usages: SIGN,
    algorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
    type: 'RSA',
  },
  'RSA-PSS': {
    generate: { name: 'RSA-PSS', hash: 'SHA-256', ...RSA },
    usages: SIGN,
    algorithm: 'RSA-PSS',
    type: 'RSA',
  },
  'RSA-OAEP': {
    generate: { name: 'RSA-OAEP', hash: 'SHA-1', ...RSA },
    usages: ['encrypt', 'decrypt'],
    algorithm: { name: 'RSA-OAEP', hash: 'SHA-1' },
    type: 'RSA',
  },
  ...Object.fromEntries(
    ['P-256', 'P-384', 'P-521'].flatMap((namedCurve): [string, Case][] => [
      [
        `ECDSA ${namedCurve}`,
        { generate: { name: 'ECDSA', namedCurve }, usages: SIGN, algorithm: 'ECDSA', type: 'EC' },
      ],
      [`ECDH ${namedCurve}`, { generate: { name: 'ECDH', namedCurve }, usages: AGREE, algorithm: 'ecdh', type: 'EC' }],
    ]),
  ),
  Ed25519: { generate: { name: 'Ed25519' }, usages: SIGN, algorithm: 'Ed25519', type: 'ED25519' },
  Ed448: { generate: { name: 'Ed448' }, usages: SIGN, algorithm: 'Ed448', type: 'ED448' },
  X25519: { generate: { name: 'X25519' }, usages: AGREE, algorithm: 'X25519', type: 'X25519' },
  X448: { generate: { name: 'X448' }, usages: AGREE, algorithm: 'X448', type: 'X448' },
  ...Object.fromEntries(
    [44, 65, 87].map((size): [string, Case] => [
      `ML-DSA-${size}`,
      { generate: { name: `ML-DSA-${size}` }, usages: SIGN, algorithm: `ML-DSA-${size}`, type: `ML-DSA-${size}` },
    ]),
  ),
};
const there = await Promise.all(
  Object.entries(CASES).map(async ([name, one]) => [name, one, await has(one.generate, [...one.usages])] as const),
);

describe.each(there)('%s', (name, { generate, usages, algorithm, type }, isHere) => {
  it.skipIf(!isHere)(`comes from WebCrypto and goes back${isHere ? '' : ' (a newer Node has it)'}`, async () => {
    const made = (await subtle.generateKey(generate as never, true, usages as KeyUsage[])) as CryptoKeyPair;
    using privateKey = await fromCryptoKey(made.privateKey);
    using publicKey = await fromCryptoKey(made.publicKey);
    expect([privateKey.typeName, privateKey.isPrivate, publicKey.isPrivate]).toEqual([type, true, false]);
    expect(privateKey.equals(publicKey)).toBe(true);
    const back = await toCryptoKey(privateKey, algorithm, { extractable: true });
    const half = await toCryptoKey(publicKey, algorithm);
    expect(back.algorithm).toEqual(made.privateKey.algorithm);
    expect([back.type, back.extractable, half.type, half.extractable]).toEqual(['private', true, 'public', true]);
    expect((await toCryptoKey(privateKey, algorithm)).extractable).toBe(false);
    using again = await fromCryptoKey(back);
    expect(again.equals(privateKey)).toBe(true);
    if (!usages.includes('sign')) return;
    const how = { name: made.privateKey.algorithm.name, hash: 'SHA-256', saltLength: 32 };
    const signature = await subtle.sign(how, back, data);
    expect(await subtle.verify(how, half, signature, data)).toBe(true);
    expect(await subtle.verify(how, made.publicKey, signature, data)).toBe(true);
  });

  it.skipIf(!isHere || !usages.includes('sign'))('signs where it is, though nobody can export it', async () => {
    const made = (await subtle.generateKey(generate as never, false, usages as KeyUsage[])) as CryptoKeyPair;
    expect(made.privateKey.extractable).toBe(false);
    const key = await webCryptoSigner(made);
    const root = await createCertificateAuthority({ subject: 'Root', key });
    const leaf = await issueCertificate({ issuer: root, names: ['a.example'] });
    const store = new crypto.X509Store();
    store.addCert(root.certificate);
    new crypto.X509StoreContext(store, leaf.certificate).verifyCertificate();
    const { request } = await createRequest({ subject: 'a.example', key });
    using half = request.getPubkey();
    request.verify(half);
    if (name === 'RSA-PSS') expect(readCertificate(root.der).signatureAlgorithm.name).toBe('rsassaPss');
    const again = await webCryptoSigner({ privateKey: made.privateKey, certificate: root.pem });
    expect(again.publicKey.equals(key.publicKey)).toBe(true);
    if (name === 'RSASSA-PKCS1-v1_5') return;
    const version = name.startsWith('ML') ? SSL.TLS1_3_VERSION : SSL.TLS1_2_VERSION;
    for (const one of [version, SSL.TLS1_3_VERSION]) {
      const both = pair(showing(key, one), showing(key, one));
      expect(await shakeHands(both)).toEqual({ client: 1, server: 1 });
      both.client.free();
      both.server.free();
    }
  });
});

describe('what is refused', () => {
  const made = () =>
    subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']) as Promise<CryptoKeyPair>;
  const newKey = (options: crypto.KeyOptions) => {
    const key = new crypto.PKey();
    key.generateKey(options);
    return key;
  };

  it('is what cannot be exported, is no key of a pair, or no CryptoKey', async () => {
    const { privateKey } = await made();
    await expect(fromCryptoKey(privateKey)).rejects.toThrow('this private key cannot be exported: webCryptoSigner');
    const secret = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
    await expect(fromCryptoKey(secret)).rejects.toMatchObject({ code: 'ERR_PKI_VALUE' });
    for (const wrong of [undefined, null, 1, 'key', {}, { type: 'private' }, new crypto.PKey()] as never[])
      await expect(fromCryptoKey(wrong)).rejects.toBeInstanceOf(TypeError);
  });

  it('is an algorithm for another kind of key, or a curve that WebCrypto has not', async () => {
    const rsa = newKey({ type: 'RSA' });
    const wrong: [crypto.PKey, unknown, RegExp][] = [
      [rsa, undefined, /say RSASSA-PKCS1-v1_5, RSA-PSS or RSA-OAEP/],
      [rsa, 'ECDSA', /ECDSA is not for a key of the type RSA/],
      [rsa, 'AES-GCM', /no algorithm "AES-GCM"/],
      [rsa, { name: 'RSA-PSS', hash: 'MD5' }, /the hash must be/],
      [rsa, { name: 'RSA-PSS', hash: 1 }, /the hash must be/],
      [rsa, 1, /algorithm must be/],
      [rsa, {}, /no algorithm/],
      [newKey({ type: 'EC', curve: 'brainpoolP256r1' }), undefined, /P-256, P-384 and P-521/],
      [newKey({ type: 'SLH-DSA-SHA2-128f' }), undefined, /no algorithm/],
      [{} as never, 'ECDSA', /pkey must be a PKey/],
    ];
    for (const [key, algorithm, message] of wrong)
      await expect(toCryptoKey(key, algorithm as never)).rejects.toThrow(message);
    await expect(toCryptoKey(rsa, 'RSA-PSS', { extractable: 1 } as never)).rejects.toThrow(/true or false/);
    await expect(toCryptoKey(rsa, 'RSA-PSS', { usages: 'sign' } as never)).rejects.toThrow(/list/);
  });

  it('is a pair that does not sign, or does not belong together', async () => {
    const ecdh = (await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, [
      'deriveBits',
    ])) as CryptoKeyPair;
    await expect(webCryptoSigner(ecdh)).rejects.toThrow(/may not sign/);
    const [one, two] = [await made(), await made()];
    await expect(webCryptoSigner({ privateKey: one.publicKey, publicKey: one.publicKey })).rejects.toThrow(/private/);
    await expect(webCryptoSigner({ privateKey: one.privateKey, publicKey: one.privateKey })).rejects.toThrow(/public/);
    for (const wrong of [undefined, null, 1, {}, { privateKey: one.privateKey }] as never[])
      await expect(webCryptoSigner(wrong)).rejects.toBeInstanceOf(TypeError);
    const mixed = await webCryptoSigner({ privateKey: one.privateKey, publicKey: two.publicKey });
    await expect(createCertificateAuthority({ subject: 'Root', key: mixed })).rejects.toMatchObject({
      code: 'ERR_PKI_SIGNER',
    });
  });
});
