/** Keys that never enter: what is issued by a function that signs is what native takes. */
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, expectTypeOf, it } from 'vitest';
import { crypto } from '../../src/index.js';
import {
  createCertificateAuthority,
  createRequest,
  type ExternalKey,
  type Issued,
  issueCertificate,
  issueIntermediate,
  PkiError,
  type SignatureOptions,
  type SigningMethod,
  signer,
} from '../../src/pki/index.js';
import { heldByNode } from '../support/external.js';
import { NativeOpenssl } from '../support/native-openssl.js';

const native = new NativeOpenssl();
afterAll(() => native.remove());

/** What native says of a request's signature, beside its output. */
function nativeJudges(pem: string): string {
  return spawnSync('openssl', ['req', '-verify', '-noout'], { input: pem, encoding: 'utf8' }).stderr;
}

const codeOf = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    return error instanceof PkiError ? `${error.code}: ${error.message}` : String(error);
  }
  return 'nothing was refused';
};

interface Case {
  readonly key: crypto.KeyOptions;
  readonly signature?: SignatureOptions;
  readonly how: SigningMethod;
}
const pss = { algorithm: 'RSA-PSS', padding: 'pss' } as const;
const CASES: Record<string, Case> = {
  RSA: { key: { type: 'RSA' }, how: { algorithm: 'RSASSA-PKCS1-v1_5', digest: 'sha256', padding: 'pkcs1' } },
  'RSA by PSS': {
    key: { type: 'RSA' },
    signature: { padding: 'pss', digest: 'SHA-384', saltLength: 20 },
    how: { ...pss, digest: 'sha384', saltLength: 20 },
  },
  'RSA-PSS': { key: { type: 'RSA-PSS' }, how: { ...pss, digest: 'sha256', saltLength: 32 } },
  'P-256': { key: { type: 'EC', curve: 'P-256' }, how: { algorithm: 'ECDSA', digest: 'sha256', curve: 'P-256' } },
  'P-384': { key: { type: 'EC', curve: 'P-384' }, how: { algorithm: 'ECDSA', digest: 'sha384', curve: 'P-384' } },
  'P-521': { key: { type: 'EC', curve: 'P-521' }, how: { algorithm: 'ECDSA', digest: 'sha512', curve: 'P-521' } },
  secp256k1: {
    key: { type: 'EC', curve: 'secp256k1' },
    how: { algorithm: 'ECDSA', digest: 'sha256', curve: 'secp256k1' },
  },
  Ed25519: { key: { type: 'ED25519' }, how: { algorithm: 'Ed25519', digest: null } },
  Ed448: { key: { type: 'ED448' }, how: { algorithm: 'Ed448', digest: null } },
};

describe.each(Object.entries(CASES))('%s', (_name, { key, signature, how }) => {
  const held = heldByNode(key);
  const asked: SigningMethod[] = [];
  const now = signer({
    publicKey: held.publicKey,
    sign: (data, asIs) => {
      asked.push(asIs);
      return held.sign(data, asIs);
    },
  });
  const later = signer({ publicKey: held.publicKey, sign: async (data, asIs) => held.sign(data, asIs) });

  it('signs a root, an intermediate, a leaf and a request at once', () => {
    const options = signature === undefined ? {} : { signature };
    const root = createCertificateAuthority({ subject: 'Root', key: now, ...options });
    expectTypeOf(root).toEqualTypeOf<Issued<ExternalKey<Uint8Array>>>();
    expect(root.key).toBe(now);
    expect(asked).toEqual([how]);
    const between = issueIntermediate({ issuer: root, subject: 'Between', ...options });
    expectTypeOf(between).toEqualTypeOf<Issued>();
    const leaf = issueCertificate({ issuer: between, names: ['a.example'] });
    expectTypeOf(leaf).toEqualTypeOf<Issued>();
    native.file('root.pem', root.pem);
    native.file('between.pem', between.pem);
    native.file('leaf.pem', leaf.pem);
    expect(native.run('verify', '-CAfile', 'root.pem', '-untrusted', 'between.pem', 'leaf.pem')).toContain('OK');
    const { pem, key: own } = createRequest({ subject: 'a.example', key: now, ...options });
    expect(own).toBe(now);
    expect(nativeJudges(pem)).toContain('verify OK');
  });

  it('does the same by promises', async () => {
    const options = signature === undefined ? {} : { signature };
    const promised = createCertificateAuthority({ subject: 'Root', key: later, ...options });
    expectTypeOf(promised).toEqualTypeOf<Promise<Issued<ExternalKey<Promise<Uint8Array>>>>>();
    const root = await promised;
    const leaf = issueCertificate({ issuer: root, names: ['a.example'], ...options });
    expectTypeOf(leaf).toEqualTypeOf<Promise<Issued>>();
    native.file('root.pem', root.pem);
    native.file('leaf.pem', (await leaf).pem);
    expect(native.run('verify', '-CAfile', 'root.pem', 'leaf.pem')).toContain('OK');
    const between = await issueIntermediate({ issuer: root, subject: 'Between', ...options });
    expect(between.key).toBeInstanceOf(crypto.PKey);
    const request = await createRequest({ subject: 'a.example', key: later, ...options });
    expect(nativeJudges(request.pem)).toContain('verify OK');
  });
});

describe('what Node has not', () => {
  it.each([
    ['ML-DSA-65', { type: 'ML-DSA-65' }, null, { algorithm: 'ML-DSA-65', digest: null }],
    ['SLH-DSA-SHA2-128f', { type: 'SLH-DSA-SHA2-128f' }, null, { algorithm: 'SLH-DSA-SHA2-128f', digest: null }],
    ['SM2', { type: 'EC', curve: 'SM2' }, 'sm3', { algorithm: 'SM2', digest: 'sm3' }],
  ] as const)('%s signs, too', (_name, options, digest, how) => {
    const made = new crypto.PKey();
    made.generateKey(options as crypto.KeyOptions);
    // A key on SM2's curve is SM2's once it has been read.
    const pair = crypto.loadPrivatekey(crypto.FILETYPE_PEM, crypto.dumpPrivatekey(crypto.FILETYPE_PEM, made));
    const asked: SigningMethod[] = [];
    const key = signer({
      publicKey: pair,
      sign: (data, asIs) => {
        asked.push(asIs);
        return crypto.sign(pair, data, digest);
      },
    });
    const root = createCertificateAuthority({ subject: 'Root', key });
    const store = new crypto.X509Store();
    store.addCert(root.certificate);
    new crypto.X509StoreContext(
      store,
      issueCertificate({ issuer: root, names: ['a.example'] }).certificate,
    ).verifyCertificate();
    expect(asked).toEqual([how, how]);
  });
});

describe('what a signer may be told', () => {
  const held = heldByNode({ type: 'EC', curve: 'P-521' });
  const rsa = heldByNode({ type: 'RSA' });

  it('is a public key as an object, PEM, or DER, which stays when the object is freed', () => {
    const half = crypto.loadPublickey(crypto.FILETYPE_PEM, held.publicKey);
    const der = crypto.dumpPublickey(crypto.FILETYPE_ASN1, half);
    for (const publicKey of [half, der, held.publicKey, Buffer.from(held.publicKey)]) {
      const key = signer({ publicKey, sign: held.sign });
      half.free();
      key.publicKey.free();
      expect(crypto.dumpPublickey(crypto.FILETYPE_ASN1, key.publicKey)).toEqual(der);
      expect(createCertificateAuthority({ subject: 'Root', key }).key).toBe(key);
    }
  });

  it('is the form of its signatures', async () => {
    const { createPrivateKey, sign } = await import('node:crypto');
    const key = createPrivateKey(held.privateKey);
    const plain = (data: Uint8Array) => sign('sha512', data, { key, dsaEncoding: 'ieee-p1363' });
    const root = signer({ publicKey: held.publicKey, format: 'ieee-p1363', sign: plain });
    for (let times = 0; times < 40; times++) createCertificateAuthority({ subject: 'Root', key: root });
    const wrong = signer({ publicKey: held.publicKey, format: 'ieee-p1363', sign: held.sign });
    expect(codeOf(() => createCertificateAuthority({ subject: 'Root', key: wrong }))).toMatch(/^ERR_PKI_SIGNER: .*r‖s/);
  });

  it('is the ways to sign: the first is the default, another is not asked for', () => {
    const methods = [
      { padding: 'pss', digest: 'SHA-512' },
      { padding: 'pkcs1', digest: 'sha384' },
    ] as const;
    const asked: SigningMethod[] = [];
    const key = signer({
      publicKey: rsa.publicKey,
      methods,
      sign: (data, how) => {
        asked.push(how);
        return rsa.sign(data, how);
      },
    });
    createCertificateAuthority({ subject: 'Root', key });
    createCertificateAuthority({ subject: 'Root', key, signature: { padding: 'pkcs1' } });
    createCertificateAuthority({ subject: 'Root', key, signature: { digest: 'sha384' } });
    expect(asked.map(({ padding, digest }) => [padding, digest])).toEqual([
      ['pss', 'sha512'],
      ['pkcs1', 'sha384'],
      ['pkcs1', 'sha384'],
    ]);
    const refusedOf = () => createCertificateAuthority({ subject: 'Root', key, signature: { digest: 'sha256' } });
    expect(codeOf(refusedOf)).toBe('ERR_PKI_SIGNER: the signer does not sign by RSASSA-PKCS1-v1_5 with sha256');
    expect(asked).toHaveLength(3);
  });

  it('is checked', () => {
    const good = { publicKey: held.publicKey, sign: held.sign };
    const bad: [object | null | undefined, RegExp | typeof crypto.Error][] = [
      [null, /publicKey must be/],
      [{ ...good, publicKey: undefined }, /publicKey must be/],
      [{ ...good, publicKey: held.privateKey }, crypto.Error],
      [{ ...good, publicKey: 'x' }, crypto.Error],
      [{ ...good, sign: undefined }, /sign must be a function/],
      [{ ...good, sign: 1 }, /sign must be a function/],
      [{ ...good, format: 'raw' }, /format must be der or ieee-p1363/],
      [{ ...good, methods: [] }, /the length of methods/],
      [{ ...good, methods: [{ digest: 'none such' }] }, /the name of a digest/],
      [{ ...good, methods: [{ padding: 'pss' }] }, /padding/],
    ];
    for (const [options, message] of bad) expect(() => signer(options as never)).toThrow(message);
  });
});

describe('a key that is here', () => {
  const root = createCertificateAuthority({ subject: 'Root' });
  const write = (type: number, ...more: [string, string] | []) => crypto.dumpPrivatekey(type, root.key, ...more);

  it('may be PEM or DER, encrypted too, of issuer and of subject', () => {
    const { PEM, DER } = { PEM: crypto.FILETYPE_PEM, DER: crypto.FILETYPE_ASN1 };
    const plain = [write(PEM), new TextDecoder().decode(write(PEM)), write(DER)];
    for (const key of plain) {
      issueCertificate({ issuer: { certificate: root.pem, key }, names: ['a.example'] });
      expect(createCertificateAuthority({ subject: 'Root', key }).key.equals(root.key)).toBe(true);
    }
    for (const key of [write(PEM, 'aes-256-cbc', 'secret'), write(DER, 'aes-256-cbc', 'secret')]) {
      const issuer = { certificate: root.der, key };
      issueCertificate({ issuer: { ...issuer, passphrase: 'secret' }, names: ['a.example'] });
      expect(createRequest({ subject: 'a', key, passphrase: () => 'secret' }).key.equals(root.key)).toBe(true);
      const closed = expect.objectContaining({ code: 'ERR_PKI_PASSWORD' });
      expect(() => issueCertificate({ issuer, names: ['a.example'] })).toThrow(closed);
      expect(() => createRequest({ subject: 'a', key, passphrase: 'wrong' })).toThrow(closed);
    }
    expect(() => createRequest({ subject: 'a', key: root.pem })).toThrow('certificate, not a key');
  });
});
