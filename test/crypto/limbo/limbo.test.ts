import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';

/** One case; certificates and CRLs are indices into the objects of the file. */
interface Case {
  readonly id: string;
  readonly kind: 'SERVER' | 'CLIENT';
  readonly trusted: readonly number[];
  readonly untrusted: readonly number[];
  readonly peer: number;
  readonly crls: readonly number[];
  readonly time: string | null;
  readonly name: { readonly kind: 'DNS' | 'IP' | 'RFC822'; readonly value: string } | null;
  readonly usages: readonly string[];
  readonly depth: number | null;
  readonly expected: 'SUCCESS' | 'FAILURE';
  readonly native: 'SUCCESS' | 'FAILURE' | 'SKIPPED';
  readonly reason: string | null;
}

interface Limbo {
  readonly harness: string;
  /** DER in base64. */
  readonly objects: readonly string[];
  readonly cases: readonly Case[];
}

const file = process.env['TSOPENSSL_LIMBO'] ?? new URL('cases.json.br', import.meta.url);
const limbo: Limbo = JSON.parse(brotliDecompressSync(readFileSync(file)).toString());

const NAMES = { DNS: 'host', IP: 'ip', RFC822: 'email' } as const;
const { X509_STRICT, PARTIAL_CHAIN, CRL_CHECK, CRL_CHECK_ALL } = crypto.X509StoreFlags;

const der = (index: number): Uint8Array => Buffer.from(limbo.objects[index] ?? '', 'base64');
const certificate = (index: number): crypto.X509 => crypto.loadCertificate(crypto.FILETYPE_ASN1, der(index));

/** When native OpenSSL was asked: for the cases that do not say when. */
const NATIVE_TIME = '2026-11-20T12:00:00Z';

/** Asks what x509-limbo's harness asks of native OpenSSL: strict, partial chains, 112 bits. */
function optionsOf(test: Case): crypto.VerifyOptions {
  return {
    authLevel: 2,
    time: new Date(test.time ?? NATIVE_TIME),
    ...(test.name === null ? {} : { [NAMES[test.name.kind]]: test.name.value }),
    ...(test.usages[0] === 'serverAuth' ? { purpose: 'server' as const } : {}),
    ...(test.usages[0] === 'clientAuth' ? { purpose: 'client' as const } : {}),
    ...(test.depth === null ? {} : { depth: test.depth }),
  };
}

/**
 * The one difference on purpose: a certificate whose subjectAltName holds no DNS name names no host, where native takes its
 * common name for one (RFC 9525, 2). The chain has native's verdict even so.
 */
function isOfCommonName(test: Case, ours: string, native: string | null): boolean {
  if (ours !== 'hostname mismatch' || test.name?.kind !== 'DNS') return false;
  using peer = certificate(test.peer);
  const names = peer.toCryptography().subjectAltName ?? '';
  return !/(^|, )DNS:/.test(names) && verdict({ ...test, name: null }) === native;
}

function verdict(test: Case): string {
  using store = new crypto.X509Store();
  store.setFlags(X509_STRICT | PARTIAL_CHAIN);
  if (test.crls.length > 0) store.setFlags(CRL_CHECK | CRL_CHECK_ALL);
  const [trusted, untrusted] = [test.trusted.map(certificate), test.untrusted.map(certificate)];
  using peer = certificate(test.peer);
  try {
    for (const cert of trusted) store.addCert(cert);
    for (const index of test.crls) {
      using crl = crypto.loadCrl(crypto.FILETYPE_ASN1, der(index));
      store.addCrl(crl);
    }
    new crypto.X509StoreContext(store, peer, untrusted, optionsOf(test)).verifyCertificate();
    return 'SUCCESS';
  } catch (error) {
    if (!(error instanceof crypto.X509StoreContextError)) throw error;
    error.certificate?.free();
    return error.message;
  } finally {
    for (const cert of [...trusted, ...untrusted]) cert.free();
  }
}

describe('x509-limbo', () => {
  it(`gets the verdict of native ${limbo.harness} in every case [crypto.X509StoreContext.verify_certificate] [crypto.X509StoreContext]`, () => {
    const differences: string[] = [];
    let commonNames = 0;
    let compared = 0;
    for (const test of limbo.cases) {
      // The harness leaves out what is verified of clients.
      if (test.native === 'SKIPPED') continue;
      compared += 1;
      const native = test.native === 'SUCCESS' ? 'SUCCESS' : test.reason;
      const ours = verdict(test);
      if (ours === native) continue;
      if (isOfCommonName(test, ours, native)) commonNames += 1;
      else differences.push(`${test.id}: ${ours}, native: ${native}`);
    }
    expect(differences).toEqual([]);
    expect(compared).toBe(9770);
    expect(commonNames).toBe(246);
  });

  it('gets the verdict that x509-limbo expects where its harness asks nothing of OpenSSL: of clients', () => {
    const clients = limbo.cases.filter((test) => test.native === 'SKIPPED');
    const different = clients.filter((test) => (verdict(test) === 'SUCCESS') !== (test.expected === 'SUCCESS'));
    expect(clients).toHaveLength(10);
    // The name is no address, and no constraint touches it: openssl verify takes it as well.
    expect(different.map(({ id }) => id)).toEqual(['rfc5280::nc::nc-permits-invalid-email-san']);
  });
});
