/** Asks the compiler for the value of every constant, and writes them as TypeScript. */
import { HEADER } from './emit-bindings.mjs';

/** @param {string} list - one C name a line; `#` starts a comment, `<header>` adds an include */
export function parseConstantList(list) {
  const lines = list
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter(Boolean);
  return {
    headers: lines.filter((line) => line.startsWith('<')),
    names: lines.filter((line) => !line.startsWith('<')),
  };
}

/**
 * A C file with one exported function a constant. 64 bits, because SSL_OP_* passes 32.
 * @param {{ headers: string[], names: string[] }} list
 */
export function constantsProgram({ headers, names }) {
  const includes = headers.map((header) => `#include ${header}`).join('\n');
  const functions = names.map(
    (name) =>
      `__attribute__((export_name("${name}"))) long long constant_${name}(void) { return (long long)(${name}); }`,
  );
  return `${includes}\n${functions.join('\n')}\n`;
}

/**
 * @param {BufferSource} wasm - the compiled program
 * @param {readonly string[]} names
 */
export async function emitConstants(wasm, names) {
  const { instance } = await WebAssembly.instantiate(wasm, {});
  const lines = names.map((name) => {
    const read = instance.exports[name];
    if (typeof read !== 'function') throw new Error(`the compiler gave no value for ${name}`);
    const value = /** @type {bigint} */ (read());
    if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER)) {
      throw new Error(`${name} = ${value} does not fit a JavaScript number`);
    }
    return `export const ${name} = ${value};`;
  });
  return `${HEADER.replace('wasm-build/shim', "OpenSSL's headers")}\n${lines.join('\n')}\n`;
}
