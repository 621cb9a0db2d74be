/**
 * Has a module note how deep C's stack has been, so that no more than was used need be wiped after a call
 * (shim/runtime/stack.c): behind each instruction that moves the stack pointer down comes a sequence that lowers the mark.
 *
 * The compiler has no such option, and a look at the memory cannot tell: between two frames may lie any number of zeros.
 */
import { firstInstruction, nextInstruction } from './wasm-code.mjs';
import {
  concat,
  exportsOf,
  fileOf,
  leb,
  readLeb,
  SECTION,
  sectionsOf,
  signedLeb,
  withoutExport,
} from './wasm-file.mjs';

/** Says where the mark is, and is not in the module that has marks. */
const ADDRESS = 'stack_mark_address';
/** The stack pointer is the first global, and the only one that changes: snapshot.mjs checks it. */
const GLOBAL_GET = 0x23;
const GLOBAL_SET = 0x24;
const STACK_POINTER = 0;
const I32_CONST = 0x41;
const I32_ADD = 0x6a;
const END = 0x0b;
const FUNCTION = 0;

/**
 * @param {Uint8Array<ArrayBuffer>} file
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function withStackMarks(file) {
  const sections = sectionsOf(file);
  const sequence = markSequence(addressOfMark(sections));
  return fileOf(
    file,
    sections.map(({ id, content }) => {
      if (id === SECTION.export) return { id, content: withoutExport(content, ADDRESS) };
      return { id, content: id === SECTION.code ? markedCode(content, sequence) : content };
    }),
  );
}

/** @param {import('./wasm-file.mjs').Section[]} sections @param {number} id */
function contentOf(sections, id) {
  const content = sections.find((section) => section.id === id)?.content;
  if (content === undefined) throw new Error(`the module has no section ${id}`);
  return content;
}

/** What the function answers that is asked for it: a constant. @param {import('./wasm-file.mjs').Section[]} sections */
function addressOfMark(sections) {
  const asked = exportsOf(contentOf(sections, SECTION.export)).find(({ name }) => name === ADDRESS);
  if (asked?.kind !== FUNCTION) throw new Error(`the module does not export ${ADDRESS}`);
  const code = contentOf(sections, SECTION.code);
  const body = bodiesOf(code)[asked.index - importedFunctions(contentOf(sections, SECTION.import))];
  const start = body === undefined ? 0 : firstInstruction(code, body.start);
  const [address, end] = readLeb(code, start + 1);
  if (code[start] !== I32_CONST || code[end] !== END || end + 1 !== body?.end)
    throw new Error(`${ADDRESS} is not a constant`);
  return address;
}

/** @param {Uint8Array} content - of the import section */
function importedFunctions(content) {
  const [count, start] = readLeb(content, 0);
  let functions = 0;
  for (let at = start, i = 0; i < count; i++) {
    for (let names = 0; names < 2; names++) {
      const [length, text] = readLeb(content, at);
      at = text + length;
    }
    if (content[at] !== FUNCTION) throw new Error('the module imports something that is not a function');
    functions += 1;
    [, at] = readLeb(content, at + 1);
  }
  return functions;
}

/** @param {Uint8Array} code @returns {{ start: number, end: number }[]} */
function bodiesOf(code) {
  const [count, first] = readLeb(code, 0);
  const bodies = [];
  for (let at = first, i = 0; i < count; i++) {
    const [size, start] = readLeb(code, at);
    at = start + size;
    bodies.push({ start, end: at });
  }
  return bodies;
}

/** if (stack pointer < mark) mark = stack pointer. @param {number} address */
function markSequence(address) {
  const I32_LOAD = 0x28;
  const I32_STORE = 0x36;
  const I32_LT_U = 0x49;
  const IF = 0x04;
  const NO_RESULT = 0x40;
  const where = [2, ...leb(address)];
  const pointer = [GLOBAL_GET, STACK_POINTER];
  const test = [...pointer, I32_CONST, ...signedLeb(0), I32_LOAD, ...where, I32_LT_U];
  return Uint8Array.from([...test, IF, NO_RESULT, I32_CONST, ...signedLeb(0), ...pointer, I32_STORE, ...where, END]);
}

/** @param {Uint8Array} code @param {Uint8Array} sequence */
function markedCode(code, sequence) {
  const bodies = bodiesOf(code).map(({ start, end }) => markedBody(code, start, end, sequence));
  const sized = bodies.flatMap((body) => [Uint8Array.from(leb(body.length)), body]);
  return concat([Uint8Array.from(leb(bodies.length)), ...sized]);
}

/** @param {Uint8Array} code @param {number} start @param {number} end @param {Uint8Array} sequence */
function markedBody(code, start, end, sequence) {
  /** @type {Uint8Array[]} */
  const parts = [];
  let from = start;
  /** Where the last two instructions began. */
  let [first, second] = [start, start];
  for (let at = firstInstruction(code, start); at < end; ) {
    const next = nextInstruction(code, at);
    if (code[at] === GLOBAL_SET && code[at + 1] === STACK_POINTER && !goesUp(code, first, second)) {
      parts.push(code.subarray(from, next), sequence);
      from = next;
    }
    [first, second] = [second, at];
    at = next;
  }
  parts.push(code.subarray(from, end));
  return concat(parts);
}

/** Whether two instructions add a constant that is not negative: so a function gives its frame back. @param {Uint8Array} code @param {number} first @param {number} second */
function goesUp(code, first, second) {
  const SIGN = 0x40;
  return code[first] === I32_CONST && code[second] === I32_ADD && ((code[second - 1] ?? SIGN) & SIGN) === 0;
}
