/** What nobody catches, for tests of it: the runner's own listeners are set aside meanwhile. */

export interface Uncaught {
  readonly origin: NodeJS.UncaughtExceptionOrigin;
  readonly message: string;
}

/** Runs something and collects the exceptions and rejections that nobody caught meanwhile. */
export async function uncaughtDuring(run: (seen: readonly Uncaught[]) => Promise<void>): Promise<readonly Uncaught[]> {
  const seen: Uncaught[] = [];
  const onException = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin) =>
    void seen.push({ origin, message: error instanceof Error ? error.message : String(error) });
  const onRejection = (reason: unknown) => onException(reason, 'unhandledRejection');
  const exceptions = process.listeners('uncaughtException');
  const rejections = process.listeners('unhandledRejection');
  process.removeAllListeners('uncaughtException').removeAllListeners('unhandledRejection');
  process.on('uncaughtException', onException).on('unhandledRejection', onRejection);
  try {
    await run(seen);
    // Rejections are told after the microtasks, and sockets close a little later.
    await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    process.off('uncaughtException', onException).off('unhandledRejection', onRejection);
    for (const listener of exceptions) process.on('uncaughtException', listener);
    for (const listener of rejections) process.on('unhandledRejection', listener);
  }
  return seen;
}
