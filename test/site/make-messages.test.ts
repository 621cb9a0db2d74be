/** Tasks of messages, lists, status and stamps, in the forms that the page's own test does not go through. */
import { describe, expect, it } from 'vitest';
import { Workshop } from './support/workshop.js';

const shop = new Workshop();
const { native } = shop;
const root = (await shop.make('ca', { commonName: 'Root' })).item('certificate');
const issuer = [root.id];
const anna = await shop.make('leaf', {
  issuer,
  purpose: 'mail',
  names: 'anna@example.com',
  commonName: 'Anna',
  keyType: 'rsa-2048',
});
const curve = await shop.make('leaf', { issuer, purpose: 'mail', names: 'bert@example.com', commonName: 'Bert' });
const [signer, recipients] = [
  [anna.item('certificate').id],
  [anna.item('certificate').id, curve.item('certificate').id],
];
const mail = { from: 'anna@example.com', mailTo: 'bert@example.com', mailSubject: 'Hello' };

describe('messages', () => {
  it('a mail with the content inside is verified by openssl, and its message taken out', async () => {
    const made = await shop.make('sign', {
      ...mail,
      content: 'Inside\n',
      signer,
      messageForm: 'opaque',
      digest: 'sha512',
    });
    expect(native.line('smime -verify -in Hello.eml -CAfile Root.pem')).toContain('Inside');
    await shop.make('convert', { source: [made.item('signedMail').id], to: 'inner-der' });
    expect(native.line('cms -verify -inform DER -in Hello.p7m -CAfile Root.pem')).toContain('Inside');
    const held = await shop.make('convert', { source: [shop.data('x', 'x').id], to: 'base64' });
    expect(held.product('converted').forms[0]?.content).toBe('eA==\n');
  });

  it('a signed mail is encrypted, decrypted and verified', async () => {
    const signed = await shop.make('sign', { ...mail, content: 'Both\n', signer, messageForm: 'mail' });
    const content = [signed.item('signedMail').id];
    const sealed = await shop.make('encrypt', { content, recipients, messageForm: 'mail', rsaPadding: 'oaep' });
    expect(native.line('cms -decrypt -in Hello.eml -inkey Anna.key.pem -recip Anna.pem')).toContain('Both');
    const message = [sealed.item('sealedMail').id];
    const open = await shop.make('decrypt', { message, recipientKey: [curve.item('privateKey').id] });
    expect(open.sentence).toBe('signedMailDecrypted');
    const verified = await shop.make('verify', { message: [open.item('signedMail').id], trust: issuer });
    expect(verified.verdict).toMatchObject({ holds: true });
    expect(verified.text).toContain('Both');
  });

  it('what was changed does not hold, and whom nobody trusts is said to be such', async () => {
    const made = await shop.make('sign', { content: 'As it was', signer, messageForm: 'detached' });
    const message = [made.item('signature').id];
    const good = { message, signedContent: 'As it was' };
    expect((await shop.make('verify', { ...good, trust: issuer })).sentence).toBe('messageHolds');
    expect(await shop.make('verify', good)).toMatchObject({ sentence: 'messageUntrusted', verdict: { isOpen: true } });
    const changed = await shop.make('verify', { message, signedContent: 'As it is', trust: issuer });
    expect(changed).toMatchObject({ sentence: 'messageFails', verdict: { holds: false } });
    expect(changed.verdict?.reason).toMatch(/^[A-Z].*\.$/);
    expect(changed.products.map(({ name }) => name)).not.toContain('content');
    expect(await shop.problem('verify', { message, trust: issuer })).toMatchObject({ field: 'signedContent' });
  });

  it('a password opens what was encrypted with it, and no other does', async () => {
    const made = await shop.make('encrypt', {
      content: 'For us',
      messagePassword: 'between us',
      cipher: 'aes-128-cbc',
    });
    native.file('password', 'between us');
    expect(native.run('cms', '-decrypt', '-inform', 'DER', '-in', 'message.p7m', '-pwri_password', 'between us')).toBe(
      'For us',
    );
    const message = [made.item('sealedMessage').id];
    const how = { message, decryptWith: 'password' } as const;
    expect((await shop.make('decrypt', { ...how, messagePassword: 'between us' })).text).toBe('For us');
    expect(await shop.problem('decrypt', { ...how, messagePassword: 'wrong' })).toMatchObject({
      field: 'messagePassword',
    });
    const key = [shop.of('private-key')[0]?.id ?? ''];
    expect(await shop.problem('decrypt', { message, recipientKey: key })).toMatchObject({ field: 'recipientKey' });
    expect(await shop.problem('encrypt', { content: 'x' })).toMatchObject({ field: 'recipients', word: 'noRecipient' });
  });
});

describe('lists', () => {
  it('go on from the one before: what was revoked stays so, with its date', async () => {
    const first = await shop.make('crl', { issuer, serials: '0x10 superseded 2026-01-31\n11', crlNumber: '7' });
    const revoked = [curve.item('certificate').id];
    await shop.make('crl', {
      issuer,
      previousList: [first.item('crl').id],
      revoked,
      reason: 'certificateHold',
      serials: '16',
    });
    const text = native.line('crl -in Root.crl.pem -noout -text');
    expect(text).toMatch(/X509v3 CRL Number: \s+8/);
    expect(text.match(/Serial Number/g)).toHaveLength(3);
    expect(text).toMatch(/Serial Number: 10\s+Revocation Date: Jan 31 00:00:00 2026 GMT/);
    expect(text).toContain('Certificate Hold');
    for (const [values, field] of [
      [{ serials: '12 because' }, 'serials'],
      [{ serials: 'twelve' }, 'serials'],
      [{ serials: '1 keyCompromise 2026-99-99' }, 'serials'],
      [{ reason: 'removeFromCRL', serials: '1' }, 'reason'],
      [{ crlKind: 'delta', baseList: [first.item('crl').id], crlNumber: '7' }, 'crlNumber'],
    ] as const)
      expect(await shop.problem('crl', { issuer, ...values }), JSON.stringify(values)).toMatchObject({ field });
  });
});

describe('OCSP', () => {
  it('is answered by a responder that the issuer has named', async () => {
    const certificate = [anna.item('certificate').id];
    const responder = [
      (await shop.make('leaf', { issuer, purpose: 'ocsp', commonName: 'Responder' })).item('certificate').id,
    ];
    const asked = await shop.make('ocsp-request', { certificate, issuerCertificate: issuer, idDigest: 'sha256' });
    const ocspRequest = [asked.item('ocspRequest').id];
    const base = { ocspRequest, responder, issuerCertificate: issuer };
    const line =
      'ocsp -no_nonce -respin Anna.ocsp-response.der -issuer Root.pem -sha256 -cert Anna.pem -CAfile Root.pem';
    for (const status of ['good', 'unknown', 'revoked'] as const) {
      const answer = await shop.make('ocsp-answer', { ...base, status, reason: 'superseded', revokedOn: '2026-11-01' });
      expect(native.line(line)).toContain(`Anna.pem: ${status}`);
      const check = {
        ocspResponse: [answer.item('ocspResponse').id],
        certificate,
        issuerCertificate: issuer,
        ocspRequest,
      };
      const checked = await shop.make('ocsp-check', check);
      expect(checked.sentence).toBe(`ocsp-${status}`);
      expect(checked.verdict?.holds).toBe(status === 'good');
      const late = await shop.make('ocsp-check', { ...check, checkedAt: '2027-06-01' });
      expect(late).toMatchObject({ sentence: 'ocspUnbelieved', verdict: { holds: false } });
      if (status === 'revoked') expect(checked.fact('reasonSaid')).toBe('superseded');
    }
    const other = await shop.make('ca', { commonName: 'Another' });
    const wrong = { ...base, responder: [other.item('certificate').id] };
    expect(await shop.problem('ocsp-answer', wrong)).toMatchObject({ field: 'responder' });
    const strange = { certificate, issuerCertificate: [other.item('certificate').id] };
    expect(await shop.problem('ocsp-request', strange)).toMatchObject({ field: 'issuerCertificate' });
  });
});

describe('time stamps', () => {
  it('are refused where the policy is another, and of another content they do not hold', async () => {
    const made = await shop.make('leaf', { issuer, purpose: 'stamps', commonName: 'Authority' });
    const authority = [made.item('certificate').id];
    const asked = await shop.make('stamp-request', { content: 'this', stampDigest: 'sha512', policy: '1.2.3.4.5' });
    const stampRequest = [asked.item('stampRequest').id];
    const refused = await shop.make('stamp-answer', { stampRequest, authority });
    expect(refused).toMatchObject({ sentence: 'stampRefused' });
    expect(refused.fact('failure')).toBe('unacceptedPolicy');
    const given = await shop.make('stamp-answer', { stampRequest, authority, policy: '1.2.3.4.5', ordering: true });
    expect(native.line('ts -reply -in stamp.tsr -text')).toMatch(/Hash Algorithm: sha512[\s\S]*Ordering: yes/);
    const stamp = [given.item('stamp').id];
    const check = { stamp, trust: issuer, stampRequest };
    expect((await shop.make('stamp-check', { ...check, content: 'this' })).verdict).toMatchObject({ holds: true });
    expect((await shop.make('stamp-check', { ...check, content: 'that' })).verdict).toMatchObject({ holds: false });
    const none = { stamp: [refused.item('stamp').id], trust: issuer, content: 'this' };
    const failed = await shop.make('stamp-check', none);
    expect(failed.verdict?.reason).toContain('unacceptedPolicy');
    expect(await shop.problem('stamp-request', { content: 'x', policy: 'mine' })).toMatchObject({ field: 'policy' });
  });
});
