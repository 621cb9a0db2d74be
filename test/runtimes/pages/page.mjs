/** What a bundler is given: a page that uses the package. */
import * as library from 'tsopenssl';
import { connect } from 'tsopenssl/web';
import { runSuite } from './suite.mjs';

globalThis.result = { web: typeof connect, tls: typeof library.SSL.Connection, results: runSuite(library) };
