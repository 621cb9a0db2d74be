/** Serves the benchmark to a browser of this system, drives it and takes the results. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { ensureHarness } from '../../wasm-build/build/harness.mjs';
import { ensureModules, ensurePlainModule } from '../../wasm-build/build/module.mjs';
import { bundlePackage } from '../bundle.mjs';
import { BROWSERS } from './browsers.mjs';

/**
 * @param {string} name - chromium or firefox
 * @param {readonly import('../cases.mjs').Case[]} cases
 * @param {import('../measure.mjs').Effort} effort
 * @param {(text: string) => void} report
 * @returns {Promise<import('../report.mjs').Result[]>}
 */
export async function measureInBrowser(name, cases, effort, report) {
  const launch = BROWSERS[name];
  if (launch === undefined) throw new RangeError(`${name} is no browser that is known here: chromium or firefox`);
  const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-bench-'));
  const server = createServer();
  try {
    const files = await filesToServe(folder, report);
    server.on('request', async ({ url = '/' }, response) => {
      const path = new URL(url, 'http://localhost').pathname;
      const file = files.get(path);
      const type = path.endsWith('.wasm') ? 'application/wasm' : path === '/' ? 'text/html' : 'text/javascript';
      response.writeHead(file === undefined && path !== '/' ? 404 : 200, { 'content-type': type });
      response.end(file === undefined ? '<script type="module" src="/page.mjs"></script>' : await readFile(file));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const browser = await puppeteer.launch({ ...launch, headless: true, protocolTimeout: 600_000 });
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${address.port}/`);
      await page.waitForFunction('globalThis.measureCase !== undefined');
      const results = [];
      for (const test of cases.filter(({ unit }) => unit !== 'ms')) {
        const call = `measureCase(${JSON.stringify(test)}, ${JSON.stringify(effort)})`;
        const entries = /** @type {[string, import('../measure.mjs').Measured][]} */ (await page.evaluate(call));
        results.push({ test, measured: new Map(entries) });
        report(`${test.name} done`);
      }
      return results;
    } finally {
      await browser.close();
    }
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {(text: string) => void} report */
async function filesToServe(folder, report) {
  const modules = (await ensureModules(report)).folder;
  await bundlePackage(join(folder, 'package.mjs'));
  await build({
    entryPoints: [inRoot('bench/browser/page.mjs')],
    outfile: join(folder, 'page.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    external: ['/package.mjs*'],
    logLevel: 'error',
  });
  /** @type {[string, string][]} */
  const files = [
    ['/page.mjs', join(folder, 'page.mjs')],
    ['/package.mjs', join(folder, 'package.mjs')],
    ['/simd.wasm', join(modules, 'openssl.wasm')],
    ['/wide.wasm', join(modules, 'openssl.wide.wasm')],
    ['/plain.wasm', await ensurePlainModule(report)],
  ];
  for (const kind of /** @type {const} */ (['simd', 'wide', 'plain']))
    files.push([`/harness.${kind}.wasm`, await ensureHarness(kind, report)]);
  return new Map(files);
}
