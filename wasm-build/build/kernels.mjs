/**
 * Compiles the kernels of ../kernels/kernels.json, and those sources of OpenSSL's that must know of them, to objects that
 * are linked before libcrypto.a and so take the place of its members. The libraries are never rebuilt for a kernel.
 */
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureSource } from '../../openssl-src/fetch.mjs';
import { cached, entryPath, isCached, keyOf, keyOfFiles } from '../../scripts/lib/cache.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { copyHeaders } from './headers.mjs';
import { copyTree } from './toolchain.mjs';

/**
 * @typedef {object} Kernel
 * @property {string} name
 * @property {string} source - the paper or standard
 * @property {string[]} [files] - of this folder, C
 * @property {string[]} [includes] - OpenSSL's sources that `files` include
 * @property {string[]} [replaces] - OpenSSL's sources whose objects must not be in the module any more
 * @property {string[]} [recompiles] - OpenSSL's sources that are compiled anew, with `defines`
 * @property {string[]} [defines] - for `recompiles` and `files`
 * @property {string[]} [variants] - the only ones that have it; all where absent
 */
/** @typedef {{ module: string, flags: string[] }} Variant */
/** @typedef {{ variants: Record<string, Variant>, kernels: Kernel[] }} Manifest */
/** @typedef {{ kernel: Kernel, key: string, source: string, object: string, own: boolean }} Unit */

/** The kind of the cache's entries, one an object. */
const KIND = 'openssl-kernel';
const KERNELS = inRoot('wasm-build/kernels');
const FLAGS = '-O3 -g0';
/** OpenSSL is no place for our warnings; our own files have none. */
const OWN_FLAGS = '-Wall -Wextra -Werror';
const DEFINES = '-DOPENSSL_BUILDING_OPENSSL -DNDEBUG';
const INCLUDES = [
  'openssl/include',
  'openssl/private',
  'source',
  'source/crypto',
  'source/include',
  'source/crypto/ec/curve448',
  'source/crypto/ec/curve448/arch_32',
  'source/crypto/ec/curve448/arch_64',
  'source/providers/common/include',
  'source/providers/fips/include',
  'source/providers/implementations/include',
  'source/providers/implementations/ciphers',
];

/** @returns {Promise<Manifest>} */
export async function readManifest() {
  return JSON.parse(await readFile(join(KERNELS, 'kernels.json'), 'utf8'));
}

/** The kernels of one variant. @param {Manifest} manifest @param {string} variant */
export function kernelsOf(manifest, variant) {
  return manifest.kernels.filter((kernel) => kernel.variants?.includes(variant) ?? true);
}

/** The objects of one variant: what is compiled and what its result depends on. @param {string} librariesKey @param {string} variant */
async function unitsOf(librariesKey, variant) {
  const manifest = await readManifest();
  const flags = manifest.variants[variant]?.flags ?? [];
  const headers = (await readdir(KERNELS, { recursive: true })).filter((name) => name.endsWith('.h')).sort();
  const common = keyOf(librariesKey, FLAGS, OWN_FLAGS, DEFINES, INCLUDES.join(), flags.join(' '));
  const headersKey = await keyOfFiles(headers.map((name) => join(KERNELS, name)));
  /** @type {Unit[]} */
  const units = [];
  for (const kernel of kernelsOf(manifest, variant)) {
    const defines = (kernel.defines ?? []).join(' ');
    for (const file of kernel.files ?? []) {
      const key = keyOf(common, headersKey, defines, await keyOfFiles([join(KERNELS, file)]));
      units.push({ kernel, key, source: `kernels/${file}`, object: `${kernel.name}-${nameOf(file)}.o`, own: true });
    }
    for (const file of kernel.recompiles ?? []) {
      const key = keyOf(common, defines, file);
      units.push({
        kernel,
        key,
        source: `source/${file}`,
        object: `${kernel.name}-openssl-${nameOf(file)}.o`,
        own: false,
      });
    }
  }
  return { units, flags };
}

/** @param {string} file */
function nameOf(file) {
  return (file.split('/').at(-1) ?? '').replace(/\.c$/, '');
}

/**
 * The objects of one variant, in the order in which they are linked.
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 * @param {{ folder: string, key: string }} libraries
 * @param {string} variant
 * @param {(text: string) => void} report
 * @returns {Promise<{ path: string, object: string }[]>}
 */
export async function ensureKernels(toolchain, libraries, variant, report) {
  const { units, flags } = await unitsOf(libraries.key, variant);
  const missing = units.filter((unit) => !isCached(KIND, unit.key));
  if (missing.length > 0) {
    await compile(toolchain, libraries.folder, missing, flags, report, (unit, path) =>
      cached(KIND, unit.key, (target) => cp(path, join(target, 'kernel.o'))),
    );
  }
  return units.map(({ key, object }) => ({ object, path: join(entryPath(KIND, key), 'kernel.o') }));
}

/**
 * Compiles all objects of one variant from clean.
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 * @param {{ folder: string, key: string }} libraries
 * @param {string} variant
 * @param {string} target - gets the objects
 * @returns {Promise<{ path: string, object: string }[]>}
 */
export async function compileKernels(toolchain, libraries, variant, target) {
  const { units, flags } = await unitsOf(libraries.key, variant);
  await compile(
    toolchain,
    libraries.folder,
    units,
    flags,
    () => {},
    (unit, path) => cp(path, join(target, unit.object)),
  );
  return units.map(({ object }) => ({ object, path: join(target, object) }));
}

/** OpenSSL's sources, without folder and ending, whose objects a variant's kernels stand in for. @param {string} variant */
export async function replacedSources(variant) {
  const kernels = kernelsOf(await readManifest(), variant);
  return kernels.flatMap((kernel) => [...(kernel.replaces ?? []), ...(kernel.recompiles ?? [])].map(nameOf));
}

/** What a variant's objects depend on. @param {string} librariesKey @param {string} variant */
export async function kernelsKey(librariesKey, variant) {
  return keyOf(...(await unitsOf(librariesKey, variant)).units.map((unit) => unit.key));
}

/**
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 * @param {string} libraries
 * @param {Unit[]} units
 * @param {string[]} flags
 * @param {(text: string) => void} report
 * @param {(unit: Unit, path: string) => Promise<unknown>} keep
 */
async function compile(toolchain, libraries, units, flags, report, keep) {
  const source = await ensureSource(report);
  await toolchain.inWorkFolder(async ({ path, sh }) => {
    report(`compiling ${units.length} kernel objects`);
    await copyTree(KERNELS, join(path, 'kernels'));
    for (const name of ['include', 'private']) await copyTree(join(libraries, name), join(path, 'openssl', name));
    for (const name of ['include', 'crypto', 'providers', 'ssl'])
      await copyHeaders(join(source, name), join(path, 'source', name));
    // OpenSSL's headers as system headers: our warnings are for our own, which lie beside what includes them.
    const includes = INCLUDES.map((folder) => `-isystem${folder}`).join(' ');
    const lines = [];
    for (const unit of units) {
      const wanted = unit.own ? (unit.kernel.includes ?? []) : [unit.source.replace(/^source\//, '')];
      for (const file of wanted) await cp(join(source, file), join(path, 'source', file));
      const defines = (unit.kernel.defines ?? []).map((define) => `-D${define}`).join(' ');
      const all = `${FLAGS} ${flags.join(' ')} ${unit.own ? OWN_FLAGS : ''} ${DEFINES} ${defines} ${includes}`;
      lines.push(`emcc ${all} -c ${unit.source} -o ${unit.object}`);
    }
    await writeFile(join(path, 'commands'), `${lines.join('\n')}\n`);
    await sh(`xargs -P "$(nproc)" -d '\\n' -n 1 bash -ec <commands`);
    for (const unit of units) await keep(unit, join(path, unit.object));
  });
}
