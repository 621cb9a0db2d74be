/**
 * How long this thread keeps its event loop from turning. The clock on the wall counts what other processes of a busy machine
 * take; the kernel's account of this thread (proc_pid_schedstat(5)) does not.
 */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const NS_PER_MS = 1e6;

/** Milliseconds between two turns of the loop, at most. */
export interface HeldUp {
  /** By the clock, as `monitorEventLoopDelay` has it. */
  readonly wall: number;
  /** That this thread itself was running; not a number where the kernel keeps no account. */
  readonly own: number;
}

function running(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'latin1').split(' ')[0]) / NS_PER_MS;
  } catch {
    return Number.NaN;
  }
}

/** Watches the loop while `body` goes on. */
export async function heldUp(body: () => Promise<void>): Promise<HeldUp> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let own = 0;
  let last = running();
  const timer = setInterval(() => {
    const now = running();
    own = Math.max(own, now - last);
    last = now;
  }, 1);
  delay.enable();
  try {
    await body();
  } finally {
    clearInterval(timer);
    delay.disable();
  }
  return { wall: delay.max / NS_PER_MS, own: Number.isNaN(last) ? last : own };
}
