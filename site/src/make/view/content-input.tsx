/** Text, the bytes of a file, or something of the shelf. */
import { Button, Field, Select } from '../../frame/parts/index.js';
import type { ShelfItem, ShelfKind } from '../../frame/shelf.js';
import type { ContentField } from '../model/fields.js';
import type { InputProps } from './form-field.js';
import { lineText } from './item-text.js';
import { Opener } from './opener.js';

/** What of the shelf may be inside of something else. */
const INSIDE: readonly ShelfKind[] = ['mail', 'message', 'data'];
const ROWS = 4;

export function ContentInput({ state, field, words, label, hint, error, onChange }: InputProps<ContentField>) {
  const value = state.values[field.name];
  const [id] = Array.isArray(value) ? (value as readonly string[]) : [];
  const file = state.shelf.find((item) => item.id === id);
  const inside = state.shelf.filter(({ kind }) => INSIDE.includes(kind)).reverse();
  const onItems = ([first]: readonly ShelfItem[]) => first !== undefined && onChange([first.id]);
  if (file !== undefined)
    return (
      <div class="field">
        <Select
          {...{ label, error }}
          value={file.id}
          options={[...new Set([file, ...inside])].map((item) => ({
            value: item.id,
            label: lineText(item, state.shelf, words),
          }))}
          onChange={(next) => onChange([next])}
        />
        <div class="row">
          <Button kind="quiet" onClick={() => onChange('')}>
            {words.writeInstead}
          </Button>
        </div>
      </div>
    );
  return (
    <>
      <Field
        {...{ label, hint, error }}
        value={typeof value === 'string' ? value : ''}
        rows={ROWS}
        onInput={onChange}
      />
      <Opener words={words} label={label} takesAnything pastes={false} onItems={onItems} />
      {inside.length > 0 && (
        <div class="row">
          <span class="hint">{words.chooseSome}</span>
          {inside.map((item) => (
            <Button key={item.id} kind="quiet" onClick={() => onChange([item.id])}>
              {lineText(item, state.shelf, words)}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
