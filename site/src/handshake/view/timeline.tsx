import type { ComponentChildren } from 'preact';
import { formatNumber } from '../../frame/format.js';
import { Sign } from '../../frame/parts/index.js';
import type { Texts } from '../../texts/index.js';
import { writeFragment } from '../choices/fragment.js';
import type { Step, TlsConnection } from '../model/conversation.js';
import type { Side } from '../model/tape.js';
import type { Performance } from '../play/perform.js';
import { explain } from './explain.js';
import { Lock } from './lock.js';
import { RecordView } from './record.js';

type Words = Texts['handshake'];

/** Everything in its order: the client at the begin of the line, the server at its end. */
export function Timeline({ texts, performance }: { readonly texts: Words; readonly performance: Performance }) {
  const { connections } = performance.conversation;
  return (
    <section class="timeline" aria-label={texts.timeline} data-choices={writeFragment(performance.choices)}>
      {connections.map((connection) => (
        <Connection
          key={connection.number}
          texts={texts}
          connection={connection}
          heading={connections.length > 1 ? texts.connection(connection.number) : texts.timeline}
        />
      ))}
    </section>
  );
}

interface ConnectionProps {
  readonly texts: Words;
  readonly connection: TlsConnection;
  readonly heading: string;
}

function Connection({ texts, connection: { steps }, heading }: ConnectionProps) {
  const begin = steps[0]?.at ?? 0;
  // Only TLS 1.3 writes the type within a record.
  const isNew = steps.some(
    (step) => step.kind === 'flight' && step.records.some(({ innerType }) => innerType !== undefined),
  );
  return (
    <>
      <h2>{heading}</h2>
      <p class="hint legend">
        <span>
          <Lock isClosed={false} /> {texts.open}
        </span>
        <span>
          <Lock isClosed /> {texts.encrypted}
        </span>
      </p>
      <div class="ends" aria-hidden="true">
        <span>{texts.client}</span>
        <span>{texts.server}</span>
      </div>
      <ol class="steps">
        {steps.map((step, index) => (
          <StepView key={index} texts={texts} step={step} steps={steps} begin={begin} isNew={isNew} />
        ))}
      </ol>
    </>
  );
}

interface StepProps {
  readonly texts: Words;
  readonly step: Step;
  readonly steps: readonly Step[];
  readonly begin: number;
  readonly isNew: boolean;
}

function StepView({ texts, step, steps, begin, isNew }: StepProps) {
  switch (step.kind) {
    case 'flight':
      return (
        <li class={`flight ${step.side}`}>
          <h3 class="arrow">
            <span>{texts.flight[step.side]}</span>
            <span class="hint">{texts.milliseconds(formatNumber(Math.round((step.at - begin) * 10) / 10))}</span>
          </h3>
          <ul class="records">
            {step.records.map((record, index) => (
              <RecordView key={index} texts={texts} record={record} isNew={isNew} />
            ))}
          </ul>
        </li>
      );
    case 'done': {
      const isKnown = step.side === 'client' && step.facts.isResumed;
      return (
        <Event side={step.side} kind="good">
          <p>{isKnown ? texts.done.clientResumed : texts.done[step.side]}</p>
        </Event>
      );
    }
    case 'failed':
      return <Failure texts={texts} step={step} steps={steps} />;
    case 'received':
      return (
        <Event side={step.side} kind="info">
          <p>{step.isEarly ? texts.received.early : texts.received[step.side]}:</p>
          <pre dir="ltr">{new TextDecoder().decode(step.data).trim()}</pre>
        </Event>
      );
    case 'cut':
      return (
        <li class="cut">
          <p>{texts.cut}</p>
        </li>
      );
  }
}

interface EventProps {
  readonly side: Side;
  readonly kind: 'info' | 'good' | 'error' | 'warning';
  readonly children: ComponentChildren;
}

/** Something that happens at one end. */
const Event = ({ side, kind, children }: EventProps) => (
  <li class={`event ${side} ${kind}`}>
    <Sign kind={kind} />
    <div>{children}</div>
  </li>
);

interface FailureProps {
  readonly texts: Words;
  readonly step: Extract<Step, { kind: 'failed' }>;
  readonly steps: readonly Step[];
}

function Failure({ texts, step, steps }: FailureProps) {
  const { isTold, why, todo } = explain(step, steps, texts);
  return (
    <Event side={step.side} kind={isTold ? 'warning' : 'error'}>
      <p class="notice-title">{isTold ? texts.toldBy[step.side] : texts.gaveUp[step.side]}</p>
      {!isTold && (
        <>
          <p>
            <b>{texts.why}:</b> {why}
          </p>
          {todo !== '' && (
            <p>
              <b>{texts.todo}:</b> {todo}
            </p>
          )}
        </>
      )}
      <p class="hint">
        {texts.says}: <q dir="ltr">{step.reasons.join('; ')}</q>
      </p>
    </Event>
  );
}
