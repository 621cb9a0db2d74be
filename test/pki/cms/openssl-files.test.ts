/** Every message among OpenSSL's own test files: read, and judged as OpenSSL's tests judge it. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import {
  type DecryptMessageOptions,
  decryptMessage,
  decryptStream,
  encryptMessage,
  PkiError,
  readBundle,
  readMail,
  readMessage,
  readTimeStampRequest,
  readTimeStampResponse,
  signMessage,
  verifyMail,
  verifyMessage,
  verifyTimeStamp,
} from '../../../src/pki/index.js';
import { text } from '../../support/mail-pki.js';

const SOURCE = new URL('../../../openssl-src/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('pin.json', SOURCE), 'utf8')) as { version: string };
const TREE = new URL(`openssl-${version}/test/`, SOURCE);
const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, TREE)));
const CMS = 'recipes/80-test_cms_data/';
const TSA = 'recipes/80-test_tsa_data/';
const root = file('smime-certs/smroot.pem');
const trust = [root];
const time = new Date('2026-06-01');

describe('OpenSSL’s own messages', () => {
  it.each(['bad_signtime_attr.cms', 'no_ct_attr.cms', 'no_md_attr.cms', 'ct_multiple_attr.cms'])(
    'refuses %s for its attributes, and not for anything else',
    (name) => {
      const verdict = verifyMessage(file(CMS + name), { trust, time, purpose: 'any' });
      expect(verdict).toMatchObject({ valid: false, signers: [{ signatureValid: false }] });
      expect(verdict.signers[0]?.reason).toMatch(/attribute|Attribute|twice|no (contentType|messageDigest)|no time/);
    },
  );

  it('decrypts a message of 1.1.1', () => {
    const mail = file(`${CMS}ciphertext_from_1_1_1.cms`);
    const key = file('smime-certs/smec3.pem');
    expect(readMail(mail)).toMatchObject({ kind: 'enveloped' });
    const base64 = text(mail).replace(/\r/g, '').split('\n\n').slice(1).join('');
    const der = new Uint8Array(Buffer.from(base64, 'base64'));
    expect(text(decryptMessage(der, { key })).replaceAll('\r', '')).toBe(text(file('smcont.txt')).replaceAll('\r', ''));
  });

  it('comes to no harm by what is malformed', async () => {
    const ways: [string, DecryptMessageOptions][] = [
      [`${CMS}dh-malformed.der`, { key: file(`${CMS}dh-key.pem`), certificate: file(`${CMS}dh-cert.pem`) }],
      [`${CMS}ecdh-malformed.der`, { key: file(`${CMS}ecdh-key.pem`), certificate: file(`${CMS}ecdh-cert.pem`) }],
      [`${CMS}rsa-malformed.der`, { key: file('smime-certs/smrsa3-key.pem') }],
      ['cms-msg/enveloped-content-type-for-aes-gcm.pem', { secretKey: new Uint8Array(16).map((_, index) => index) }],
    ];
    for (const [name, options] of ways) {
      const message = file(name);
      expect(() => decryptMessage(message, options), name).toThrow(PkiError);
      if (message[0] !== 0x30) continue;
      await expect(async () => {
        for await (const _ of decryptStream([message], options));
      }, name).rejects.toThrow(PkiError);
    }
    for (const name of ['pkcs7-md4.pem', 'pkcs7-md4-encrypted.pem']) {
      const answer = (): unknown => verifyMessage(file(CMS + name), { trust, purpose: 'any' });
      expect(answer, name).toThrow(/\S/);
      expect(answer, name).not.toThrow('no reason');
    }
    const empty = file('smime-eml/pkcs7-empty-digest-set.eml');
    let said: unknown;
    try {
      said = verifyMail(empty, { trust, purpose: 'any' }).valid;
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).not.toBe(true);
    expect(said).not.toMatch?.(/no reason/);
    const malformed = () => readBundle(file('recipes/25-test_pkcs7_data/malformed.pkcs7'));
    expect(malformed).not.toThrow('no reason');
  });

  it('reads a mail of NIST’s, whose policies are refused as native refuses them', () => {
    const mail = file('smime-eml/SignedInvalidMappingFromanyPolicyTest7.eml');
    expect(readMail(mail)).toMatchObject({ message: { kind: 'signed' } });
    const verdict = verifyMail(mail, {
      trust: [file('certs/pkitsta.pem')],
      time: new Date('2012-01-01'),
      revocation: 'none',
    });
    // The signature is good: what native refuses is the policy, which is not asked for here.
    expect(verdict.signers[0]).toMatchObject({ signatureValid: true });
  });

  it('reads every file that is a message, by any name', () => {
    const names = [CMS, TSA, 'cms-msg/', 'recipes/25-test_pkcs7_data/'].flatMap((folder) =>
      readdirSync(new URL(folder, TREE)).map((name) => folder + name),
    );
    const read = [...names, 'testp7.pem', 'pkcs7-1.pem'].map((name) => {
      try {
        return readMessage(file(name)).kind;
      } catch (error) {
        expect(error, name).toBeInstanceOf(PkiError);
        expect((error as Error).message, name).not.toMatch(/no reason|undefined/);
        return 'none';
      }
    });
    for (const kind of ['signed', 'enveloped']) expect(read).toContain(kind);
    expect(read.filter((kind) => kind !== 'none').length).toBeGreaterThan(9);
  });
});

describe('OpenSSL’s certificates for mail', () => {
  const names = readdirSync(new URL('smime-certs/', TREE)).filter(
    (name) => /^sm.*\.pem$/.test(name) && name !== 'smroot.pem',
  );
  it.each(names)('%s signs and decrypts what it can', (name) => {
    const pem = file(`smime-certs/${name}`);
    if (!text(pem).includes('PRIVATE KEY') || !text(pem).includes('BEGIN CERTIFICATE')) return;
    const load = () => crypto.loadPrivatekey(crypto.FILETYPE_PEM, pem);
    // A binary curve: those are not built in (no-ec2m), and the error names it.
    if (name === 'smec2.pem') return expect(load).toThrow('sect283k1');
    const key = load();
    const type = key.typeName;
    if (!/^(DH|DHX|X9\.42 DH)$/.test(type)) {
      const message = signMessage('hello', { signers: [{ certificate: pem, key, signature: {} }], unchecked: true });
      expect(verifyMessage(message.der, { trust, time }).signers[0], name).toMatchObject({ signatureValid: true });
    }
    if (/^(RSA|EC)$/.test(type)) {
      const sealed = encryptMessage('hello', { recipients: [pem] });
      expect(text(decryptMessage(sealed.der, { key: pem }))).toBe('hello');
    }
  });
});

describe('OpenSSL’s time stamps', () => {
  it('are read and verified as native does', () => {
    const [request, response] = [file(`${TSA}all-zero.tsq`), file(`${TSA}sectigo-all-zero.tsr`)];
    expect(readTimeStampRequest(request)).toMatchObject({ version: 1 });
    const { untrustedStamp, status } = readTimeStampResponse(response);
    expect(status).toBe('granted');
    const at = untrustedStamp?.genTime.date ?? new Date();
    const given = { request, time: at };
    const three = verifyTimeStamp(response, { ...given, trust: [file(`${TSA}user-trust-ca.pem`)] });
    expect(three.valid ? three.chain.length : three.reason).toBe(3);
    const four = verifyTimeStamp(response, {
      ...{ ...given, trust: [file(`${TSA}comodo-aaa.pem`)], intermediates: [file(`${TSA}user-trust-ca-aaa.pem`)] },
    });
    expect(four.valid ? four.chain.length : four.reason).toBe(4);
    expect(verifyTimeStamp(response, { ...given, trust: [root] }).valid).toBe(false);
  });
});
