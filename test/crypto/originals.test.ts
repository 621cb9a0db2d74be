/** What the tests of pyOpenSSL ask of its objects, and what they say of themselves. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { crypto, SSL } from '../../src/index.js';
import { encode, rewrite } from '../support/der.js';
import { localPki, newKey } from '../support/pki.js';
import { thrownBy } from '../support/thrown.js';

const { ca, server } = localPki();
const { FILETYPE_ASN1: DER } = crypto;

describe('digests', () => {
  it.each(['sha256', 'RSA-SHA256', 'SHA2-256', 'RSA-SHA1', 'ssl3-sha1'])('%s signs, verifies and hashes', (digest) => {
    const rsa = newKey(crypto.TYPE_RSA, 1024);
    const signature = crypto.sign(rsa, 'data', digest);
    crypto.verify(rsa, signature, 'data', digest);
    expect(thrownBy(() => crypto.verify(rsa, signature, 'other', digest))).toBeInstanceOf(crypto.Error);
    expect(server.cert.digest(digest)).toMatch(/^[0-9A-F:]+$/);
  });

  it('that there are not are a RangeError everywhere', () => {
    for (const body of [
      () => crypto.sign(server.key, 'x', 'none'),
      () => crypto.verify(server.cert, new Uint8Array(1), 'x', 'none'),
      () => server.cert.digest('none'),
    ])
      expect(thrownBy(body)).toBeInstanceOf(RangeError);
  });
});

describe('verify', () => {
  it('takes a bare public key, which stays the caller’s', () => {
    const key = server.cert.getPubkey();
    const signature = crypto.sign(server.key, 'data', 'sha256');
    crypto.verify(key, signature, 'data', 'sha256');
    crypto.verify(server.cert, signature, 'data', 'sha256');
    expect(key.bits()).toBe(256);
    expect(thrownBy(() => crypto.verify('key' as never, signature, 'data', 'sha256'))).toBeInstanceOf(TypeError);
  });
});

describe('getSignatureAlgorithm', () => {
  it('reads the algorithm that is signed, and refuses one that is undefined', () => {
    expect(server.cert.getSignatureAlgorithm()).toBe('ecdsa-with-SHA256');
    expect(thrownBy(() => new crypto.X509().getSignatureAlgorithm())).toBeInstanceOf(RangeError);
    // ecdsa-with-SHA384 beside the signature, and ecdsa-with-SHA256 within what is signed.
    const numbers = [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3];
    let seen = 0;
    const forged = rewrite(crypto.dumpCertificate(DER, server.cert), (tag, old) => {
      if (tag !== 6 || old.length !== 8 || old[7] !== 2) return undefined;
      seen += 1;
      return seen === 1 ? undefined : Uint8Array.of(...numbers, 3);
    });
    expect(seen).toBe(2);
    expect(crypto.loadCertificate(DER, forged).getSignatureAlgorithm()).toBe('ecdsa-with-SHA256');
    expect(encode(6, Uint8Array.of(...numbers, 3))).toHaveLength(10);
  });
});

describe('X509StoreContextError', () => {
  it('has code, depth and message in errors', () => {
    const context = new crypto.X509StoreContext(new crypto.X509Store(), server.cert);
    const error = thrownBy(() => context.verifyCertificate()) as crypto.X509StoreContextError;
    const [code, depth, message] = error.errors;
    expect([code, depth, message]).toEqual([20, 0, 'unable to get local issuer certificate']);
    expect([error.code, error.depth, error.message]).toEqual([code, depth, message]);
  });
});

describe('setTmpEcdh', () => {
  it('takes each curve of the list, and no other name', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    const curves = [...crypto.getEllipticCurves()];
    expect(curves.length).toBeGreaterThan(30);
    for (const curve of curves) context.setTmpEcdh(curve);
    expect(thrownBy(() => context.setTmpEcdh({ name: 'none' }))).toBeInstanceOf(RangeError);
  });
});

describe('loadClientCa and loadVerifyData', () => {
  it('throw SSL.Error as their siblings do', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    for (const body of [
      () => context.loadVerifyData('x'),
      () => context.loadClientCa('/no/such/file'),
      () => context.loadClientCa(new URL(import.meta.url)),
      () => context.loadVerifyLocations('/no/such/file'),
      () => context.useCertificateChain('x'),
    ]) {
      const error = thrownBy(body);
      expect(error).toBeInstanceOf(SSL.Error);
      expect(error).not.toBeInstanceOf(crypto.Error);
    }
  });
});

describe('a name', () => {
  it('has every attribute that OpenSSL knows as a property, and no other', () => {
    const name = crypto.X509Name.empty() as crypto.X509Name & Record<string, unknown>;
    name['title'] = 'Dr';
    name['givenName'] = 'Jo';
    expect([name['title'], name['givenName'], name['surname']]).toEqual(['Dr', 'Jo', null]);
    expect(name.getComponents().map(([field]) => field)).toEqual(['title', 'GN']);
    const error = thrownBy(() => {
      name['comonName'] = 'x';
    });
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toBe('no such attribute: comonName');
    expect([name['comonName'], name['then']]).toEqual([undefined, undefined]);
    name.free();
    expect(name['title']).toBeUndefined();
  });
});

describe('what an object says of itself', () => {
  it('is what it is, in every log, and no secret', () => {
    const { cert, key } = server;
    for (const text of [inspect(cert), String(cert), JSON.stringify(cert)])
      for (const fact of ['X509', '/CN=localhost', '/CN=tsopenssl test CA']) expect(text).toContain(fact);
    for (const text of [inspect(key), String(key), JSON.stringify(key)]) {
      expect(text).toContain('PKey');
      expect(text).toContain('256');
      expect(text.length).toBeLessThan(100);
    }
    expect(inspect(ca.cert.getSubject())).toContain("'/CN=tsopenssl test CA'");
    expect(inspect(new crypto.CRL())).toMatch(/^<CRL/);
    expect(inspect(new crypto.X509Req())).toMatch(/^<X509Req/);
    expect(inspect(new SSL.Context(SSL.TLS_METHOD))).toMatch(/^<Context/);
  });

  it('is that it has been freed', () => {
    const cert = new crypto.X509();
    cert.free();
    const key = newKey();
    key.free();
    expect([inspect(cert), JSON.stringify(cert)]).toEqual(['<X509 freed=true>', '{"type":"X509","freed":true}']);
    expect([inspect(key), inspect(new crypto.PKey())]).toEqual(['<PKey freed=true>', '<PKey empty=true>']);
  });
});
