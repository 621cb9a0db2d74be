/**
 * Circles of C files: two that need each other's functions or headers, over however many others. A header and the file of its
 * name are one.
 */
import { basename, dirname, join } from 'node:path/posix';
import { circlesOf } from './circles.mjs';
import { textsOf } from './source-files.mjs';

const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"/g;
const INCLUDE = /^\s*#\s*include\s+"([^"]+)"/gm;
/** A definition begins in the first column; what the shim exports is called by no C. */
const DEFINITION = /^(?!static\b|typedef\b|EXPORT\b)[A-Za-z_][\w \t*]*?\b(\w+)\([^;{}]*\)\s*\{/gm;
/** Hooks that stand for what OpenSSL has, one for each way of computing: who calls them means whichever is linked. */
const WORDS = /\b[A-Za-z_]\w*(?=\s*[(,;)])/g;

/** @returns {Promise<string[]>} one line a circle, with the files in it */
export async function findCCircles() {
  const texts = await textsOf('wasm-build/*.c', 'wasm-build/*.h');
  return circlesOf(dependencies(texts)).map((circle) => `a circle of ${circle.length} C files: ${circle.join(', ')}`);
}

/**
 * @param {ReadonlyMap<string, string>} texts - by path
 * @returns {Map<string, string[]>} what each file, named without its ending, needs
 */
export function dependencies(texts) {
  const definedIn = definitions(texts);
  /** @type {Map<string, Set<string>>} */
  const needs = new Map();
  for (const [file, text] of texts) {
    const own = unit(file);
    const mine = needs.get(own) ?? new Set();
    needs.set(own, mine);
    const add = (/** @type {string | undefined} */ other) => {
      if (other !== undefined && other !== own) mine.add(other);
    };
    for (const [, path = ''] of text.matchAll(INCLUDE)) add(headerOf(texts, file, path));
    if (!file.endsWith('.c')) continue;
    for (const [word] of text.replace(COMMENT, ' ').matchAll(WORDS)) add(definedIn.get(word));
  }
  return new Map([...needs].map(([file, all]) => [file, [...all]]));
}

/** The one file that defines each function; what several define is a hook, and means none. @param {ReadonlyMap<string, string>} texts */
function definitions(texts) {
  /** @type {Map<string, string | undefined>} */
  const found = new Map();
  for (const [file, text] of texts) {
    if (!file.endsWith('.c')) continue;
    for (const [, name = ''] of text.replace(COMMENT, ' ').matchAll(DEFINITION))
      found.set(name, found.has(name) && found.get(name) !== unit(file) ? undefined : unit(file));
  }
  return found;
}

/** @param {ReadonlyMap<string, string>} texts @param {string} from @param {string} path */
function headerOf(texts, from, path) {
  const places = [join(dirname(from), path), `wasm-build/shim/${path}`];
  const found = places.find((place) => texts.has(place));
  return found === undefined ? undefined : unit(found);
}

/** @param {string} file */
const unit = (file) => join(dirname(file), basename(file).replace(/\.[ch]$/, ''));
