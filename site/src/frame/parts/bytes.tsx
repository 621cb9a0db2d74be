import { useState } from 'preact/hooks';
import { frameWords } from '../words.js';
import { Button } from './button.js';

interface BytesProps {
  readonly bytes: Uint8Array;
  /** The place of the first one, as the first column says it; 0 without. */
  readonly from?: number;
  /** What they are of, for those who do not see it. */
  readonly label?: string;
  /** Marks bytes: the places of the first, and of the first behind the last. */
  readonly marks?: readonly { readonly start: number; readonly end: number; readonly kind: string }[];
}

const WIDTH = 16;
/** Lines that are shown at first, and with each click more. */
const LINES = 32;

/** Bytes in hexadecimal, with where they stand and what letters they are. */
export function Bytes({ bytes, from = 0, label, marks = [] }: BytesProps) {
  const [lines, setLines] = useState(LINES);
  const count = Math.ceil(bytes.length / WIDTH);
  const shown = Array.from({ length: Math.min(count, lines) }, (_, line) => line);
  const words = frameWords();
  const markOf = (at: number) => marks.find(({ start, end }) => at >= start && at < end)?.kind;
  return (
    <div class="bytes">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in */}
      <div class="scroll code" role="group" tabIndex={0} aria-label={label ?? words.bytes} dir="ltr">
        {shown.map((line) => (
          <Line
            key={line}
            start={from + line * WIDTH}
            bytes={bytes.subarray(line * WIDTH, (line + 1) * WIDTH)}
            markOf={markOf}
          />
        ))}
      </div>
      {count > lines && <Button onClick={() => setLines(lines * 4)}>{words.more}</Button>}
    </div>
  );
}

interface LineProps {
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly markOf: (at: number) => string | undefined;
}

/** Bytes of the same kind are one element: a line has few. */
function Line({ start, bytes, markOf }: LineProps) {
  const runs: { kind: string | undefined; text: string }[] = [];
  for (const [index, byte] of bytes.entries()) {
    const kind = markOf(start + index);
    const last = runs.at(-1);
    const text = byte.toString(16).padStart(2, '0');
    if (last !== undefined && last.kind === kind) last.text += ` ${text}`;
    else runs.push({ kind, text });
  }
  const letters = Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
  return (
    <div class="bytes-line">
      <span class="bytes-place">{start.toString(16).padStart(6, '0')}</span>
      <span class="bytes-hex">
        {runs.map(({ kind, text }, index) => (
          <span key={index} class={kind}>
            {index > 0 && ' '}
            {text}
          </span>
        ))}
      </span>
      <span class="bytes-letters" aria-hidden="true">
        {letters}
      </span>
    </div>
  );
}
