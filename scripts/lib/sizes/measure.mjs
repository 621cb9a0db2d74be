/** Measures what an import brings: bundled from the built package as a user's project has it. */
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build } from 'esbuild';
import { inRoot, ROOT } from '../paths.mjs';
import { run } from '../run.mjs';
import { makeTemporary, removeTemporary } from '../temporary.mjs';
import { CASES, MODULES } from './cases.mjs';

/** @typedef {{ minified: number, compressed: number }} Size */

/** @returns {Promise<Map<string, Size>>} by what is imported */
export async function measureImports() {
  const project = await makeTemporary(join(tmpdir(), 'tsopenssl'));
  try {
    await mkdir(join(project, 'node_modules'));
    await symlink(ROOT, join(project, 'node_modules/tsopenssl'));
    /** @type {Map<string, Size>} */
    const sizes = new Map();
    for (const { code, place = 'browser' } of CASES) sizes.set(code, await sizeOf(await bundle(project, code, place)));
    return sizes;
  } finally {
    await removeTemporary(project);
  }
}

/** @param {string} project @param {string} code @param {import('./cases.mjs').Place} place */
async function bundle(project, code, place) {
  const names = /import (?:\* as (\w+)|\{ ([^}]*) \})/.exec(code);
  const entry = join(project, 'in.js');
  // Used as a whole, so that nothing of it is left out.
  await writeFile(entry, `${code};\nconsole.log(${names?.[1] ?? names?.[2]});\n`);
  const { outputFiles } = await build({
    entryPoints: [entry],
    outdir: project,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: place,
    preserveSymlinks: true,
    write: false,
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`${code} gave no bundle`);
  return file.contents;
}

/** @param {Uint8Array} bytes @returns {Promise<Size>} */
async function sizeOf(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { minified: bytes.length, compressed: (await promisify(brotliCompress)(bytes, { params })).length };
}

/** @returns {Promise<{ modules: Map<string, Size>, packed: number, unpacked: number }>} */
export async function measureFiles() {
  const modules = await Promise.all(
    [...MODULES.keys()].map(
      async (name) => /** @type {const} */ ([name, await sizeOf(await readFile(inRoot(`dist/${name}`)))]),
    ),
  );
  const answer = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT });
  const number = (/** @type {string} */ name) =>
    Number(new RegExp(`"${name}":\\s*(\\d+),\\s*"(?:unpackedSize|shasum)"`).exec(answer)?.[1]);
  return { modules: new Map(modules), packed: number('size'), unpacked: number('unpackedSize') };
}
