/** Why a side gave up, as the texts have it: OpenSSL's verdict on the chain, the alert, or the end of the line. */
import type { Texts } from '../../texts/index.js';
import type { Step } from '../model/conversation.js';
import type { Alert } from '../model/records.js';

type Words = Texts['handshake'];
type Failed = Extract<Step, { kind: 'failed' }>;

export interface Explanation {
  /** Whether the side only follows the other, which said so by an alert. */
  readonly isTold: boolean;
  readonly why: string;
  readonly todo: string;
}

/** @param steps - those of the connection: what was said before and behind is in them */
export function explain(failed: Failed, steps: readonly Step[], texts: Words): Explanation {
  const at = steps.indexOf(failed);
  const told = alertIn(steps.slice(0, at), (side) => side !== failed.side);
  const own = alertIn(steps.slice(at), (side) => side === failed.side);
  const isTold = told !== undefined && told.level === FATAL;
  const said = isTold ? told : own;
  const verdict = texts.verdicts[failed.verdict];
  if (!isTold && failed.verdict !== 0 && verdict !== undefined) return { isTold, ...verdict };
  if (steps.slice(0, at).some(({ kind }) => kind === 'cut')) return { isTold: false, ...texts.lineDead };
  return { isTold, ...(texts.alerts[said?.name ?? ''] ?? texts.unknown) };
}

const FATAL = 2;

function alertIn(steps: readonly Step[], isOf: (side: 'client' | 'server') => boolean): Alert | undefined {
  for (const step of steps)
    if (step.kind === 'flight' && isOf(step.side))
      for (const { content } of step.records)
        if (content?.kind === 'alert' && content.alert.name !== 'close_notify') return content.alert;
  return undefined;
}

/** Who gave up first, and in which connection; undefined where all went well. */
export function firstFailure(
  connections: readonly { readonly steps: readonly Step[] }[],
): { failed: Failed; steps: readonly Step[] } | undefined {
  for (const { steps } of connections) {
    const failed = steps.find((step): step is Failed => step.kind === 'failed');
    if (failed !== undefined) return { failed, steps };
  }
  return undefined;
}
