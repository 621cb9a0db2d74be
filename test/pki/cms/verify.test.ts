/** The verdict on signed messages: for a purpose, at a time, of each signer. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import { signMessage, verifyMessage } from '../../../src/pki/index.js';
import { MailPki } from '../../support/mail-pki.js';

const pki = new MailPki();
const { native, ca } = pki;
const mail = pki.person('mail');
const code = pki.person('code', { usages: ['codeSigning'] });
const stamp = pki.person('stamp', {
  extensions: [{ type: 'extKeyUsage', usages: ['timeStamping'], critical: true }],
  omit: ['keyUsage'],
});
const old = pki.person('old', { notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01'), unchecked: true });
const stranger = new MailPki();
const trust = [ca.certificate];
const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`cases/${name}`, import.meta.url)));

afterAll(() => {
  native.remove();
  stranger.native.remove();
});

const signed = (...people: (typeof mail)[]) =>
  signMessage('hello', {
    signers: people.map(({ certificate, key }) => ({ certificate, key })),
  });

describe('verifyMessage', () => {
  it.each([
    ['mail', mail, ['any', 'smimesign']],
    ['code', code, ['any', 'codesign']],
    ['time stamps', stamp, ['any', 'timestampsign']],
  ] as const)('asks for the purpose: a certificate for %s', (_, person, good) => {
    const message = signed(person);
    native.file('m.p7', message.der);
    for (const purpose of ['any', 'smimesign', 'codesign', 'timestampsign'] as const) {
      const verdict = verifyMessage(message.der, { trust, purpose });
      expect(verdict.valid, purpose).toBe((good as readonly string[]).includes(purpose));
      expect(verdict.signers[0]).toMatchObject({ signatureValid: true });
      if (!verdict.valid)
        expect(verdict.reason).toMatch(/unsuitable certificate purpose|unsupported certificate purpose/);
      // 3.0 of openssl(1) knows no codesign.
      if (purpose === 'codesign' && !native.knowsPostQuantum) continue;
      const run = () =>
        native.run('cms', '-verify', '-inform', 'DER', '-in', 'm.p7', '-CAfile', 'ca.pem', '-purpose', purpose);
      if (verdict.valid) expect(run()).toBe('hello');
      else expect(run).toThrow();
    }
    expect(verifyMessage(message.der, { trust }).valid).toBe((good as readonly string[]).includes('smimesign'));
  });

  it('verifies a detached signature of a signer of code: case 9', () => {
    const options = { trust: [file('root.pem')], content: file('data.txt') };
    for (const purpose of ['any', 'codesign'] as const)
      expect(verifyMessage(file('det-cs.p7s'), { ...options, purpose })).toMatchObject({ valid: true });
    expect(verifyMessage(file('det-cs.p7s'), options)).toMatchObject({ valid: false });
    const p7 = crypto.loadPkcs7Data(crypto.FILETYPE_ASN1, file('det-cs.p7s'));
    const store = new crypto.X509Store();
    store.addCert(crypto.loadCertificate(crypto.FILETYPE_PEM, file('root.pem')));
    const { content } = options;
    for (const purpose of ['any', 'codesign'] as const)
      expect(p7.verify(store, { content, purpose }).content).toEqual(content);
    for (const purpose of [undefined, 'smimesign', 'timestampsign'] as const)
      expect(() => p7.verify(store, { content, ...(purpose && { purpose }) })).toThrow('purpose');
    expect(() => p7.verify(store, { content, purpose: 'mail' as never })).toThrow(RangeError);
  });

  it('reads an RFC 3161 token: case 10', () => {
    const verdict = verifyMessage(file('tst.der'), { trust: [file('root.pem')], purpose: 'timestampsign' });
    expect(verdict).toMatchObject({ valid: true, contentType: 'id-smime-ct-TSTInfo' });
    expect(verifyMessage(file('tst.der'), { trust: [file('root.pem')] }).valid).toBe(false);
  });

  it('says of each signer what holds: two signers of whom one is bad', () => {
    const other = stranger.person('other');
    const verdict = verifyMessage(signed(mail, other, code, old).der, { trust });
    expect(verdict).toMatchObject({
      valid: false,
      reason: expect.stringMatching(/^signer \d of 4 does not hold: its cert/),
    });
    expect(verdict).not.toHaveProperty('content');
    // A message is a set of signers: DER has an order of its own.
    const of = (name: string) => verdict.signers.find(({ certificate }) => certificate?.getSubject().CN === name);
    const [good, ...bad] = ['mail', 'other', 'code', 'old'].map(of);
    expect(good).toMatchObject({ valid: true, signatureValid: true, chainError: 0 });
    expect(good).not.toHaveProperty('reason');
    for (const one of bad) expect(one).toMatchObject({ valid: false, signatureValid: true });
    expect(bad.map((one) => one?.chainError)).toEqual([20, 26, 10]);
    expect(bad.map((one) => one?.reason)).toEqual([
      expect.stringContaining('unable to get local issuer certificate'),
      expect.stringContaining('purpose'),
      expect.stringContaining('expired'),
    ]);
  });

  it('verifies at a time, and never at the one that the signer says', () => {
    const message = signMessage('hello', {
      signers: [{ certificate: old.certificate, key: old.key, signingTime: new Date('2020-01-15') }],
    });
    expect(verifyMessage(message.der, { trust, partialChain: true }).valid).toBe(false);
    const time = new Date('2020-01-15');
    const reason = verifyMessage(message.der, { trust, time });
    // The CA is younger than that.
    expect(reason.signers[0]?.chainError).toBe(9);
    expect(verifyMessage(message.der, { trust: [old.certificate], partialChain: true, time }).valid).toBe(true);
  });

  it('looks certificates up in lists, given or in the message', () => {
    const message = signed(mail);
    const crl = new crypto.CRL();
    const revoked = new crypto.Revoked();
    revoked.setSerial(mail.certificate.getSerialNumber().toString(16));
    revoked.setRevDate('20260101000000Z');
    crl.addRevoked(revoked);
    const bytes = crl.export(ca.certificate, ca.key, crypto.FILETYPE_PEM, 10, 'sha256');
    expect(verifyMessage(message.der, { trust, crls: [bytes] }).signers[0]?.chainError).toBe(23);
    expect(verifyMessage(message.der, { trust, crls: [bytes], revocation: 'none' }).valid).toBe(true);
    expect(verifyMessage(message.der, { trust, revocation: 'signer' }).signers[0]?.chainError).toBe(3);
    const carrying = signMessage('hello', {
      signers: [{ certificate: mail.certificate, key: mail.key }],
      crls: [bytes],
    });
    expect(verifyMessage(carrying.der, { trust }).valid).toBe(true);
    const verdict = verifyMessage(carrying.der, { trust, revocation: 'signer' });
    expect(verdict.signers[0]?.chainError).toBe(23);
    expect(verdict.crls).toHaveLength(1);
  });

  it('finds certificates that did not come along among the intermediates', () => {
    const message = signMessage('hello', {
      signers: [{ certificate: mail.certificate, key: mail.key, includeCertificate: false }],
    });
    expect(verifyMessage(message.der, { trust }).signers[0]).toMatchObject({
      valid: false,
      signatureValid: false,
      reason: 'its certificate was not found',
    });
    expect(verifyMessage(message.der, { trust, intermediates: [mail.pem] }).valid).toBe(true);
  });

  it('asks for what it must be told', () => {
    const detached = signMessage('hello', {
      signers: [{ certificate: mail.certificate, key: mail.key }],
      detached: true,
    });
    expect(() => verifyMessage(detached.der, { trust })).toThrow('is needed in content');
    expect(() => verifyMessage(signed(mail).der, { trust, content: 'hello' })).toThrow('content of its own');
    expect(() => verifyMessage(signed(mail).der, {} as never)).toThrow('trust must say');
    expect(() => verifyMessage(signed(mail).der, undefined as never)).toThrow('trust must say');
    expect(() => verifyMessage(signed(mail).der, { trust: ca.pem as never })).toThrow(TypeError);
    expect(() => verifyMessage(signed(mail).der, { trust, purpose: '' as never })).toThrow(RangeError);
    expect(() => verifyMessage(signed(mail, mail).der, { trust, maxSigners: 1 })).toThrow('more than 1 signers');
    expect(verifyMessage(detached.der, { trust, content: 'hallo' })).toMatchObject({ valid: false });
    expect(verifyMessage(detached.der, { trust, content: '' })).toMatchObject({ valid: false });
  });
});
