import { OpenSSLError } from '../index.js';

/** What became of a worker. */
export type WorkerErrorCode =
  /** Its script could not be started, or did not answer. */
  | 'ERR_WORKER_START'
  /** It ended by itself: an exception, no memory, an exit. */
  | 'ERR_WORKER_CRASHED'
  /** It was ended on this side. */
  | 'ERR_WORKER_TERMINATED';

/** A worker is gone, and all that lived in it. Every call that waited for it gets this error. */
export class WorkerError extends OpenSSLError {
  /** The name of the class, which no minifier changes. */
  override name = 'WorkerError';
  /** What became of the worker. */
  readonly code: WorkerErrorCode;

  /** @param cause - what the platform said of it */
  constructor(code: WorkerErrorCode, message: string, cause?: unknown) {
    super(message, undefined, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
