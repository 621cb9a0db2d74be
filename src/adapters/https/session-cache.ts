/** Sessions of an agent, by what they are good for, and not more than so many. */
export class SessionCache {
  readonly #sessions = new Map<string, Buffer>();

  get(key: string): Buffer | undefined {
    return this.#sessions.get(key);
  }

  /** @param most - how many may be kept: the one that came first goes */
  add(key: string, session: Buffer, most: number): void {
    if (!(most > 0)) return;
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size < most || this.#sessions.has(key)) break;
      this.#sessions.delete(oldest);
    }
    this.#sessions.set(key, session);
  }

  delete(key: string): void {
    this.#sessions.delete(key);
  }
}
