/** A browser, and a server for its pages. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { chromium, firefox, pathOf } from './programs.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** What makes a page cross-origin isolated, so that it shares memory with its workers. */
const ISOLATION = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/** Serves a folder on a free port. */
export async function serveFolder(
  root: string,
  { isolated = false }: { readonly isolated?: boolean } = {},
): Promise<{ origin: string; close(): void }> {
  const server = http.createServer(async (request, response) => {
    for (const [name, value] of Object.entries(isolated ? ISOLATION : {})) response.setHeader(name, value);
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    if (path === '/') {
      response
        .setHeader('content-type', 'text/html')
        .end('<!doctype html><title>tsopenssl</title><link rel=icon href=data:,>');
      return;
    }
    try {
      const body = await readFile(join(root, path));
      response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Keeps the browser from asking anything of the network that the test did not. */
const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

const FIREFOX_PREFERENCES = {
  'app.normandy.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'toolkit.telemetry.enabled': false,
};

/** Longest start of a browser beside others, in milliseconds. */
const START = 120_000;

/** Starts a browser that has a profile of its own. */
export async function startBrowser(
  name: 'chromium' | 'firefox',
): Promise<{ readonly browser: Browser; readonly end: () => Promise<void> }> {
  const profile = await mkdtemp(join(tmpdir(), 'tsopenssl-browser-'));
  const forget = () => rm(profile, { recursive: true, force: true });
  try {
    const browser =
      name === 'chromium'
        ? await launch({
            executablePath: pathOf(chromium),
            args: CHROMIUM_ARGS,
            userDataDir: profile,
            headless: true,
            timeout: START,
          })
        : await launch({
            browser: 'firefox',
            executablePath: pathOf(firefox),
            headless: true,
            timeout: START,
            extraPrefsFirefox: FIREFOX_PREFERENCES,
          });
    return { browser, end: () => browser.close().finally(forget) };
  } catch (error) {
    await forget();
    throw error;
  }
}

/** Runs `body` with a page of such a browser. */
export async function withPage<T>(name: 'chromium' | 'firefox', body: (page: Page) => Promise<T>): Promise<T> {
  const { browser, end } = await startBrowser(name);
  try {
    const page = (await browser.pages())[0] ?? (await browser.newPage());
    page.on('pageerror', (error) => console.error(`${name}: ${String(error)}`));
    return await body(page);
  } finally {
    await end();
  }
}
