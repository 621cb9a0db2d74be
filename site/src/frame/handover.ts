/** What one view hands to another: in memory alone, until the other is opened. */

/** A file, or what stands for one. */
export interface Handed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Receiver = 'read' | 'make';

/** Most that waits for a view: the rest is opened there once more. */
const MOST = 20;

const waiting = new Map<Receiver, readonly Handed[]>();

/** Leaves something for a view. */
export function handOver(to: Receiver, handed: Handed): void {
  waiting.set(to, [...(waiting.get(to) ?? []), handed].slice(-MOST));
}

/** Whether something waits for a view. */
export const isHanded = (to: Receiver): boolean => waiting.has(to);

/** Takes what was left for a view; nobody else gets it. */
export function takeOver(by: Receiver): readonly Handed[] {
  const handed = waiting.get(by) ?? [];
  waiting.delete(by);
  return handed;
}
