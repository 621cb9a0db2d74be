/**
 * `npm run bench -- --browser chromium --peers`: TLS in a page beside the packages that do the same, over one Wisp server to one
 * HTTPS server of Node's, in interleaved rounds; and how much a page must download for each.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
// @ts-expect-error it has no types
import { logging, server as wispServer } from '@mercuryworkshop/wisp-js/server';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { BROWSERS } from '../browsers.mjs';
import { trustedByAll } from './trust.mjs';

const NAMES = ['ours', 'epoxy-tls', 'libcurl.js'];
const TASKS = {
  handshakes: 'handshakes/s, full',
  resumed: 'handshakes/s, resumed',
  requests: 'requests/s',
  body: 'MB/s',
};
const LARGE = Buffer.alloc(16 * 1024 * 1024, 'tsopenssl ');
const MODULES = {
  'epoxy-tls': ['@mercuryworkshop/epoxy-tls/full/epoxy.js', '@mercuryworkshop/epoxy-tls/full/epoxy.wasm'],
  'libcurl.js': ['libcurl.js/libcurl.mjs', 'libcurl.js/libcurl.wasm'],
};

/** @param {import('node:net').Server} server */
async function listening(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
}

/** @param {{ cert: string, key: string }} credentials @param {boolean} resumes */
function target(credentials, resumes) {
  const server = https.createServer(credentials, ({ url }, response) => {
    if (url === '/once') response.setHeader('connection', 'close');
    response.end(url === '/large' ? LARGE : 'a small answer');
  });
  // A ticket of before is of no use to anybody.
  if (!resumes) server.on('secureConnection', () => server.setTicketKeys(randomBytes(48)));
  return server;
}

/** @param {string} folder @param {ReturnType<typeof trustedByAll>} trusted */
async function filesFor(folder, { libcurl }) {
  const { outputFiles } = await build({
    entryPoints: [inRoot('bench/browser/peers/page.mjs')],
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    minify: true,
    assetNames: '[name]',
    loader: { '.wasm': 'file' },
    logLevel: 'error',
    write: false,
  });
  const modules = (/** @type {string} */ path) => readFile(inRoot(`node_modules/${path}`));
  const files = new Map(outputFiles.map(({ path, contents }) => [path.slice(folder.length), Buffer.from(contents)]));
  const [epoxy = '', epoxyModule = ''] = MODULES['epoxy-tls'];
  return files
    .set('/openssl.wasm', await readFile(inRoot('dist/openssl.wasm')))
    .set('/epoxy.js', await modules(epoxy))
    .set('/epoxy.wasm', await modules(epoxyModule))
    .set('/libcurl.mjs', await modules(MODULES['libcurl.js'][0] ?? ''))
    .set('/libcurl.wasm', libcurl);
}

/** What a page downloads, compressed. @param {ReadonlyMap<string, Buffer>} files @param {readonly string[]} paths */
const kilobytes = (files, paths) =>
  paths.reduce((sum, path) => sum + brotliCompressSync(files.get(path) ?? Buffer.alloc(0)).length, 0) / 1000;

/**
 * @param {string} browserName @param {{ rounds: number, milliseconds: number }} effort
 * @returns {Promise<string>} the table
 */
export async function measurePeers(browserName, { rounds, milliseconds }) {
  const launch = BROWSERS[browserName];
  if (launch === undefined)
    throw new RangeError(`${browserName} is no browser that is known here: chromium or firefox`);
  const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-bench-'));
  const trusted = trustedByAll(await readFile(inRoot('node_modules/libcurl.js/libcurl.wasm')));
  const files = await filesFor(folder, trusted);
  const pages = http.createServer(({ url = '/' }, response) => {
    const file = files.get(url);
    const type = url.endsWith('.wasm') ? 'application/wasm' : url === '/' ? 'text/html' : 'text/javascript';
    response.writeHead(file === undefined && url !== '/' ? 404 : 200, { 'content-type': type });
    response.end(file ?? '<!doctype html><script type="module" src="/page.js"></script>');
  });
  logging.set_level(logging.NONE);
  Object.assign(wispServer.options, { allow_loopback_ips: true, allow_private_ips: true });
  pages.on('upgrade', (request, socket, head) => wispServer.routeRequest(request, socket, head));
  const servers = [target(trusted, false), target(trusted, true)];
  const [port, full, resuming] = await Promise.all([pages, ...servers].map(listening));
  const browser = await puppeteer.launch({ ...launch, headless: true, protocolTimeout: 600_000 });
  /** @type {Map<string, number[]>} */
  const figures = new Map();
  const note = (/** @type {string} */ key, /** @type {unknown} */ figure) =>
    figures.set(key, [...(figures.get(key) ?? []), Number(figure)]);
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const name of NAMES) {
        // A page of its own each time: what is loaded, compiled and cached is part of what a user waits for.
        const page = await browser.newPage();
        await page.goto(`http://127.0.0.1:${port}/`);
        await page.waitForFunction('globalThis.measure !== undefined');
        const given = { wisp: `ws://127.0.0.1:${port}/wisp/`, ca: trusted.ca, url: `https://localhost:${full}` };
        const call = (/** @type {unknown[]} */ ...args) => args.map((arg) => JSON.stringify(arg)).join();
        note(`first ${name}`, await page.evaluate(`first(${call(name, given)})`));
        for (const task of Object.keys(TASKS)) {
          const where = task === 'resumed' ? { ...given, url: `https://localhost:${resuming}` } : given;
          const asked = task === 'resumed' ? 'handshakes' : task;
          note(`${task} ${name}`, await page.evaluate(`measure(${call(name, asked, where, milliseconds)})`));
        }
        await page.close();
      }
    }
  } finally {
    await browser.close();
    for (const server of [pages, ...servers]) {
      server.closeAllConnections();
      server.close();
    }
    await rm(folder, { recursive: true, force: true });
  }
  return table(figures, files);
}

/** @param {ReadonlyMap<string, number[]>} figures @param {ReadonlyMap<string, Buffer>} files */
function table(figures, files) {
  const median = (/** @type {string} */ key) => {
    const list = (figures.get(key) ?? []).toSorted((a, b) => a - b);
    return list[list.length >> 1] ?? Number.NaN;
  };
  const row = (/** @type {string} */ title, /** @type {(name: string) => number} */ of) =>
    `| ${[title, ...NAMES.map((name) => of(name).toPrecision(3))].join(' | ')} |`;
  const downloads = new Map([
    ['ours', ['/page.js', '/openssl.wasm']],
    ['epoxy-tls', ['/epoxy.js', '/epoxy.wasm']],
    ['libcurl.js', ['/libcurl.mjs', '/libcurl.wasm']],
  ]);
  return [
    `| | ${NAMES.join(' | ')} |`,
    `|---|${NAMES.map(() => '---|').join('')}`,
    row('download, KB (brotli)', (name) => kilobytes(files, downloads.get(name) ?? [])),
    row('first byte of the first answer, ms', (name) => median(`first ${name}`)),
    ...Object.entries(TASKS).map(([task, title]) => row(title, (name) => median(`${task} ${name}`))),
  ].join('\n');
}
