/** The same with the module inside, for bundlers that leave the file where it is. */
import * as library from 'tsopenssl/inline';
import { connect } from 'tsopenssl/inline/web';
import { runSuite } from './suite.mjs';

globalThis.result = { web: typeof connect, tls: typeof library.SSL.Connection, results: runSuite(library) };
