/**
 * Circles of files: two that import each other, over however many others. Type imports count, and so do those of JSDoc:
 * who reads one file of a circle must read them all.
 */
import { dirname, join } from 'node:path/posix';
import { textsOf } from './source-files.mjs';

const IMPORT = /\b(?:from|import)\s*\(?\s*(['"])(\.[^'"\n]+)\1/g;

/** @returns {Promise<string[]>} one line a circle, with the files in it */
export async function findCircles() {
  const texts = await textsOf('*.ts', '*.mts', '*.mjs', '*.js', '*.cjs');
  return circlesOf(importsOf(texts)).map((circle) => `a circle of ${circle.length} files: ${circle.join(', ')}`);
}

/**
 * @param {ReadonlyMap<string, string>} texts - by path
 * @returns {Map<string, string[]>} what each imports of the others
 */
export function importsOf(texts) {
  return new Map(
    [...texts].map(([file, text]) => {
      const paths = [...text.matchAll(IMPORT)].map(([, , path = '']) => join(dirname(file), path));
      return [file, [...new Set(paths.flatMap((path) => target(texts, path)))]];
    }),
  );
}

/** The file that a path in an import means. @param {ReadonlyMap<string, string>} known @param {string} path */
function target(known, path) {
  const [source, declaration] = [path.replace(/\.(m?)js$/, '.$1ts'), path.replace(/\.([mc]?)js$/, '.d.$1ts')];
  return [path, source, declaration].filter((name) => known.has(name)).slice(0, 1);
}

/**
 * The strongly connected sets of more than one file (Tarjan's algorithm).
 * @param {ReadonlyMap<string, readonly string[]>} imports
 * @returns {string[][]}
 */
export function circlesOf(imports) {
  /** @type {Map<string, { index: number, low: number }>} */
  const seen = new Map();
  /** @type {string[]} */
  const open = [];
  /** @type {string[][]} */
  const circles = [];
  const visit = (/** @type {string} */ file) => {
    const mark = { index: seen.size, low: seen.size };
    seen.set(file, mark);
    open.push(file);
    for (const next of imports.get(file) ?? []) {
      const other = seen.get(next);
      if (other === undefined) mark.low = Math.min(mark.low, visit(next));
      else if (open.includes(next)) mark.low = Math.min(mark.low, other.index);
    }
    if (mark.low !== mark.index) return mark.low;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) circles.push(circle.sort());
    return mark.low;
  };
  for (const file of imports.keys()) if (!seen.has(file)) visit(file);
  return circles;
}
