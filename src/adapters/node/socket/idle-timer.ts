/** The timer of `setTimeout`: the stream beneath may have none, and what counts is what the session carries. */
import { wrongType } from '../../../common/refusals.js';
import { coded } from './node-errors.js';

/** The longest time that a timer takes. */
const MAX_TIMER = 0x7fff_ffff;

/** Judges a time of node's timers. @throws {RangeError} unless it is finite and not negative */
export function idleTime(value: unknown): number {
  if (typeof value !== 'number') throw wrongType('msecs', 'a number of milliseconds', value);
  if (value >= 0 && Number.isFinite(value)) return value;
  const message = `msecs is out of range: it must be a finite number of milliseconds, 0 or more, not ${value}`;
  throw coded('ERR_OUT_OF_RANGE', message, RangeError);
}

/** Counts the time in which nothing happens. It does not keep the process alive. */
export class IdleTimer {
  readonly #onIdle: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
  }

  /** @param milliseconds - 0 for never; what a timer cannot take counts as the longest that it can */
  set(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (milliseconds === 0) return;
    this.#timer = setTimeout(this.#onIdle, Math.min(milliseconds, MAX_TIMER));
    this.#timer.unref?.();
  }

  /** Something has happened. */
  refresh(): void {
    this.#timer?.refresh();
  }
}
