/** The conversation as the page shows it: connections, their flights, what happened between. Made of a tape alone. */
import type { Agreed, Message } from './messages.js';
import { type Alert, readRecords, type Speaking, type TlsRecord } from './records.js';
import type { Side, SideEvent, Tape } from './tape.js';

export type Step =
  | { readonly kind: 'flight'; readonly side: Side; readonly at: number; readonly records: readonly TlsRecord[] }
  | SideEvent;

export interface TlsConnection {
  readonly number: number;
  readonly steps: readonly Step[];
}

export interface Conversation {
  readonly isDatagram: boolean;
  readonly connections: readonly TlsConnection[];
}

/** Reads a tape. */
export function readTape(tape: Tape): Conversation {
  const { isDatagram } = tape;
  const connections: { number: number; steps: Step[] }[] = [];
  let agreed = begin(isDatagram);
  let speaking = silent();
  for (const event of tape.events) {
    if (event.kind === 'connection') {
      connections.push({ number: event.number, steps: [] });
      agreed = begin(isDatagram);
      speaking = silent();
      continue;
    }
    const steps = connections.at(-1)?.steps;
    if (event.kind !== 'flight') steps?.push(event);
    else {
      const records = readRecords(event, isDatagram, agreed, speaking[event.side]);
      if (records.length > 0) steps?.push({ kind: 'flight', side: event.side, at: event.at, records });
    }
  }
  return { isDatagram, connections };
}

const begin = (isDatagram: boolean): Agreed => ({ isDatagram, version: undefined, suite: undefined });
const silent = (): Record<Side, Speaking> => ({ client: { isEncrypting: false }, server: { isEncrypting: false } });

/** Every message and who has sent it, in order. */
export function* messagesOf(
  conversation: Conversation,
): Generator<{ side: Side; message: Message; record: TlsRecord }> {
  for (const { side, record } of recordsOf(conversation))
    if (record.content?.kind === 'message') yield { side, message: record.content.message, record };
}

/** Every alert and who has sent it, in order. */
export function* alertsOf(conversation: Conversation): Generator<{ side: Side; alert: Alert }> {
  for (const { side, record } of recordsOf(conversation))
    if (record.content?.kind === 'alert') yield { side, alert: record.content.alert };
}

function* recordsOf(conversation: Conversation): Generator<{ side: Side; record: TlsRecord }> {
  for (const { steps } of conversation.connections)
    for (const step of steps)
      if (step.kind === 'flight') for (const record of step.records) yield { side: step.side, record };
}
