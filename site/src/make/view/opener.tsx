/** Takes files, and what is pasted, onto the shelf; asks for a password where something is encrypted. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Button, Field, Notice } from '../../frame/parts/index.js';
import { type ShelfItem, shelf } from '../../frame/shelf.js';
import type { Texts } from '../../texts/index.js';
import { pool } from '../../work/pool.js';
import { dataEntry, open, type Source } from '../model/open.js';
import { sentenceOf } from '../model/problem.js';

interface OpenerProps {
  readonly words: Texts['make'];
  /** What it is for, for those who do not see where it stands. */
  readonly label: string;
  /** Whether a file that is nothing known is taken as it is. */
  readonly takesAnything?: boolean;
  /** Whether there is a place to paste. */
  readonly pastes?: boolean;
  readonly onItems?: (items: readonly ShelfItem[]) => void;
}

interface Asked {
  readonly source: Source;
  readonly resolve: (password: string | undefined) => void;
}

export function Opener({ words, label, takesAnything = false, pastes = true, onItems }: OpenerProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [asked, ask] = useState<Asked>();
  const [faults, setFaults] = useState<readonly string[]>([]);
  const [opened, setOpened] = useState('');
  const [isPasting, setPasting] = useState(false);
  const [pasted, setPasted] = useState('');

  const take = async (sources: readonly Source[]) => {
    setFaults([]);
    setOpened('');
    const taken: ShelfItem[] = [];
    const said: string[] = [];
    for (const source of sources) {
      const { items, faults: found } = await taking(source, takesAnything, ask);
      ask(undefined);
      taken.push(...items);
      said.push(...found);
    }
    setFaults(said);
    if (taken.length === 0) return;
    setOpened(taken.map(({ title, kind }) => title || words.kinds[kind]).join(', '));
    onItems?.(taken);
  };
  const takePasted = () => {
    const source = { bytes: new TextEncoder().encode(pasted), name: words.pasted };
    setPasted('');
    setPasting(false);
    void take([source]);
  };

  return (
    <div class="opener">
      <div class="row">
        <Button label={`${words.openFile}: ${label}`} onClick={() => input.current?.click()}>
          {words.openFile}
        </Button>
        {pastes && (
          <Button kind="quiet" label={`${words.paste}: ${label}`} onClick={() => setPasting(!isPasting)}>
            {words.paste}
          </Button>
        )}
        <input
          ref={input}
          id={id}
          type="file"
          multiple
          hidden
          data-opens={label}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            void Promise.all(files.map(sourceOf)).then(take);
          }}
        />
      </div>
      {isPasting && (
        <div class="stack">
          <Field label={words.pasteHere} value={pasted} rows={5} code onInput={setPasted} />
          <div class="row">
            <Button onClick={takePasted} disabled={pasted.trim() === ''}>
              {words.takePasted}
            </Button>
          </div>
        </div>
      )}
      {asked !== undefined && <PasswordQuestion key={asked.source.name} words={words} asked={asked} />}
      {faults.length > 0 && (
        <Notice kind="error" live>
          {faults.map((fault) => (
            <p key={fault} dir="auto">
              {fault}
            </p>
          ))}
        </Notice>
      )}
      <p role="status" class="hint">
        {opened === '' ? '' : words.opened(opened)}
      </p>
    </div>
  );
}

const sourceOf = async (file: File): Promise<Source> => ({
  bytes: new Uint8Array(await file.arrayBuffer()),
  name: file.name,
});

/** Opens one, and asks until the password is right or nobody wants it any more. */
async function taking(
  source: Source,
  takesAnything: boolean,
  ask: (asked: Asked) => void,
): Promise<{ readonly items: readonly ShelfItem[]; readonly faults: readonly string[] }> {
  try {
    const { pki } = await pool();
    let result = await open(source, pki);
    while (result.isLocked) {
      const password = await new Promise<string | undefined>((resolve) => ask({ source, resolve }));
      if (password === undefined) break;
      result = await open(source, pki, password);
      // A wrong one can be typed again.
      if (result.faults.length > 0 && result.entries.every(({ kind }) => kind === 'pkcs12' || kind === 'java-store'))
        return { items: result.entries.map((entry) => shelf.add(entry)), faults: result.faults };
    }
    if (result.entries.length === 0 && takesAnything) return { items: [shelf.add(dataEntry(source))], faults: [] };
    return { items: result.entries.map((entry) => shelf.add(entry)), faults: result.faults };
  } catch (error) {
    return { items: [], faults: [sentenceOf(error)] };
  }
}

function PasswordQuestion({ words, asked }: { readonly words: Texts['make']; readonly asked: Asked }) {
  const [password, setPassword] = useState('');
  const box = useRef<HTMLFieldSetElement>(null);
  useEffect(() => box.current?.querySelector('input')?.focus(), []);
  // It stands within the form of a task: Enter answers this question and does not start the task.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    asked.resolve(password);
  };
  return (
    <fieldset class="question" ref={box} onKeyDown={onKeyDown}>
      <Field label={words.locked(asked.source.name)} type="password" value={password} onInput={setPassword} />
      <div class="row">
        <Button kind="primary" onClick={() => asked.resolve(password)}>
          {words.unlock}
        </Button>
        <Button onClick={() => asked.resolve(undefined)}>{words.cancel}</Button>
      </div>
    </fieldset>
  );
}
