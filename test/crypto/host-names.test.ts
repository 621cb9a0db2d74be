/**
 * One judge of names (RFC 9525): `matchesHost`, the verification of a chain, a handshake and the adapters say the same of
 * every name and certificate; where node:tls and openssl(1) say something else, the table says so.
 */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import net from 'node:net';
import tls from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { checkServerIdentity } from '../../src/adapters/node/index.js';
import { crypto, SSL } from '../../src/index.js';
import { hasNodesTls } from '../support/judges.js';
import { issue } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';
import { Scratch } from '../support/scratch.js';
import { thrownBy } from '../support/thrown.js';

const ca = issue('names CA', { ca: true });
const scratch = new Scratch();
afterAll(() => scratch.remove());

const CERTIFICATES = {
  'one name': { san: 'DNS:example.com' },
  wildcard: { san: 'DNS:*.example.com' },
  'a common name alone': { cn: 'www.example' },
  'a common name beside another name': { cn: 'cn.example', san: 'DNS:san.example' },
  addresses: { san: 'IP:192.0.2.1,IP:2001:db8::1' },
  'an address as a name': { san: 'DNS:192.0.2.1' },
  'an address as a common name': { cn: '192.0.2.1' },
  'a part of a label': { san: 'DNS:f*.example.com' },
  'a whole top level': { san: 'DNS:*.com' },
  everything: { san: 'DNS:*' },
  'a wildcard further right': { san: 'DNS:a.*.example.com' },
  'an A-label': { san: 'DNS:xn--bcher-kva.example' },
  'a dot at the end': { san: 'DNS:example.com.' },
  'a mail address and a URI': { cn: 'x.example', san: 'email:me@example.com,URI:https://example.com/' },
} as const;

type Kind = keyof typeof CERTIFICATES;

/** What differs elsewhere, and why. */
type Difference =
  /** A common name counts there. */
  | 'common name'
  /** Wildcards for a part of a label count there. */
  | 'partial wildcard'
  /** Names are taken letter by letter there: no dot is stripped, no international name is converted. */
  | 'literal'
  /** A dot at the end of the certificate's name is stripped there. */
  | 'dot stripped'
  /** A wildcard stands there for characters that no DNS name of a host has (RFC 952), such as an underscore. */
  | 'any character';

interface Row {
  readonly cert: Kind;
  readonly host: string;
  readonly named: boolean;
  /** Where node:tls says the opposite. */
  readonly node?: Difference;
  /** Where openssl(1) says the opposite. */
  readonly openssl?: Difference;
}

const TABLE: readonly Row[] = [
  { cert: 'one name', host: 'example.com', named: true },
  { cert: 'one name', host: 'EXAMPLE.com', named: true },
  { cert: 'one name', host: 'example.com.', named: true, openssl: 'literal' },
  { cert: 'one name', host: 'www.example.com', named: false },
  { cert: 'one name', host: 'com', named: false },
  { cert: 'one name', host: 'xexample.com', named: false },
  { cert: 'wildcard', host: 'a.example.com', named: true },
  { cert: 'wildcard', host: 'a.example.com.', named: true, openssl: 'literal' },
  { cert: 'wildcard', host: 'A.EXAMPLE.COM', named: true },
  { cert: 'one name', host: 'a_b.example.com', named: false },
  { cert: 'wildcard', host: 'a_b.example.com', named: false, node: 'any character' },
  { cert: 'wildcard', host: 'xn--bcher-kva.example.com', named: true },
  { cert: 'wildcard', host: 'b\u00fccher.example.com', named: true, openssl: 'literal' },
  { cert: 'wildcard', host: 'a.b.example.com', named: false },
  { cert: 'wildcard', host: 'example.com', named: false },
  { cert: 'a common name alone', host: 'www.example', named: false, node: 'common name', openssl: 'common name' },
  { cert: 'a common name beside another name', host: 'cn.example', named: false },
  { cert: 'a common name beside another name', host: 'san.example', named: true },
  { cert: 'addresses', host: '192.0.2.1', named: true },
  { cert: 'addresses', host: '192.0.2.2', named: false },
  { cert: 'addresses', host: '2001:db8::1', named: true },
  { cert: 'addresses', host: '2001:DB8:0::0:1', named: true },
  { cert: 'addresses', host: '[2001:db8::1]', named: true, node: 'literal', openssl: 'literal' },
  { cert: 'addresses', host: '2001:db8::2', named: false },
  { cert: 'addresses', host: '::ffff:192.0.2.1', named: false },
  { cert: 'addresses', host: '300.1.1.1', named: false },
  { cert: 'addresses', host: '1:2', named: false },
  { cert: 'addresses', host: '192.0.2', named: false },
  { cert: 'addresses', host: '192.0.2.01', named: false },
  { cert: 'addresses', host: 'host.example', named: false },
  { cert: 'an address as a name', host: '192.0.2.1', named: false },
  { cert: 'an address as a common name', host: '192.0.2.1', named: false },
  {
    cert: 'a part of a label',
    host: 'foo.example.com',
    named: false,
    node: 'partial wildcard',
    openssl: 'partial wildcard',
  },
  { cert: 'a part of a label', host: 'bar.example.com', named: false },
  { cert: 'a whole top level', host: 'example.com', named: false },
  { cert: 'everything', host: 'localhost', named: false },
  { cert: 'everything', host: 'example.com', named: false },
  { cert: 'a wildcard further right', host: 'a.b.example.com', named: false },
  { cert: 'an A-label', host: 'xn--bcher-kva.example', named: true },
  { cert: 'an A-label', host: 'b\u00fccher.example', named: true, node: 'literal', openssl: 'literal' },
  { cert: 'an A-label', host: 'B\u00dcCHER.example', named: true, node: 'literal', openssl: 'literal' },
  { cert: 'a dot at the end', host: 'example.com', named: false, node: 'dot stripped' },
  { cert: 'a dot at the end', host: 'example.com.', named: false, node: 'dot stripped', openssl: 'literal' },
  { cert: 'a mail address and a URI', host: 'example.com', named: false },
  { cert: 'a mail address and a URI', host: 'x.example', named: false, node: 'common name', openssl: 'common name' },
];

const identities = new Map(
  Object.entries(CERTIFICATES).map(([name, options]) => [name, issue(name, { issuer: ca, ...options })]),
);

function identityOf(kind: Kind) {
  const identity = identities.get(kind);
  if (identity === undefined) throw new Error(`no certificate: ${kind}`);
  return identity;
}

const store = new crypto.X509Store();
store.addCert(ca.cert);

/** Whether a chain verifies with a host, and nothing else is wrong with it. */
function verifies(cert: crypto.X509, host: string): boolean {
  const context = new crypto.X509StoreContext(store, cert, [], { host });
  try {
    context.verifyCertificate();
    return true;
  } catch (error) {
    const { ERR_HOSTNAME_MISMATCH, ERR_IP_ADDRESS_MISMATCH } = SSL.X509VerificationCodes;
    if (error instanceof RangeError) return false;
    expect([ERR_HOSTNAME_MISMATCH, ERR_IP_ADDRESS_MISMATCH]).toContain((error as crypto.X509StoreContextError).code);
    return false;
  }
}

function shakes(kind: Kind, host: string): boolean {
  const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: identityOf(kind) });
  const sides = pair(contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }), there);
  try {
    sides.client.setVerifyHost(host);
    handshake(sides.client, sides.server);
    return true;
  } catch {
    return false;
  }
}

function nativelyMatches(kind: Kind, host: string): boolean {
  const file = scratch.file('leaf.pem', identityOf(kind).certPem);
  const flag = net.isIP(host) === 0 ? '-checkhost' : '-checkip';
  const said = execFileSync('openssl', ['x509', '-noout', '-in', file, flag, host], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  return !said.includes('NOT');
}

describe('a name and a certificate', () => {
  it.each(TABLE)('$cert, $host: $named, by every way', ({ cert: kind, host, named, node, openssl }) => {
    const { cert, certPem } = identityOf(kind);
    expect(cert.matchesHost(host)).toBe(named);
    expect(verifies(cert, host)).toBe(named);
    expect(shakes(kind, host)).toBe(named);
    const plain = new X509Certificate(certPem).toLegacyObject() as tls.PeerCertificate;
    expect(checkServerIdentity(host, cert) === undefined).toBe(named);
    expect(checkServerIdentity(host, plain) === undefined).toBe(named);
    if (hasNodesTls)
      expect(tls.checkServerIdentity(host, plain) === undefined).toBe(node === undefined ? named : !named);
    expect(nativelyMatches(kind, host)).toBe(openssl === undefined ? named : !named);
  });
});

describe('a host that is none', () => {
  const REFUSED = [
    '',
    '.',
    '.com',
    '.example.com',
    'a..b',
    'example.com..',
    '*.example.com',
    'a b',
    ' a',
    'a\0b',
    'a/b',
    'a@b',
    'fe80::1%eth0',
    '[example.com]',
    '[192.0.2.1]',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(127)}abc`,
    '\uff11\uff19\uff12.0.2.1',
    'b\u00fc cher',
  ];
  // Of the form of an address, which no certificate can hold: a question is answered, a demand refused.
  const ADDRESSES = ['300.1.1.1', '1:2', '1.2.3', '1.2.3.4.5', ':', '[::1', '1::2::3', 'localhost:443'];
  const { cert } = identityOf('wildcard');
  const sides = () =>
    pair(
      contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }),
      contextOf(SSL.TLS_SERVER_METHOD, { cert: identityOf('wildcard') }),
    );

  it.each(REFUSED)('%j is refused by every way', (host) => {
    const { client } = sides();
    for (const judge of [
      () => cert.matchesHost(host),
      () => client.setVerifyHost(host),
      () => new crypto.X509StoreContext(store, cert, [], { host }).verifyCertificate(),
    ]) {
      const error = thrownBy(judge);
      expect(error).toBeInstanceOf(RangeError);
      expect((error as Error).message).toMatch(/^host /);
    }
    // As node:tls has it, it returns what it finds.
    // It tells the host without the dot of a root.
    const told = { code: 'ERR_TLS_CERT_ALTNAME_INVALID', host: host.replace(/\.$/, '') };
    expect(checkServerIdentity(host, cert)).toMatchObject(told);
  });

  it.each(ADDRESSES)('%j is named by nobody, and refused where it is demanded', (host) => {
    expect(cert.matchesHost(host)).toBe(false);
    const { client } = sides();
    expect(thrownBy(() => client.setVerifyHost(host))).toBeInstanceOf(RangeError);
    expect(thrownBy(() => new crypto.X509StoreContext(store, cert, [], { host }).verifyCertificate())).toBeInstanceOf(
      RangeError,
    );
  });
});

describe('what else a chain must name', () => {
  it('is no option that is mistyped', () => {
    for (const option of ['hots', 'Host', 'hostname', 'purposes', ''])
      expect(
        thrownBy(() => new crypto.X509StoreContext(store, ca.cert, [], { [option]: 'x' } as never)),
      ).toBeInstanceOf(TypeError);
  });

  const { cert } = identityOf('addresses');
  const verify = (options: crypto.VerifyOptions) => () =>
    new crypto.X509StoreContext(store, cert, [], options).verifyCertificate();

  it('an address, in its brackets too, and never nothing', () => {
    verify({ ip: '[2001:db8::1]' })();
    verify({ ip: '192.0.2.1', host: '192.0.2.1' })();
    expect(thrownBy(verify({ ip: '192.0.2.2' }))).toBeInstanceOf(crypto.X509StoreContextError);
    for (const ip of ['', '300.1.1.1', 'example.com', '1:2']) {
      expect(thrownBy(verify({ ip }))).toBeInstanceOf(RangeError);
    }
  });

  it('not two addresses, of which OpenSSL would look for the last alone', () => {
    expect(thrownBy(verify({ host: '192.0.2.2', ip: '192.0.2.1' }))).toBeInstanceOf(RangeError);
  });

  it('a mail address that is one', () => {
    expect(thrownBy(verify({ email: '' }))).toBeInstanceOf(RangeError);
    expect(thrownBy(verify({ email: 'me@example.com' }))).toBeInstanceOf(crypto.X509StoreContextError);
  });
});

describe('checkServerIdentity', () => {
  it('says in node:tls words whom it was about', () => {
    const { cert } = identityOf('one name');
    const error = checkServerIdentity('other.example', cert);
    expect(error).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID', host: 'other.example', cert });
    expect(error?.message).toContain('other.example');
  });

  it('takes nothing for no certificate, as node:tls does', () => {
    for (const nameless of [{}, { raw: 'x' }])
      expect(checkServerIdentity('example.com', nameless as never)).toBeInstanceOf(Error);
    for (const none of [null, undefined, 'x']) {
      expect(() => checkServerIdentity('example.com', none as never)).toThrow(TypeError);
    }
  });
});
