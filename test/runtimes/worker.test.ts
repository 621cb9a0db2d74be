/** Pools of workers, from the packed package, in every runtime that has workers. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, inject, it } from 'vitest';
import { run } from '../../scripts/lib/run.mjs';
import { closeAfterEach } from '../support/loopback.js';
import { serveFolder, withPage } from './support/browser.js';
import { buildWithVite, buildWithWebpack, type Project, serveWithVite } from './support/bundlers.js';
import { COMMAND_LINES, chromium, firefox, pathOf, titleOf } from './support/programs.js';
import { parseResults, type Result } from './support/results.js';

const PASSED: readonly Result[] = ['handshake', 'callbacks', 'errors', 'crash', 'kit'].map((name) => ({ name }));

describe.each(COMMAND_LINES)('%s', (name, program, args) => {
  it.skipIf('missing' in program)(titleOf(`${name} runs pools, and ends while one is idle`, program), async () => {
    const home = await mkdtemp(join(tmpdir(), 'tsopenssl-home-'));
    try {
      const env = { ...process.env, DENO_DIR: home, HOME: home, NO_COLOR: '1', NODE_OPTIONS: '' };
      const output = await run(pathOf(program), [...args, 'smoke/pool-main.mjs'], { cwd: inject('consumer'), env });
      expect(parseResults(output)).toEqual(PASSED);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
});

describe.each([
  ['chromium', chromium],
  ['firefox', firefox],
] as const)('%s', (name, program) => {
  const test = it.skipIf('missing' in program);

  /** The results of the pool, as a page has them. */
  async function inPage(folder: string, script: string, isolated: boolean): Promise<void> {
    const server = await serveFolder(folder, { isolated });
    try {
      await withPage(name, async (page) => {
        await page.goto(`${server.origin}/`);
        expect(await page.evaluate('crossOriginIsolated')).toBe(isolated);
        expect(await page.evaluate(script)).toEqual(PASSED);
      });
    } finally {
      server.close();
    }
  }

  const unbundled = `Promise.all([import('/smoke/pool.mjs'), import('/node_modules/tsopenssl/dist/worker.browser.js')])
    .then(([{ runPool }, library]) => runPool(library))`;

  test(titleOf(`${name} runs pools from the files as they are, isolated and not`, program), async () => {
    await inPage(inject('consumer'), unbundled, true);
    await inPage(inject('consumer'), unbundled, false);
  });

  test(titleOf(`${name} runs pools that esbuild has bundled`, program), async () => {
    const consumer = inject('consumer');
    const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-pool-'));
    try {
      await build({
        absWorkingDir: consumer,
        entryPoints: {
          page: 'smoke/pool-page.mjs',
          'worker-thread': 'tsopenssl/worker-thread',
          'pki-thread': 'tsopenssl/pki-thread',
        },
        outdir: folder,
        bundle: true,
        format: 'esm',
        external: ['node:*'],
        logLevel: 'error',
      });
      for (const file of ['openssl.wasm', 'openssl.wide.wasm'])
        await copyFile(join(consumer, 'node_modules/tsopenssl/dist', file), join(folder, file));
      await inPage(folder, `import('/page.js').then(({ run }) => run())`, true);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe.skipIf('missing' in chromium)(titleOf('pools, with the script that the bundler has found', chromium), () => {
  const closers = closeAfterEach();

  /** A project beside the installed package, whose page runs the pool. */
  async function project(): Promise<Project> {
    const source = await mkdtemp(join(inject('consumer'), 'pool-'));
    closers.push(() => rm(source, { recursive: true, force: true }));
    await copyFile(new URL('./smoke/pool.mjs', import.meta.url), join(source, 'pool.mjs'));
    await writeFile(
      join(source, 'page.mjs'),
      "import * as library from 'tsopenssl/worker';\nimport { runPool } from './pool.mjs';\n" +
        'runPool(library).then((results) => { globalThis.result = results; });\n',
    );
    return { source, out: join(source, 'out') };
  }

  async function expectPasses(address: string): Promise<void> {
    await withPage('chromium', async (page) => {
      await page.goto(address);
      await page.waitForFunction('globalThis.result !== undefined', { timeout: 20_000 });
      expect(await page.evaluate('globalThis.result')).toEqual(PASSED);
    });
  }

  async function expectFolderPasses(folder: string): Promise<void> {
    const { origin, close } = await serveFolder(folder);
    closers.push(close);
    await expectPasses(`${origin}/index.html`);
  }

  it('Vite', async () => {
    const made = await project();
    await buildWithVite(made);
    await expectFolderPasses(made.out);
  });

  it("Vite's server", async () => {
    await expectPasses(await serveWithVite(await project(), closers));
  });

  it('webpack', async () => {
    const made = await project();
    await buildWithWebpack(made);
    await expectFolderPasses(made.out);
  });
});
