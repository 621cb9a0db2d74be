/** Something of the shelf, or out of a file that is opened here. */
import { useId } from 'preact/hooks';
import { Select } from '../../frame/parts/index.js';
import { linkTo } from '../../frame/routes.js';
import { type ShelfItem, shelf } from '../../frame/shelf.js';
import type { Texts } from '../../texts/index.js';
import { candidates, type ItemField, isOptional } from '../model/fields.js';
import type { TaskName } from '../model/words.js';
import type { InputProps } from './form-field.js';
import { lineText } from './item-text.js';
import { Opener } from './opener.js';

export function ItemInput(props: InputProps<ItemField>) {
  const { field, state, words, label, onChange } = props;
  const fitting = candidates(field, state);
  const value = state.values[field.name];
  const chosen = Array.isArray(value) ? (value as readonly string[]) : [];
  const onItems = (items: readonly ShelfItem[]) => {
    // The shelf has them by now; a key that came may be what a certificate has waited for.
    const now = { ...state, shelf: shelf.items };
    const came = (one: ShelfItem) =>
      items.some(({ id, pin }) => id === one.id || (pin !== undefined && pin === one.pin));
    const found = candidates(field, now)
      .filter(came)
      .map(({ id }) => id);
    if (found.length > 0) onChange(field.several === true ? [...new Set([...chosen, ...found])] : found.slice(0, 1));
  };
  return (
    <>
      {field.several === true ? (
        <Several {...props} fitting={fitting} chosen={chosen} />
      ) : (
        <One {...props} fitting={fitting} chosen={chosen} />
      )}
      {fitting.length === 0 && !isOptional(field, state) && <Makers field={field} words={words} />}
      <Opener words={words} label={label} onItems={onItems} />
    </>
  );
}

interface ChoosingProps extends InputProps<ItemField> {
  readonly fitting: readonly ShelfItem[];
  readonly chosen: readonly string[];
}

function One({ field, state, words, label, hint, error, onChange, fitting, chosen }: ChoosingProps) {
  const none = isOptional(field, state) || fitting.length === 0 ? [{ value: '', label: words.chooseNone }] : [];
  return (
    <Select
      {...{ label, hint, error }}
      value={chosen[0] ?? ''}
      options={[...none, ...fitting.map((item) => ({ value: item.id, label: lineText(item, state.shelf, words) }))]}
      onChange={(id) => onChange(id === '' ? [] : [id])}
    />
  );
}

function Several({ state, words, label, hint, error, onChange, fitting, chosen }: ChoosingProps) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(' ');
  return (
    <fieldset class="several" aria-describedby={described === '' ? undefined : described}>
      <legend>{label}</legend>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fitting.map((item) => (
        <label key={item.id} class="checkbox">
          <input
            type="checkbox"
            checked={chosen.includes(item.id)}
            aria-invalid={error === undefined ? undefined : true}
            onChange={(event) => {
              const others = chosen.filter((one) => one !== item.id);
              onChange(event.currentTarget.checked ? [...others, item.id] : others);
            }}
          />
          <span>{lineText(item, state.shelf, words)}</span>
        </label>
      ))}
      {error !== undefined && (
        <p class="fault" id={`${id}-error`}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** Tasks that make what is missing. */
const MAKERS: Readonly<Partial<Record<ItemField['accepts'][number], readonly TaskName[]>>> = {
  certificate: ['ca', 'leaf'],
  request: ['request'],
  crl: ['crl'],
  'private-key': ['key'],
  message: ['sign', 'encrypt'],
  'ocsp-request': ['ocsp-request'],
  'ocsp-response': ['ocsp-answer'],
  'time-stamp-request': ['stamp-request'],
  'time-stamp': ['stamp-answer'],
};

function Makers({ field, words }: { readonly field: ItemField; readonly words: Texts['make'] }) {
  const tasks = [...new Set(field.accepts.flatMap((kind) => MAKERS[kind] ?? []))];
  const known =
    field.name === 'issuer' || field.name === 'issuerCertificate' ? (['ca', 'intermediate'] as const) : tasks;
  if (known.length === 0) return <p class="hint">{words.nothingFitsHere}</p>;
  return (
    <p class="hint makers">
      {words.nothingFits}{' '}
      {known.map((task) => (
        <a key={task} href={linkTo('make', [task])}>
          {words.tasks[task].title}
        </a>
      ))}
    </p>
  );
}
