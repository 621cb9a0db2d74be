import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crypto, OpenSSLError } from '../../src/index.js';

const DER = crypto.FILETYPE_ASN1;

describe('random bytes', () => {
  it.each<[string, (data: Uint8Array) => void]>([
    ['requests', (data) => crypto.loadCertificateRequest(DER, data)],
    ['CRLs', (data) => crypto.loadCrl(DER, data)],
    ['PKCS#7', (data) => crypto.loadPkcs7Data(DER, data)],
    ['PKCS#12', (data) => crypto.loadPkcs12(data, 'x')],
  ])('as %s are an error', (_name, load) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        expect(() => load(data)).toThrow(OpenSSLError);
      }),
      { numRuns: 200 },
    );
  });
});
