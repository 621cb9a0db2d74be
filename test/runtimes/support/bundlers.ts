/** The bundlers whose way is the same for every page, and the page that holds what they make. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createServer, build as viteBuild } from 'vite';
import { expect } from 'vitest';
import webpack from 'webpack';

/** A project of a user's. */
export interface Project {
  /** Holds `page.mjs`. */
  readonly source: string;
  /** Where the bundle goes. */
  readonly out: string;
}

/** A page of one module script. */
export const html = (script: string): string =>
  `<!doctype html><link rel=icon href=data:,><script type=module src="${script}"></script>`;

/** Builds `index.html` with Vite, with no configuration. */
export async function buildWithVite({ source, out }: Project): Promise<void> {
  await writeFile(join(source, 'index.html'), html('/page.mjs'));
  await viteBuild({ root: source, configFile: false, logLevel: 'error', build: { outDir: out, target: 'es2022' } });
}

/** Vite's development server, with the package left out of its pre-bundling. @returns where the page is */
export async function serveWithVite({ source }: Project, closers: (() => unknown)[]): Promise<string> {
  await writeFile(join(source, 'index.html'), html('/page.mjs'));
  const server = await createServer({
    root: source,
    configFile: false,
    logLevel: 'error',
    cacheDir: join(source, '.vite'),
    optimizeDeps: { exclude: ['tsopenssl'] },
    server: { port: 0, host: '127.0.0.1', fs: { strict: false } },
  });
  closers.push(() => server.close());
  await server.listen();
  return server.resolvedUrls?.local[0] ?? '';
}

/** Builds with webpack, with no configuration and without a word from it. */
export async function buildWithWebpack({ source, out }: Project): Promise<void> {
  const compiler = webpack({ mode: 'production', context: source, entry: './page.mjs', output: { path: out } });
  const stats = await promisify(compiler.run.bind(compiler))();
  expect(stats?.toString({ all: false, errors: true, warnings: true })).not.toMatch(/ERROR/);
  await promisify(compiler.close.bind(compiler))();
  await writeFile(join(out, 'index.html'), html('main.js'));
}
