import { afterAll, describe, expect, it } from 'vitest';
import { crypto, ssl } from '../../src/index.js';
import { type Identity, issue, localPki, newKey } from '../support/pki.js';
import { askPython } from '../support/python.js';
import { Scratch } from '../support/scratch.js';
import { connectedPair, serverContext } from '../support/ssl-pair.js';

const { ca } = localPki();
const extension = (name: string, value: string) => new crypto.X509Extension(name, false, value);
const scratch = new Scratch();
afterAll(() => scratch.remove());

/** The same certificate as Python decodes it: what getpeercert() would give. */
function inPython(pem: string): unknown {
  scratch.file('cert.pem', pem);
  return askPython(`print(json.dumps(ssl._ssl._test_decode_cert('cert.pem')))`, { cwd: scratch.folder });
}

/** The same certificate as a client of ours sees it. */
function here(identity: Identity): unknown {
  const context = ssl._createUnverifiedContext(ssl.PROTOCOL_TLS_CLIENT);
  // With CERT_OPTIONAL, and its own issuer trusted, anything that is well formed gets through.
  context.loadVerifyLocations(null, null, identity.certPem);
  context.loadVerifyLocations(null, null, ca.certPem);
  context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN;
  context.verify_mode = ssl.CERT_OPTIONAL;
  const { client } = connectedPair(context, serverContext(identity), { hostname: null });
  return client.getpeercert();
}

const same = (identity: Identity) => expect(here(identity)).toEqual(inPython(identity.certPem));

function named(parts: readonly (readonly [string, string])[]): Identity {
  const key = newKey();
  const cert = new crypto.X509();
  cert.setVersion(2);
  cert.setSerialNumber(0xabcdefn);
  const subject = cert.getSubject();
  for (const [field, value] of parts) (subject as unknown as Record<string, string>)[field] = value;
  cert.setIssuer(subject);
  cert.setPubkey(key);
  cert.setNotBefore('19700102030405Z');
  cert.setNotAfter('20991231235959Z');
  cert.sign(key, 'sha256');
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return {
    key,
    cert,
    keyPem: text(crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key)),
    certPem: text(crypto.dumpCertificate(crypto.FILETYPE_PEM, cert)),
  };
}

describe('getpeercert describes a certificate field by field as Python does', () => {
  it('with names of hosts and addresses', () => {
    same(
      issue('several', {
        issuer: ca,
        san: 'DNS:example.org,DNS:*.example.net,IP:192.0.2.7,IP:2001:db8::a:1,email:who@example.org,URI:https://example.org/x',
      }),
    );
  });

  it('with the other kinds of alternative names', () => {
    same(issue('rare', { issuer: ca, san: 'RID:1.2.3.4.5,otherName:1.2.3.4;UTF8:hidden,RID:2.5.4.3' }));
  });

  it('with the name of a folder of people, of which one part has two attributes', () => {
    const tlv = (tag: number, ...parts: Buffer[]) => {
      const content = Buffer.concat(parts);
      return Buffer.concat([Buffer.from([tag, content.length]), content]);
    };
    const attribute = (last: number, value: string) =>
      tlv(0x30, tlv(0x06, Buffer.from([0x55, 0x04, last])), tlv(0x0c, Buffer.from(value)));
    // RFC 5280: RDNSequence of { O } and { CN + OU }; in DER the shorter or lesser attribute comes first.
    const name = tlv(0x30, tlv(0x31, attribute(10, 'Org')), tlv(0x31, attribute(3, 'a'), attribute(11, 'b')));
    const names = tlv(0x30, tlv(0xa4, name), tlv(0x82, Buffer.from('x.example')));
    const identity = issue('dir', {
      issuer: ca,
      extensions: [extension('subjectAltName', `DER:${names.toString('hex')}`)],
    });
    same(identity);
    expect(here(identity)).toMatchObject({
      subjectAltName: [
        [
          'DirName',
          [
            [['organizationName', 'Org']],
            [
              ['commonName', 'a'],
              ['organizationalUnitName', 'b'],
            ],
          ],
        ],
        ['DNS', 'x.example'],
      ],
    });
  });

  it('with where to ask for revocation and issuers', () => {
    same(
      issue('located', {
        issuer: ca,
        extensions: [
          extension(
            'authorityInfoAccess',
            'OCSP;URI:http://ocsp.example/a,OCSP;URI:http://ocsp.example/b,caIssuers;URI:http://ca.example/ca.der',
          ),
          extension('crlDistributionPoints', 'URI:http://crl.example/1.crl,URI:ldap://crl.example/2'),
        ],
      }),
    );
  });

  it('with a name of many parts, in any script', () => {
    same(
      named([
        ['countryName', 'DE'],
        ['stateOrProvinceName', 'Bücherland'],
        ['localityName', 'Ελλάδα'],
        ['organizationName', 'O, "quoted" = + ; <x>'],
        ['organizationalUnitName', 'one'],
        ['commonName', '日本語'],
        ['emailAddress', 'a@example.org'],
      ]),
    );
  });

  it('with a serial number past 64 bits, or one of an odd number of digits', () => {
    for (const serial of [1n, 0xfffn, 2n ** 150n + 5n]) {
      const identity = named([['commonName', 'serial']]);
      identity.cert.setSerialNumber(serial);
      identity.cert.sign(identity.key, 'sha256');
      same({
        ...identity,
        certPem: new TextDecoder().decode(crypto.dumpCertificate(crypto.FILETYPE_PEM, identity.cert)),
      });
    }
  });

  it('with dates outside of UTCTime', () => {
    same(issue('far', { issuer: ca, notAfter: '99991231235959Z' }));
  });

  it('with a NUL inside a DNS name, which stays there', () => {
    // subjectAltName with dNSName "good.example\0.evil.example".
    const name = Buffer.from('good.example\0.evil.example', 'latin1');
    const der = Buffer.concat([Buffer.from([0x30, name.length + 2, 0x82, name.length]), name]);
    const identity = issue('nul', { extensions: [extension('subjectAltName', `DER:${der.toString('hex')}`)] });
    same(identity);
    expect(here(identity)).toMatchObject({ subjectAltName: [['DNS', 'good.example\0.evil.example']] });
  });
});
