import { useState } from 'preact/hooks';
import { formatNumber } from '../../frame/format.js';
import { Bytes } from '../../frame/parts/index.js';
import type { Texts } from '../../texts/index.js';
import type { Field } from '../model/field.js';

type Words = Texts['handshake'];

interface DissectionProps {
  readonly texts: Words;
  readonly fields: readonly Field[];
  readonly bytes: Uint8Array;
  /** What was changed on the way. */
  readonly damage?: Range | undefined;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Bytes in a line of what is shown, and lines before the field that was gone to. */
const [WIDTH, BEFORE] = [16, 2];
/** Lines that are to be seen without a click. */
const VISIBLE = 32;

/** Fields beside bytes: the field that was gone to is marked among them. */
export function Dissection({ texts, fields, bytes, damage }: DissectionProps) {
  const [range, setRange] = useState<Range>();
  const from = firstByte(range ?? damage, bytes.length);
  const marks = [
    ...(damage === undefined ? [] : [{ ...damage, kind: 'damaged' }]),
    ...(range === undefined ? [] : [{ ...range, kind: 'marked' }]),
  ];
  return (
    <div class="dissection">
      <div class="fields">
        <p class="hint">{texts.fieldsHint}</p>
        <FieldList texts={texts} fields={fields} isTop range={range} onGo={setRange} />
      </div>
      <Bytes key={from} bytes={bytes.subarray(from)} from={from} marks={marks} />
    </div>
  );
}

/** From which byte on they are shown, so that the field is among them. */
function firstByte(range: Range | undefined, length: number): number {
  if (range === undefined || length <= VISIBLE * WIDTH || range.start < VISIBLE * WIDTH) return 0;
  return Math.max(0, Math.floor(range.start / WIDTH) - BEFORE) * WIDTH;
}

interface FieldListProps {
  readonly texts: Words;
  readonly fields: readonly Field[];
  readonly isTop?: boolean;
  readonly range: Range | undefined;
  readonly onGo: (range: Range) => void;
}

const FieldList = ({ texts, fields, isTop = false, range, onGo }: FieldListProps) => (
  <ul class="field-list" dir="ltr">
    {fields.map((field) => (
      <FieldItem
        key={`${field.start} ${field.name}`}
        texts={texts}
        field={field}
        isTop={isTop}
        range={range}
        onGo={onGo}
      />
    ))}
  </ul>
);

interface FieldItemProps extends Omit<FieldListProps, 'fields'> {
  readonly field: Field;
}

/** Lists of many are closed at first. */
const MANY = 12;

function FieldItem({ texts, field, isTop, range, onGo }: FieldItemProps) {
  const { name, value, start, end, children } = field;
  const isMarked = range?.start === start && range.end === end;
  const head = isMarked ? 'field-head here' : 'field-head';
  const go = () => onGo({ start, end });
  const note = texts.extensions[name];
  const words = (
    <>
      <span class="field-name">{name}</span>
      {value !== '' && <span class="field-value">{value}</span>}
      <span class="unseen">{texts.bytes(formatNumber(end - start))}</span>
    </>
  );
  if (children.length === 0)
    return (
      <li>
        <button type="button" class={head} aria-pressed={isMarked} onClick={go} onFocus={go} onMouseEnter={go}>
          {words}
        </button>
      </li>
    );
  return (
    <li>
      <details open={isTop && children.length <= MANY ? true : undefined}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a button, and this one shows its bytes, too */}
        <summary class={head} onFocus={go} onMouseEnter={go}>
          {words}
        </summary>
        {note !== undefined && (
          <p class="field-note" dir="auto">
            {note}
          </p>
        )}
        <FieldList texts={texts} fields={children} range={range} onGo={onGo} />
      </details>
    </li>
  );
}
