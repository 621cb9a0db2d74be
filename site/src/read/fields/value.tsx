/** Plain data, shown by what it is. */
import type { ComponentChildren } from 'preact';
import type { Extension, GeneralName } from 'tsopenssl/pki';
import { formatDistance, formatNumber, formatTime, hexOf } from '../../frame/format.js';
import { Bytes, Facts } from '../../frame/parts/index.js';
import type { Texts } from '../../texts/index.js';
import { isAlgorithm, isExtension, isGeneralName, isName, isRecord, isTime, nameLine } from './shapes.js';

type Words = Texts['read'];

interface ValueProps {
  readonly value: unknown;
  readonly words: Words;
}

/** Bytes that are shown in the line; more of them open below. */
const SHORT = 32;
/** Entries of a list that are shown. */
const ENTRIES = 100;

/** A word of the texts; what has none there, such as a name of a standard, is its own. */
export const termOf = (words: Words, term: string): string =>
  Object.hasOwn(words.terms, term) ? words.terms[term as keyof Words['terms']] : term;

const wordOf = (words: Words, word: string): string =>
  Object.hasOwn(words.values, word) ? words.values[word as keyof Words['values']] : word;

export function Value({ value, words }: ValueProps): ComponentChildren {
  if (value === undefined || value === null) return <span class="quiet">{words.none}</span>;
  if (typeof value === 'string')
    return value === '' ? <span class="quiet">{words.empty}</span> : <Text text={wordOf(words, value)} />;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'bigint') return <Big value={value} />;
  if (value instanceof Date) return <Moment date={value} />;
  if (value instanceof Uint8Array) return <Hex bytes={value} words={words} />;
  if (isName(value)) return <Text text={nameLine(value)} />;
  if (Array.isArray(value)) return <List list={value} words={words} />;
  if (isTime(value)) return value.date === null ? <Text text={value.text} /> : <Moment date={value.date} />;
  if (isGeneralName(value)) return <General name={value} words={words} />;
  if (isExtension(value)) return <ExtensionValue extension={value} words={words} />;
  if (isAlgorithm(value)) return <Text text={value.name} />;
  if (isRecord(value)) return <Fields record={value} words={words} />;
  return <Text text={String(value)} />;
}

/** Text of a file, which may run in either direction. */
const Text = ({ text }: { readonly text: string }) => <bdi class="said">{text}</bdi>;

const Big = ({ value }: { readonly value: bigint }) => {
  const isSmall = value >= 0n && value < 1_000_000_000n;
  if (isSmall) return <bdi>{value.toString()}</bdi>;
  const hex = (value < 0n ? -value : value).toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return (
    <bdi class="code" dir="ltr">
      {value < 0n && '-'}
      {even.match(/../g)?.join(':')}
    </bdi>
  );
};

const Moment = ({ date }: { readonly date: Date }) => (
  <>
    <time dateTime={date.toISOString()}>{formatTime(date)}</time> <span class="quiet">({formatDistance(date)})</span>
  </>
);

function Hex({ bytes, words }: { readonly bytes: Uint8Array; readonly words: Words }) {
  const short = (
    <bdi class="code" dir="ltr">
      {hexOf(bytes.subarray(0, SHORT))}
      {bytes.length > SHORT && ' …'}
    </bdi>
  );
  if (bytes.length <= SHORT) return bytes.length === 0 ? <span class="quiet">{words.empty}</span> : short;
  return (
    <details>
      <summary>
        {short} <span class="quiet">{words.byteCount(formatNumber(bytes.length))}</span>
      </summary>
      <Bytes bytes={bytes} />
    </details>
  );
}

function List({ list, words }: { readonly list: readonly unknown[]; readonly words: Words }) {
  if (list.length === 0) return <span class="quiet">{words.none}</span>;
  const shown = list.slice(0, ENTRIES);
  const isPlain = shown.every((one) => typeof one === 'string');
  return (
    <ul class={isPlain ? 'chips' : 'values'}>
      {shown.map((one, index) => (
        <li key={index}>
          <Value value={one} words={words} />
        </li>
      ))}
      {list.length > ENTRIES && <li class="quiet">{words.andMore(formatNumber(list.length - ENTRIES))}</li>}
    </ul>
  );
}

const General = ({ name, words }: { readonly name: GeneralName; readonly words: Words }) => (
  <span class="general">
    <span class="tag">{wordOf(words, name.type)}</span>
    {name.type === 'dirName' ? <Text text={nameLine(name.value)} /> : <Text text={name.value} />}
  </span>
);

const ExtensionValue = ({ extension, words }: { readonly extension: Extension; readonly words: Words }) => {
  const { content, fault, critical, value } = extension;
  return (
    <div class="stack tight">
      {critical && <span class="tag strong">{words.critical}</span>}
      {fault !== undefined && <p class="fault">{fault}</p>}
      {content === undefined ? <Hex bytes={value} words={words} /> : <Fields record={content} words={words} />}
    </div>
  );
};

/** The fields of a record, but for the one that only says what it is. One alone needs no name. */
function Fields({ record, words }: { readonly record: object; readonly words: Words }) {
  const fields = Object.entries(record).filter(([name, value]) => name !== 'type' && value !== undefined);
  const [only] = fields;
  if (only === undefined) return <span class="quiet">{words.isSet}</span>;
  if (fields.length === 1 && typeof only[1] !== 'boolean' && typeof only[1] !== 'number')
    return <Value value={only[1]} words={words} />;
  return (
    <Facts
      rows={fields.map(([name, value]) => ({
        term: termOf(words, name),
        value: <Value value={value} words={words} />,
      }))}
    />
  );
}
