/** What the doc comments of src/pki say that a public function throws. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as pki from '../../../src/pki/index.js';

/** One `@throws` of a public function. */
export interface Documented {
  /** The function, and the class. */
  readonly key: string;
  /** When it is thrown. */
  readonly when: string;
}

const ROOT = fileURLToPath(new URL('../../../src/pki/', import.meta.url));
const COMMENT = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export (?:async )?(?:function\*?|const) (\w+)/g;
const THROWS = /@throws \{([\w.]+)\} ((?:(?!@(?:throws|returns|param|corresponds)\b).)*)/g;

/** All of them. */
export function documented(): Documented[] {
  const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return sources.flatMap((name) => {
    const source = readFileSync(`${ROOT}${name}`, 'utf8');
    return [...source.matchAll(COMMENT)].flatMap(([, comment = '', called = '']) =>
      Object.hasOwn(pki, called)
        ? [...comment.replace(/\n\s*\* ?/g, ' ').matchAll(THROWS)].map(([, thrown = '', when = '']) => ({
            ...{ key: `${called} ${thrown}`, when: when.trim() },
          }))
        : [],
    );
  });
}
