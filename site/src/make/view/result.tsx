/** What a task gave: in words, as facts, as files. */
import { useEffect, useRef } from 'preact/hooks';
import { formatNumber, formatTime } from '../../frame/format.js';
import { handOver } from '../../frame/handover.js';
import { Button, Copy, Download, Facts, Notice } from '../../frame/parts/index.js';
import { go, linkTo } from '../../frame/routes.js';
import type { ShelfEntry, ShelfItem } from '../../frame/shelf.js';
import type { Texts } from '../../texts/index.js';
import { candidates, type Field, isOptional, settledValues, shownFields } from '../model/fields.js';
import type { Outcome, Product, Shown } from '../model/outcome.js';
import type { Task } from '../model/task.js';
import { TASKS } from '../tasks/list.js';
import { choiceText } from './form-field.js';
import { shelfItems } from './use-shelf.js';

type Words = Texts['make'];

interface ResultProps {
  readonly task: Task;
  readonly words: Words;
  readonly outcome: Outcome;
}

export function Result({ task, words, outcome }: ResultProps) {
  const { sentence, title = '', verdict, facts, warnings = [], products, text } = outcome;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [outcome]);
  const bytes = products.flatMap(({ entry }) => entry?.bytes ?? []);
  const kind = verdict === undefined || verdict.holds ? 'good' : verdict.isOpen === true ? 'warning' : 'error';
  return (
    <section class="result card" aria-labelledby="result-title">
      <h2 id="result-title" ref={heading} tabIndex={-1}>
        {words.result}
      </h2>
      <Notice kind={kind} live title={words.sentences[sentence](title || words.noTitle)}>
        {verdict?.reason !== undefined && <p dir="auto">{verdict.reason}</p>}
      </Notice>
      {warnings.map((warning) => (
        <Notice key={warning} kind="warning">
          <p>{words.sentences[warning]('')}</p>
        </Notice>
      ))}
      {text !== undefined && (
        <section aria-labelledby="text-title" class="stack">
          <div class="row">
            <h3 id="text-title">{words.text}</h3>
            <Copy text={text} label={words.text} />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <pre tabIndex={0} dir="auto">
            {text}
          </pre>
        </section>
      )}
      {products.length > 0 && (
        <section aria-labelledby="files-title" class="stack">
          <h3 id="files-title">{words.files}</h3>
          <ul class="products">
            {products.map((product, index) => (
              <ProductView key={index} product={product} words={words} />
            ))}
          </ul>
        </section>
      )}
      {facts.length > 0 && (
        <section aria-labelledby="facts-title">
          <h3 id="facts-title">{words.about}</h3>
          <Facts
            rows={facts.map(({ name, values, isCode }) => ({
              term: words.facts[name],
              value: <Values values={values} isCode={isCode ?? false} words={words} />,
            }))}
          />
        </section>
      )}
      {bytes.length > 0 && <Uses task={task} bytes={bytes} words={words} />}
    </section>
  );
}

function ProductView({ product, words }: { readonly product: Product; readonly words: Words }) {
  const { name, title, forms, isSecret = false, entry } = product;
  const pem = isSecret ? undefined : forms.find(({ form, content }) => form === 'PEM' && typeof content === 'string');
  return (
    <li>
      <span class="thing">
        <span class="thing-title">{words.products[name]}</span>
        <bdi class="hint">{title}</bdi>
        {forms.length === 0 && name === 'keptKey' && <span class="hint">{words.stays}</span>}
        {isSecret && <span class="hint">{words.keepSafe}</span>}
      </span>
      <span class="row">
        {forms.map(({ form, name: file, content }) => (
          <Download key={file} name={file} content={content}>
            {form}
          </Download>
        ))}
        {entry !== undefined && entry.bytes.length > 0 && <Look entry={entry} words={words} />}
        {pem !== undefined && <Copy text={String(pem.content)} label={pem.name} />}
      </span>
    </li>
  );
}

/** Shows it in the view that reads. */
function Look({ entry, words }: { readonly entry: ShelfEntry; readonly words: Words }) {
  const look = () => {
    // A copy: what is taken from the shelf is wiped.
    handOver('read', { name: entry.title, bytes: entry.bytes.slice() });
    go('read');
  };
  return (
    <Button kind="quiet" label={`${words.look}: ${entry.title || words.kinds[entry.kind]}`} onClick={look}>
      {words.look}
    </Button>
  );
}

const MAX_VALUES = 50;

function Values({
  values,
  isCode,
  words,
}: {
  readonly values: readonly Shown[];
  readonly isCode: boolean;
  readonly words: Words;
}) {
  const shown = values.slice(0, MAX_VALUES);
  return (
    <>
      {shown.map((value, index) => (
        <div key={index}>
          {isCode ? <code dir="ltr">{shownText(value, words)}</code> : <bdi>{shownText(value, words)}</bdi>}
        </div>
      ))}
      {values.length > shown.length && <div>… ({formatNumber(values.length)})</div>}
    </>
  );
}

function shownText(value: Shown, words: Words): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatNumber(value);
  if (value instanceof Date) return formatTime(value);
  return 'word' in value ? words.words[value.word] : choiceText(value.of, value.choice, words);
}

/** Tasks that take what was made, in a field that must be filled. */
function Uses({
  task,
  bytes,
  words,
}: {
  readonly task: Task;
  readonly bytes: readonly Uint8Array[];
  readonly words: Words;
}) {
  const items = shelfItems();
  const others = TASKS.filter(({ id, fields }) => id !== task.id && takes(fields, items, bytes));
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="uses-title" class="stack">
      <h3 id="uses-title">{words.useIn}</h3>
      <p class="hint">{words.onShelf}</p>
      <ul class="uses">
        {others.map(({ id }) => (
          <li key={id}>
            <a href={linkTo('make', [id])}>{words.tasks[id].title}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function takes(fields: readonly Field[], shelf: readonly ShelfItem[], made: readonly Uint8Array[]): boolean {
  const state = { values: settledValues(fields, {}, shelf), shelf };
  const needed = shownFields(fields, state).filter((field) => !isOptional(field, state));
  return needed.some(
    (field) => field.kind === 'item' && candidates(field, state).some(({ bytes }) => made.includes(bytes)),
  );
}
