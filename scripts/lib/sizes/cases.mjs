/** What users import, and what it may cost: KB (1,000 bytes) of JavaScript, minified by esbuild and compressed by brotli. */

/** @typedef {'browser' | 'node'} Place */
/**
 * @typedef {object} Case
 * @property {string} code - what a user writes
 * @property {number} budget - the most KB that the compressed JavaScript may have
 * @property {readonly string[]} modules - what is downloaded beside it
 * @property {Place} [place] - browser where none is named
 */

const WHOLE = ['openssl.wasm'];

/** @type {readonly Case[]} */
export const CASES = [
  { code: "import { X509 } from 'tsopenssl/crypto'", budget: 22, modules: WHOLE },
  { code: "import * as crypto from 'tsopenssl/crypto'", budget: 30, modules: WHOLE },
  { code: "import { readCertificate } from 'tsopenssl/pki'", budget: 33, modules: WHOLE },
  { code: "import { createCertificateAuthority, issueCertificate } from 'tsopenssl/pki'", budget: 45, modules: WHOLE },
  { code: "import * as pki from 'tsopenssl/pki'", budget: 115, modules: WHOLE },
  { code: "import { crypto } from 'tsopenssl'", budget: 30, modules: WHOLE },
  { code: "import { SSL } from 'tsopenssl'", budget: 42, modules: WHOLE },
  { code: "import { ssl } from 'tsopenssl'", budget: 53, modules: WHOLE },
  { code: "import * as tsopenssl from 'tsopenssl'", budget: 61, modules: WHOLE },
  { code: "import { connect } from 'tsopenssl/web'", budget: 59, modules: WHOLE },
  { code: "import { createFetch } from 'tsopenssl/fetch'", budget: 66, modules: WHOLE },
  { code: "import * as websocket from 'tsopenssl/websocket'", budget: 60, modules: WHOLE },
  { code: "import * as worker from 'tsopenssl/worker'", budget: 58, modules: WHOLE },
  { code: "import * as tls from 'tsopenssl/node'", budget: 83, modules: [], place: 'node' },
];

/** The modules themselves, in KB, compressed. */
export const MODULES = new Map([
  ['openssl.wasm', 705],
  ['openssl.wide.wasm', 725],
]);

/** What npm downloads and unpacks, in MB. */
export const PACKAGE = { packed: 6.5, unpacked: 19.5 };
