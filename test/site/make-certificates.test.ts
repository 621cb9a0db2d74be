/** Tasks of certificates, each judged by native openssl. */
import { describe, expect, it } from 'vitest';
import { Workshop } from './support/workshop.js';

const shop = new Workshop();
const { native } = shop;

const root = await shop.make('ca', { commonName: 'Example Root', organization: 'Example', country: 'se' });
const ca = root.item('certificate');
const issuer = [ca.id];
const server = await shop.make('leaf', { issuer, names: 'www.example.com\n192.0.2.1' });

describe('a root CA', () => {
  it('has defaults that hold', () => {
    const text = native.line('x509 -in Example-Root.pem -noout -text');
    expect(text).toContain('Subject: C = SE, O = Example, CN = Example Root');
    expect(text).toMatch(/CA:TRUE\n/);
    expect(text).toContain('Certificate Sign, CRL Sign');
    expect(text).toContain('NIST CURVE: P-256');
    expect(native.line('verify -x509_strict -CAfile Example-Root.pem Example-Root.pem')).toContain('OK');
    expect(native.line('x509 -in Example-Root.der -inform DER -noout -subject')).toContain('Example Root');
    expect(root.sentence).toBe('caMade');
    expect(root.fact('issuer')).toContain('itself');
  });

  it.each(['ec-p384', 'rsa-3072', 'ed25519'])('is made with a key of %s, as is said', async (keyType) => {
    const made = await shop.make('ca', {
      commonName: keyType,
      keyType,
      days: '30',
      pathLength: '1',
      newPassword: 'secret',
    });
    expect(made.product('sealedKey').isSecret).toBe(true);
    expect(native.line(`verify -CAfile ${keyType}.pem ${keyType}.pem`)).toContain('OK');
    expect(native.line(`x509 -in ${keyType}.pem -noout -text`)).toContain('pathlen:1');
    const pub = native.line(`pkey -in ${keyType}.key.pem -passin pass:secret -pubout`);
    expect(native.line(`x509 -in ${keyType}.pem -noout -pubkey`)).toBe(pub);
    expect(native.line(`pkey -in ${keyType}.key.der -inform DER -passin pass:secret -pubout`)).toBe(pub);
  });

  it.each(['ml-dsa-65', 'slh-dsa-128f', 'ed448', 'ec-p521'])('is made with a key of %s', async (keyType) => {
    const made = await shop.make('ca', { commonName: keyType, keyType });
    expect(made.fact('keyKind')).not.toBe('');
    const { bytes } = made.item('certificate');
    expect(await shop.pool.pki.verifyChain({ certificate: bytes, anchors: [bytes] })).toMatchObject({ ok: true });
  });

  it('may be bound to names', async () => {
    await shop.make('ca', { commonName: 'Bound', permitted: 'example.com, 10.0.0.0/8', excluded: 'bad.example.com' });
    const text = native.line('x509 -in Bound.pem -noout -text');
    expect(text).toMatch(
      /Name Constraints: critical\s+Permitted:\s+DNS:example.com\s+IP:10.0.0.0\/255.0.0.0\s+Excluded:\s+DNS:bad.example.com/,
    );
  });
});

describe('a certificate', () => {
  it('is one that browsers take', () => {
    const text = native.line('x509 -in www.example.com.pem -noout -text');
    expect(text).toContain('DNS:www.example.com, IP Address:192.0.2.1');
    expect(text).toContain('TLS Web Server Authentication');
    const command = 'verify -x509_strict -purpose sslserver -verify_hostname www.example.com -CAfile Example-Root.pem';
    expect(native.line(`${command} www.example.com.pem`)).toContain('OK');
    expect(server.fact('validTo')).toBe(
      new Date(native.line('x509 -in www.example.com.pem -noout -enddate').replace('notAfter=', '')).toISOString(),
    );
  });

  it('stands below an intermediate', async () => {
    const made = await shop.make('intermediate', { issuer, commonName: 'Example Issuing', keyType: 'ec-p384' });
    const leaf = await shop.make('leaf', { issuer: [made.item('certificate').id], names: 'deep.example.com' });
    expect(leaf.fact('issuer')).toContain('Example Issuing');
    const line = 'verify -x509_strict -CAfile Example-Root.pem -untrusted Example-Issuing.pem deep.example.com.pem';
    expect(native.line(line)).toContain('OK');
    expect(native.line('x509 -in Example-Issuing.pem -noout -text')).toContain('pathlen:0');
  });

  it.each([
    ['client', 'anna', 'sslclient', 'TLS Web Client Authentication'],
    ['mail', 'anna@example.com', 'smimesign', 'E-mail Protection'],
    ['both', 'both.example.com', 'sslclient', 'TLS Web Server Authentication, TLS Web Client Authentication'],
    ['stamps', '', 'timestampsign', 'X509v3 Extended Key Usage: critical\n                Time Stamping'],
    ['ocsp', '', 'any', 'OCSP Signing'],
    ['code', '', 'any', 'Code Signing'],
  ])('is for %s', async (purpose, names, judged, said) => {
    const made = await shop.make('leaf', { issuer, purpose, names, commonName: `For ${purpose}` });
    expect(made.title).toBe(`For ${purpose}`);
    expect(native.line(`verify -purpose ${judged} -CAfile Example-Root.pem For-${purpose}.pem`)).toContain('OK');
    expect(native.line(`x509 -in For-${purpose}.pem -noout -text`)).toContain(said);
  });

  it('says where lists and answers are, what it must staple, and when it begins', async () => {
    await shop.make('leaf', {
      ...{
        issuer,
        names: 'more.example.com',
        crlUrl: 'http://crl.example.com/a.crl',
        ocspUrl: 'http://ocsp.example.com',
      },
      ...{ issuersUrl: 'http://example.com/ca.cer', mustStaple: true, notBefore: '2026-11-01 12:30', days: '47' },
      ...{ serialNumber: '0x1a2b', digest: 'sha512' },
    });
    const text = native.line('x509 -in more.example.com.pem -noout -text');
    for (const said of ['URI:http://crl.example.com/a.crl', 'OCSP - URI:http://ocsp.example.com', 'status_request'])
      expect(text).toContain(said);
    expect(text).toContain('CA Issuers - URI:http://example.com/ca.cer');
    expect(text).toMatch(/Not Before: Nov {2}1 12:30:00 2026 GMT\s+Not After : Dec 18 12:30:00 2026 GMT/);
    expect(text).toContain('Serial Number: 6699 (0x1a2b)');
    expect(text).toContain('ecdsa-with-SHA512');
  });

  it('is for a key that somebody else has', async () => {
    native.line('genpkey -algorithm X25519 -out theirs.pem');
    native.line('pkey -in theirs.pem -pubout -out theirs.pub.pem');
    const [theirs] = (await shop.open('theirs.pub.pem')).items;
    const own = { keyType: 'own', ownKey: [theirs?.id ?? ''] };
    const made = await shop.make('leaf', { issuer, purpose: 'client', commonName: 'Theirs', ...own });
    expect(native.line('x509 -in Theirs.pem -noout -pubkey')).toBe(native.line('pkey -pubin -in theirs.pub.pem'));
    expect(made.products).toHaveLength(1);
  });
});
