import type { Thread } from './thread.js';

/** Any function that was given for OpenSSL to call. */
export type AnyCallback = (...args: never[]) => unknown;

/** What stands on this side for an object of a thread, and can be called back. */
export interface CallbackOwner {
  /** The function that a method was given. */
  callbackOf(name: string): AnyCallback | undefined;
}

/** What contexts and connections need of their pool. */
export interface Hub {
  /** The thread that has least to do. */
  pick(): Thread;
  /** A number for a new face, by which threads know its object; the face is held weakly. */
  register(face: CallbackOwner): number;
  /** Nothing calls back to it any more. */
  forget(id: number): void;
  /** Runs when the collector has found a face that nobody has freed. */
  readonly backstop: FinalizationRegistry<() => void> | undefined;
}
