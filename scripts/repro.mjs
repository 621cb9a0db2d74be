/**
 * `npm run repro`: builds the libraries and the modules twice from clean, in folders of different names, and compares the
 * bytes. With --if-changed only what has changed since the last proof: a change of the shim or of a kernel leaves
 * the libraries as they are.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileKernels, readManifest, replacedSources } from '../wasm-build/build/kernels.mjs';
import { buildLibraries, ensureLibraries } from '../wasm-build/build/libraries.mjs';
import { ensureModules, linkModule } from '../wasm-build/build/module.mjs';
import { cached, isCached } from './lib/cache.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';

const silent = () => {};
const onlyChanged = process.argv.includes('--if-changed');

await ensureDependencies();
const { key, toolchain } = await ensureModules(silent);
const libraries = await ensureLibraries(silent);
await prove('libraries', libraries.key, async (folder) => {
  await buildLibraries(folder, silent);
  return hashOf([join(folder, 'libcrypto.a'), join(folder, 'libssl.a')]);
});
await prove('modules', key, async (folder) => {
  const { variants } = await readManifest();
  const files = [];
  for (const [variant, { module, flags }] of Object.entries(variants)) {
    const target = join(folder, variant);
    await mkdir(target);
    const objects = await compileKernels(toolchain, libraries, variant, target);
    const replaced = await replacedSources(variant);
    const inputs = {
      toolchain,
      libraries: libraries.folder,
      objects,
      flags,
      replaced,
      isPrepared: true,
      report: silent,
    };
    await linkModule(inputs, join(folder, module));
    files.push(join(folder, module));
  }
  return hashOf(files);
});

/**
 * @param {string} what
 * @param {string} inputs - their key
 * @param {(folder: string) => Promise<string>} build - returns the hash of what it has built
 */
async function prove(what, inputs, build) {
  if (onlyChanged && isCached(`reproduced-${what}`, inputs)) {
    console.log(
      `No input of the ${what} has changed since the last proof (${inputs}): two builds gave the same bytes.`,
    );
    return;
  }
  const hashes = [await buildOnce(what, 1, build), await buildOnce(what, 2, build)];
  if (hashes[0] !== hashes[1]) {
    console.error(`Two builds of the same ${what} differ: ${hashes.join(' and ')}`);
    process.exit(1);
  }
  await cached(`reproduced-${what}`, inputs, (folder) => writeFile(join(folder, 'sha256'), `${hashes[0]}\n`));
  console.log(`Two builds of the ${what} from clean gave the same bytes: SHA-256 ${hashes[0]}`);
}

/** @param {string} what @param {number} number @param {(folder: string) => Promise<string>} build */
async function buildOnce(what, number, build) {
  const started = Date.now();
  const folder = await mkdtemp(join(tmpdir(), `tsopenssl-repro-${number}-`));
  try {
    const hash = await build(folder);
    console.log(`Build ${number} of the ${what}: ${hash} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
    return hash;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string[]} files */
async function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex');
}
