import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { frameWords } from '../words.js';

interface FileDropProps {
  /** What is wanted. */
  readonly label: string;
  readonly hint?: string | undefined;
  readonly onFiles: (files: readonly File[]) => void;
  readonly multiple?: boolean;
  /** Whether files may be dropped anywhere on the page, and not on this field alone. */
  readonly wholePage?: boolean;
}

/** A field that takes files: chosen, or dropped. */
export function FileDrop({ label, hint, onFiles, multiple = false, wholePage = false }: FileDropProps) {
  const id = useId();
  const field = useRef<HTMLDivElement>(null);
  const [isOver, setOver] = useState(false);
  const words = frameWords();
  const given = useRef(onFiles);
  given.current = onFiles;
  useEffect(() => {
    const target: HTMLElement | null = wholePage ? document.documentElement : field.current;
    if (target === null) return;
    return takeDrops(target, setOver, (files) => given.current(multiple ? files : files.slice(0, 1)));
  }, [wholePage, multiple]);
  return (
    <div class={`drop${isOver ? ' over' : ''}`} ref={field}>
      <label for={id}>
        <span class="drop-label">{label}</span>
        <span class="button plain" aria-hidden="true">
          {words.choose}
        </span>
        <span class="hint">{words.pasteHere}</span>
      </label>
      <input
        id={id}
        type="file"
        class="unseen"
        multiple={multiple}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same file may be chosen again.
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Listens for files that are dropped. @returns what ends it */
function takeDrops(
  target: HTMLElement,
  setOver: (isOver: boolean) => void,
  onFiles: (files: readonly File[]) => void,
): () => void {
  const end = new AbortController();
  const { signal } = end;
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
  target.addEventListener(
    'dragover',
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    },
    { signal },
  );
  target.addEventListener(
    'dragleave',
    (event) => {
      if (!(event.relatedTarget instanceof Node) || !target.contains(event.relatedTarget)) setOver(false);
    },
    { signal },
  );
  target.addEventListener(
    'drop',
    (event) => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) onFiles(files);
    },
    { signal },
  );
  return () => end.abort();
}
