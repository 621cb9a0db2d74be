import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { decode, NativeOpenssl } from '../support/native-openssl.js';
import { type Identity, issue, localPki, newKey } from '../support/pki.js';

const { ca, server } = localPki();
const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const native = new NativeOpenssl();
native.file('ca.pem', ca.certPem);
native.file('server.pem', server.certPem);
native.file('server.key', server.keyPem);

afterAll(() => native.remove());

describe('PKCS7', () => {
  it('tells its type [crypto.load_pkcs7_data] [crypto.PKCS7.type_is_signed] [crypto.PKCS7.type_is_enveloped] [crypto.PKCS7.type_is_signedAndEnveloped] [crypto.PKCS7.type_is_data] [crypto.PKCS7.get_type_name]', () => {
    const rsa = issue('rsa', { key: newKey(crypto.TYPE_RSA, 2048) });
    const signed = crypto.PKCS7.sign(server.cert, server.key, 'data');
    const enveloped = crypto.PKCS7.encrypt(rsa.cert, 'data');
    const kinds = (p7: crypto.PKCS7) => [
      p7.typeIsSigned(),
      p7.typeIsEnveloped(),
      p7.typeIsSignedAndEnveloped(),
      p7.typeIsData(),
    ];
    for (const type of [PEM, DER]) {
      const loaded = crypto.loadPkcs7Data(type, signed.dump(type));
      expect([kinds(loaded), loaded.getTypeName()]).toEqual([[true, false, false, false], 'pkcs7-signedData']);
      const sealed = crypto.loadPkcs7Data(type, enveloped.dump(type));
      expect([kinds(sealed), sealed.getTypeName()]).toEqual([[false, true, false, false], 'pkcs7-envelopedData']);
    }
    const data = crypto.loadPkcs7Data(
      DER,
      Uint8Array.of(0x30, 0x0f, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1, 0xa0, 2, 4, 0),
    );
    expect(kinds(data)).toEqual([false, false, false, true]);
    const both = Uint8Array.of(0x30, 0x0b, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 4);
    expect(() => crypto.loadPkcs7Data(DER, both.subarray(0, 5))).toThrow(crypto.Error);
    expect(() => new crypto.PKCS7(undefined as never)).toThrow(TypeError);
  });

  it('is read by openssl, and reads its files', () => {
    native.file('ours.p7', crypto.PKCS7.sign(server.cert, server.key, 'signed by us').dump(PEM));
    expect(
      native.run('smime', '-verify', '-inform', 'PEM', '-in', 'ours.p7', '-CAfile', 'ca.pem', '-purpose', 'any'),
    ).toBe('signed by us');
    native.file('data.txt', 'signed by openssl');
    native.run(
      'smime',
      '-sign',
      '-in',
      'data.txt',
      '-signer',
      'server.pem',
      '-inkey',
      'server.key',
      '-outform',
      'DER',
      '-out',
      'theirs.p7',
    );
    expect(crypto.loadPkcs7Data(DER, native.read('theirs.p7')).typeIsSigned()).toBe(true);
  });

  const store = new crypto.X509Store();
  store.addCert(ca.cert);
  const rsa = issue('rsa', { issuer: ca, key: newKey(crypto.TYPE_RSA, 2048) });
  const pss = new crypto.PKey();
  pss.generateKey({ type: 'RSA-PSS', bits: 2048 });
  const signers: readonly (readonly [string, Identity])[] = [
    ['RSA', rsa],
    ['RSA-PSS', issue('pss', { issuer: ca, key: pss })],
    ['EC', server],
    ['brainpool', issue('brainpool', { issuer: ca, key: newKey(crypto.TYPE_EC, 'brainpoolP384r1') })],
    ['DSA', issue('dsa', { issuer: ca, key: newKey(crypto.TYPE_DSA, 1024) })],
    ['Ed25519', issue('ed', { issuer: ca, key: newKey('ED25519') })],
    ['ML-DSA', issue('ml', { issuer: ca, key: newKey('ML-DSA-65') })],
  ];

  it.each(signers)('signs and verifies with %s', (name, signer) => {
    const signed = crypto.PKCS7.sign(signer.cert, signer.key, 'data', { certs: [ca.cert] });
    const { content, signers: found } = crypto.loadPkcs7Data(PEM, signed.dump(PEM)).verify(store);
    expect([decode(content), found.map((cert) => cert.equals(signer.cert))]).toEqual(['data', [true]]);
    expect(signed.getCertificates().map((cert) => cert.getSubject().CN)).toHaveLength(2);
    const detached = crypto.PKCS7.sign(signer.cert, signer.key, 'data', { detached: true });
    expect(decode(detached.verify(store, { content: 'data' }).content)).toBe('data');
    expect(() => detached.verify(store, { content: 'other' })).toThrow(crypto.Error);
    expect(() => signed.verify(new crypto.X509Store())).toThrow(crypto.Error);
    // openssl(1) of before 3.5 has no CMS for keys that hash by themselves.
    if (['Ed25519', 'ML-DSA'].includes(name) && !native.knowsPostQuantum) return;
    native.file('detached.p7', detached.dump(DER));
    native.file('content', 'data');
    const command = 'cms -verify -binary -inform DER -in detached.p7 -content content -CAfile ca.pem -purpose any';
    expect(native.line(command)).toBe('data');
  });

  it('verifies what openssl cms and openssl smime sign', () => {
    native.file('data.bin', Uint8Array.of(0, 10, 13, 10, 255));
    const from = '-sign -binary -in data.bin -signer server.pem -inkey server.key';
    for (const tool of ['smime', 'cms']) {
      native.line(`${tool} ${from} -nodetach -outform PEM -out whole.p7`);
      const whole = crypto.loadPkcs7Data(PEM, native.read('whole.p7')).verify(store);
      expect(whole.content).toEqual(Uint8Array.of(0, 10, 13, 10, 255));
      native.line(`${tool} ${from} -outform DER -md sha384 -out detached.p7`);
      const detached = crypto.loadPkcs7Data(DER, native.read('detached.p7'));
      expect(detached.verify(store, { content: native.read('data.bin') }).signers[0]?.equals(server.cert)).toBe(true);
    }
    native.line(`cms ${from} -nodetach -keyid -nocerts -outform DER -out keyid.p7`);
    const keyid = crypto.loadPkcs7Data(DER, native.read('keyid.p7'));
    expect(keyid.typeIsSigned()).toBe(true);
    expect(keyid.getCertificates()).toEqual([]);
    expect(() => keyid.verify(store)).toThrow(crypto.Error);
    expect(keyid.verify(store, { certs: [server.cert] }).signers).toHaveLength(1);
  });

  it('encrypts for RSA and EC, and decrypts', () => {
    const data = new Uint8Array(100_000).map((_, index) => index);
    for (const cipher of [undefined, 'aes-128-cbc', 'aes-256-gcm', 'des-ede3-cbc']) {
      const sealed = crypto.loadPkcs7Data(DER, crypto.PKCS7.encrypt([rsa.cert, server.cert], data, cipher).dump(DER));
      expect(sealed.decrypt(rsa.key, rsa.cert)).toEqual(data);
      expect(sealed.decrypt(server.key, server.cert)).toEqual(data);
      expect(() => sealed.decrypt(ca.key, ca.cert)).toThrow(crypto.Error);
    }
    const authentic = crypto.PKCS7.encrypt(rsa.cert, 'data', 'aes-256-gcm').dump(DER);
    authentic[authentic.length - 20] = (authentic.at(-20) ?? 0) ^ 1;
    expect(() => crypto.loadPkcs7Data(DER, authentic).decrypt(rsa.key, rsa.cert)).toThrow(crypto.Error);
  });

  it('exchanges enveloped data with openssl', () => {
    native.file('rsa.pem', rsa.certPem);
    native.file('rsa.key', rsa.keyPem);
    for (const [name, recipient] of [
      ['rsa', rsa],
      ['server', server],
    ] as const) {
      native.file('ours.p7', crypto.PKCS7.encrypt(recipient.cert, 'from us').dump(DER));
      const key = `-recip ${name}.pem -inkey ${name}.key`;
      expect(native.line(`cms -decrypt -inform DER -in ours.p7 ${key}`)).toBe('from us');
      native.file('theirs.txt', 'from openssl');
      native.line(`cms -encrypt -binary -aes256 -in theirs.txt -outform DER -out theirs.p7 ${name}.pem`);
      const theirs = crypto.loadPkcs7Data(DER, native.read('theirs.p7'));
      expect(theirs.typeIsEnveloped()).toBe(true);
      expect(decode(theirs.decrypt(recipient.key, recipient.cert))).toBe('from openssl');
    }
    native.line('smime -encrypt -binary -aes128 -in theirs.txt -outform PEM -out theirs.p7 rsa.pem');
    const theirs = crypto.loadPkcs7Data(PEM, native.read('theirs.p7'));
    expect(decode(theirs.decrypt(rsa.key, rsa.cert))).toBe('from openssl');
  });

  it('refuses what cannot be', () => {
    expect(() => crypto.PKCS7.sign(rsa.cert, server.key, 'data')).toThrow(crypto.Error);
    expect(() => crypto.PKCS7.sign(server.cert, server.cert.getPubkey(), 'data')).toThrow(RangeError);
    expect(() => crypto.PKCS7.sign(server.cert, server.key, 'data', { digest: 'nope' })).toThrow(RangeError);
    expect(() => crypto.PKCS7.sign(server.cert, server.key, 5 as never)).toThrow(TypeError);
    expect(() => crypto.PKCS7.sign(server.cert, server.key, 'data', { certs: [server.key as never] })).toThrow(
      TypeError,
    );
    expect(() => crypto.PKCS7.encrypt([], 'data')).toThrow(RangeError);
    expect(() => crypto.PKCS7.encrypt('cert' as never, 'data')).toThrow(TypeError);
    for (const cipher of ['nope', 'aes-128-ecb', 'aes-256-ctr', 'chacha20-poly1305', 'null', 'aes\0']) {
      expect(() => crypto.PKCS7.encrypt(rsa.cert, 'data', cipher)).toThrow(RangeError);
    }
    const ed = issue('ed', { key: newKey('ED25519') });
    expect(() => crypto.PKCS7.encrypt(ed.cert, 'data')).toThrow(crypto.Error);
    const signed = crypto.PKCS7.sign(server.cert, server.key, 'data');
    expect(() => signed.verify('store' as never)).toThrow(TypeError);
    expect(() => signed.decrypt(server.key, server.cert)).toThrow(crypto.Error);
    expect(() => signed.dump(crypto.FILETYPE_TEXT)).toThrow(RangeError);
    const changed = signed.dump(DER);
    changed[Buffer.from(changed).indexOf('data')] = 0x65;
    expect(() => crypto.loadPkcs7Data(DER, changed).verify(store)).toThrow(crypto.Error);
    expect(() => crypto.loadPkcs7Data(PEM, 'no PEM')).toThrow(crypto.Error);
  });
});
