/** Waits that end: what is still waiting after a while is said to hang. */

/** What a promise comes to, or `late` after so many milliseconds. */
export async function within<T, L>(ms: number, promise: Promise<T>, late: L): Promise<T | L> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await Promise.race([promise, new Promise<L>((resolve) => (timer = setTimeout(resolve, ms, late)))]);
  } finally {
    clearTimeout(timer);
  }
}

/** Empties a list of calls under way. @throws where one of them does not end within two seconds */
export async function ended(title: string, pending: Promise<unknown>[]): Promise<void> {
  const HANGS = Symbol('hangs');
  const all = Promise.all(pending.splice(0));
  if ((await within(2000, all, HANGS)) === HANGS) throw new Error(`${title} hangs`);
}
