/** Every command of npm's that is written somewhere is there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './support/examples.js';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const files = (folder: string, ending: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !/reference|node_modules/.test(name))
    .map((name) => `${folder}/${name}`);

it('each `npm run` of the documents, the scripts and the messages is a script of package.json', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
  const places = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', '.ci/run', 'bench/RESULTS.md'];
  const named = [...places, ...files('docs', '.md'), ...files('scripts', '.mjs')].flatMap((file) =>
    [...read(file).matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g)].map((match) => `${match[1]} in ${file}`),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => scripts[name.split(' ')[0] ?? ''] === undefined)).toEqual([]);
  const run = read('scripts/release.mjs').matchAll(/'run', '--silent', '([a-z]+)'/g);
  expect([...run].map((match) => match[1]).filter((name) => scripts[name ?? ''] === undefined)).toEqual([]);
  for (const script of Object.values(scripts)) {
    const file = /^node (\S+)/.exec(script)?.[1];
    if (file !== undefined) expect(() => read(file), script).not.toThrow();
  }
});
