import { useState } from 'preact/hooks';
import { formatNumber } from '../../frame/format.js';
import { Notice, Tabs } from '../../frame/parts/index.js';
import type { Texts } from '../../texts/index.js';
import type { Field } from '../model/field.js';
import type { Content, TlsRecord } from '../model/records.js';
import { Dissection } from './dissection.js';
import { Lock } from './lock.js';
import './record.css';

type Words = Texts['handshake'];

interface RecordProps {
  readonly texts: Words;
  readonly record: TlsRecord;
  /** Whether it is of TLS 1.3. */
  readonly isNew: boolean;
}

/** One record: its name in a line; opened, what it is for, its fields and its bytes. */
export function RecordView({ texts, record, isNew }: RecordProps) {
  const [isOpen, setOpen] = useState(false);
  const { content, fate, isEncrypted, bytes } = record;
  const kind =
    content?.kind === 'alert' && content.alert.name === 'close_notify' ? 'closing' : (content?.kind ?? 'data');
  return (
    <li class={`record ${kind} ${isEncrypted ? 'encrypted' : 'open'} ${fate}`}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary class="record-head">
          <Lock isClosed={isEncrypted} />
          <span class="record-name">
            <bdi>{nameOf(content, texts)}</bdi>
          </span>
          {fate !== 'whole' && <span class="badge">{texts.fateNames[fate]}</span>}
          <span class="record-size">
            <span class="unseen">{isEncrypted ? texts.encrypted : texts.open}, </span>
            {texts.bytes(formatNumber(bytes.length))}
          </span>
        </summary>
        {isOpen && <Opened texts={texts} record={record} isNew={isNew} />}
      </details>
    </li>
  );
}

function Opened({ texts, record, isNew }: RecordProps) {
  const [tab, setTab] = useState<'message' | 'record'>('message');
  const { content, fate, header, bytes, changedAt } = record;
  const inside = insideOf(content);
  const size = header.at(-1)?.end ?? 0;
  const payload: Field = { name: 'fragment', value: '', start: size, end: bytes.length, children: [] };
  const wire = (
    <Dissection
      texts={texts}
      fields={[...header, payload]}
      bytes={bytes}
      damage={
        changedAt === undefined ? undefined : { start: changedAt, end: fate === 'cut' ? bytes.length : changedAt + 1 }
      }
    />
  );
  return (
    <div class="opened">
      {fate !== 'whole' && <Notice kind="warning">{texts.fates[fate]}</Notice>}
      <About texts={texts} record={record} isNew={isNew} />
      {inside === undefined ? (
        wire
      ) : (
        <Tabs
          label={texts.parts}
          selected={tab}
          onSelect={setTab}
          tabs={[
            { id: 'message', label: texts.message, content: () => <Dissection texts={texts} {...inside} /> },
            { id: 'record', label: texts.record, content: () => wire },
          ]}
        />
      )}
    </div>
  );
}

/** What it is for. */
function About({ texts, record: { content }, isNew }: RecordProps) {
  switch (content?.kind) {
    case 'message':
      return (
        <>
          {texts.messages[content.message.name] !== undefined && <p>{texts.messages[content.message.name]}</p>}
          {content.message.unreadable !== undefined && <Notice kind="warning">{texts.unreadable}</Notice>}
        </>
      );
    case 'alert': {
      const words = texts.alerts[content.alert.name] ?? texts.unknown;
      return (
        <p>
          {words.why} {words.todo}
        </p>
      );
    }
    case 'changeCipherSpec':
      return <p>{isNew ? texts.changeCipherSpec.new : texts.changeCipherSpec.old}</p>;
    case 'data':
      return <p>{texts.data}</p>;
    default:
      return null;
  }
}

/** The bytes within, and their fields; nothing where there are none of its own. */
function insideOf(content: Content | undefined): { fields: readonly Field[]; bytes: Uint8Array } | undefined {
  switch (content?.kind) {
    case 'message':
      return content.message;
    case 'alert':
      return content.alert;
    case 'changeCipherSpec':
      return content;
    case 'data': {
      const text = new TextDecoder().decode(content.bytes);
      const fields = [{ name: 'data', value: text, start: 0, end: content.bytes.length, children: [] }];
      return { fields, bytes: content.bytes };
    }
    default:
      return undefined;
  }
}

function nameOf(content: Content | undefined, texts: Words): string {
  switch (content?.kind) {
    case 'message':
      return content.message.name;
    case 'continued':
      return texts.continued(content.name);
    case 'alert':
      return texts.alertName(content.alert.name);
    case 'changeCipherSpec':
      return 'ChangeCipherSpec';
    default:
      return texts.dataName;
  }
}
