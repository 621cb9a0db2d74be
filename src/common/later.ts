/** What is there, or comes later: one way on for both, so that who has it at once need not wait. */

/** Whether a value is a promise, or what `await` takes for one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/**
 * Goes on with a value: now, or when the promise of it answers.
 * @returns what `next` returns; a promise of it where `value` is one
 */
export function after<T, R>(value: T | PromiseLike<T>, next: (value: T) => R | PromiseLike<R>): R | Promise<R> {
  if (isThenable(value)) return Promise.resolve(value as PromiseLike<T>).then(next);
  return next(value) as R | Promise<R>;
}
