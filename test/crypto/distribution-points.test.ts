/** CVE-2026-35189: distribution points named relative to the issuer, each of which takes a copy of the issuer's name. */
import { describe, expect, it } from 'vitest';
import { crypto, SSL } from '../../src/index.js';
import { encode, rewrite } from '../support/der.js';
import { heapInUse } from '../support/heap.js';
import { type Identity, issue } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';

const DER = crypto.FILETYPE_ASN1;
/** What one step may take: the certificates themselves, and what OpenSSL keeps of them. */
const MOST = 12 * 2 ** 20;

const sequence = (...parts: Uint8Array[]) => encode(0x30, Buffer.concat(parts));
const attribute = (type: number) => sequence(Uint8Array.of(6, 3, 0x55, 4, type), Uint8Array.of(12, 1, 0x61));
/** The name of one point: [0] { [1] { CN=a } }. */
const point = sequence(encode(0xa0, encode(0xa1, attribute(3))));

/** A CA whose name has many parts. */
function caOf(parts: number): Identity {
  const plain = issue('CA', { ca: true });
  if (parts === 0) return plain;
  const name = plain.cert.getSubject().der();
  const short = Buffer.from(name.subarray(2));
  const long = Buffer.concat([short, ...Array<Uint8Array>(parts).fill(encode(0x31, attribute(11)))]);
  const der = rewrite(crypto.dumpCertificate(DER, plain.cert), (tag, content) =>
    tag === 0x30 && short.equals(content) ? long : undefined,
  );
  const cert = crypto.loadCertificate(DER, der);
  cert.sign(plain.key, 'sha256');
  return { ...plain, cert };
}

function leafOf(issuer: Identity, points: number): Identity {
  const list = sequence(...Array<Uint8Array>(points).fill(point));
  const value = `DER:${Buffer.from(list).toString('hex')}`;
  const extensions = [new crypto.X509Extension('crlDistributionPoints', false, value)];
  return issue('localhost', { issuer, extensions, san: 'DNS:localhost' });
}

const HOSTILE: [what: string, parts: number, points: number][] = [
  ['a long name and many points', 2_000, 1_500],
  ['a longer name and fewer points', 6_000, 40],
  ['a short name and a great many points', 10, 5_000],
];

describe('points that would copy a name many times', () => {
  it.each(HOSTILE)('take no memory, and make the certificate invalid: %s', (_, parts, points) => {
    const ca = caOf(parts);
    const leaf = leafOf(ca, points);
    const size = crypto.dumpCertificate(DER, leaf.cert).length;
    expect(size).toBeLessThan(100 * 1024);
    const store = new crypto.X509Store();
    store.addCert(ca.cert);
    const before = heapInUse();
    const loaded = crypto.loadCertificate(DER, crypto.dumpCertificate(DER, leaf.cert));
    // An invalid certificate was issued by nobody.
    expect(() => new crypto.X509StoreContext(store, loaded).verifyCertificate()).toThrow(crypto.X509StoreContextError);
    expect(heapInUse() - before).toBeLessThan(MOST);
  });

  it('end a handshake with a verdict', () => {
    const ca = caOf(2_000);
    const leaf = leafOf(ca, 1_500);
    const sides = pair(
      contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }),
      contextOf(SSL.TLS_SERVER_METHOD, { cert: leaf }),
    );
    const before = heapInUse();
    expect(() => handshake(sides.client, sides.server)).toThrow('certificate verify failed');
    expect(heapInUse() - before).toBeLessThan(MOST);
  });

  it('are none where there are as many as CAs write', () => {
    for (const [parts, points] of [
      [0, 1],
      [8, 64],
      [200, 10],
    ] as const) {
      const ca = caOf(parts);
      const store = new crypto.X509Store();
      store.addCert(ca.cert);
      new crypto.X509StoreContext(store, leafOf(ca, points).cert).verifyCertificate();
    }
  });
});
