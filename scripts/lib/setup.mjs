/** All set-up, step by step with progress: dependencies, source, compiler, libraries, module, package. */
import { ensureDependencies } from './dependencies.mjs';

/** @typedef {(text: string) => void} Report */

/** Non-interactive output repeats a step's progress at most this often. */
const REPORT_MS = 10_000;

export async function setUp() {
  await ensureDependencies();
  // From here on libraries may be used, so these are not imported at the top.
  const { Listr } = await import('listr2');
  const { ensureSource } = await import('../../openssl-src/fetch.mjs');
  const { ensureToolchain, readToolchainPin } = await import('../../wasm-build/build/toolchain.mjs');
  const { ensureLibraries } = await import('../../wasm-build/build/libraries.mjs');
  const { ensureModules, installModules } = await import('../../wasm-build/build/module.mjs');
  const { buildPackage } = await import('./package.mjs');
  const context = { source: '', module: '' };
  const steps = [
    step('OpenSSL source', async (report) => {
      context.source = await ensureSource(report);
    }),
    step('Compiler', async (report) => {
      const toolchain = await ensureToolchain(report);
      const pin = await readToolchainPin();
      const note = toolchain.isPin ? '' : ` – NOT the pinned ${pin.emscripten}: these are not the release's bytes`;
      return `Emscripten ${toolchain.version}, ${toolchain.where}${note}`;
    }),
    step('OpenSSL libraries', (report) => ensureLibraries(report).then(() => undefined)),
    step('openssl.wasm', async (report) => {
      context.module = (await ensureModules(report)).folder;
      await installModules(context.module);
    }),
    step('Package', (report) => buildPackage(context.source, report)),
  ];
  await new Listr(steps, {
    renderer: process.stdout.isTTY ? 'default' : 'simple',
    rendererOptions: {
      timer: { condition: true, field: (ms) => `${(ms / 1000).toFixed(1)} s`, format: () => (text) => text ?? '' },
    },
  }).run();
}

/**
 * @param {string} title
 * @param {(report: Report) => Promise<string | undefined | void>} body - returns what the title shall say at the end
 */
function step(title, body) {
  return {
    title,
    /** @param {unknown} _context @param {{ output: string, title: string }} task */
    task: async (_context, task) => {
      let last = 0;
      const note = await body((text) => {
        if (!process.stdout.isTTY && Date.now() - last < REPORT_MS) return;
        last = Date.now();
        task.output = text;
      });
      if (note) task.title = `${title}: ${note}`;
    },
  };
}
