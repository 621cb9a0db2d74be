/** All that a thing says, field by field. */
import { Facts } from '../../frame/parts/index.js';
import type { Texts } from '../../texts/index.js';
import type { Row, Section } from '../model.js';
import { termOf, Value } from './value.js';

type Words = Texts['read'];

export const Rows = ({ rows, words }: { readonly rows: readonly Row[]; readonly words: Words }) => (
  <Facts
    rows={rows.map(([term, value]) => ({
      term: <Term term={term} words={words} />,
      value: <Value value={value} words={words} />,
    }))}
  />
);

/** What comes from the file is in no language. */
const Term = ({ term, words }: { readonly term: string; readonly words: Words }) => <bdi>{termOf(words, term)}</bdi>;

export const FieldsTab = ({ sections, words }: { readonly sections: readonly Section[]; readonly words: Words }) => (
  <div class="sections">
    {sections
      .filter(({ rows }) => rows.length > 0)
      .map(({ title, rows }, index) => (
        <section key={index}>
          <h3>{termOf(words, title)}</h3>
          <Rows rows={rows} words={words} />
        </section>
      ))}
  </div>
);
