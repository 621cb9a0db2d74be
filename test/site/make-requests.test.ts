/** Requests, certificates for them, renewal, and keys of the browser. */
import { describe, expect, it } from 'vitest';
import { Workshop } from './support/workshop.js';

const shop = new Workshop();
const { native } = shop;
const root = await shop.make('ca', { commonName: 'Root' });
const issuer = [root.item('certificate').id];

describe('a request', () => {
  it('asks for names, and is signed by its key', async () => {
    const made = await shop.make('request', {
      ...{ names: 'www.example.com\n*.example.com\nmail@example.com', organization: 'Example', mustStaple: true },
      challenge: 'let me in',
    });
    expect(made.fact('names')).toBe('www.example.com *.example.com mail@example.com');
    const text = native.line('req -in www.example.com.csr.pem -verify -noout -text');
    expect(text).toContain('O = Example, CN = www.example.com');
    expect(text).toContain('DNS:www.example.com, DNS:*.example.com, email:mail@example.com');
    expect(text).toContain('status_request');
    expect(text).toContain('let me in');
    expect(native.line('req -in www.example.com.csr.der -inform DER -noout -subject')).toContain('www.example.com');
  });

  it('is signed under a policy: what it asks for, or what is listed', async () => {
    const request = [shop.of('request')[0]?.id ?? ''];
    const all = await shop.make('sign-request', { request, issuer });
    expect(all.fact('taken')).toContain('dns *.example.com');
    const text = native.line('x509 -in www.example.com.pem -noout -text');
    expect(text).toContain('DNS:www.example.com, DNS:*.example.com, email:mail@example.com');
    expect(text).toContain('O = Example');
    expect(native.line('verify -CAfile Root.pem www.example.com.pem')).toContain('OK');
    const listed = {
      request,
      issuer,
      nameRule: 'listed',
      allowedNames: 'www.example.com',
      subjectRule: 'drop',
    } as const;
    const refused = await shop.problem('sign-request', listed);
    expect(refused).toMatchObject({ field: 'request' });
    expect(refused.message).toMatch(/^The request is refused: .*\*\.example\.com/);
    const some = await shop.make('sign-request', { ...listed, otherwise: 'drop', addedNames: 'more.example.com' });
    expect(some.fact('left')).toContain('*.example.com');
    expect(some.fact('names')).toBe('more.example.com www.example.com');
    expect(some.fact('subject')).toBe('');
  });

  it('becomes a CA only where the issuer says so', async () => {
    await shop.make('request', { commonName: 'Below' });
    const request = [shop.of('request').at(-1)?.id ?? ''];
    const made = await shop.make('sign-request', { request, issuer, requestPurpose: 'authority' });
    expect(made.item('certificate').isAuthority).toBe(true);
    expect(native.line('x509 -in Below.pem -noout -text')).toContain('CA:TRUE, pathlen:0');
  });
});

describe('renewal', () => {
  it('has the same key and names, and another number', async () => {
    const old = await shop.make('leaf', { issuer, names: 'old.example.com', days: '10' });
    const key = native.line('x509 -in old.example.com.pem -noout -pubkey');
    const renewed = await shop.make('renew', { certificate: [old.item('certificate').id], issuer, days: '20' });
    expect(native.line('x509 -in old.example.com.pem -noout -pubkey')).toBe(key);
    expect(native.line('verify -CAfile Root.pem old.example.com.pem')).toContain('OK');
    expect(renewed.fact('serialNumber')).not.toBe(old.fact('serialNumber'));
    expect(renewed.fact('names')).toBe('old.example.com');
    const again = await shop.make('renew', { certificate: [old.item('certificate').id], issuer, newKey: true });
    expect(native.line('x509 -in old.example.com.pem -noout -pubkey')).not.toBe(key);
    expect(again.item('privateKey').pin).toBe(again.item('certificate').pin);
  });

  it('of a root is by itself', async () => {
    await shop.make('renew', { certificate: issuer, days: '5000' });
    expect(native.line('verify -CAfile Root.pem Root.pem')).toContain('OK');
    native.file('alone.pem', native.line('x509 -in Root.pem'));
    const other = new Workshop();
    other.native.file('alone.pem', native.line('x509 -in Root.pem'));
    const [alone] = (await other.open('alone.pem')).items;
    expect(await other.problem('renew', { certificate: [alone?.id ?? ''] })).toMatchObject({ word: 'rootNeedsKey' });
  });
});

describe('keys of WebCrypto', () => {
  it.each(['ec-p256', 'rsa-2048', 'ed25519'])('that are kept sign as a CA: %s', async (keyType) => {
    const kept = await shop.make('ca', { commonName: `Kept ${keyType}`, keyType, keyPlace: 'kept' });
    const key = kept.item('keptKey');
    expect(key.bytes).toHaveLength(0);
    expect(key.signer).toBeDefined();
    expect(kept.product('keptKey').forms).toHaveLength(0);
    expect(kept.warnings).toEqual(['keptKeyWarning']);
    await shop.make('leaf', { issuer: [kept.item('certificate').id], names: 'kept.example.com' });
    expect(native.line(`verify -CAfile Kept-${keyType}.pem kept.example.com.pem`)).toContain('OK');
    await shop.make('crl', { issuer: [kept.item('certificate').id] });
    expect(native.line(`crl -in Kept-${keyType}.crl.pem -CAfile Kept-${keyType}.pem -noout`)).toBe('');
    const p12 = { identity: [kept.item('certificate').id], newPassword: 'x' };
    expect(await shop.problem('p12', p12)).toMatchObject({ field: 'identity', word: 'keptKeyStays' });
    const convert = { source: [key.id], to: 'pkcs8-pem' };
    expect(await shop.problem('convert', convert)).toMatchObject({ field: 'source', word: 'keptKeyStays' });
    const open = await shop.make('convert', { ...convert, to: 'spki-pem' });
    expect(open.product('converted').isSecret).toBe(false);
  });

  it('that are not kept are files as any other', async () => {
    await shop.make('request', { names: 'browser.example.com', keyType: 'ec-p384', keyPlace: 'browser' });
    expect(native.line('req -in browser.example.com.csr.pem -verify -noout')).toBe('');
    const pub = native.line('pkey -in browser.example.com.key.pem -pubout');
    expect(native.line('req -in browser.example.com.csr.pem -noout -pubkey')).toBe(pub);
  });
});

describe('what is wrong with a form', () => {
  it.each([
    ['ca', {}, { field: 'commonName', word: 'missing' }],
    ['ca', { commonName: 'x', country: 'Sweden' }, { field: 'country' }],
    ['ca', { commonName: 'x'.repeat(65) }, { field: 'commonName' }],
    ['ca', { commonName: 'x', days: 'x' }, { field: 'days', word: 'noNumber' }],
    ['ca', { commonName: 'x', days: '0' }, { field: 'days', word: 'outOfRange' }],
    ['ca', { commonName: 'x', notBefore: 'yesterday' }, { field: 'notBefore', word: 'noDate' }],
    ['ca', { commonName: 'x', serialNumber: 'one' }, { field: 'serialNumber', word: 'noNumber' }],
    ['ca', { commonName: 'x', permitted: '10.0.0.0/99' }, { field: 'permitted' }],
    ['leaf', { issuer, names: '' }, { field: 'names' }],
    ['leaf', { issuer, names: 'not a host' }, { field: 'names' }],
    ['leaf', { issuer, names: 'a.example.com', days: '4000' }, { field: 'days' }],
    ['leaf', { issuer, names: 'a.example.com', days: '826' }, { field: 'days' }],
    ['leaf', { issuer, purpose: 'client' }, { field: 'names' }],
    ['leaf', { issuer: [], names: 'a' }, { field: 'issuer' }],
    ['leaf', { issuer, names: 'a.example.com', crlUrl: 'é' }, { field: 'crlUrl' }],
    ['sign-request', { issuer }, { field: 'request' }],
    ['request', { commonName: 'x', keyType: 'own' }, { field: 'ownKey', word: 'missing' }],
  ] as const)('%s of %j is said at its field', async (task, values, expected) => {
    const alone = new Workshop();
    const own = await alone.make('ca', { commonName: 'Root', days: '3000' });
    const fitting = 'issuer' in values && values.issuer.length > 0 ? { issuer: [own.item('certificate').id] } : {};
    // The key of the CA would do for one of its own.
    if ('keyType' in values) alone.shelf.remove(own.item('privateKey').id);
    if ('issuer' in values && values.issuer.length === 0) alone.shelf.clear();
    const problem = await alone.problem(task, { ...values, ...fitting });
    expect(problem).toMatchObject(expected);
    expect(problem.message).toMatch(problem.word === undefined ? /^[A-Z].*\.$/s : /^\w+$/);
    await alone.pool.close();
  });
});
