/** Each task of the page done in Chromium, some of them in Firefox, too, and its files judged by native openssl. */
import { expect } from 'vitest';
import { Maker } from './support/maker.js';
import { itVisits, type Visit } from './support/visit.js';

const START = '#/make?lang=en';
/** Each is a dozen of tasks, on a machine that may be busy. */
const TIMEOUT = 240_000;

const BOTH = ['chromium', 'firefox'] as const;
const itMakes = (
  title: string,
  body: (visit: Visit) => Promise<void>,
  names: readonly Visit['browser'][] = BOTH,
): void => itVisits(title, START, body, names, TIMEOUT);

itMakes('certificates: a root, an intermediate, a leaf, a request and its certificate, a renewal', async (visit) => {
  const maker = await Maker.of(visit);
  const { native } = maker;
  const root = await maker.make('ca', { commonName: 'Example Root', organization: 'Example' });
  expect(root.said).toBe('The root CA “Example Root” is made.');
  expect(root.files).toEqual(['Example-Root.pem', 'Example-Root.der', 'Example-Root.key.pem', 'Example-Root.key.der']);
  expect(native.line('x509 -in Example-Root.pem -noout -text')).toContain('CA:TRUE');
  expect(native.line('x509 -in Example-Root.pem -noout -pubkey')).toBe(
    native.line('pkey -in Example-Root.key.pem -pubout'),
  );
  await maker.make('intermediate', { commonName: 'Issuing', keyType: 'ec-p384' });
  await maker.make('leaf', { issuer: ['Issuing'], names: 'www.example.com\n192.0.2.1', mustStaple: true });
  const chain = '-x509_strict -purpose sslserver -verify_hostname www.example.com -CAfile Example-Root.pem';
  expect(native.line(`verify ${chain} -untrusted Issuing.pem www.example.com.pem`)).toContain('OK');
  const asked = await maker.make('request', { names: 'asked.example.com', keyType: 'rsa-2048' });
  expect(asked.files[0]).toBe('asked.example.com.csr.pem');
  expect(native.line('req -in asked.example.com.csr.pem -verify -noout -text')).toContain('DNS:asked.example.com');
  await maker.make('sign-request', { issuer: ['Example Root'], days: '30' });
  expect(native.line('verify -CAfile Example-Root.pem asked.example.com.pem')).toContain('OK');
  expect(await maker.fact('Taken over')).toContain('dns asked.example.com');
  const before = native.line('x509 -in asked.example.com.pem -noout -serial -pubkey');
  await maker.make('renew', { certificate: ['asked.example.com'], issuer: ['Example Root'], days: '40' });
  const after = native.line('x509 -in asked.example.com.pem -noout -serial -pubkey');
  expect(after).not.toBe(before);
  expect(after.split('\n').slice(1)).toEqual(before.split('\n').slice(1));
});

itMakes(
  'keys: kept by the browser, compared, converted, put into stores and taken out again',
  async (visit) => {
    const maker = await Maker.of(visit);
    const { native, page } = maker;
    const kept = await maker.make('ca', { commonName: 'Kept', keyPlace: 'kept' });
    expect(kept.files).toEqual(['Kept.pem', 'Kept.der']);
    await maker.make('leaf', { names: 'leaf.example.com', keyType: 'rsa-2048', newPassword: 'open sesame' });
    expect(native.line('verify -CAfile Kept.pem leaf.example.com.pem')).toContain('OK');
    native.file('password', 'open sesame');
    const key = native.line('pkey -in leaf.example.com.key.pem -passin file:password');
    expect(key).toContain('BEGIN PRIVATE KEY');
    const match = { first: ['leaf.example.com (Certificate'], second: ['leaf.example.com (Private key'] };
    expect((await maker.make('match', match)).said).toContain('They belong together');
    await maker.make('convert', { source: ['leaf.example.com (Private key'], to: 'pkcs1-pem' });
    expect(native.line('rsa -in leaf.example.com.key.pem -noout -check')).toContain('RSA key ok');
    await maker.make('convert', { source: ['leaf.example.com (Certificate'], to: 'text' });
    expect(await maker.text()).toContain('Signature Algorithm: ecdsa-with-SHA256');
    const p12 = await maker.make('p12', { identity: ['leaf.example.com'], chain: ['Kept'], newPassword: 'secret' });
    expect(p12.files).toEqual(['leaf.example.com.p12']);
    const said = native.line('pkcs12 -in leaf.example.com.p12 -passin pass:secret -nodes');
    expect(said.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    await maker.make('bundle', { certificates: ['leaf.example.com', 'Kept'] });
    expect(native.line('pkcs7 -in leaf.example.com.pem.p7b -print_certs -noout').match(/subject=/g)).toHaveLength(2);
    // Anew, with nothing but the file.
    await page.locator('.shelf .button.quiet ::-p-text(Remove all)').click();
    await maker.go('convert');
    await maker.open(['leaf.example.com.p12'], 'source');
    await page.locator('.question input').fill('secret');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('.shelf li').length === 4, { timeout: 30_000 });
    const shelf = await page.$$eval('.shelf li', (items) => items.map((item) => item.textContent));
    expect(shelf.filter((line) => line?.includes('Private key'))).toHaveLength(1);
  },
  ['chromium'],
);

itMakes(
  'messages: signed, verified, encrypted, decrypted, as files and as mails',
  async (visit) => {
    const maker = await Maker.of(visit);
    const { native } = maker;
    await maker.make('ca', { commonName: 'Mail CA' });
    await maker.make('leaf', { purpose: 'mail', names: 'anna@example.com', commonName: 'Anna', keyType: 'rsa-2048' });
    await maker.make('sign', { content: 'Hello, Bert\n', signer: ['Anna'], messageForm: 'detached' });
    native.file('content', 'Hello, Bert\n');
    const cms = 'cms -verify -inform DER -CAfile Mail-CA.pem';
    expect(native.line(`${cms} -in message.p7s -content content -binary`)).toBe('Hello, Bert\n');
    await maker.make('sign', { content: 'Inside', signer: ['Anna'], messageForm: 'attached' });
    expect(native.line(`${cms} -in message.p7m`)).toBe('Inside');
    expect((await maker.make('verify', { trust: ['Mail CA'] })).said).toContain('It holds');
    expect(await maker.text()).toBe('Inside');
    const mail = { messageForm: 'mail', from: 'anna@example.com', mailTo: 'bert@example.com', mailSubject: 'Hello' };
    await maker.make('sign', { content: 'A mail\n', signer: ['Anna'], ...mail });
    expect(native.line('smime -verify -in Hello.eml -CAfile Mail-CA.pem')).toContain('A mail');
    await maker.make('encrypt', { content: 'Secret', recipients: ['Anna'], cipher: 'aes-256-gcm' });
    expect(native.line('cms -decrypt -inform DER -in message.p7m -inkey Anna.key.pem -recip Anna.pem')).toBe('Secret');
    expect((await maker.make('decrypt', { recipientKey: ['Anna'] })).said).toContain('It is decrypted');
    expect(await maker.text()).toBe('Secret');
    native.line('cms -encrypt -aes256 -in content -outform DER -out theirs.p7m Anna.pem');
    await maker.go('decrypt');
    await maker.open(['theirs.p7m'], 'message');
    await visit.page.waitForFunction(() =>
      document.querySelector('[data-field=message] select')?.textContent?.includes('theirs.p7m'),
    );
    await maker.fill({ message: ['theirs.p7m'] });
    await maker.run();
    expect((await maker.text()).trim()).toBe('Hello, Bert');
  },
  ['chromium'],
);

itMakes(
  'revocation: lists, deltas, and OCSP from the request to the check',
  async (visit) => {
    const maker = await Maker.of(visit);
    const { native } = maker;
    await maker.make('ca', { commonName: 'Root' });
    await maker.make('leaf', { names: 'good.example.com' });
    await maker.make('leaf', { names: 'bad.example.com' });
    await maker.make('crl', { revoked: ['bad.example.com'], reason: 'keyCompromise' });
    expect(native.line('crl -in Root.crl.pem -CAfile Root.pem -noout -text')).toContain('Key Compromise');
    native.file('checked.pem', native.line('x509 -in Root.pem') + native.line('crl -in Root.crl.pem'));
    expect(native.line('verify -crl_check -CAfile checked.pem good.example.com.pem')).toContain('OK');
    expect(() => native.line('verify -crl_check -CAfile checked.pem bad.example.com.pem')).toThrow('revoked');
    await maker.make('crl', { crlKind: 'delta', serials: '0x1a2b superseded 2026-11-01' });
    const delta = native.line('crl -in Root-delta.crl.pem -CAfile Root.pem -noout -text');
    expect(delta).toContain('X509v3 Delta CRL Indicator: critical');
    expect(delta).toContain('Serial Number: 1A2B');
    for (const [name, status] of [
      ['good', 'good'],
      ['bad', 'revoked'],
    ] as const) {
      const certificate = `${name}.example.com`;
      await maker.make('ocsp-request', { certificate: [certificate] });
      expect(native.line(`ocsp -reqin ${certificate}.ocsp-request.der -req_text -noverify`)).toContain('OCSP Nonce');
      const answer = await maker.make('ocsp-answer', {
        ocspRequest: [certificate],
        responder: ['Root'],
        status: 'list',
        list: ['Root'],
      });
      expect(answer.files).toEqual([`${certificate}.ocsp-response.pem`, `${certificate}.ocsp-response.der`]);
      const line = `ocsp -no_nonce -respin ${certificate}.ocsp-response.der -issuer Root.pem -cert ${certificate}.pem -CAfile Root.pem`;
      expect(native.line(line)).toContain(`${certificate}.pem: ${status}`);
      await maker.go('ocsp-check');
      await maker.fill({ certificate: [certificate], ocspRequest: [certificate] });
      expect(await maker.run()).toContain(`“${certificate}” is ${status}`);
    }
  },
  ['chromium'],
);

itMakes('time stamps: asked for, given, checked', async (visit) => {
  const maker = await Maker.of(visit);
  const { native } = maker;
  await maker.make('ca', { commonName: 'Root' });
  await maker.make('leaf', { purpose: 'stamps', commonName: 'Authority' });
  native.file('content', 'stamp this');
  await maker.make('stamp-request', { content: 'stamp this' });
  expect(native.line('ts -query -in request.tsq -text')).toContain('Hash Algorithm: sha256');
  await maker.make('stamp-answer', { authority: ['Authority'], accuracy: '1' });
  const verify = 'ts -verify -in stamp.tsr -CAfile Root.pem -untrusted Authority.pem';
  expect(native.line(`${verify} -data content`)).toContain('Verification: OK');
  expect(native.line(`${verify} -queryfile request.tsq`)).toContain('Verification: OK');
  expect((await maker.make('stamp-check', { content: 'stamp this', trust: ['Root'] })).said).toContain('It holds');
  expect((await maker.make('stamp-check', { content: 'another', trust: ['Root'] })).said).toContain('It does not hold');
});
