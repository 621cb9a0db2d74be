/** Runs code of the user's beside what is ours: what it throws is an uncaught exception, as from any listener. */

/** Reports what a listener has thrown, as the platform reports an exception that nobody has caught. */
export function raise(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

/** Runs listeners now. @returns what they return, undefined where one threw */
export function shielded<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    raise(error);
    return undefined;
  }
}

/** Tells the outcome of an operation to a callback of Node's kind, behind which the user's stands. */
export function callBack(operation: Promise<void>, done: (error?: Error | null) => void): void {
  operation.then(
    () => shielded(() => done()),
    (error: Error) => shielded(() => done(error)),
  );
}

/** Runs in a tick of Node's, behind those that are due. Resolves after it. */
export function inTick(run: () => void): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(() => {
      run();
      resolve();
    });
  });
}
