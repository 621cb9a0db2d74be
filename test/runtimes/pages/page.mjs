/** What a bundler is given: a page that uses the package. */
import * as library from 'tsopenssl';
import { X509 } from 'tsopenssl/crypto';
import { readCertificate } from 'tsopenssl/pki';
import { connect } from 'tsopenssl/web';
import { runSuite } from './suite.mjs';

globalThis.result = {
  web: typeof connect,
  tls: typeof library.SSL.Connection,
  isOneClass: X509 === library.crypto.X509,
  kit: typeof readCertificate,
  results: runSuite(library),
};
