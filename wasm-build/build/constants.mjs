/** Compiles the constants program of the generator against the built headers. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureLibraries } from './libraries.mjs';
import { copyTree } from './toolchain.mjs';

/**
 * @param {string} program - C, one exported function a constant
 * @param {(text: string) => void} report
 */
export async function compileConstants(program, report) {
  const { folder, toolchain } = await ensureLibraries(report);
  return toolchain.inWorkFolder(async ({ path, sh }) => {
    await writeFile(join(path, 'constants.c'), program);
    await copyTree(join(folder, 'include'), join(path, 'include'));
    await sh(
      'emcc -sSTANDALONE_WASM --no-entry -O1 -Wno-deprecated-declarations -Iinclude constants.c -o constants.wasm',
    );
    return readFile(join(path, 'constants.wasm'));
  });
}
