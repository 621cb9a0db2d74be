/** Signatures over data, pins and fingerprints, pairs, and checks of keys. */
import { execFileSync } from 'node:child_process';
import { createPublicKey, sign as nodeSign, verify as nodeVerify, webcrypto, X509Certificate } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import {
  checkKey,
  createCertificateAuthority,
  createKey,
  createRequest,
  fingerprints,
  isSameKey,
  readKey,
  signatureToDer,
  signatureToRaw,
  signData,
  signer,
  verifySignature,
  writeKey,
} from '../../../src/pki/index.js';
import { NativeOpenssl } from '../../support/native-openssl.js';

const native = new NativeOpenssl();
afterAll(() => native.remove());
const data = new TextEncoder().encode('what is signed');
type Type = Parameters<typeof createKey>[0];
const SIGNING: readonly Type[] = [
  { type: 'RSA' },
  { type: 'RSA-PSS' },
  { type: 'DSA' },
  ...['P-256', 'P-384', 'P-521', 'secp256k1', 'brainpoolP320r1'].map((curve) => ({ type: 'EC', curve }) as const),
  ...(['SM2', 'ED25519', 'ED448', 'ML-DSA-44', 'SLH-DSA-SHA2-128f'] as const),
];
const nameOf = (type: Type) => (typeof type === 'string' ? type : JSON.stringify(type));

describe.each(SIGNING.map((type) => [nameOf(type), type] as const))('%s', (_, type) => {
  const { key, publicKey, pem, der } = createKey(type);

  it('signs, and is verified by its public half in each form', () => {
    for (const format of ['der', 'raw'] as const) {
      const signature = signData(key, data, { format });
      for (const half of [key, publicKey, pem, der])
        expect(verifySignature(half, signature, data, { format })).toBe(true);
      expect(verifySignature(pem, signature, 'something else', { format })).toBe(false);
      expect(verifySignature(pem, signature.slice(1), data, { format })).toBe(false);
      expect(verifySignature(pem, new Uint8Array(), data, { format })).toBe(false);
      expect(verifySignature(createKey(type).pem, signature, data, { format })).toBe(false);
    }
  });

  it('is consistent, and crypto.verify takes the bare public key', () => {
    expect(checkKey(key)).toEqual({ isConsistent: true, checked: 'pair', fault: null });
    expect(checkKey(pem)).toEqual({ isConsistent: true, checked: 'public key', fault: null });
    expect(key.check()).toBe(true);
    expect(() => publicKey.check()).toThrow(TypeError);
    const digest = /DSA-|^ED/.test(key.typeName) ? null : key.typeName === 'SM2' ? 'sm3' : 'sha256';
    const signature = crypto.sign(key, data, digest);
    expect(crypto.verify(publicKey, signature, data, digest)).toBeUndefined();
    expect(() => crypto.verify(publicKey, signature, 'x', digest)).toThrow(crypto.Error);
  });
});

describe('keys that do not sign', () => {
  it.each(['X25519', 'X448', 'ML-KEM-768'] as const)('%s says so, and is consistent', (type) => {
    const { key, pem } = createKey(type);
    expect(() => signData(key, data)).toThrow(expect.objectContaining({ code: 'ERR_PKI_VALUE' }));
    expect(() => verifySignature(pem, new Uint8Array(64), data)).toThrow(
      expect.objectContaining({ code: 'ERR_PKI_VALUE' }),
    );
    expect(checkKey(key).isConsistent).toBe(true);
    expect(key.check()).toBe(true);
  });
});

describe('the two forms of a signature', () => {
  it('are those of node:crypto and of WebCrypto', async () => {
    for (const [curve, length, digest] of [
      ['P-256', 32, 'sha256'],
      ['P-384', 48, 'sha384'],
      ['P-521', 66, 'sha512'],
    ] as const) {
      const { key, pem } = createKey({ type: 'EC', curve });
      const raw = signData(key, data, { format: 'raw', digest });
      expect(raw).toHaveLength(length * 2);
      expect(nodeVerify(digest, data, { key: pem, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true);
      expect(nodeVerify(digest, data, pem, signatureToDer(raw))).toBe(true);
      const theirs = nodeSign(digest, data, { key: writeKey(key), dsaEncoding: 'ieee-p1363' });
      expect(verifySignature(pem, theirs, data, { format: 'raw', digest })).toBe(true);
      expect(signatureToRaw(signatureToDer(theirs), length)).toEqual(new Uint8Array(theirs));
      const jwk = writeKey(key, { format: 'jwk', public: true });
      const algorithm = { name: 'ECDSA', namedCurve: curve, hash: digest.replace('sha', 'SHA-') };
      const imported = await webcrypto.subtle.importKey('jwk', jwk as object, algorithm, true, ['verify']);
      expect(await webcrypto.subtle.verify(algorithm, imported, raw as Uint8Array<ArrayBuffer>, data)).toBe(true);
    }
  });

  it('are not mixed up', () => {
    expect(() => signatureToDer(new Uint8Array(63))).toThrow('not two numbers of the same length');
    expect(() => signatureToDer(new Uint8Array())).toThrow('not two numbers');
    expect(() => signatureToRaw(new Uint8Array(64), 32)).toThrow('has bytes behind its end');
    expect(() => signatureToRaw(Uint8Array.of(0x30, 6, 2, 1, 0x81, 2, 1, 1), 32)).toThrow('negative');
    expect(() => signatureToRaw(Uint8Array.of(0x30, 8, 2, 3, 1, 2, 3, 2, 1, 1), 2)).toThrow('more than 2 bytes');
    expect(() => signatureToRaw(signatureToDer(new Uint8Array(64).fill(1)), 0)).toThrow(RangeError);
  });
});

describe('RSA', () => {
  const { key, pem } = createKey({ type: 'RSA' });

  it('signs by PSS with any salt, as openssl verifies it', () => {
    for (const saltLength of [0, 20, 32, undefined]) {
      const options = { padding: 'pss', ...(saltLength !== undefined && { saltLength }) } as const;
      const signature = signData(key, data, options);
      native.file('k.pem', pem);
      native.file('s', signature);
      native.file('d', data);
      const shown = native.line(
        'dgst -sha256 -verify k.pem -signature s -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:auto d',
      );
      expect(shown).toContain('Verified OK');
      expect(verifySignature(pem, signature, data, { padding: 'pss' })).toBe(true);
      expect(verifySignature(pem, signature, data, { padding: 'pss', saltLength: 33 })).toBe(false);
      expect(verifySignature(pem, signature, data)).toBe(false);
    }
  });

  it('refuses what does not go together', () => {
    expect(() => signData(key, data, { digest: 'md5' })).toThrow(expect.objectContaining({ code: 'ERR_PKI_REFUSED' }));
    expect(verifySignature(pem, signData(key, data, { digest: 'md5', unchecked: true }), data, { digest: 'md5' })).toBe(
      true,
    );
    expect(() => verifySignature(pem, new Uint8Array(1), data, { id: 'x' })).toThrow("is SM2's");
    expect(() => verifySignature(createKey().pem, new Uint8Array(1), data, { padding: 'pss' })).toThrow('for RSA keys');
    expect(() => verifySignature(createKey('ED25519').pem, new Uint8Array(1), data, { digest: 'sha256' })).toThrow(
      'hashes by itself',
    );
    expect(() => verifySignature(pem, new Uint8Array(1), data, { digest: 'nothing' })).toThrow('there is no digest');
    expect(() => signData(pem, data)).toThrow('is a public key');
  });
});

describe('SM2', () => {
  it('signs with an id, which who verifies must know', () => {
    const { key, pem } = createKey('SM2');
    const signature = signData(key, data, { id: '1234567812345678' });
    expect(verifySignature(pem, signature, data, { id: '1234567812345678' })).toBe(true);
    expect(verifySignature(pem, signature, data)).toBe(false);
  });
});

describe('keys in many forms', () => {
  const { key } = createKey();

  it('encrypted PEM and keys that are elsewhere sign as well', async () => {
    const sealed = writeKey(key, { passphrase: 'p', encryption: { iterations: 1 } });
    expect(verifySignature(key, signData(sealed, data, { passphrase: 'p' }), data)).toBe(true);
    expect(() => signData(sealed, data)).toThrow('it needs a passphrase');
    const publicKey = writeKey(key, { format: 'spki' });
    const later = signer({ publicKey, sign: async (bytes) => signData(key, bytes) });
    const promise = signData(later, data, { format: 'raw' });
    expect(promise).toBeInstanceOf(Promise);
    expect(verifySignature(key, await promise, data, { format: 'raw' })).toBe(true);
  });

  it('a certificate, a request and each form of a key are the same key', () => {
    const { pem, der, certificate } = createCertificateAuthority({ subject: 'x', key });
    const request = createRequest({ key, subject: 'x' });
    const forms = [key, pem, der, certificate, request.pem, request.der, request.request, writeKey(key)];
    forms.push(writeKey(key, { format: 'openssh', public: true }), writeKey(key, { encoding: 'der' }));
    for (const form of [...forms, writeKey(key, { format: 'jwk' })]) {
      expect(isSameKey(form, key)).toBe(true);
      expect(isSameKey(createKey().pem, form)).toBe(false);
      expect(fingerprints(form).pin).toBe(fingerprints(key).pin);
    }
    expect(isSameKey(createKey('ED25519').key, key)).toBe(false);
    expect(() => isSameKey('x', key)).toThrow('this is no key');
  });

  it('fingerprints are those of openssl, curl and node', () => {
    const { pem, der } = createCertificateAuthority({ subject: 'x', key });
    native.file('c.pem', pem);
    const shown = native.line('x509 -in c.pem -noout -fingerprint -sha256');
    const { sha256, sha1, pin, curlPin, kind } = fingerprints(pem);
    expect(shown.trim()).toMatch(new RegExp(`${sha256}$`));
    expect(sha1).toBe(new X509Certificate(der).fingerprint);
    native.file('k.der', createPublicKey(pem).export({ type: 'spki', format: 'der' }));
    expect(pin).toBe(
      execFileSync('openssl', ['dgst', '-sha256', '-binary', 'k.der'], { cwd: native.folder }).toString('base64'),
    );
    expect({ kind, curlPin }).toEqual({ kind: 'certificate', curlPin: `sha256//${pin}` });
    expect(fingerprints(createKey({ type: 'EC', curve: 'brainpoolP256r1' }).key)).toMatchObject({
      ssh: null,
      jwk: null,
    });
  });
});

describe('keys that are wrong', () => {
  it('createKey says what there is not, and refuses what is weak', () => {
    expect(() => createKey({ type: 'EC', curve: 'P-257' })).toThrow('no key of the curve "P-257" can be made');
    expect(() => createKey('RAS' as never)).toThrow('no key of the type "RAS" can be made');
    expect(() => createKey({ type: 'RSA', bits: 1024 })).toThrow(expect.objectContaining({ code: 'ERR_PKI_REFUSED' }));
    expect(() => createKey({ type: 'EC', curve: 'secp160r1' })).toThrow(
      expect.objectContaining({ code: 'ERR_PKI_REFUSED' }),
    );
    expect(createKey({ type: 'RSA', bits: 1024 }, { unchecked: true }).key.bits()).toBe(1024);
    expect(() => createKey('HMAC' as never)).toThrow(expect.objectContaining({ code: 'ERR_PKI_VALUE' }));
  });

  it('checkKey finds what readKey lets pass', () => {
    // The private number of one key beside the point of another.
    const [one, other] = [createKey().key, createKey().key];
    const der = writeKey(one, { format: 'sec1', encoding: 'der' });
    const point = writeKey(other, { format: 'sec1', encoding: 'der' }).slice(-64);
    der.set(point, der.length - 64);
    const { key } = readKey(der);
    const { isConsistent, fault } = checkKey(key);
    expect(isConsistent).toBe(false);
    expect(fault).toMatch(/invalid private key|halves/);
    expect(() => key.check()).toThrow(crypto.Error);
  });

  it('a check is bounded', () => {
    const { key } = createKey({ type: 'DSA' });
    expect(checkKey(key, { maxBits: 1024 })).toMatchObject({
      isConsistent: false,
      fault: expect.stringContaining('too large'),
    });
    expect(() => checkKey(key, { maxBits: 16_385 })).toThrow(RangeError);
  });
});
