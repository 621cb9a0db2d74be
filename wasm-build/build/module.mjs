/** Links the shim and the libraries to one openssl.wasm with no JavaScript around it. */
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, keyOf, keyOfFiles } from '../../scripts/lib/cache.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { ensureLibraries } from './libraries.mjs';
import { copyTree } from './toolchain.mjs';

/** One flag a line, each with its reason. */
const FLAGS = [
  '-O3',
  '-msimd128',
  '-g0',
  '-Wall',
  '-Wextra',
  '-Werror',
  // A module that needs no JavaScript of Emscripten's: the loader of src/ffi gives the imports.
  '-sSTANDALONE_WASM',
  '--no-entry',
  // Out of memory is a NULL that OpenSSL handles, not an abort.
  '-sABORTING_MALLOC=0',
  '-sALLOW_MEMORY_GROWTH',
  // Pointers stay positive as signed 32-bit numbers.
  '-sMAXIMUM_MEMORY=2GB',
  // The default of 64 KB is too small for OpenSSL's deepest calls; below the data, so that an overflow traps.
  '-sSTACK_SIZE=512KB',
  '-Wl,--stack-first',
];

const SHIM = inRoot('wasm-build/shim');

/**
 * The folder with openssl.wasm and openssl.build.json.
 * @param {(text: string) => void} report
 */
export async function ensureModule(report) {
  const { folder: libraries, key: librariesKey, toolchain, pin } = await ensureLibraries(report);
  const files = (await readdir(SHIM)).sort().map((name) => join(SHIM, name));
  const key = keyOf(librariesKey, await keyOfFiles(files), FLAGS.join(' '));
  const folder = await cached('openssl-module', key, async (target) => {
    const sha256 = await linkModule(toolchain, libraries, target, report);
    const record = {
      openssl: pin.version,
      opensslSha256: pin.sha256,
      emscripten: toolchain.version,
      isPinnedCompiler: toolchain.isPin,
      sha256,
      inputs: key,
    };
    await writeFile(join(target, 'openssl.build.json'), `${JSON.stringify(record, null, 2)}\n`);
  });
  return { folder, key, toolchain };
}

/**
 * Links the module.
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 * @param {string} libraries - the folder of the libraries
 * @param {string} target - the folder that gets openssl.wasm
 * @param {(text: string) => void} report
 * @returns {Promise<string>} the module's SHA-256
 */
export async function linkModule(toolchain, libraries, target, report) {
  report('linking and optimising openssl.wasm');
  await toolchain.inWorkFolder(async ({ path, sh }) => {
    await copyTree(SHIM, join(path, 'shim'));
    await copyTree(libraries, join(path, 'openssl'));
    const inputs = '$(ls shim/*.c | LC_ALL=C sort) openssl/libssl.a openssl/libcrypto.a';
    await sh(`emcc ${FLAGS.join(' ')} -Iopenssl/include ${inputs} -o openssl.wasm`);
    await cp(join(path, 'openssl.wasm'), join(target, 'openssl.wasm'));
  });
  return createHash('sha256')
    .update(await readFile(join(target, 'openssl.wasm')))
    .digest('hex');
}

/** Copies the module into dist/, with OpenSSL's licence beside it. @param {string} folder @param {string} source */
export async function installModule(folder, source) {
  await mkdir(inRoot('dist'), { recursive: true });
  for (const name of ['openssl.wasm', 'openssl.build.json']) await cp(join(folder, name), inRoot(`dist/${name}`));
  await cp(join(source, 'LICENSE.txt'), inRoot('dist/LICENSE.openssl.txt'));
}
