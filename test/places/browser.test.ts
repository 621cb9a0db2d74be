/** The packed package in scopes of the browser that cannot wait at import: workers of one's own, service workers, audio worklets. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { build as viteBuild } from 'vite';
import { describe, expect, inject, it } from 'vitest';
import { createCertificateAuthority } from '../../src/pki/index.js';
import { serveFolder, withPage } from '../runtimes/support/browser.js';
import { html } from '../runtimes/support/bundlers.js';
import { chromium, firefox, titleOf } from '../runtimes/support/programs.js';
import { closeAfterEach } from '../support/loopback.js';
import { projectOf } from './support/project.js';

const closers = closeAfterEach();

async function pages(): Promise<{ source: string; out: string }> {
  const source = await projectOf('pages', inject('tarball'), closers);
  const out = join(source, 'out');
  await mkdir(out);
  return { source, out };
}

/** A classic script with the module beside. */
async function classic({ source, out }: { source: string; out: string }, name: string): Promise<void> {
  await build({
    entryPoints: [join(source, `${name}.mjs`)],
    bundle: true,
    format: 'iife',
    outfile: join(out, `${name}.js`),
    logLevel: 'error',
  });
  await copyFile(join(source, 'node_modules/tsopenssl/dist/openssl.wasm'), join(out, 'openssl.wasm'));
  await writeFile(join(out, 'index.html'), '<!doctype html><link rel=icon href=data:,>');
}

async function serve(out: string): Promise<string> {
  const { origin, close } = await serveFolder(out);
  closers.push(close);
  return `${origin}/index.html`;
}

describe.each([
  ['chromium', chromium],
  ['firefox', firefox],
] as const)('%s', (name, browser) => {
  it.skipIf('missing' in browser)(
    titleOf(`${name}: a worker of one's own that Vite builds gets what is posted before the module is there`, browser),
    async () => {
      const { source, out } = await pages();
      await writeFile(join(source, 'index.html'), html('/page.mjs'));
      await viteBuild({
        root: source,
        configFile: false,
        logLevel: 'error',
        build: { outDir: out, target: 'es2022' },
        worker: { format: 'es' },
      });
      const address = await serve(out);
      const result = await withPage(name, async (page) => {
        await page.goto(address);
        await page.waitForFunction('globalThis.result !== undefined', { timeout: 30_000 });
        return page.evaluate('globalThis.result');
      });
      expect(result).toEqual(['one one', 'two two', 'three three']);
    },
  );

  it.skipIf('missing' in browser)(titleOf(`${name}: a service worker`, browser), async () => {
    const made = await pages();
    await classic(made, 'service');
    const address = await serve(made.out);
    const result = await withPage(name, async (page) => {
      await page.goto(address);
      return page.evaluate(`(async () => {
        await navigator.serviceWorker.register('/service.js');
        await navigator.serviceWorker.ready;
        if (!navigator.serviceWorker.controller) await new Promise((resolve) => { navigator.serviceWorker.oncontrollerchange = resolve; });
        return (await fetch('/issue?name=Service')).text();
      })()`);
    });
    expect(result).toMatch(/^-----BEGIN CERTIFICATE-----/);
  });
});

it.skipIf('missing' in chromium)(
  titleOf('an audio worklet, given the module and a certificate', chromium),
  async () => {
    const made = await pages();
    await classic(made, 'audio');
    const address = await serve(made.out);
    const { pem } = createCertificateAuthority({ subject: 'Read by a worklet' });
    const result = await withPage('chromium', async (page) => {
      await page.goto(address);
      return page.evaluate(`(async () => {
      const context = new OfflineAudioContext(1, 128, 44100);
      await context.audioWorklet.addModule('/audio.js');
      const module = await WebAssembly.compileStreaming(fetch('/openssl.wasm'));
      const node = new AudioWorkletNode(context, 'reader', { processorOptions: { module, pem: ${JSON.stringify(pem)} } });
      return new Promise((resolve) => { node.port.onmessage = ({ data }) => resolve(data); context.startRendering(); });
    })()`);
    });
    expect(result).toEqual([
      'undefined',
      'undefined',
      'undefined',
      'undefined',
      'Read by a worklet',
      'EntropyError: no randomness: this runtime has no crypto.getRandomValues',
    ]);
  },
);
