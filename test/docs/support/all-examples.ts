/** Every block of code in README and docs, and how it is tried: a block that is not here fails test/docs/examples.test.ts. */

/** How a block is tried. */
export type Trial =
  /** Run in Node, beside the others of its page and those of the pages named: what it prints. */
  | { readonly prints: string; readonly with?: readonly string[]; readonly packages?: readonly string[] }
  /** Its imports are found by a bundler under this condition; where it runs, another test says. */
  | { readonly bundlesFor: string }
  /** Only imported by others, which run. */
  | { readonly isImported: true }
  /** The test that runs it. */
  | { readonly runsIn: string }
  /** Why it does not run here. */
  | { readonly not: string };

const CERTIFICATE = ['docs/guides/certificates.md'];
const CLIENTS = ['axios', 'got', 'node-fetch', 'undici', 'ws'];
const GUIDES = 'test/docs/guides.test.ts';

/** By the page, and the name in the first line of the block; without one, its language and its number among those; `*` for all others. */
export const TRIALS: Readonly<Record<string, Readonly<Record<string, Trial>>>> = {
  'README.md': {
    'first.mjs': { prints: 'localhost,127.0.0.1 true\n' },
    'server.mjs': { prints: 'localhost,127.0.0.1 true\nhello TLSv1.3 true\n' },
    'sh 1': { not: 'npm install tsopenssl: test/runtimes installs the packed package in its place' },
    'sh 2': { runsIn: 'test/docs/examples.test.ts' },
    'sh 3': { not: 'npm start and npm test: .ci/run does them' },
  },
  'docs/places.md': { 'lazy.mjs': { prints: 'Root\n' } },
  'docs/guides/certificates.md': {
    'certificate.mjs': { isImported: true },
    'pki.mjs': { prints: "ecdsa-with-SHA256 [ 'dns a.example', 'ip 192.0.2.1' ]\n" },
    'elsewhere.mjs': { prints: 'hello from Server\n' },
  },
  'docs/guides/connections.md': {
    'main.mjs': { prints: 'hello\nTLSv1.3 TLS_CHACHA20_POLY1305_SHA256 localhost\n', with: CERTIFICATE },
    'ssl.mjs': { prints: "hello TLSv1.3 [ [ 'DNS', 'localhost' ] ]\n", with: CERTIFICATE },
    'later.mjs': { prints: 'hello from a.example\n', with: CERTIFICATE },
  },
  'docs/guides/node.md': { 'node.mjs': { prints: 'hello over TLSv1.3\n', with: CERTIFICATE } },
  'docs/guides/https.md': {
    'https.mjs': { prints: 'hello /get\n', with: CERTIFICATE },
    'clients.mjs': {
      prints: 'hello /get\naxios hello /\ngot hello /\nnode-fetch hello /\nundici hello /\nws hello\n',
      with: CERTIFICATE,
      packages: CLIENTS,
    },
    'proxy.mjs': { prints: 'hello /get\nhello /tunnel\n', with: CERTIFICATE },
    'http2.mjs': { prints: 'hello over HTTP/2.0\n', with: CERTIFICATE },
  },
  'docs/guides/web.md': {
    'fetch.mjs': { prints: 'ok TLSv1.3 localhost\n', with: CERTIFICATE },
    'worker.mjs': { bundlesFor: 'workerd' },
    'page.mjs': { bundlesFor: 'browser' },
  },
  'docs/guides/workers.md': { 'pool.mjs': { prints: 'hello TLSv1.3\n', with: CERTIFICATE } },
  'docs/guides/edge-function.md': { 'edge.mjs': { bundlesFor: 'workerd' } },
  'docs/guides/acme.md': { 'acme.mjs': { runsIn: GUIDES } },
  'docs/guides/moving.md': { 'moving.mjs': { runsIn: 'test/docs/moving.test.ts' } },
  'docs/guides/starttls.md': { 'smtp.mjs': { runsIn: GUIDES }, 'starttls.mjs': { runsIn: GUIDES } },
  'docs/guides/webcrypto-request.md': { 'request.mjs': { runsIn: GUIDES }, 'main.mjs': { runsIn: GUIDES } },
  'docs/command-line.md': {
    'json 1': { not: 'the shape of an error, with words for what stands there' },
    // Written from the commands, whose examples test/cli/examples.test.ts runs as they are typed.
    '*': { runsIn: 'test/cli/docs.test.ts' },
  },
  'docs/guides/mutual-tls.md': { 'mutual-tls.mjs': { runsIn: GUIDES } },
};
