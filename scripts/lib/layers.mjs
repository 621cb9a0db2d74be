/**
 * The layers of src/: imports point one way, and only src/ffi knows pointers and the heap.
 */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { inRoot } from './paths.mjs';

const SRC = inRoot('src');

/** What each folder of src/ may import from, beside itself. Files of src/ itself count as the folder of their name. */
const MAY_IMPORT = new Map([
  ['common', []],
  ['ffi', ['common']],
  ['crypto', ['ffi', 'common']],
  ['rand', ['ffi', 'common']],
  ['socket', ['common']],
  ['signers', ['ffi', 'common', 'crypto']],
  ['pki', ['ffi', 'common', 'crypto', 'rand', 'signers']],
  ['verification', ['ffi', 'common', 'crypto']],
  ['tls', ['ffi', 'common', 'crypto', 'signers', 'verification']],
  ['ssl', ['ffi', 'common', 'crypto', 'tls', 'rand', 'socket']],
  ['index', ['ffi', 'crypto', 'rand', 'socket', 'tls', 'ssl']],
  ['roots', []],
  ['adapters', ['common', 'crypto', 'signers', 'verification', 'tls', 'ssl', 'rand', 'index']],
  ['worker', ['common', 'crypto', 'signers', 'tls', 'ssl', 'rand', 'index', 'pki']],
  ['cli', ['common', 'crypto', 'pki', 'tls', 'verification', 'index', 'adapters', 'roots']],
  ['entries', ['common', 'ffi', 'crypto', 'index', 'adapters', 'worker', 'pki', 'cli']],
]);

const IMPORT = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g;
/** What speaks of the heap; the entries compile the module, and that is all they do with it. */
const HEAP = /\b(WebAssembly\.Memory|memory\.buffer|HEAPU?\d+|\.address\b(?!\(|\?\.\()|memory_alloc|wasm\(\))/;

/** @returns {Promise<string[]>} one line a fault */
export async function findLayerFaults() {
  const files = (await readdir(SRC, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const faults = await Promise.all(files.map((file) => faultsOf(file)));
  return faults.flat();
}

/** What the rest may import of src/ffi. Modules used as namespaces are files of their own: a bundle has of them what is used. */
const OPEN_OF_FFI = new Set(['ffi/index.js', 'ffi/constants.js', 'ffi/io.js']);

/** @param {string} file - relative to src/ */
async function faultsOf(file) {
  const text = await readFile(join(SRC, file), 'utf8');
  const layer = layerOf(file);
  const faults = [];
  const allowed = MAY_IMPORT.get(layer);
  if (allowed === undefined)
    return [`src/${file}: the folder '${layer}' is not in the layers of scripts/lib/layers.mjs`];
  for (const [, path = ''] of text.matchAll(IMPORT)) {
    const target = relative(SRC, join(SRC, dirname(file), path));
    const targetLayer = layerOf(target);
    if (targetLayer === layer) continue;
    if (!allowed.includes(/** @type {never} */ (targetLayer)))
      faults.push(`src/${file}: ${layer} must not import from ${targetLayer}`);
    else if (targetLayer === 'ffi' && !OPEN_OF_FFI.has(target))
      faults.push(`src/$file: import from ffi/index.js, not $target`);
  }
  if (layer !== 'ffi' && HEAP.test(text))
    faults.push(`src/$file: only src/ffi knows pointers and the heap ($HEAP.exec(text)?.[0])`);
  return faults;
}

/** @param {string} file */
function layerOf(file) {
  return (file.split('/')[0] ?? '').replace(/\.[jt]s$/, '');
}
