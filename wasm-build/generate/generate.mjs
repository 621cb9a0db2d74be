/**
 * Writes src/ffi/generated/ from the shim and OpenSSL's headers; with --check compares instead, and fails where they differ.
 *
 * exports.ts and the bindings need the C text alone; constants.ts needs the compiler and the built headers, which
 * `compileConstants` gives.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emitBindings, emitRaw } from './emit-bindings.mjs';
import { constantsProgram, emitConstants, parseConstantList } from './emit-constants.mjs';
import { parseShim } from './parse-shim.mjs';

const SHIM = fileURLToPath(new URL('../shim/', import.meta.url));
const TARGET = fileURLToPath(new URL('../../src/ffi/generated/', import.meta.url));

/** Every export and import of the shim, in the order of the files' paths. */
export async function readShim() {
  const files = (await readdir(SHIM, { recursive: true })).filter((name) => /\.[ch]$/.test(name)).sort();
  const parsed = await Promise.all(
    files.map(async (name) => parseShim(await readFile(join(SHIM, name), 'utf8'), name)),
  );
  const functions = parsed.flatMap((p) => p.exports);
  const names = functions.map((f) => f.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`the shim exports ${twice} twice`);
  return { functions, imports: parsed.flatMap((p) => p.imports) };
}

/**
 * @param {(program: string) => Promise<Uint8Array>} compileConstants - compiles a C program to a wasm with no imports
 * @returns {Promise<Record<string, string>>} the text of each generated file
 */
export async function generateFiles(compileConstants) {
  const { functions, imports } = await readShim();
  const list = parseConstantList(await readFile(new URL('./constants.list', import.meta.url), 'utf8'));
  const program = await compileConstants(constantsProgram(list));
  return {
    'exports.ts': emitRaw(functions, imports),
    ...emitBindings(functions),
    'constants.ts': await emitConstants(Buffer.from(program), list),
  };
}

/**
 * @param {Record<string, string>} files
 * @param {boolean} check - compare with what is committed instead of writing
 */
export async function writeOrCheck(files, check) {
  await mkdir(TARGET, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const path = join(TARGET, name);
    if (!check) {
      await writeFile(path, text);
      continue;
    }
    const committed = await readFile(path, 'utf8').catch(() => '');
    if (committed !== text)
      throw new Error(`src/ffi/generated/${name} differs from what the shim gives: run npm run generate`);
  }
}
