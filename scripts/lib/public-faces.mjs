/** What users import, by its name: the sources and the types of each entry of package.json that has any. */
import { readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';

/** Scripts that a thread runs, and other ways to the module of a face that is here already. */
const NOT_IMPORTED = /-thread$|^tsopenssl\/(?:inline|lazy\/)/;

/** @returns {{ name: string, source: string, types: string }[]} paths from the root */
export function publicFaces() {
  /** @type {{ exports: Record<string, string | { types?: string | { default: string } }> }} */
  const { exports } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  /** @type {Map<string, { name: string, source: string, types: string }>} */
  const faces = new Map();
  for (const [path, target] of Object.entries(exports)) {
    const given = typeof target === 'object' ? target.types : undefined;
    const types = (typeof given === 'object' ? given.default : given)?.replace(/^\.\//, '');
    const name = path.replace(/^\./, 'tsopenssl');
    if (types === undefined || NOT_IMPORTED.test(name) || faces.has(types)) continue;
    faces.set(types, { name, source: types.replace(/^dist\/types/, 'src').replace(/\.d\.ts$/, '.ts'), types });
  }
  return [...faces.values()];
}
