/** The way in: files that are dropped or chosen, and text that is pasted. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatSize } from '../frame/format.js';
import { isHanded } from '../frame/handover.js';
import { Button, Field, FileDrop, Notice } from '../frame/parts/index.js';
import type { Texts } from '../texts/index.js';
import { useJob } from '../work/jobs.js';
import { JobStatus } from '../work/status.js';
import { items, take, takeHanded } from './store.js';

type Words = Texts['read'];

/** Largest file that is taken, in bytes: the whole of it lies in memory, and more than once. */
const LARGEST = 256 << 20;

export function TakeIn({ words }: { readonly words: Words }) {
  const job = useJob<void>();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<readonly string[]>([]);
  const takeFiles = async (files: readonly File[]) => {
    setRefused(files.filter(({ size }) => size > LARGEST).map(({ name }) => name));
    await job.run(async (tools) => {
      for (const [index, file] of files.filter(({ size }) => size <= LARGEST).entries()) {
        tools.tell(files.length > 1 ? index / files.length : undefined, file.name);
        await take(tools, file.name, new Uint8Array(await file.arrayBuffer()));
      }
    });
  };
  const takeText = (given: string) => job.run((tools) => take(tools, '', given));
  usePaste(takeText, takeFiles);
  useEffect(() => {
    if (isHanded('read')) job.run(takeHanded);
  }, []);
  return (
    <div class="stack">
      <div class={items.value.length > 0 ? 'small-drop' : undefined}>
        <FileDrop label={words.drop} hint={words.dropHint} multiple wholePage onFiles={takeFiles} />
      </div>
      <details class="paste">
        <summary>{words.pasteInstead}</summary>
        <form
          class="stack"
          onSubmit={async (event) => {
            event.preventDefault();
            await takeText(text);
            setText('');
          }}
        >
          <Field
            label={words.paste}
            value={text}
            onInput={setText}
            rows={7}
            code
            placeholder="-----BEGIN CERTIFICATE-----"
          />
          <div class="row">
            <Button kind="primary" type="submit" disabled={text.trim() === ''}>
              {words.look}
            </Button>
          </div>
        </form>
      </details>
      <JobStatus job={job} label={words.looking} />
      {refused.map((name) => (
        <Notice key={name} kind="error" live title={words.tooLarge(name, formatSize(LARGEST))} />
      ))}
    </div>
  );
}

/** Takes what is pasted anywhere but into a field. */
function usePaste(takeText: (text: string) => unknown, takeFiles: (files: readonly File[]) => unknown): void {
  const latest = useRef({ takeText, takeFiles });
  latest.current = { takeText, takeFiles };
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      const files = [...(event.clipboardData?.files ?? [])];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (files.length > 0) latest.current.takeFiles(files);
      else if (text.trim() !== '') latest.current.takeText(text);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}
