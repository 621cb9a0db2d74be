/** How things of the shelf are called. */
import { formatDay } from '../../frame/format.js';
import type { ShelfItem } from '../../frame/shelf.js';
import type { Texts } from '../../texts/index.js';
import { keyOf } from '../model/fields.js';

type Words = Texts['make'];

/** What kind of thing it is. */
export const kindText = (item: ShelfItem, { kinds }: Words): string =>
  item.isAuthority === true ? kinds.authority : kinds[item.kind];

/** What it is called: a key without a better name has that of its certificate. */
export function titleText(item: ShelfItem, items: readonly ShelfItem[], words: Words): string {
  if (item.kind !== 'private-key' && item.kind !== 'public-key') return item.title || words.noTitle;
  const holder = items.find((one) => one.pin === item.pin && (one.kind === 'certificate' || one.kind === 'request'));
  return holder?.title || item.title || words.noTitle;
}

/** What is said of it beside its name. */
export function detailText(item: ShelfItem, items: readonly ShelfItem[], words: Words): string {
  const hasKey = (item.kind === 'certificate' || item.kind === 'request') && keyOf(item, items) !== undefined;
  return [
    kindText(item, words),
    ...(hasKey ? [words.withKey] : []),
    ...(item.signer === undefined ? [] : [words.keptHere]),
    ...(item.until === undefined ? [] : [words.until(formatDay(item.until))]),
  ].join(words.comma);
}

/** All of it as one line of a list. The name is of any direction, whatever that of the line is. */
export const lineText = (item: ShelfItem, items: readonly ShelfItem[], words: Words): string =>
  `\u2068${titleText(item, items, words)}\u2069 (${detailText(item, items, words)})`;
