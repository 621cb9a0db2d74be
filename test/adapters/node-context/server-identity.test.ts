/** checkServerIdentity, beside Node's own. */
import { X509Certificate } from 'node:crypto';
import tls, { type PeerCertificate } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { checkServerIdentity } from '../../../src/adapters/node/index.js';
import { issue } from '../../support/pki.js';
import { thrownBy } from '../../support/thrown.js';

const legacy = (pem: string) => new X509Certificate(pem).toLegacyObject() as PeerCertificate;
const named = legacy(
  issue('cn.example', { san: 'DNS:*.example.test,DNS:plain.test,IP:192.0.2.1,IP:2001:db8::1' }).certPem,
);
const bare = legacy(issue('localhost').certPem);

function said(error: Error | undefined) {
  if (error === undefined) return undefined;
  const { code, reason, host, message, name } = error as Error & Record<string, unknown>;
  return { code, reason, host, message, name };
}

const HOSTS = [
  'a.example.test',
  'A.EXAMPLE.TEST',
  'plain.test',
  'plain.test.',
  'example.test',
  'a.b.example.test',
  'other.test',
  'cn.example',
  '192.0.2.1',
  '192.0.2.2',
  '2001:db8::1',
  '2001:DB8:0::1',
  '2001:db8::2',
  'xn--bcher-kva.test',
];

describe('checkServerIdentity', () => {
  it.each(HOSTS)('says of %s what Node says, by text and by the certificate [tls.checkServerIdentity]', (host) => {
    const judge = said(tls.checkServerIdentity(host, named));
    const { raw: _raw, ...text } = named;
    expect(said(checkServerIdentity(host, named))).toEqual(judge);
    expect(said(checkServerIdentity(host, text))).toEqual(judge);
  });

  it('gives the certificate that it was given', () => {
    expect(checkServerIdentity('other.test', named)).toMatchObject({ cert: named });
  });

  it('lets no common name stand alone, as Node still does: RFC 9525, 2', () => {
    expect(tls.checkServerIdentity('localhost', bare)).toBeUndefined();
    for (const cert of [bare, { subject: bare.subject }]) {
      expect(checkServerIdentity('localhost', cert)).toMatchObject({
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
        reason: 'Cert does not contain a DNS name',
      });
    }
  });

  it('lets no wildcard stand for a part of a label, as Node still does', () => {
    const cert = { subjectaltname: 'DNS:f*.example.test' } as PeerCertificate;
    expect(tls.checkServerIdentity('foo.example.test', cert)).toBeUndefined();
    expect(checkServerIdentity('foo.example.test', cert)).toBeInstanceOf(Error);
  });

  it.each([
    ['an object of nothing', {}],
    ['a list without DNS names', { subjectaltname: 'URI:http://a.example.test/' }],
    ['a wildcard of one label', { subjectaltname: 'DNS:*.test' }],
    ['a bare star', { subjectaltname: 'DNS:*' }],
    ['two stars', { subjectaltname: 'DNS:*.*.test' }],
    ['an empty label', { subjectaltname: 'DNS:*..test' }],
    ['a name within a quoted text', { subjectaltname: 'URI:"http://x/, DNS:a.example.test"' }],
    ['names without a blank between', { subjectaltname: 'DNS:a.example.test,DNS:b.example.test' }],
    ['a name with a blank', { subjectaltname: 'DNS:a.example.test x' }],
  ])('finds a.example.test not in %s, as Node', (_, cert) => {
    const judge = said(tls.checkServerIdentity('a.example.test', cert as PeerCertificate));
    expect(judge?.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(said(checkServerIdentity('a.example.test', cert as PeerCertificate))).toEqual(judge);
  });

  it('reads quoted names', () => {
    const cert = { subjectaltname: 'DNS:"a.example.test", IP Address:192.0.2.1' } as PeerCertificate;
    expect(checkServerIdentity('a.example.test', cert)).toBeUndefined();
    expect(checkServerIdentity('192.0.2.1', cert)).toBeUndefined();
  });

  it.each(['DNS:"', 'DNS:"a\\q"', 'DNS:a, "'])('refuses a list that it cannot read: %s', (subjectaltname) => {
    const error = thrownBy(() => checkServerIdentity('a', { subjectaltname }));
    expect(error).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_FORMAT' });
  });

  it.each(['', ' ', '.', 'a b', 'a..b', '300.1.1.1', '*', '*.example.test', 'ex%61mple.test', 'a\0.example.test'])(
    'names nobody by %j',
    (host) => {
      expect(checkServerIdentity(host, named)).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    },
  );
});
