/**
 * A module with wide arithmetic for an engine that has none: what is run of it at build time multiplies nothing, so each of
 * those instructions becomes one that traps. Function indices and the memory stay as they are.
 */
import { firstInstruction, nextInstruction, PREFIX_MISC } from './wasm-code.mjs';
import { concat, fileOf, readLeb, SECTION, sectionsOf } from './wasm-file.mjs';

/** i64.add128, i64.sub128, i64.mul_wide_s, i64.mul_wide_u. */
const WIDE = { first: 0x13, last: 0x16 };
/** unreachable, nop: of the same length, and of any type. */
const TRAP = [0x00, 0x01];

/** @param {Uint8Array<ArrayBuffer>} file */
export function narrowed(file) {
  const sections = sectionsOf(file).map(({ id, content }) => {
    if (id !== SECTION.code) return { id, content };
    const copy = concat([content]);
    const [count, start] = readLeb(copy, 0);
    let at = start;
    for (let i = 0; i < count; i++) {
      const [size, body] = readLeb(copy, at);
      at = body + size;
      narrowBody(copy, body, at);
    }
    return { id, content: copy };
  });
  return fileOf(file, sections);
}

/** @param {Uint8Array} code @param {number} at @param {number} end */
function narrowBody(code, at, end) {
  at = firstInstruction(code, at);
  while (at < end) {
    const [kind, operands] = code[at] === PREFIX_MISC ? readLeb(code, at + 1) : [-1, 0];
    if (kind >= WIDE.first && kind <= WIDE.last) {
      code.set(TRAP, at);
      at = operands;
    } else {
      at = nextInstruction(code, at);
    }
  }
  if (at !== end) throw new Error('the code has an instruction that is not known here');
}
