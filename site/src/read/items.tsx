/** All that the reader has opened. */
import type { Identified } from 'tsopenssl/pki';
import { Button } from '../frame/parts/index.js';
import type { Texts } from '../texts/index.js';
import { isGeneralName } from './fields/shapes.js';
import type { Item } from './model.js';
import { clear, items, readings, remove, select, selected, trusted } from './store.js';

type Words = Texts['read'];

/** Items that are listed at once. */
const LISTED = 300;

/** What kind of thing it is. */
export const kindOf = (words: Words, { kind }: Identified): string => words.kinds[kind];

/** Whose it is, in few words. */
export function titleOf(item: Item, words: Words): string {
  const { found } = item;
  if ('subject' in found && found.subject !== undefined && found.subject !== '') return shortName(found.subject);
  const named = nameOf(item);
  if (named !== undefined) return named;
  if (found.kind === 'crl' && found.issuer !== undefined && found.issuer !== '') return shortName(found.issuer);
  if ('algorithm' in found && found.algorithm !== undefined) return `${kindOf(words, found)} (${found.algorithm})`;
  return kindOf(words, found);
}

/** The first of its alternative names, once it was read. */
function nameOf({ id }: Item): string | undefined {
  const reading = readings.value.get(id);
  const names = reading?.is === 'open' ? reading.summary.find(([term]) => term === 'names')?.[1] : undefined;
  const [first] = Array.isArray(names) ? names : [];
  return isGeneralName(first) && typeof first.value === 'string' ? first.value : undefined;
}

export const certificateTitle = (item: Item, words: Words): string =>
  'subject' in item.found && item.found.subject !== undefined && item.found.subject !== ''
    ? item.found.subject
    : titleOf(item, words);

/** The common name, or else the last attribute of a name. */
export function shortName(name: string): string {
  const common = /(?:^|, )CN=((?:\\.|[^,\\])*)/.exec(name)?.[1];
  return (
    common ??
    name
      .split(', ')
      .at(-1)
      ?.replace(/^[^=]+=/, '') ??
    name
  ).replace(/\\(.)/g, '$1');
}

export function ItemList({ words }: { readonly words: Words }) {
  const current = selected.value;
  const shown = items.value.slice(0, LISTED);
  return (
    <div class="items">
      <div class="heading">
        <h2>{words.opened}</h2>
        <Button kind="quiet" onClick={clear}>
          {words.clear}
        </Button>
      </div>
      <ul>
        {shown.map((item) => (
          <li key={item.id} class={item.parent === undefined ? undefined : 'inner'}>
            <button type="button" aria-current={item === current ? 'true' : undefined} onClick={() => select(item.id)}>
              <span class="item-title">
                <bdi>{titleOf(item, words)}</bdi>
              </span>
              <span class="hint">
                {kindOf(words, item.found)}
                {item.source !== '' && (
                  <>
                    {' · '}
                    <bdi>{item.source}</bdi>
                  </>
                )}
              </span>
              <Marks item={item} words={words} />
            </button>
          </li>
        ))}
      </ul>
      {items.value.length > LISTED && <p class="hint">{words.andMore(String(items.value.length - LISTED))}</p>}
    </div>
  );
}

/** What stands out of an item. */
function Marks({ item, words }: { readonly item: Item; readonly words: Words }) {
  const reading = readings.value.get(item.id);
  const marks: { readonly word: string; readonly kind: string }[] = [];
  if (trusted.value.has(item.id)) marks.push({ word: words.trustedMark, kind: 'good' });
  if (reading?.is === 'locked') marks.push({ word: words.lockedMark, kind: 'plain' });
  if (reading?.is === 'open' && reading.findings?.some(({ severity }) => severity === 'error'))
    marks.push({ word: words.faultMark, kind: 'bad' });
  return marks.length === 0 ? null : (
    <span class="marks">
      {marks.map(({ word, kind }) => (
        <span key={word} class={`tag ${kind}`}>
          {word}
        </span>
      ))}
    </span>
  );
}

export const RemoveButton = ({ item, words }: { readonly item: Item; readonly words: Words }) => (
  <Button kind="quiet" onClick={() => remove(item.id)}>
    {words.remove}
  </Button>
);
