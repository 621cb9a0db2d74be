import { createRequire } from 'node:module';
import * as library from 'tsopenssl';
import * as pki from 'tsopenssl/pki';

test('import and require give one', () => {
  const required = createRequire(import.meta.url)('tsopenssl');
  expect(required.crypto.X509).toBe(library.crypto.X509);
  expect(pki.createCertificateAuthority({ subject: 'Root' }).certificate).toBeInstanceOf(required.crypto.X509);
});
