/** One field of a task, whatever it asks for. */
import { Checkbox, Select, Field as TextInput } from '../../frame/parts/index.js';
import type { Texts } from '../../texts/index.js';
import { type Field, type FormState, optionsOf, type Value } from '../model/fields.js';
import { ContentInput } from './content-input.js';
import { ItemInput } from './item-input.js';

export interface InputProps<F extends Field = Field> {
  readonly field: F;
  readonly state: FormState;
  readonly words: Texts['make'];
  readonly label: string;
  readonly hint: string | undefined;
  readonly error: string | undefined;
  readonly onChange: (value: Value) => void;
}

const ROWS = 3;

export function FormField(props: InputProps) {
  return (
    <div class={`form-field ${props.field.kind}`} data-field={props.field.name}>
      <Inner {...props} />
    </div>
  );
}

function Inner({ field, state, words, label, hint, error, onChange }: InputProps) {
  const value = state.values[field.name];
  const text = typeof value === 'string' ? value : '';
  const common = { label, hint, error };
  switch (field.kind) {
    case 'flag':
      return <Checkbox {...{ label, hint }} checked={value === true} onChange={onChange} />;
    case 'choice':
      return (
        <Select
          {...common}
          value={text}
          options={optionsOf(field, state).map((option) => ({
            value: option,
            label: choiceText(field.name, option, words),
          }))}
          onChange={onChange}
        />
      );
    case 'item':
      return <ItemInput {...{ field, state, words, label, hint, error, onChange }} />;
    case 'content':
      return <ContentInput {...{ field, state, words, label, hint, error, onChange }} />;
    case 'lines':
      return <TextInput {...common} value={text} rows={ROWS} code={field.isCode ?? false} onInput={onChange} />;
    case 'password':
      return <TextInput {...common} value={text} type="password" onInput={onChange} />;
    case 'number':
      return <TextInput {...common} value={text} code onInput={onChange} />;
    default:
      return <TextInput {...common} value={text} code={field.isCode ?? false} onInput={onChange} />;
  }
}

/** What can be chosen, in the language of the reader; names of algorithms are the same in all. */
export function choiceText(field: string, option: string, { choices }: Texts['make']): string {
  const known = (choices as Readonly<Record<string, Readonly<Record<string, string>>>>)[field];
  return known?.[option] ?? option.toUpperCase();
}
