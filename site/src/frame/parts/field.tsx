import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** What it is for, in a line below. */
  readonly hint?: string | undefined;
  /** What is wrong with it. */
  readonly error?: string | undefined;
  readonly type?: 'text' | 'password' | 'number' | 'datetime-local';
  /** How many lines; one, without. */
  readonly rows?: number;
  /** Whether it holds PEM, hexadecimal or the like, which run from left to right in every language. */
  readonly code?: boolean;
  readonly placeholder?: string;
  readonly min?: number;
  readonly max?: number;
  readonly disabled?: boolean;
}

/** One line or several of text, with its label. Nothing of it is kept or completed by the browser. */
export function Field({ label, value, onInput, hint, error, type = 'text', rows, code = false, ...rest }: FieldProps) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(' ');
  const common = {
    id,
    value,
    ...rest,
    class: code ? 'code' : undefined,
    dir: code ? ('ltr' as const) : ('auto' as const),
    spellcheck: false,
    autocomplete: type === 'password' ? 'new-password' : 'off',
    'aria-describedby': described === '' ? undefined : described,
    'aria-invalid': error === undefined ? undefined : true,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows === undefined ? (
        <input {...common} type={type as 'text'} onInput={(event) => onInput(event.currentTarget.value)} />
      ) : (
        <textarea {...common} rows={rows} onInput={(event) => onInput(event.currentTarget.value)} />
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="fault" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
