/** Asks the compiler for the value of every constant, and writes them as TypeScript. */
import { HEADER } from './emit-bindings.mjs';

/** @param {string} list - one C name a line, in quotes where it is a text; `#` starts a comment, `<header>` adds an include */
export function parseConstantList(list) {
  const lines = list
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter(Boolean);
  return {
    headers: lines.filter((line) => line.startsWith('<')),
    names: lines.filter((line) => !/^[<"]/.test(line)),
    texts: lines.filter((line) => line.startsWith('"')).map((line) => line.slice(1, -1)),
  };
}

/**
 * A C file with one exported function a constant. 64 bits, because SSL_OP_* passes 32; of a text, one character at a time.
 * @param {{ headers: string[], names: string[], texts: string[] }} list
 */
export function constantsProgram({ headers, names, texts }) {
  const includes = headers.map((header) => `#include ${header}`).join('\n');
  const functions = names.map(
    (name) =>
      `__attribute__((export_name("${name}"))) long long constant_${name}(void) { return (long long)(${name}); }`,
  );
  const characters = texts.map(
    (name) =>
      `__attribute__((export_name("${name}"))) int constant_${name}(int at) { return at < (int)sizeof(${name}) ? ${name}[at] : 0; }`,
  );
  return `${includes}\n${[...functions, ...characters].join('\n')}\n`;
}

/**
 * @param {BufferSource} wasm - the compiled program
 * @param {{ names: readonly string[], texts: readonly string[] }} list
 */
export async function emitConstants(wasm, { names, texts }) {
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
  const textLines = texts.map((name) => {
    const read = /** @type {(at: number) => number} */ (instance.exports[name]);
    const codes = [];
    for (let code = read(0); code !== 0; code = read(codes.length)) codes.push(code);
    return `export const ${name} = ${JSON.stringify(String.fromCharCode(...codes))};`;
  });
  lines.push(...textLines);
  return `${HEADER.replace('wasm-build/shim', "OpenSSL's headers")}\n${lines.join('\n')}\n`;
}
