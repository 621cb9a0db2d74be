/** What bundlers make of the packed package, with no configuration or the lines that docs/limits.md gives, run in Chromium. */
import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from '@rollup/wasm-node';
import * as esbuild from 'esbuild';
import { describe, expect, inject, it } from 'vitest';
import { run } from '../../scripts/lib/run.mjs';
import { closeAfterEach } from '../support/loopback.js';
import { serveFolder, withPage } from './support/browser.js';
import { buildWithVite, buildWithWebpack, html, type Project, serveWithVite } from './support/bundlers.js';
import { chromium, titleOf } from './support/programs.js';
import { expectAllPassed, type Result } from './support/results.js';

const PAGES = new URL('./pages/', import.meta.url).pathname;
const SUITE = new URL('./smoke/suite.mjs', import.meta.url).pathname;
const closers = closeAfterEach();

/** A project of a user's, beside the installed package. */
async function project(): Promise<Project> {
  const source = await mkdtemp(join(inject('consumer'), 'project-'));
  closers.push(() => rm(source, { recursive: true, force: true }));
  await cp(PAGES, source, { recursive: true });
  await copyFile(SUITE, join(source, 'suite.mjs'));
  const out = join(source, 'out');
  await mkdir(out);
  return { source, out };
}

async function expectPageWorks(address: string): Promise<void> {
  const result = await withPage('chromium', async (page) => {
    await page.goto(address);
    await page.waitForFunction('globalThis.result !== undefined', { timeout: 15_000 });
    return (await page.evaluate('globalThis.result')) as { web: string; tls: string; results: Result[] };
  });
  expect(result).toMatchObject({ web: 'function', tls: 'function', isOneClass: true });
  expectAllPassed(result.results, ['']);
}

async function expectFolderWorks(out: string): Promise<void> {
  const { origin, close } = await serveFolder(out);
  closers.push(close);
  await expectPageWorks(`${origin}/index.html`);
}

describe.skipIf('missing' in chromium)(titleOf('in Chromium', chromium), () => {
  it('esbuild, with the module copied beside the bundle', async () => {
    const { source, out } = await project();
    await esbuild.build({
      entryPoints: [join(source, 'page.mjs')],
      bundle: true,
      format: 'esm',
      outfile: join(out, 'page.js'),
      logLevel: 'error',
    });
    for (const name of ['openssl.wasm', 'openssl.wide.wasm']) {
      await copyFile(join(inject('consumer'), 'node_modules/tsopenssl/dist', name), join(out, name));
    }
    await writeFile(join(out, 'index.html'), html('page.js'));
    await expectFolderWorks(out);
  });

  it('esbuild, with the module inside, as one classic script', async () => {
    const { source, out } = await project();
    await esbuild.build({
      entryPoints: [join(source, 'page-inline.mjs')],
      bundle: true,
      format: 'iife',
      outfile: join(out, 'page.js'),
      logLevel: 'error',
    });
    await writeFile(
      join(out, 'index.html'),
      '<!doctype html><link rel=icon href=data:,><script src="page.js"></script>',
    );
    await expectFolderWorks(out);
  });

  it('Vite, with no configuration', async () => {
    const made = await project();
    await buildWithVite(made);
    await expectFolderWorks(made.out);
  });

  it("Vite's server, with the package left out of its pre-bundling", async () => {
    await expectPageWorks(await serveWithVite(await project(), closers));
  });

  it('webpack, with no configuration', async () => {
    const made = await project();
    await buildWithWebpack(made);
    await expectFolderWorks(made.out);
  });

  it('Rollup with node-resolve, with the module inside', async () => {
    const { source, out } = await project();
    const bundle = await rollup({ input: join(source, 'page-inline.mjs'), plugins: [nodeResolve({ browser: true })] });
    await bundle.write({ dir: out, format: 'es' });
    await bundle.close();
    await writeFile(join(out, 'index.html'), html('page-inline.js'));
    await expectFolderWorks(out);
  });
});

describe('the package', () => {
  const ROOT = new URL('../../', import.meta.url).pathname;
  const bin = (name: string, file: string) =>
    join(createRequire(import.meta.url).resolve(`${name}/package.json`), '..', file);

  it('is as its exports say', async () => {
    const { packageExports, typesVersions, sideEffects } = await import('../../scripts/lib/entries.mjs');
    const manifest = createRequire(import.meta.url)('../../package.json') as Record<string, unknown>;
    expect(manifest['exports']).toEqual(packageExports());
    expect(manifest['typesVersions']).toEqual(typesVersions());
    expect(manifest['sideEffects']).toEqual(sideEffects());
    expect(Object.keys((manifest['dependencies'] as object | undefined) ?? {})).toEqual([]);
    const scripts = Object.keys(manifest['scripts'] as object);
    expect(scripts.filter((name) => /install|prepare/.test(name))).toEqual([]);
  });

  it('is clean to publint', async () => {
    const { publint } = await import('publint');
    const { messages } = await publint({ pkgDir: join(inject('consumer'), 'node_modules/tsopenssl'), strict: true });
    expect(messages).toEqual([]);
  });

  it('is clean to attw', async () => {
    const tarball = inject('tarball');
    const args = [bin('@arethetypeswrong/cli', 'dist/index.js'), tarball, '--profile', 'esm-only', '--format', 'ascii'];
    // CommonJS that says __esModule has a member `default`, and is not it.
    args.push('--ignore-rules', 'missing-export-equals');
    // ESM alone, which Node's require() takes; resolvers that know no "exports" (node10) are not served.
    const options = { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' } };
    // It ends with an error where there is a problem.
    expect(await run(process.execPath, [...args, '--exclude-entrypoints', 'openssl.wasm'], options)).toContain(
      'node16',
    );
  }, 240_000);
});
