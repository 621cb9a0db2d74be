/** That every word that tasks use is there, in each language, and none that nobody uses. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { optionsOf } from '../../site/src/make/model/fields.js';
import { TASKS } from '../../site/src/make/tasks/list.js';
import { make as ar } from '../../site/src/texts/ar/make.js';
import { make as de } from '../../site/src/texts/de/make.js';
import { make as en } from '../../site/src/texts/en/make.js';

const root = new URL('../../site/src/make/', import.meta.url);
const sources = readdirSync(root, { recursive: true })
  .map(String)
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(new URL(name, root), 'utf8'))
  .join('\n');

describe.each([
  ['en', en],
  ['de', de],
  ['ar', ar],
])('%s', (_name, words) => {
  it.each(TASKS.map((task) => [task.id, task] as const))('names all that %s offers', (_id, { fields }) => {
    for (const field of fields) {
      expect(words.fields[field.name].label, field.name).toMatch(/\S/);
      if (field.kind !== 'choice') continue;
      const known = (words.choices as Readonly<Record<string, Readonly<Record<string, string>>>>)[field.name] ?? {};
      // Names of algorithms are the same everywhere.
      const options = optionsOf(field, { values: {}, shelf: [] }).filter((one) => !/^(sha\d|aes-)/.test(one));
      for (const option of options) expect(known[option], `${field.name}: ${option}`).toMatch(/\S/);
    }
  });

  it('says every sentence with what it is about', () => {
    for (const sentence of Object.values(words.sentences)) expect(sentence('X')).toMatch(/\S.*[.。]$/);
  });
});

it.each(['fields', 'facts', 'products', 'sentences', 'problems', 'words'] as const)(
  'no text of %s is unused',
  (list) => {
    const unused = Object.keys(en[list]).filter(
      (name) => !new RegExp(`['"\`.]${name}\\b`).test(sources) && !/^ocsp-/.test(name),
    );
    expect(unused).toEqual([]);
  },
);
