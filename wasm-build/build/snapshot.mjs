/**
 * Takes the start-up work out of a module: runs at build time what needs no randomness (shim/runtime/prepared.c), and writes the
 * memory that this leaves into the module's data. Whoever instantiates it finds OpenSSL initialised.
 *
 * No secret can be in it, for none is there: the module is given no entropy, and the snapshot fails when it asks for some.
 * It is given no clock and no environment either, so two builds give the same bytes.
 */
import { narrowed } from './narrow.mjs';
import { concat, fileOf, leb, readLeb, SECTION, sectionsOf, signedLeb, withoutExport } from './wasm-file.mjs';

const PAGE = 65_536;
/** Zeros between two segments that are rather written than skipped: compressed they take less than a segment's header. */
const GAP = 64;
const I32_CONST = 0x41;
const END = 0x0b;
/** What makes the snapshot, and is not in the module that has it. */
const PREPARE = 'snapshot_prepare';

/**
 * @param {Uint8Array<ArrayBuffer>} file
 * @returns {Uint8Array<ArrayBuffer>} the module with its memory as it is after start-up
 */
export function withSnapshot(file) {
  const memory = memoryAfterStart(file);
  const segments = segmentsOf(memory);
  const sections = sectionsOf(file).map(({ id, content }) => {
    if (id === SECTION.global) checkGlobals(content);
    if (id === SECTION.data) return { id, content: dataContent(memory, segments) };
    if (id === SECTION.dataCount) return { id, content: Uint8Array.from(leb(segments.length)) };
    if (id === SECTION.memory) return { id, content: memoryContent(content, memory.length / PAGE) };
    return { id, content: id === SECTION.export ? withoutExport(content, PREPARE) : content };
  });
  return fileOf(file, sections);
}

/**
 * Starts the module without entropy, clock or environment.
 * @param {Uint8Array<ArrayBuffer>} file
 * @returns {Uint8Array<ArrayBuffer>}
 */
function memoryAfterStart(file) {
  const module = new WebAssembly.Module(WebAssembly.validate(file) ? file : narrowed(file));
  /** @type {WebAssembly.Imports} */
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = () => {
      if (name === 'entropy') throw new Error('the snapshot asked for entropy: there would be a secret in it');
      // No time has passed, no variables are set, nothing was done.
      return 0;
    };
  }
  const {
    _initialize,
    [PREPARE]: prepare,
    memory_wipe_stack: wipeStack,
    memory,
  } = /** @type {any} */ (new WebAssembly.Instance(module, imports).exports);
  _initialize();
  if (prepare() !== 1) throw new Error('OpenSSL could not be initialised for the snapshot');
  wipeStack();
  return new Uint8Array(memory.buffer);
}

/** The stack pointer, which is back where it was, must be all the state outside of the memory. @param {Uint8Array} content */
function checkGlobals(content) {
  if (content[0] !== 1) throw new Error('the module has state in globals besides the stack pointer');
}

/** Runs of bytes that are not zero. @param {Uint8Array} memory */
function segmentsOf(memory) {
  /** @type {{ start: number, end: number }[]} */
  const segments = [];
  for (let at = 0; at < memory.length; at++) {
    if (memory[at] === 0) continue;
    const last = segments.at(-1);
    if (last !== undefined && at - last.end <= GAP) last.end = at + 1;
    else segments.push({ start: at, end: at + 1 });
  }
  return segments;
}

/** @param {Uint8Array} memory @param {{ start: number, end: number }[]} segments */
function dataContent(memory, segments) {
  /** @type {Uint8Array[]} */
  const parts = [Uint8Array.from(leb(segments.length))];
  for (const { start, end } of segments) {
    const head = [0, I32_CONST, ...signedLeb(start), END, ...leb(end - start)];
    parts.push(Uint8Array.from(head), memory.subarray(start, end));
  }
  return concat(parts);
}

/** The limits with a new minimum. @param {Uint8Array} content @param {number} pages */
function memoryContent(content, pages) {
  const [count, flagsAt] = readLeb(content, 0);
  if (count !== 1) throw new Error('the module has more than one memory');
  const [, rest] = readLeb(content, flagsAt + 1);
  return concat([content.subarray(0, flagsAt + 1), Uint8Array.from(leb(pages)), content.subarray(rest)]);
}
