/** Work of the page: one after the other in a view, each with its progress, each to be stopped. */
import { type Signal, signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { JobProgress, RemotePki } from 'tsopenssl/worker';
import { pool } from './pool.js';

/** What work is given. */
export interface Tools {
  /** The kit in the threads, whose calls end with the work, and tell how far they are. */
  readonly pki: RemotePki;
  /** Ends the work: for what is not of the kit. */
  readonly signal: AbortSignal;
  /** Tells how far it is, from 0 to 1, and in words. */
  readonly tell: (value: number | undefined, detail?: string) => void;
}

/** How work stands. */
export type JobState<T> =
  | { readonly is: 'idle' }
  | {
      readonly is: 'running';
      readonly progress?: JobProgress;
      readonly value?: number | undefined;
      readonly detail?: string | undefined;
    }
  | { readonly is: 'done'; readonly result: T }
  | { readonly is: 'stopped' }
  | { readonly is: 'failed'; readonly error: unknown };

/** A place for work. */
export class Job<T> {
  readonly state: Signal<JobState<T>> = signal<JobState<T>>({ is: 'idle' });
  #controller: AbortController | undefined;

  /** Begins work; what was under way before ends. @returns the result; undefined where it was stopped or has failed */
  async run(work: (tools: Tools) => Promise<T>): Promise<T | undefined> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const { signal: end } = controller;
    const set = (state: JobState<T>) => {
      if (this.#controller === controller) this.state.value = state;
    };
    set({ is: 'running' });
    try {
      const { pki } = await pool();
      end.throwIfAborted();
      const onProgress = (progress: JobProgress) => !end.aborted && set({ is: 'running', progress });
      const tell = (value: number | undefined, detail?: string) =>
        !end.aborted && set({ is: 'running', value, detail });
      const result = await work({ pki: pki.with({ signal: end, onProgress }), signal: end, tell });
      end.throwIfAborted();
      set({ is: 'done', result });
      return result;
    } catch (error) {
      set(end.aborted ? { is: 'stopped' } : { is: 'failed', error });
      return undefined;
    }
  }

  /** Ends what is under way. */
  stop(): void {
    this.#controller?.abort();
    if (this.state.value.is === 'running') this.state.value = { is: 'stopped' };
  }

  /** Forgets what was done. */
  reset(): void {
    this.stop();
    this.#controller = undefined;
    this.state.value = { is: 'idle' };
  }
}

/** A place for work of a component, which ends with it. */
export function useJob<T>(): Job<T> {
  const [job] = useState(() => new Job<T>());
  const current = useRef(job);
  useEffect(() => () => current.current.stop(), []);
  return job;
}

/** What an error says to people: the kit's sentences are written for that. */
export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
