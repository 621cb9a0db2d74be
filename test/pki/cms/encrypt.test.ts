/** Encrypted messages: each way to a content's key, both ways with openssl(1), and what must not be told. */
import { readFileSync } from 'node:fs';
import forge from 'node-forge';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import { Der } from '../../../src/pki/der/reader.js';
import { explicit, octets, sequence, setOf } from '../../../src/pki/der/writer.js';
import {
  type DecryptMessageOptions,
  decryptMessage,
  digestMessage,
  type EncryptMessageOptions,
  encryptMessage,
  type Issued,
  issueCertificate,
  type MessageRecipient,
  PkiError,
  readMessage,
  verifyDigest,
} from '../../../src/pki/index.js';
import { MailPki, text } from '../../support/mail-pki.js';

const pki = new MailPki();
const { native, ca } = pki;
const rsa = pki.person('rsa', { key: { type: 'RSA', bits: 2048 } });
const other = pki.person('other', { key: { type: 'RSA', bits: 2048 } });
const ec = pki.person('ec', { extensions: [{ type: 'keyUsage', usages: ['keyAgreement'] }] });
const kem = issueCertificate({ issuer: ca, subject: 'kem', key: { type: 'ML-KEM-768' }, usages: [] }) as Issued;
const SECRET = new Uint8Array(32).fill(7);
const KEY_ID = Uint8Array.of(1, 2);
const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`cases/${name}`, import.meta.url)));
const opened = (der: Uint8Array, options: DecryptMessageOptions): string => text(decryptMessage(der, options));
const failure = (body: () => unknown): PkiError => {
  try {
    body();
  } catch (error) {
    if (error instanceof PkiError) return error;
    throw error;
  }
  throw new Error('it must fail');
};

afterAll(() => native.remove());

describe('encryptMessage', () => {
  const ways: [string, MessageRecipient, DecryptMessageOptions, string, string][] = [
    ['RSA by PKCS #1', rsa.certificate, { key: rsa.key, certificate: rsa.pem }, 'rsa', '-inkey rsa.key -recip rsa.pem'],
    ['RSA by OAEP', { certificate: rsa.pem, padding: 'oaep' }, { key: rsa.key }, 'rsa', '-inkey rsa.key'],
    [
      'RSA by OAEP of SHA-512, by key identifier',
      { certificate: rsa.der, padding: 'oaep', digest: 'sha512', identifiedBy: 'keyId' },
      ...([{ key: rsa.key }, 'rsa', '-inkey rsa.key'] as const),
    ],
    ['EC', { certificate: ec.certificate }, { key: ec.key, certificate: ec.der }, 'agreement', '-inkey ec.key'],
    ['a password', { password: 'p', iterations: 1000 }, { password: 'p' }, 'password', '-pwri_password p'],
    [
      'a key that both know',
      { secretKey: SECRET, keyId: KEY_ID },
      ...([{ secretKey: SECRET, keyId: KEY_ID }, 'key', `-secretkey ${'07'.repeat(32)} -secretkeyid 0102`] as const),
    ],
  ];

  it.each(ways)('encrypts for %s with each cipher, and openssl decrypts', (_, recipient, options, type, command) => {
    for (const cipher of ['aes-256-cbc', 'aes-128-cbc', 'aes-192-cbc', 'aes-128-gcm', 'aes-256-gcm']) {
      const message = encryptMessage('hello\n', { recipients: [recipient], cipher });
      expect(opened(message.der, options)).toBe('hello\n');
      expect(readMessage(message.pem)).toMatchObject({
        kind: cipher.endsWith('gcm') ? 'authEnveloped' : 'enveloped',
        recipients: [{ type }],
      });
      native.file('ours.p7', message.der);
      expect(native.run('cms', '-decrypt', '-inform', 'DER', '-in', 'ours.p7', ...command.split(' '))).toBe('hello\n');
    }
  });

  it('encrypts for ML-KEM (RFC 9936), beside others', () => {
    for (const cipher of ['aes-256-cbc', 'aes-256-gcm'])
      for (const identifiedBy of ['issuer', 'keyId'] as const) {
        const recipients = [{ certificate: kem.certificate, identifiedBy }, rsa.certificate];
        const message = encryptMessage('hello', { recipients, cipher });
        expect(opened(message.der, { key: kem.key })).toBe('hello');
        const data = readMessage(message.der);
        expect(data).toMatchObject({ recipients: [{ type: 'rsa' }, { type: 'kem' }] });
        // Who knows no KEM finds its own place beside it all the same.
        native.file('kem.p7', message.der);
        expect(native.line('cms -decrypt -inform DER -in kem.p7 -inkey rsa.key')).toBe('hello');
        const stranger = issueCertificate({ issuer: ca, subject: 'k', key: { type: 'ML-KEM-768' }, usages: [] });
        expect(failure(() => decryptMessage(message.der, { key: stranger.key })).code).toBe('ERR_PKI_DECRYPT');
      }
  });

  it('encrypts for several, of whom each decrypts by itself', () => {
    const recipients = ways.map(([, recipient]) => recipient);
    const { der } = encryptMessage(Uint8Array.of(0, 255), { recipients });
    for (const [, , options] of ways) expect([...decryptMessage(der, options)]).toEqual([0, 255]);
  });

  it('encrypts under a key that both know, without recipients', () => {
    const { der } = encryptMessage('hello', { secretKey: SECRET });
    expect(opened(der, { secretKey: SECRET })).toBe('hello');
    native.file('key.p7', der);
    const key = '07'.repeat(32);
    expect(native.run('cms', '-EncryptedData_decrypt', '-inform', 'DER', '-in', 'key.p7', '-secretkey', key)).toBe(
      'hello',
    );
    expect(readMessage(der)).toMatchObject({ kind: 'encrypted' });
    expect(() => decryptMessage(der, { password: 'p' })).toThrow('opens with a secretKey alone');
  });

  it('reads what openssl has encrypted, BER among it', () => {
    native.file('data', 'hello');
    for (const options of ['', '-keyopt rsa_padding_mode:oaep', '-stream', '-aes-256-gcm', '-keyid']) {
      const words = options.split(' ').filter(Boolean);
      const keyopt = words.includes('-keyopt') ? words : [];
      native.run(
        ...['cms', '-encrypt', '-binary', '-in', 'data', '-outform', 'DER', '-out', 'theirs.p7'],
        ...(keyopt.length > 0 ? [] : words.length > 0 ? words : ['-aes128']),
        ...['-recip', 'rsa.pem', ...keyopt, '-recip', 'ec.pem'],
      );
      expect(opened(native.read('theirs.p7'), { key: rsa.key, certificate: rsa.certificate }), options).toBe('hello');
      expect(opened(native.read('theirs.p7'), { key: ec.key }), options).toBe('hello');
    }
  });

  it.each(['env-rc2.p7m', 'env-des.p7m'])('reads legacy contents always: cases 3 and 4, %s', (name) => {
    const [key, certificate] = [file('rsa.pem'), file('rsa-cert.pem')];
    expect(opened(file(name), { key, certificate })).toBe('hello, world\n');
    const p7 = crypto.loadPkcs7Data(crypto.FILETYPE_ASN1, file(name));
    const PEM = crypto.FILETYPE_PEM;
    const content = p7.decrypt(crypto.loadPrivatekey(PEM, key), crypto.loadCertificate(PEM, certificate));
    expect(text(content)).toBe('hello, world\n');
  });

  it('reads a content in pieces within DER, as node-forge writes it', () => {
    const message = forge.pkcs7.createEnvelopedData();
    message.addRecipient(forge.pki.certificateFromPem(rsa.pem));
    message.content = forge.util.createBuffer('sealed by another');
    message.encrypt();
    const written = forge.asn1.toDer(message.toAsn1()).getBytes();
    const der = Uint8Array.from(written, (char) => char.charCodeAt(0));
    expect(opened(der, { key: rsa.key, certificate: rsa.certificate })).toBe('sealed by another');
  });

  it('writes legacy contents where they are asked for as such', () => {
    for (const cipher of ['des-cbc', 'rc2-cbc'])
      expect(() => encryptMessage('', { recipients: [rsa.pem], cipher })).toThrow('legacy');
    for (const cipher of ['des-cbc', 'rc2-cbc', 'des-ede3-cbc']) {
      const { der } = encryptMessage('hello', { recipients: [rsa.pem], cipher, legacy: true });
      expect(opened(der, { key: rsa.key })).toBe('hello');
    }
  });

  it('refuses what cannot be', () => {
    const signer = pki.person('signer', { key: { type: 'ED25519' } });
    const refusals: [EncryptMessageOptions, string][] = [
      [{}, 'at least one recipient'],
      [{ recipients: [] }, 'at least one recipient'],
      [{ recipients: [rsa.pem], secretKey: SECRET }, 'exclude each other'],
      [{ recipients: [rsa.pem], cipher: 'aes-256-ecb' }, 'no rules'],
      [{ recipients: [rsa.pem], cipher: '' }, 'cipher'],
      [{ recipients: [signer.pem] }, 'of the type ED25519'],
      [{ recipients: [{ certificate: ec.pem, padding: 'oaep' }] }, 'padding is for RSA'],
      [{ recipients: [{ certificate: rsa.pem, digest: 'sha256' }] }, 'digest is for the padding oaep'],
      [{ recipients: [{ password: '' }] }, 'must not be empty'],
      [{ recipients: [{ password: 'p', iterations: 0 }] }, 'between 1 and'],
      [{ recipients: [{ secretKey: new Uint8Array(5), keyId: KEY_ID }] }, '16, 24 or 32 bytes'],
      [{ recipients: [{} as never] }, 'must be a certificate'],
      [{ recipients: rsa.pem as never }, 'must be a list'],
      [{ secretKey: new Uint8Array(16) }, 'takes a secretKey of 32 bytes'],
      [{ secretKey: SECRET, cipher: 'aes-256-gcm' }, 'GCM needs recipients'],
    ];
    for (const [options, sentence] of refusals) expect(() => encryptMessage('', options), sentence).toThrow(sentence);
  });
});

describe('decryptMessage', () => {
  it('has one error for all that goes wrong with a key: no oracle', () => {
    const sentence = 'the message cannot be decrypted: it was not encrypted for this key, or it is damaged';
    for (const cipher of ['aes-128-cbc', 'aes-128-gcm']) {
      const { der } = encryptMessage('hello', { recipients: [rsa.pem], cipher });
      const wrong = [
        () => decryptMessage(der, { key: other.key }),
        () => decryptMessage(der, { key: other.key, certificate: rsa.pem }),
        () => decryptMessage(der, { key: rsa.key, certificate: other.pem }),
        () => decryptMessage(der, { key: ec.key }),
      ];
      const seen = wrong.map((body) => failure(body));
      // Every byte of the encrypted key, of the initialisation vector and of the content.
      for (let index = der.length - 300; index < der.length; index += 7) {
        const changed = der.slice();
        changed[index] = (changed[index] ?? 0) ^ 0x80;
        try {
          decryptMessage(changed, { key: rsa.key, certificate: rsa.pem });
        } catch (error) {
          // What can be seen without a key may be told: its structure.
          if (error instanceof PkiError && error.code === 'ERR_PKI_DECRYPT') seen.push(error);
          else expect(error).toMatchObject({ code: expect.stringMatching(/ERR_PKI_(DER|REFUSED)/) });
        }
      }
      expect(seen.length).toBeGreaterThan(10);
      expect(new Set(seen.map(({ message }) => message))).toEqual(new Set([sentence]));
      expect(seen.every(({ cause }) => cause === undefined)).toBe(true);
    }
  });

  it('bounds what a message asks for', () => {
    const { der } = encryptMessage('hello', { recipients: [{ password: 'p', iterations: 20_000 }] });
    expect(() => decryptMessage(der, { password: 'p', maxIterations: 10_000 })).toThrow('too many iterations');
    expect(opened(der, { password: 'p' })).toBe('hello');
    // As many iterations as there are numbers, written into the message.
    const marker = Der.parse(der, 'it').bytes.findIndex(
      (_, at) => der[at] === 2 && der[at + 1] === 2 && der[at + 2] === 0x4e,
    );
    const huge = der.slice();
    huge.set([0x7f, 0xff], marker + 2);
    expect(() => decryptMessage(huge, { password: 'p', maxIterations: 30_000 })).toThrow('too many iterations');
    expect(failure(() => decryptMessage(der, { password: 'q' })).message).toContain('the password is wrong');
    const two = encryptMessage('', { recipients: [rsa.pem, ec.pem] });
    expect(() => decryptMessage(two.der, { key: ec.key, maxRecipients: 1 })).toThrow('more than 1 recipients');
  });

  it('refuses a tag that is soon guessed, and a message for nobody', () => {
    const { der } = encryptMessage('hello', {
      recipients: [{ secretKey: SECRET, keyId: KEY_ID }],
      cipher: 'aes-256-gcm',
    });
    const [type, wrapped] = Der.parse(der, 'it').items('it');
    const fields =
      wrapped
        ?.inner('it')
        .items('it')
        .map(({ bytes }) => bytes) ?? [];
    const tag = fields.at(-1)?.slice(2) ?? new Uint8Array();
    const cutTo = (length: number) =>
      sequence(type?.bytes, explicit(0, sequence(...fields.slice(0, -1), octets(tag.slice(0, length)))));
    for (const length of [0, 1, 4, 11])
      expect(() => decryptMessage(cutTo(length), { secretKey: SECRET })).toThrow('less than 12 bytes');
    expect(opened(cutTo(16), { secretKey: SECRET })).toBe('hello');
    const [version, , content, mac] = fields;
    const nobody = sequence(type?.bytes, explicit(0, sequence(version, setOf([]), content, mac)));
    expect(() => decryptMessage(nobody, { secretKey: SECRET })).toThrow('encrypted for nobody');
    expect(() => decryptMessage(digestMessage('x').der, { secretKey: SECRET })).toThrow('is not encrypted');
  });

  it('asks for one way to decrypt', () => {
    const { der } = encryptMessage('', { recipients: [rsa.pem] });
    expect(() => decryptMessage(der, {})).toThrow('one of key, password and secretKey');
    expect(() => decryptMessage(der, { key: rsa.key, password: 'p' })).toThrow('one of key, password and secretKey');
    expect(() => decryptMessage(der, { key: 5 as never })).toThrow(TypeError);
    expect(() => decryptMessage(der, { key: rsa.certificate.getPubkey() })).toThrow('private key');
  });
});

describe('digested messages', () => {
  it('carry a digest, as those of openssl', () => {
    const { der } = digestMessage('hello');
    expect(text(verifyDigest(der))).toBe('hello');
    expect(readMessage(der)).toMatchObject({ kind: 'digested', untrustedContent: new TextEncoder().encode('hello') });
    native.file('digest.p7', der);
    expect(native.line('cms -digest_verify -inform DER -in digest.p7')).toBe('hello');
    const detached = digestMessage('hello', { detached: true, digest: 'sha512' }).der;
    expect(text(verifyDigest(detached, { content: 'hello' }))).toBe('hello');
    expect(() => verifyDigest(detached, { content: 'hallo' })).toThrow('verification failure');
    expect(() => digestMessage('', { digest: 'no' })).toThrow('no digest');
  });
});
