import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { node, pathOf, titleOf } from '../runtimes/support/programs.js';
import { decode, NativeOpenssl } from '../support/native-openssl.js';
import { type Identity, issue, localPki } from '../support/pki.js';

const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const native = new NativeOpenssl();
const { ca } = localPki();
const store = new crypto.X509Store();
store.addCert(ca.cert);

afterAll(() => native.remove());

/** A type of key: what it is called, and what it can do. */
interface Kind {
  readonly options: crypto.KeyOptions;
  readonly type: number;
  readonly bits: number;
  /** The digest that it signs with, null for its own; undefined where it does not sign. */
  readonly digest?: string | null;
}

const RSA_PSS = 912;
const curve = (name: string, bits: number): [string, Kind] => [
  name,
  { options: { type: 'EC', curve: name }, type: crypto.TYPE_EC, bits, digest: 'sha384' },
];
const named = (type: crypto.KeyAlgorithm, id: number, bits: number, signs: boolean): [string, Kind] => [
  type,
  { options: { type }, type: id, bits, ...(signs ? { digest: null } : {}) },
];

const CLASSIC: readonly (readonly [string, Kind])[] = [
  ['RSA', { options: { type: 'RSA', bits: 2048 }, type: crypto.TYPE_RSA, bits: 2048, digest: 'sha256' }],
  ['RSA-PSS', { options: { type: 'RSA-PSS', bits: 2048 }, type: RSA_PSS, bits: 2048, digest: 'sha512' }],
  ['DSA', { options: { type: 'DSA', bits: 1024 }, type: crypto.TYPE_DSA, bits: 1024, digest: 'sha256' }],
  curve('prime256v1', 256),
  curve('secp384r1', 384),
  curve('secp521r1', 521),
  curve('secp256k1', 256),
  curve('brainpoolP256r1', 256),
  curve('brainpoolP384r1', 384),
  curve('brainpoolP512r1', 512),
  curve('brainpoolP320t1', 320),
  named('ED25519', 1087, 256, true),
  named('ED448', 1088, 456, true),
  named('X25519', 1034, 253, false),
  named('X448', 1035, 448, false),
  ['DH', { options: { type: 'DH', group: 'ffdhe2048' }, type: crypto.TYPE_DH, bits: 2048 }],
];

const POST_QUANTUM: readonly (readonly [string, Kind])[] = [
  named('ML-DSA-44', -1, 10_496, true),
  named('ML-DSA-65', -1, 15_616, true),
  named('ML-DSA-87', -1, 20_736, true),
  named('SLH-DSA-SHA2-128f', -1, 256, true),
  named('SLH-DSA-SHAKE-192f', -1, 384, true),
  named('ML-KEM-512', -1, 512, false),
  named('ML-KEM-768', -1, 768, false),
  named('ML-KEM-1024', -1, 1024, false),
];

function make(options: crypto.KeyOptions): crypto.PKey {
  const key = new crypto.PKey();
  key.generateKey(options);
  return key;
}

/** Issued by itself where it signs, else by the CA. */
function certify(name: string, key: crypto.PKey, signs: boolean): Identity {
  return issue(name, signs ? { ca: true, key } : { issuer: ca, key });
}

describe.each([...CLASSIC, ...POST_QUANTUM])('%s', (name, kind) => {
  const key = make(kind.options);
  const signs = kind.digest !== undefined;
  const own = certify(name, key, signs);

  it('is generated, and describes itself [crypto.PKey.generate_key] [crypto.PKey.bits] [crypto.PKey.type]', () => {
    expect([key.type(), key.bits(), key.isPrivate, key.isEmpty]).toEqual([kind.type, kind.bits, true, false]);
    expect(key.typeName).toBe(kind.options.type === 'EC' ? 'EC' : name);
    expect(key.equals(make(kind.options))).toBe(false);
    expect(key.check()).toBe(true);
  });

  it('is dumped and loaded in every form [crypto.dump_privatekey] [crypto.load_privatekey] [crypto.dump_publickey] [crypto.load_publickey]', () => {
    for (const type of [PEM, DER]) {
      const plain = crypto.loadPrivatekey(type, crypto.dumpPrivatekey(type, key));
      const sealed = crypto.dumpPrivatekey(type, key, 'aes-256-cbc', 'secret');
      const open = crypto.loadPublickey(type, crypto.dumpPublickey(type, key));
      for (const loaded of [plain, crypto.loadPrivatekey(type, sealed, () => 'secret'), open]) {
        expect([loaded.equals(key), loaded.type(), loaded.bits()]).toEqual([true, kind.type, kind.bits]);
      }
      expect([plain.isPrivate, open.isPrivate]).toEqual([true, false]);
      expect(crypto.dumpPrivatekey(DER, plain)).toEqual(crypto.dumpPrivatekey(DER, key));
      expect(() => crypto.loadPrivatekey(type, sealed, 'wrong')).toThrow(crypto.Error);
      expect(() => crypto.dumpPrivatekey(type, open)).toThrow(TypeError);
    }
    expect(decode(crypto.dumpPrivatekey(crypto.FILETYPE_TEXT, key))).toMatch(/private|priv:/i);
    expect(decode(crypto.dumpPublickey(crypto.FILETYPE_TEXT, key))).not.toMatch(/priv:/i);
  });

  it('is certified, and its certificate gives it back', () => {
    const loaded = crypto.loadCertificate(DER, crypto.dumpCertificate(DER, own.cert));
    expect(loaded.getPubkey().equals(key)).toBe(true);
    expect(loaded.getPubkey().isPrivate).toBe(false);
    if (!signs) new crypto.X509StoreContext(store, loaded).verifyCertificate();
  });

  if (signs)
    it('signs data, requests, certificates and CRLs [crypto.sign] [crypto.verify]', () => {
      const digest = kind.digest ?? null;
      const signature = crypto.sign(key, 'data', digest);
      crypto.verify(own.cert, signature, 'data', digest);
      expect(() => crypto.verify(own.cert, signature, 'date', digest)).toThrow(crypto.Error);
      const changed = signature.map((byte, index) => (index === 9 ? byte ^ 1 : byte));
      expect(() => crypto.verify(own.cert, changed, 'data', digest)).toThrow(crypto.Error);
      expect(() => crypto.verify(ca.cert, signature, 'data', digest)).toThrow(crypto.Error);

      const request = new crypto.X509Req();
      request.setPubkey(key);
      request.sign(key, digest);
      expect(request.verify(key)).toBe(true);

      const leaf = issue('leaf', { issuer: own });
      const trusted = new crypto.X509Store();
      trusted.addCert(own.cert);
      new crypto.X509StoreContext(trusted, leaf.cert).verifyCertificate();
      expect(() => new crypto.X509StoreContext(store, leaf.cert).verifyCertificate()).toThrow(crypto.Error);

      const crl = crypto.loadCrl(PEM, new crypto.CRL().export(own.cert, key));
      expect(crl.verify(key)).toBe(true);
    });
  else
    it('does not sign', () => {
      expect(() => crypto.sign(key, 'data', 'sha256')).toThrow(crypto.Error);
      expect(() => crypto.sign(key, 'data', null)).toThrow(crypto.Error);
      const cert = crypto.loadCertificate(PEM, own.certPem);
      expect(() => cert.sign(key, 'sha256')).toThrow(crypto.Error);
      expect(() => new crypto.CRL().export(cert, key)).toThrow(crypto.Error);
    });
});

describe.each(CLASSIC)('%s and native openssl', (name, kind) => {
  const key = make(kind.options);
  const signs = kind.digest !== undefined;
  native.file('ours.key', crypto.dumpPrivatekey(PEM, key));

  it('exchange keys', () => {
    native.file('ours.key', crypto.dumpPrivatekey(PEM, key));
    native.file('sealed.der', crypto.dumpPrivatekey(DER, key, 'aes-128-cbc', 'secret'));
    expect(native.line('pkey -in ours.key -pubout')).toBe(decode(crypto.dumpPublickey(PEM, key)));
    expect(native.line('pkey -inform DER -in sealed.der -passin pass:secret -pubout')).toBe(
      decode(crypto.dumpPublickey(PEM, key)),
    );
    native.line('pkcs8 -topk8 -v2 aes-256-cbc -in ours.key -passout pass:secret -out theirs.key');
    const theirs = crypto.loadPrivatekey(PEM, native.read('theirs.key'), 'secret');
    expect([theirs.equals(key), theirs.typeName]).toEqual([true, key.typeName]);
    native.line('pkey -in ours.key -traditional -outform DER -out traditional.der');
    expect(crypto.loadPrivatekey(DER, native.read('traditional.der')).equals(key)).toBe(true);
  });

  if (signs)
    it('verify each other', () => {
      const own = certify(name, key, true);
      const leaf = issue('leaf', { issuer: own });
      native.file('root.pem', own.certPem);
      native.file('leaf.pem', leaf.certPem);
      native.file('ours.key', own.keyPem);
      native.file('data', 'data');
      expect(native.line('verify -CAfile root.pem leaf.pem')).toBe('leaf.pem: OK\n');

      const digest = kind.digest ?? null;
      const raw = digest === null ? '-rawin' : `-rawin -digest ${digest}`;
      native.file('ours.sig', crypto.sign(key, 'data', digest));
      expect(native.line(`pkeyutl -verify -certin -inkey root.pem ${raw} -in data -sigfile ours.sig`)).toContain(
        'Signature Verified',
      );
      native.line(`pkeyutl -sign -inkey ours.key ${raw} -in data -out theirs.sig`);
      crypto.verify(own.cert, native.read('theirs.sig'), 'data', digest);
    });
});

const peer = node(26);

/** Node has OpenSSL 3.5 inside: it reads our keys and certificates and verifies; it signs, and gives its own keys. */
const NODE_SIDE = `
  const crypto = require('node:crypto');
  const { key, cert, signature } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
  const pair = crypto.createPrivateKey(key);
  const own = crypto.generateKeyPairSync(pair.asymmetricKeyType);
  const data = Buffer.from('data');
  const x509 = new crypto.X509Certificate(cert);
  console.log(JSON.stringify({
    publicPem: crypto.createPublicKey(pair).export({ type: 'spki', format: 'pem' }),
    certPublicPem: x509.publicKey.export({ type: 'spki', format: 'pem' }),
    certVerified: signature === null || x509.verify(x509.publicKey),
    verified: signature === null || crypto.verify(null, data, x509.publicKey, Buffer.from(signature, 'base64')),
    signature: signature === null ? null : crypto.sign(null, data, pair).toString('base64'),
    ownKey: own.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ownPublicPem: own.publicKey.export({ type: 'spki', format: 'pem' }),
  }));
`;

describe.each(POST_QUANTUM)('%s and the OpenSSL of Node 26', (name, kind) => {
  it.skipIf('missing' in peer)(titleOf('exchange keys, and verify each other', peer), () => {
    const key = make(kind.options);
    const signs = kind.digest !== undefined;
    const own = certify(name, key, signs);
    const signature = signs ? Buffer.from(crypto.sign(key, 'data', null)).toString('base64') : null;
    const input = JSON.stringify({ key: own.keyPem, cert: own.certPem, signature });
    const theirs = JSON.parse(execFileSync(pathOf(peer), ['-e', NODE_SIDE], { input, encoding: 'utf8' }));
    const publicPem = decode(crypto.dumpPublickey(PEM, key));
    expect([theirs.publicPem, theirs.certPublicPem]).toEqual([publicPem, publicPem]);
    expect([theirs.certVerified, theirs.verified]).toEqual([true, true]);
    if (signs) crypto.verify(own.cert, Buffer.from(theirs.signature, 'base64'), 'data', null);
    const loaded = crypto.loadPrivatekey(PEM, theirs.ownKey);
    expect(decode(crypto.dumpPublickey(PEM, loaded))).toBe(theirs.ownPublicPem);
    expect([loaded.isPrivate, loaded.typeName]).toEqual([true, name]);
  });
});
