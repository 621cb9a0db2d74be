/**
 * tsopenssl/worker: TLS connections in workers. `SSL.Context` and `SSL.Connection` of a pool have the names of those of
 * `tsopenssl`, and their methods return promises.
 */
export * as crypto from '../crypto/index.js';
export { WorkerError, type WorkerErrorCode } from './errors.js';
export { CallbackConnection } from './host/callbacks.js';
export { RemoteConnection } from './host/connection.js';
export { RemoteContext, type RemoteVerifyCallback } from './host/context.js';
export type { JobOptions, JobProgress, PiecesProgress } from './host/job.js';
export type { RemoteKit, RemotePki } from './host/pki.js';
export { type ConnectionMaker, type ContextMaker, type PoolOptions, WorkerPool, type WorkerSSL } from './host/pool.js';
export type { Promised } from './host/promised.js';
export { RemoteStore } from './host/store.js';
export type { AnyWorker, ThreadScript } from './host/worker.js';
export type { ExchangeResult, ExchangeStep, KeyProgress, Role, ThreadStatus } from './wire/messages.js';
export { transfer } from './wire/values.js';
