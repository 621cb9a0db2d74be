/** All set-up with progress: dependencies, source and compiler side by side, then libraries, modules, package. */
import { ensureDependencies } from './dependencies.mjs';

/** @typedef {(text: string) => void} Report */

/** Non-interactive output repeats a step's progress at most this often. */
const REPORT_MS = 10_000;

export async function setUp() {
  const jobs = await begin();
  const dependencies = ensureDependencies();
  // Whatever fails first is told; what was begun beside it must not end the process by itself.
  await Promise.race([dependencies, failureOf(Object.values(jobs))]);
  await dependencies;
  // From here on libraries may be used, so these are not imported at the top.
  const { Listr } = await import('listr2');
  const { installModules } = await import('../../wasm-build/build/module.mjs');
  const { buildPackage } = await import('./package.mjs');
  const steps = [
    step('OpenSSL source', jobs.source),
    step('Compiler', jobs.compiler),
    step('OpenSSL libraries', jobs.libraries),
    step('openssl.wasm', jobs.modules),
    step(
      'Package',
      job(async (report) => {
        const [source, { folder }] = await Promise.all([jobs.source.done, jobs.modules.done]);
        await installModules(folder);
        await buildPackage(source, report);
      }),
    ),
  ];
  await new Listr(steps, {
    concurrent: true,
    renderer: process.stdout.isTTY ? 'default' : 'simple',
    rendererOptions: {
      timer: { condition: true, field: (ms) => `${(ms / 1000).toFixed(1)} s`, format: () => (text) => text ?? '' },
    },
  }).run();
}

/** The modules, and what they are made of, without the package. */
export async function makeModules() {
  await (await begin()).modules.done;
}

/**
 * Starts what needs no package of npm's: source and compiler side by side, and what is compiled when both are there.
 * Each may be awaited or not.
 */
async function begin() {
  const { ensureSource } = await import('../../openssl-src/fetch.mjs');
  const { ensureToolchain, readToolchainPin } = await import('../../wasm-build/build/toolchain.mjs');
  const { ensureLibraries } = await import('../../wasm-build/build/libraries.mjs');
  const { ensureModules } = await import('../../wasm-build/build/module.mjs');
  const source = job(ensureSource);
  const compiler = job(async (report) => {
    const toolchain = await ensureToolchain(report);
    const pin = await readToolchainPin();
    const note = toolchain.isPin ? '' : ` – NOT the pinned ${pin.emscripten}: these are not the release's bytes`;
    return `Emscripten ${toolchain.version}, ${toolchain.where}${note}`;
  });
  const libraries = job(async (report) => {
    await Promise.all([source.done, compiler.done]);
    await ensureLibraries(report);
  });
  const modules = job(async (report) => {
    await libraries.done;
    return ensureModules(report);
  });
  return { source, compiler, libraries, modules };
}

/** @template T @typedef {{ done: Promise<T>, listen(to: Report): void }} Job - what is done, and who hears of its progress */

/** @template T @param {(report: Report) => Promise<T>} body @returns {Job<T>} */
function job(body) {
  /** @type {Report} */
  let tell = () => {};
  let last = '';
  const done = body((text) => {
    last = text;
    tell(text);
  });
  // Who awaits it hears of a failure; until then it is none of the process's.
  done.catch(() => {});
  return {
    done,
    listen(to) {
      tell = to;
      if (last !== '') to(last);
    },
  };
}

/** Rejects as the first of these does, and never resolves. @param {Job<unknown>[]} jobs @returns {Promise<never>} */
function failureOf(jobs) {
  return new Promise((_, reject) => {
    for (const { done } of jobs) done.catch(reject);
  });
}

/**
 * @param {string} title
 * @param {Job<unknown>} work - what it gives, where that is a text, is what the title shall say at the end
 */
function step(title, work) {
  return {
    title,
    /** @param {unknown} _context @param {{ output: string, title: string }} task */
    task: async (_context, task) => {
      let last = 0;
      work.listen((text) => {
        if (!process.stdout.isTTY && Date.now() - last < REPORT_MS) return;
        last = Date.now();
        task.output = text;
      });
      const note = await work.done;
      if (title === 'Compiler' && typeof note === 'string') task.title = `${title}: ${note}`;
    },
  };
}
