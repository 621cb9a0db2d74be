/** S/MIME mail, both ways with openssl, Python's cryptography, gpgsm and NSS; and what mails can be made to do. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import {
  bundleMail,
  decryptMail,
  decryptMessage,
  encryptMail,
  type MailInput,
  PkiError,
  readBundle,
  readMail,
  readMailBundle,
  readMessage,
  signMail,
  signMessage,
  verifyMail,
} from '../../../src/pki/index.js';
import { MailPki, text } from '../../support/mail-pki.js';
import { askPython } from '../../support/python.js';

const pki = new MailPki();
const { native, ca } = pki;
const anna = pki.person('anna', { key: { type: 'RSA', bits: 2048 } });
const bert = pki.person('bert', { key: { type: 'RSA', bits: 2048 } });
const trust = [ca.certificate];
const signers = [{ certificate: anna.certificate, key: anna.key }];
const recipients = [bert.certificate];
const MAIL: MailInput = {
  headers: [
    { name: 'From', value: 'anna@example.com' },
    { name: 'To', value: 'bert@example.com' },
    { name: 'Subject', value: 'hello' },
    { name: 'Content-Type', value: 'text/plain; charset=utf-8' },
  ],
  body: 'Hé\nsecond line\r\n\n.\n',
};
const BODY = 'Hé\r\nsecond line\r\n\r\n.\r\n';
const bytes = (mail: string): Uint8Array => new TextEncoder().encode(mail);
const bodyOf = (verdict: ReturnType<typeof verifyMail>): string =>
  verdict.valid ? text(verdict.part?.body ?? new Uint8Array()) : verdict.reason;
const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd: native.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

afterAll(() => native.remove());

describe('signMail and verifyMail', () => {
  it.each([
    [false, 'multipart-signed'],
    [true, 'signed'],
  ] as const)('sign and verify (opaque: %s), and so does openssl', (opaque, kind) => {
    const mail = signMail(MAIL, { signers, opaque });
    expect(text(mail)).toMatch(
      /^From: anna@example.com\r\nTo: bert@example.com\r\nSubject: hello\r\nMIME-Version: 1.0\r\n/,
    );
    const verdict = verifyMail(mail, { trust });
    expect(bodyOf(verdict)).toBe(BODY);
    expect(verdict.valid && verdict.part?.headers).toEqual([
      { name: 'Content-Type', value: 'text/plain; charset=utf-8' },
    ]);
    expect(verdict.headers.find(({ name }) => name === 'Subject')?.value).toBe('hello');
    const { der = new Uint8Array(), ...read } = readMail(mail);
    expect(read).toMatchObject({ kind, message: { kind: 'signed' } });
    const message = readMessage(der);
    expect(message.kind === 'signed' && message.untrustedContent !== undefined).toBe(opaque);
    native.file('ours.eml', mail);
    for (const command of ['smime', 'cms'])
      expect(native.run(command, '-verify', '-in', 'ours.eml', '-CAfile', 'ca.pem')).toContain(BODY);
    // As files are kept on Unix: bare LF everywhere.
    const bare = text(mail).replaceAll('\r\n', '\n');
    expect(bodyOf(verifyMail(bare, { trust }))).toBe(BODY);
    native.file('bare.eml', bare);
    expect(native.line('cms -verify -in bare.eml -CAfile ca.pem')).toContain('second line');
  });

  it('verifies what openssl and Python sign', () => {
    native.file('body', 'Content-Type: text/plain\r\n\r\nhello\r\n');
    for (const form of ['', '-nodetach', '-md sha512'])
      for (const command of ['smime', 'cms']) {
        native.line(
          `${command} -sign -in body -signer anna.pem -inkey anna.key -out theirs.eml -subject s ${form}`.trim(),
        );
        expect(bodyOf(verifyMail(native.read('theirs.eml'), { trust }))).toBe('hello\r\n');
      }
    const smime = askPython<string>(
      `
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7
cert = x509.load_pem_x509_certificate(open('anna.pem', 'rb').read())
key = serialization.load_pem_private_key(open('anna.key', 'rb').read(), None)
mail = (pkcs7.PKCS7SignatureBuilder().set_data(b'hello\\nfrom Python\\n').add_signer(cert, key, hashes.SHA256())
  .sign(serialization.Encoding.SMIME, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Text]))
print(json.dumps(mail.decode()))`,
      { cwd: native.folder },
    );
    expect(bodyOf(verifyMail(smime, { trust }))).toBe('hello\r\nfrom Python\r\n');
  });

  it('names each digest', () => {
    for (const [digest, micalg] of Object.entries({ sha256: 'sha-256', sha384: 'sha-384', sha512: 'sha-512' })) {
      const mail = signMail(MAIL, { signers: [{ certificate: anna.pem, key: anna.key, signature: { digest } }] });
      expect(text(mail)).toContain(`micalg="${micalg}"`);
    }
  });

  it('says what does not hold', () => {
    const mail = text(signMail(MAIL, { signers }));
    const changed = [mail.replace('second line', 'another line'), mail.replace('charset=utf-8', 'charset=latin1')];
    for (const one of changed) {
      const verdict = verifyMail(one, { trust });
      expect(verdict).toMatchObject({ valid: false, signers: [{ signatureValid: false }] });
      expect(verdict).not.toHaveProperty('part');
      expect(verdict).not.toHaveProperty('content');
    }
    expect(verifyMail(mail, { trust: [] })).toMatchObject({ valid: false, signers: [{ signatureValid: true }] });
    expect(() => verifyMail(mail, { trust, content: 'x' })).toThrow('content has no place');
  });
});

describe('encryptMail and decryptMail', () => {
  it('encrypt and decrypt, and so do openssl and Python', () => {
    for (const cipher of ['aes-256-cbc', 'aes-256-gcm']) {
      const mail = encryptMail(MAIL, { recipients, cipher });
      expect(text(mail)).not.toContain('second line');
      expect(text(decryptMail(mail, { key: bert.key }).part.body)).toBe(BODY);
      const { kind, der = new Uint8Array() } = readMail(mail);
      expect(kind).toBe('enveloped');
      expect(text(decryptMessage(der, { key: bert.key }))).toContain(BODY);
      native.file('ours.eml', mail);
      expect(native.line('cms -decrypt -in ours.eml -recip bert.pem -inkey bert.key')).toContain(BODY);
    }
    native.file('body', 'Content-Type: text/plain\r\n\r\nhello\r\n');
    native.line('smime -encrypt -aes256 -in body -out theirs.eml -subject s bert.pem');
    expect(text(decryptMail(native.read('theirs.eml'), { key: bert.key }).part.body)).toBe('hello\r\n');
    native.file('smime.p7m', encryptMail(MAIL, { recipients, cipher: 'aes-128-cbc' }));
    const read = askPython<string>(
      `
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs7
cert = x509.load_pem_x509_certificate(open('bert.pem', 'rb').read())
key = serialization.load_pem_private_key(open('bert.key', 'rb').read(), None)
print(json.dumps(pkcs7.pkcs7_decrypt_smime(open('smime.p7m', 'rb').read(), cert, key, []).decode()))`,
      { cwd: native.folder },
    );
    expect(read).toContain(BODY);
  });

  it('lie in each other: signed and then encrypted, and the other way', () => {
    const sealed = encryptMail(signMail(MAIL, { signers }), { recipients });
    expect(text(sealed)).toMatch(/^From: anna@example.com\r\n/);
    const { part, headers } = decryptMail(sealed, { key: bert.key, certificate: bert.certificate });
    expect(headers.map(({ name }) => name)).toContain('Subject');
    expect(bodyOf(verifyMail(part.bytes, { trust }))).toBe(BODY);
    native.file('sealed.eml', sealed);
    native.line('cms -decrypt -in sealed.eml -recip bert.pem -inkey bert.key -out inner.eml');
    expect(native.line('cms -verify -in inner.eml -CAfile ca.pem')).toContain(BODY);
    const outside = signMail(encryptMail(MAIL, { recipients }), { signers });
    const verdict = verifyMail(outside, { trust });
    if (!verdict.valid || verdict.part === undefined) throw new Error('it holds');
    expect(text(decryptMail(verdict.part.bytes, { key: bert.key }).part.body)).toBe(BODY);
  });
});

describe('bundleMail', () => {
  it('carries certificates, in their order', () => {
    const mail = bundleMail([bert.certificate, anna.certificate, ca.pem], { headers: [{ name: 'To', value: 'x' }] });
    expect(text(mail)).toContain('smime-type=certs-only');
    const { kind, der = new Uint8Array() } = readMail(mail);
    expect(kind).toBe('certificates');
    expect(readBundle(der).certificates).toHaveLength(3);
    expect(readMailBundle(mail).certificates).toHaveLength(3);
    expect(() => verifyMail(mail, { trust })).toThrow('nobody has signed');
  });
});

describe('other programs', () => {
  it('gpgsm finds the signature good', () => {
    const home = native.path('gnupg');
    mkdirSync(home, { mode: 0o700, recursive: true });
    native.file('content', 'hello');
    native.file('signed.p7', signMessage('hello', { signers, detached: true, certificates: trust }).der);
    // gpgsm trusts no root by itself; that the signature is good it says all the same.
    const said = execFileSync(
      'sh',
      [
        '-c',
        `gpgsm --homedir '${home}' --batch --import ca.pem; gpgsm --homedir '${home}' --batch --disable-crl-checks --disable-dirmngr --status-fd 1 --verify signed.p7 content 2>&1 || true`,
      ],
      { cwd: native.folder, encoding: 'utf8' },
    );
    run('gpgconf', '--homedir', home, '--kill', 'all');
    expect(said).toMatch(/GOODSIG|Good signature/);
  });

  it('NSS verifies, decrypts and signs for us', () => {
    mkdirSync(native.path('nss'), { recursive: true });
    const certutil = (...args: string[]) => run('certutil', '-d', 'sql:nss', ...args);
    certutil('-N', '--empty-password');
    certutil('-A', '-n', 'ca', '-t', 'CT,C,C', '-a', '-i', 'ca.pem');
    for (const person of [anna, bert]) {
      const file = new crypto.PKCS12();
      file.setCertificate(person.certificate);
      file.setPrivatekey(person.key);
      file.setFriendlyname(bytes(person.certificate.getSubject().CN ?? ''));
      native.file('person.p12', file.export('p'));
      run('pk12util', '-d', 'sql:nss', '-i', 'person.p12', '-W', 'p');
    }
    native.file('content', 'hello');
    native.file('signed.p7', signMessage('hello', { signers }).der);
    const cmsutil = (...args: string[]) => run('cmsutil', ...args, '-d', 'sql:nss');
    expect(cmsutil('-D', '-i', 'signed.p7')).toBe('hello');
    cmsutil('-S', '-N', 'anna', '-G', '-i', 'content', '-o', 'nss.p7', '-H', 'SHA256');
    native.file('nss.eml', wrapped(native.read('nss.p7'), 'signed-data'));
    expect(verifyMail(native.read('nss.eml'), { trust })).toMatchObject({
      signers: [{ signatureValid: true, valid: true }],
    });
    cmsutil('-E', '-r', 'bert@example.com', '-i', 'content', '-o', 'nss-sealed.p7');
    const sealed = wrapped(native.read('nss-sealed.p7'), 'enveloped-data');
    expect(text(decryptMail(sealed, { key: bert.key }).part.bytes)).toBe('hello');
  });
});

/** A message of another program as a mail. */
function wrapped(der: Uint8Array, kind: string): Uint8Array {
  const base64 = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\r\n');
  return bytes(
    `Content-Type: application/pkcs7-mime; smime-type=${kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}\r\n`,
  );
}

describe('a mail that was made to deceive', () => {
  it('begins no field by another', () => {
    for (const value of ['a\r\nBcc: eve@example.com', 'a\nBcc: x', 'a\rb', 'a\0b'])
      for (const make of [
        () => signMail({ headers: [{ name: 'Subject', value }], body: '' }, { signers }),
        () => encryptMail({ headers: [{ name: 'Content-Type', value }], body: '' }, { recipients }),
        () => bundleMail(trust, { headers: [{ name: 'Subject', value }] }),
      ])
        expect(make).toThrow('must be text without line ends');
    for (const name of ['', 'a b', 'a:b', 'a\r\nb', 'é'])
      expect(() => signMail({ headers: [{ name, value: 'x' }], body: '' }, { signers })).toThrow('no name of a field');
    expect(() => signMail({ headers: [null as never], body: '' }, { signers })).toThrow(TypeError);
  });

  it('has one type, and one content', () => {
    const mail = text(signMail(MAIL, { signers }));
    const [, boundary = ''] = /boundary="([^"]+)"/.exec(mail) ?? [];
    expect(() => verifyMail(`Content-Type: text/html\r\n${mail}`, { trust })).toThrow('Content-Type twice');
    expect(() => verifyMail(mail.replace('multipart/signed', 'multipart/mixed'), { trust })).toThrow('is no S/MIME');
    expect(() => verifyMail('Subject: x\r\n\r\nhello', { trust })).toThrow('is no S/MIME');
    expect(readMail('Subject: x\r\n\r\nhello')).toEqual({ headers: [{ name: 'Subject', value: 'x' }], kind: 'plain' });
    const part = `--${boundary}\r\nContent-Type: text/plain\r\n\r\nforged\r\n`;
    const tricks = [
      // A part before, between and behind; no end; another boundary within.
      mail.replace(`--${boundary}\r\n`, `${part}--${boundary}\r\n`),
      mail.replace(
        `\r\n--${boundary}\r\nContent-Type: application`,
        `\r\n${part}--${boundary}\r\nContent-Type: application`,
      ),
      mail.replace(`--${boundary}--`, `${part}--${boundary}--`),
      mail.replaceAll(boundary, ''),
      mail.replace(/boundary="[^"]+"/, 'boundary=""'),
      mail.replace(/; boundary="[^"]+"/, ''),
      mail.replace('second line', `second line\r\n--${boundary}x`),
    ];
    for (const [index, trick] of tricks.entries()) {
      let seen: string;
      try {
        seen = bodyOf(verifyMail(trick, { trust }));
      } catch (error) {
        expect(error).toBeInstanceOf(PkiError);
        seen = (error as Error).message;
      }
      expect(seen, String(index)).not.toContain('forged');
      expect(seen, String(index)).not.toContain('no reason');
    }
    const early = mail.replace(`--${boundary}--`, `--${boundary}--\r\n${part}`);
    expect(bodyOf(verifyMail(early, { trust }))).toBe(BODY);
  });

  it('costs what it is long', () => {
    const head = `${'X: y\r\n'.repeat(1001)}\r\n`;
    expect(() => readMail(head)).toThrow('more than 1000 fields');
    expect(() => readMail(`X: ${'y'.repeat(300_000)}\r\n\r\n`)).toThrow('head of more than');
    expect(() => readMail(' x: y\r\n\r\n')).toThrow('goes on from no other');
    expect(() => readMail('no field\r\n\r\n')).toThrow('is no field');
    const long = signMail({ body: `${'x'.repeat(5000)}\n${'y'.repeat(100_000)}` }, { signers });
    expect(verifyMail(long, { trust }).valid).toBe(true);
    const subject = 'word '.repeat(600).trim();
    const folded = signMail({ headers: [{ name: 'Subject', value: subject }], body: '' }, { signers });
    expect(
      Math.max(
        ...text(folded)
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(998);
    expect(verifyMail(folded, { trust }).headers[0]?.value).toBe(subject);
  });
});
