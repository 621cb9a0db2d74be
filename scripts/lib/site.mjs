/** The page in site/: built to plain files, and served on this machine. */
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { inRoot } from './paths.mjs';

/** Where the built page lies. */
export const SITE = inRoot('site/dist');

/** The policy of the page, which its meta tag has, too, for hosts without headers of their own. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  ...['worker', 'style', 'connect', 'img', 'manifest'].map((kind) => `${kind}-src 'self'`),
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** @type {Readonly<Record<string, string>>} */
const HEADERS = {
  // A meta tag cannot say who may frame the page.
  'content-security-policy': `${POLICY}; frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** Builds the page into site/dist/. */
export async function buildSite() {
  const { build } = await import('vite');
  await build({ configFile: inRoot('site/vite.config.ts') });
}

/**
 * Serves the built page on loopback.
 * @param {{ port?: number, onRequest?: (line: string) => void }} [options] - a free port, where none is named; `onRequest` hears
 *   of method, path and bytes of each request
 * @returns {Promise<{ origin: string, close: () => void }>}
 */
export async function serveSite({ port = 0, onRequest } = {}) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    onRequest?.(`${request.method} ${request.url} ${request.headers['content-length'] ?? 0}`);
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    try {
      const file = join(SITE, path.endsWith('/') ? `${path}index.html` : path);
      if (!(await stat(file)).isFile()) throw new Error('this is a folder');
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream').end(await readFile(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    })
  );
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    origin: `http://127.0.0.1:${bound}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
