/** Signed messages: made here and read by others, made by others and read here. */
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import {
  addSigners,
  issueCertificate,
  type MessageSigner,
  PkiError,
  readMessage,
  signer,
  signMessage,
  verifyMessage,
} from '../../../src/pki/index.js';
import { heldByNode } from '../../support/external.js';
import { MailPki, text } from '../../support/mail-pki.js';

const pki = new MailPki();
const { native, ca } = pki;
const ec = pki.person('ec');
const rsa = pki.person('rsa', { key: { type: 'RSA', bits: 2048 } });
const trust = [ca.certificate];
const TIME = new Date('2026-05-06T07:08:09Z');
const verifying = ['cms', '-verify', '-inform', 'DER', '-CAfile', 'ca.pem', '-binary'] as const;

afterAll(() => native.remove());

type How = Partial<Omit<MessageSigner, 'key' | 'certificate'>>;
const by = ({ certificate, key }: typeof ec, more: How = {}) => ({ certificate, key, ...more });

describe('signMessage', () => {
  it.each([
    ['EC', ec, {}],
    ['RSA', rsa, {}],
    ['RSA by PSS', rsa, { signature: { padding: 'pss' } }],
    ['RSA with SHA-512', rsa, { signature: { digest: 'sha512' } }],
    ['EC by key identifier', ec, { identifiedBy: 'keyId' }],
    ['the content itself', rsa, { signedAttributes: false }],
    ['no time, no names', ec, { signingTime: false, signingCertificate: false, algorithmProtection: false }],
    ['version 1 of the signing certificate', ec, { signingCertificate: 'v1' }],
    ['capabilities', rsa, { capabilities: ['aes-256-cbc', 'aes-128-cbc'] }],
  ] as const)('signs with %s, and openssl verifies it, attached and detached', (_, person, more) => {
    const options = { signers: [by(person, more as How)] };
    const attached = signMessage('hello\n', options);
    native.file('attached.p7', attached.der);
    expect(native.run(...verifying, '-in', 'attached.p7')).toBe('hello\n');
    native.file('content', 'hello\n');
    native.file('detached.p7', signMessage('hello\n', { ...options, detached: true }).der);
    expect(native.run(...verifying, '-in', 'detached.p7', '-content', 'content')).toBe('hello\n');
    const verdict = verifyMessage(attached.pem, { trust });
    expect(verdict.valid && text(verdict.content)).toBe('hello\n');
  });

  it.each(['ED25519', 'ED448', 'ML-DSA-44', 'ML-DSA-87', 'SLH-DSA-SHA2-128f'] as const)('signs with %s', (type) => {
    const person = pki.person('modern', { key: { type } });
    const message = signMessage('hello', { signers: [by(person)] });
    expect(verifyMessage(message.der, { trust })).toMatchObject({ valid: true });
    native.file('modern.p7', message.der);
    if (native.knowsPostQuantum) expect(native.run(...verifying, '-in', 'modern.p7')).toBe('hello');
    expect(() => signMessage('', { signers: [by(person, { signedAttributes: false })] })).toThrow('hashes by itself');
  });

  it('signs for several, each with its own key, certificate, digest and attributes', () => {
    const message = signMessage(Uint8Array.of(0, 13, 10, 255), {
      signers: [
        by(ec, { signingTime: TIME, signedAttributes: [{ type: '1.2.3.4', values: [Uint8Array.of(5, 0)] }] }),
        by(rsa, { signature: { digest: 'sha384', padding: 'pss' } }),
      ],
      certificates: [ca.certificate],
    });
    const verdict = verifyMessage(message.der, { trust });
    expect(verdict).toMatchObject({ valid: true, contentType: 'pkcs7-data' });
    expect(verdict.signers.map(({ certificate }) => certificate?.getSubject().CN)).toEqual(['ec', 'rsa']);
    expect(verdict.signers.map(({ digestAlgorithm }) => digestAlgorithm.name)).toEqual(['sha256', 'sha384']);
    expect(verdict.signers[0]?.signingTime?.date).toEqual(TIME);
    expect(verdict.signers[0]?.signedAttributes?.map(({ type }) => type)).toContain('1.2.3.4');
    expect(verdict.signers[0]?.chain.map((one) => one.getSubject().CN)).toEqual(['ec', 'Test CA']);
    expect(verdict.certificates.map((one) => one.getSubject().CN)).toEqual(['ec', 'rsa', 'Test CA']);
    native.file('two.p7', message.der);
    native.run(...verifying, '-in', 'two.p7', '-out', 'two.out');
    expect([...native.read('two.out')]).toEqual([0, 13, 10, 255]);
  });

  it('signs with keys that are elsewhere, now or by a promise', async () => {
    const held = heldByNode({ type: 'EC', curve: 'P-256' });
    const outer = signer({ publicKey: held.publicKey, sign: held.sign });
    const later = signer({ publicKey: held.publicKey, sign: async (data, how) => held.sign(data, how) });
    const { certificate } = issueCertificate({
      issuer: ca,
      subject: 'elsewhere',
      usages: ['emailProtection'],
      key: outer,
    });
    const now = signMessage('hello', { signers: [{ certificate, key: outer }] });
    expect(verifyMessage(now.der, { trust }).valid).toBe(true);
    const promise = signMessage('hello', { signers: [by(ec), { certificate, key: later }] });
    expect(promise).toBeInstanceOf(Promise);
    const message = await promise;
    native.file('later.p7', message.der);
    expect(native.run(...verifying, '-in', 'later.p7')).toBe('hello');
    const failing = signer({ publicKey: held.publicKey, sign: () => Promise.reject(new Error('no')) });
    await expect(signMessage('hello', { signers: [{ certificate, key: failing }] })).rejects.toThrow('no');
  });

  it('adds signers to a message, its own or that of openssl', () => {
    native.file('data', 'hello');
    native.line('cms -sign -binary -nodetach -in data -signer rsa.pem -inkey rsa.key -outform DER -out theirs.p7');
    const both = addSigners(native.read('theirs.p7'), { signers: [by(ec)] });
    native.file('both.p7', both.der);
    expect(native.run(...verifying, '-in', 'both.p7')).toBe('hello');
    expect(verifyMessage(both.der, { trust }).signers).toHaveLength(2);
    const detached = signMessage('hello', { signers: [by(ec)], detached: true });
    expect(() => addSigners(detached.der, { signers: [by(rsa)] })).toThrow('is needed in content');
    const more = addSigners(detached.der, { signers: [by(rsa)], content: 'hello' });
    expect(verifyMessage(more.der, { trust, content: 'hello' })).toMatchObject({ valid: true });
    expect(() => addSigners(both.der, { signers: [by(rsa)], content: 'other' })).toThrow('content is another');
  });

  it('says of the content what it is', () => {
    const message = signMessage('hello', { signers: [by(ec)], contentType: 'id-smime-ct-receipt' });
    expect(verifyMessage(message.der, { trust })).toMatchObject({ valid: true, contentType: 'id-smime-ct-receipt' });
    native.file('typed.p7', message.der);
    expect(native.run(...verifying, '-in', 'typed.p7')).toBe('hello');
  });

  it('refuses what cannot be, or should not', () => {
    const refusals: [Partial<Parameters<typeof signMessage>[1]>, string][] = [
      [{ signers: [] }, 'signers must name one'],
      [{ signers: [{ certificate: ec.certificate, key: rsa.key }] }, 'not that of its certificate'],
      [{ signers: [by(rsa, { signature: { digest: 'sha1' } })] }, 'can be forged'],
      [{ signers: [by(ec, { signedAttributes: [{ type: 'messageDigest', values: [] }] })] }, 'made from the content'],
      [{ signers: [by(ec, { signedAttributes: [{ type: 'signingTime', values: [Uint8Array.of(5, 0)] }] })] }, 'twice'],
      [{ signers: [by(ec, { signedAttributes: [{ type: '1.2.3', values: [] }] })] }, 'must have a value'],
      [{ signers: [by(ec, { signedAttributes: [{ type: '1.2.3', values: [Uint8Array.of(5)] }] })] }, 'cut off'],
      [{ signers: [by(ec)], contentType: 'no such' }, 'nobody knows'],
    ];
    for (const [options, sentence] of refusals)
      expect(() => signMessage('', options as { signers: [] })).toThrow(sentence);
    for (const wrong of [null, 0, '', 'now'])
      if (wrong !== null)
        expect(() => signMessage('', { signers: [by(ec, { signingTime: wrong as never })] })).toThrow(TypeError);
    expect(signMessage('', { signers: [by(rsa, { signature: { digest: 'sha1' } })], unchecked: true }).pem).toMatch(
      /^-----BEGIN PKCS7-----\n/,
    );
  });
});

describe('readMessage', () => {
  it('gives the content without trust, under a name that says so', () => {
    const message = signMessage('hello', { signers: [by(ec, { signingTime: TIME })], certificates: [ca.pem] });
    const data = readMessage(message.pem);
    expect(data).toMatchObject({ kind: 'signed', contentType: 'pkcs7-data' });
    if (data.kind !== 'signed') throw new Error('it is signed');
    expect(text(data.untrustedContent ?? new Uint8Array())).toBe('hello');
    expect(data.signers[0]?.signingTime).toEqual({ date: TIME, text: '260506070809Z' });
    expect('content' in verifyMessage(message.pem, { trust: [] })).toBe(false);
    expect(readMessage(signMessage('hello', { signers: [by(ec)], detached: true }).der)).not.toHaveProperty(
      'untrustedContent',
    );
  });

  it.each([
    ['', 'neither DER nor PEM'],
    ['hello', 'neither DER nor PEM'],
    [ca.pem, 'not a CMS message'],
    [Uint8Array.of(0x30, 0), 'not a CMS message'],
    [crypto.dumpPrivatekey(crypto.FILETYPE_PEM, ec.key), 'of the kind "PRIVATE KEY"'],
  ])('says what is no message: %#', (input, sentence) => {
    for (const read of [readMessage, (one: typeof input) => verifyMessage(one, { trust })]) {
      expect(() => read(input)).toThrow(sentence);
      expect(() => read(input)).toThrow(PkiError);
    }
  });
});
