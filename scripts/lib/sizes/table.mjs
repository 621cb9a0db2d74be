/** Sizes as a page of docs/, and beside their budgets. */
import { readFile, writeFile } from 'node:fs/promises';
import { inRoot } from '../paths.mjs';
import { CASES, MODULES, PACKAGE } from './cases.mjs';

/** @typedef {{ imports: Awaited<ReturnType<import('./measure.mjs').measureImports>>, files: Awaited<ReturnType<import('./measure.mjs').measureFiles>> }} Sizes */

const PAGE = 'docs/sizes.md';
/** How far a size may be from the one that is committed: other versions of a compressor give a little more or less. */
const NEAR = 0.03;

const kb = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1);
const mb = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(2);

/** @param {Sizes} sizes @returns {string} */
function pageOf({ imports, files }) {
  const rows = CASES.map(({ code, budget, modules }) => {
    const { minified = 0, compressed = 0 } = imports.get(code) ?? {};
    const wasm = modules.map((name) => files.modules.get(name)?.compressed ?? 0).reduce((a, b) => a + b, 0);
    const first = wasm === 0 ? 'on disk' : `${kb(wasm)} | ${kb(wasm + compressed)}`;
    return `| \`${code}\` | ${kb(minified)} | ${kb(compressed)} | ${budget} | ${wasm === 0 ? 'on disk | ' : first} |`;
  });
  const modules = [...MODULES].map(([name, budget]) => {
    const { minified = 0, compressed = 0 } = files.modules.get(name) ?? {};
    return `| \`${name}\` | ${kb(minified)} | ${kb(compressed)} | ${budget} |`;
  });
  return `# Sizes

Written by \`npm run sizes\`, which fails in CI where a size is beyond its budget. KB are 1,000 bytes.

## What an import brings

Bundled and minified by esbuild, compressed by brotli (11). What is downloaded until the first certificate is read, or the first
connection opened, is the JavaScript and the module; nothing else is fetched.

| import | minified | brotli | budget | module, brotli | in all |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}

## The modules

| file | bytes | brotli | budget |
| --- | ---: | ---: | ---: |
${modules.join('\n')}

## The package

${mb(files.packed)} MB to download from npm (budget ${PACKAGE.packed}), ${mb(files.unpacked)} MB unpacked (budget ${PACKAGE.unpacked}).
`;
}

/** @param {Sizes} sizes @returns {string[]} one line a fault */
function faultsOf({ imports, files }) {
  /** @type {string[]} */
  const faults = [];
  const check = (
    /** @type {string} */ what,
    /** @type {number} */ size,
    /** @type {number} */ budget,
    /** @type {string} */ unit,
  ) => {
    if (!(size <= budget)) faults.push(`${what}: ${size.toFixed(2)} ${unit}, the budget is ${budget}`);
  };
  for (const { code, budget } of CASES) check(code, (imports.get(code)?.compressed ?? Number.NaN) / 1000, budget, 'KB');
  for (const [name, budget] of MODULES)
    check(name, (files.modules.get(name)?.compressed ?? Number.NaN) / 1000, budget, 'KB');
  check('the package, packed', files.packed / 1e6, PACKAGE.packed, 'MB');
  check('the package, unpacked', files.unpacked / 1e6, PACKAGE.unpacked, 'MB');
  return faults;
}

/** @param {Sizes} sizes */
export async function writeTable(sizes) {
  await writeFile(inRoot(PAGE), pageOf(sizes));
  return faultsOf(sizes);
}

/** @param {Sizes} sizes */
export async function checkSizes(sizes) {
  const committed = (await readFile(inRoot(PAGE), 'utf8').catch(() => '')).split('\n');
  const now = pageOf(sizes).split('\n');
  const differs = now.length !== committed.length || now.some((line, index) => !isNear(line, committed[index] ?? ''));
  return differs ? [...faultsOf(sizes), `${PAGE} is not what was measured: npm run sizes`] : faultsOf(sizes);
}

/** Whether two lines are the same but for sizes that are near each other. @param {string} line @param {string} other */
function isNear(line, other) {
  const NUMBER = /\d+(?:\.\d+)?/g;
  if (line.replaceAll(NUMBER, '') !== other.replaceAll(NUMBER, '')) return false;
  const others = other.match(NUMBER) ?? [];
  return (line.match(NUMBER) ?? []).every(
    (number, index) => Math.abs(Number(number) - Number(others[index])) <= Number(number) * NEAR,
  );
}
