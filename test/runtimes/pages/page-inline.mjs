/** The same with the module inside, for bundlers that leave the file where it is. */
import * as library from 'tsopenssl/inline';
import { X509 } from 'tsopenssl/inline/crypto';
import { connect } from 'tsopenssl/inline/web';
import { runSuite } from './suite.mjs';

globalThis.result = {
  web: typeof connect,
  tls: typeof library.SSL.Connection,
  isOneClass: X509 === library.crypto.X509,
  results: runSuite(library),
};
