/** Keys, stores, and what becomes of each in another form. */
import { describe, expect, it } from 'vitest';
import { Workshop } from './support/workshop.js';

const shop = new Workshop();
const { native } = shop;
const root = await shop.make('ca', { commonName: 'Root' });
const issuer = [root.item('certificate').id];
const leaf = await shop.make('leaf', { issuer, names: 'www.example.com', keyType: 'rsa-2048' });
const [certificate, key] = [leaf.item('certificate'), leaf.item('privateKey')];

const reading = (form: string): string =>
  ({
    pem: 'x509 -in F -noout -subject',
    der: 'x509 -in F -inform DER -noout -subject',
    'p7b-pem': 'pkcs7 -in F -print_certs -noout',
    'p7b-der': 'pkcs7 -in F -inform DER -print_certs -noout',
    'pkcs8-pem': 'pkey -in F -noout -text_pub',
    'pkcs8-der': 'pkey -in F -inform DER -noout -text_pub',
    'pkcs1-pem': 'rsa -in F -noout -text',
    'pkcs1-der': 'rsa -in F -inform DER -noout -text',
    'spki-pem': 'pkey -pubin -in F -noout -text_pub',
    'spki-der': 'pkey -pubin -in F -inform DER -noout -text_pub',
    'public-pkcs1-pem': 'rsa -RSAPublicKey_in -in F -noout -text',
    'public-pkcs1-der': 'rsa -RSAPublicKey_in -in F -inform DER -noout -text',
  })[form] ?? '';

describe('convert', () => {
  it.each(['pem', 'der', 'p7b-pem', 'p7b-der', 'spki-pem', 'spki-der', 'public-pkcs1-pem', 'public-pkcs1-der'])(
    'a certificate into %s, as openssl reads it',
    async (to) => {
      const made = await shop.make('convert', { source: [certificate.id], to });
      const [form] = made.product('converted').forms;
      const said = native.line(reading(to).replace('F', form?.name ?? ''));
      expect(said).toMatch(/www\.example\.com|2048 bit/);
    },
  );

  it('a certificate into text, as openssl prints it', async () => {
    const made = await shop.make('convert', { source: [certificate.id], to: 'text' });
    expect(made.text).toContain('X509v3 Subject Alternative Name');
  });

  it.each(['pkcs8-pem', 'pkcs8-der', 'pkcs1-pem', 'pkcs1-der', 'spki-pem', 'spki-der', 'public-pkcs1-pem'])(
    'an RSA key into %s',
    async (to) => {
      const made = await shop.make('convert', { source: [key.id], to });
      const [form] = made.product('converted').forms;
      expect(native.line(reading(to).replace('F', form?.name ?? ''))).toContain('2048 bit');
      expect(made.product('converted').isSecret).toBe(!/^(spki|public)/.test(to));
      expect(made.text).toBeUndefined();
    },
  );

  it('a key into OpenSSH and JWK, and back', async () => {
    const made = await shop.make('key', { label: 'Mine', keyType: 'ed25519' });
    const source = [made.item('privateKey').id];
    for (const [to, name] of [
      ['openssh', 'Mine'],
      ['jwk', 'Mine.key.jwk.json'],
      ['pkcs8-pem', 'Mine.key.pem'],
    ] as const) {
      await shop.make('convert', { source, to, ...(to === 'openssh' && { comment: 'me@here' }) });
      const opened = await shop.open(name);
      expect(opened.items.map(({ kind, pin }) => [kind, pin])).toEqual([['private-key', made.item('privateKey').pin]]);
    }
    const line = await shop.make('convert', { source, to: 'public-openssh' });
    expect(line.text).toMatch(/^ssh-ed25519 AAAA/);
    const jwk = await shop.make('convert', { source, to: 'public-jwk' });
    expect(JSON.parse(jwk.text ?? '')).toMatchObject({ kty: 'OKP', crv: 'Ed25519' });
    expect(jwk.text).not.toContain('"d"');
  });

  it('an EC key into SEC 1, and no RSA form', async () => {
    const made = await shop.make('key', { label: 'Curve' });
    const source = [made.item('privateKey').id];
    await shop.make('convert', { source, to: 'sec1-pem' });
    expect(native.line('ec -in Curve.key.pem -noout -text')).toContain('prime256v1');
    expect(await shop.problem('convert', { source, to: 'pkcs1-pem' })).toMatchObject({ field: 'to' });
  });

  it('a key under a password', async () => {
    await shop.make('convert', { source: [key.id], to: 'pkcs8-pem', sealPassword: 'open sesame' });
    native.file('password', 'open sesame');
    expect(native.line('pkey -in www.example.com.key.pem -passin file:password -noout -text_pub')).toContain(
      '2048 bit',
    );
    const fresh = new Workshop();
    fresh.native.file('sealed.pem', native.read('www.example.com.key.pem'));
    expect(await fresh.open('sealed.pem')).toMatchObject({ isLocked: true, entries: [], faults: [] });
    const wrong = await fresh.open('sealed.pem', 'wrong');
    expect(wrong).toMatchObject({ isLocked: false, entries: [] });
    expect(wrong.faults[0]).toMatch(/password|passphrase/);
    expect((await fresh.open('sealed.pem', 'open sesame')).items[0]?.pin).toBe(key.pin);
  });

  it('several certificates into one file', async () => {
    await shop.make('convert', { source: [certificate.id, issuer[0] ?? ''], to: 'pem' });
    const all = new TextDecoder().decode(native.read('www.example.com.pem'));
    expect(all.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });
});

describe('stores', () => {
  it('PKCS #12 is opened by openssl, and by the page', async () => {
    const chain = issuer;
    for (const [profile, more] of [
      ['modern', ''],
      ['legacy', ' -legacy'],
    ] as const) {
      const made = await shop.make('p12', { identity: [certificate.id], chain, newPassword: 'secret', profile });
      expect(made.warnings).toHaveLength(profile === 'legacy' ? 1 : 0);
      const said = native.line(`pkcs12 -in www.example.com.p12 -passin pass:secret -nodes${more}`);
      expect(said.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
      expect(said).toContain('BEGIN PRIVATE KEY');
      expect(said).toContain('friendlyName: www.example.com');
      const fresh = new Workshop();
      fresh.native.file('a.p12', native.read('www.example.com.p12'));
      expect(await fresh.open('a.p12')).toMatchObject({ isLocked: true });
      const opened = await fresh.open('a.p12', 'secret');
      expect(opened.items.map(({ kind }) => kind)).toEqual(['pkcs12', 'certificate', 'certificate', 'private-key']);
      await fresh.make('convert', { source: [opened.items[0]?.id ?? ''], to: 'store-pem', password: 'secret' });
      expect(new TextDecoder().decode(fresh.native.read('a.pem'))).toContain('BEGIN PRIVATE KEY');
      const anew = { source: [opened.items[0]?.id ?? ''], to: 'p12-modern', password: 'secret', newPassword: 'other' };
      await fresh.make('convert', anew);
      expect(fresh.native.line('pkcs12 -in a.p12 -passin pass:other -nokeys')).toContain('BEGIN CERTIFICATE');
      const wrong = await fresh.problem('convert', { ...anew, password: 'wrong' });
      expect(wrong).toMatchObject({ field: 'password' });
    }
  });

  it('a Java key store becomes PKCS #12', async () => {
    const { execFileSync } = await import('node:child_process');
    const { path } = { path: (name: string) => native.path(name) };
    await shop.make('p12', { identity: [certificate.id], chain: issuer, newPassword: 'secret' });
    const from = ['-srckeystore', path('www.example.com.p12'), '-srcstoretype', 'PKCS12', '-srcstorepass', 'secret'];
    const to = ['-destkeystore', path('store.jks'), '-deststoretype', 'JKS', '-deststorepass', 'secret', '-noprompt'];
    execFileSync('keytool', ['-importkeystore', ...from, ...to], { stdio: 'ignore' });
    const fresh = new Workshop();
    fresh.native.file('store.jks', native.read('store.jks'));
    expect(await fresh.open('store.jks')).toMatchObject({ isLocked: true });
    const { items } = await fresh.open('store.jks', 'secret');
    const store = items.find(({ kind }) => kind === 'java-store');
    await fresh.make('convert', {
      ...{ source: [store?.id ?? ''], to: 'p12-modern', password: 'secret', newPassword: 'new' },
    });
    const said = fresh.native.line('pkcs12 -in store.p12 -passin pass:new -nodes');
    expect(said.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(said).toContain('BEGIN PRIVATE KEY');
  });

  it('a bundle holds certificates, and is opened again', async () => {
    const list = await shop.make('crl', { issuer });
    const made = await shop.make('bundle', {
      certificates: [certificate.id, issuer[0] ?? ''],
      crls: [list.item('crl').id],
    });
    expect(made.fact('holds')).toBe('www.example.com Root');
    const said = native.line('pkcs7 -in www.example.com.pem.p7b -print_certs -noout');
    expect(said.match(/subject=/g)).toHaveLength(2);
    const fresh = new Workshop();
    fresh.native.file('a.p7b', native.read('www.example.com.p7b'));
    expect((await fresh.open('a.p7b')).items.map(({ kind }) => kind)).toEqual(['certificate', 'certificate', 'crl']);
  });
});

describe('whether they belong together', () => {
  it('says yes and no', async () => {
    const yes = await shop.make('match', { first: [certificate.id], second: [key.id] });
    expect(yes.verdict).toMatchObject({ holds: true, sentence: 'keysMatch' });
    const no = await shop.make('match', { first: issuer, second: [key.id] });
    expect(no.verdict).toMatchObject({ holds: false, sentence: 'keysDiffer' });
    expect(no.fact('firstPin')).not.toBe(no.fact('secondPin'));
  });
});

describe('what is opened', () => {
  it('is what a file holds, whatever it is called', async () => {
    const fresh = new Workshop();
    const both = [
      native.line('x509 -in www.example.com.pem'),
      native.line('pkey -in www.example.com.key.pem -passin file:password'),
    ];
    fresh.native.file('both.txt', `Some words\n${both.join('\n')}`);
    expect((await fresh.open('both.txt')).items.map(({ kind, title }) => [kind, title])).toEqual([
      ['certificate', 'www.example.com'],
      ['private-key', 'both.txt'],
    ]);
    fresh.native.file('trusted.pem', fresh.native.line('x509 -in both.txt -trustout -addtrust serverAuth'));
    expect((await fresh.open('trusted.pem')).items[0]?.id).toBe(fresh.of('certificate')[0]?.id);
    fresh.native.file('page.html', '<!doctype html><title>x</title>');
    expect((await fresh.open('page.html')).faults[0]).toContain('web page');
  });

  it('moves no words around it', async () => {
    const odd = await shop.make('ca', { commonName: 'Root\u202egpj.\u2069' });
    expect(odd.title).toBe('Root\\u{202e}gpj.\\u{2069}');
    expect(odd.fact('subject')).toBe('CN=Root\\u{202e}gpj.\\u{2069}');
    expect(odd.product('certificate').forms[0]?.name).toBe('Root-u-202e-gpj.-u-2069.pem');
  });
});
