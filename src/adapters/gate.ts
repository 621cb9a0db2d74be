/** Holds back what goes to the peer while somebody has to be done first: a session must be in its cache before it is used. */
import type { Transport } from './transport.js';

/** What is waited for. */
export class Gate {
  #pending: Promise<void> | undefined;
  #release: () => void = () => {};
  readonly #released: Promise<void>;

  constructor() {
    this.#released = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  /** Closes the gate until a promise is settled; a rejection is that of whoever waits. */
  hold(until: Promise<unknown>): void {
    const next = Promise.all([this.#pending, until]).then(() => undefined);
    this.#pending = next;
    next.then(
      () => {
        if (this.#pending === next) this.#pending = undefined;
      },
      () => undefined,
    );
  }

  /** Resolves when nothing is waited for. */
  async passed(): Promise<void> {
    while (this.#pending !== undefined) {
      const pending = this.#pending;
      if ((await Promise.race([pending, this.#released.then(() => true)])) === true) return;
      if (this.#pending === pending) this.#pending = undefined;
    }
  }

  /** Opens it for good: the session is over. */
  release(): void {
    this.#release();
  }
}

/** A transport behind a gate. */
export class GatedTransport implements Transport {
  readonly #inner: Transport;
  readonly #gate: Gate;

  constructor(inner: Transport, gate: Gate) {
    this.#inner = inner;
    this.#gate = gate;
  }

  read(): Promise<Uint8Array | undefined> {
    return this.#inner.read();
  }

  async write(data: Uint8Array): Promise<void> {
    await this.#gate.passed();
    await this.#inner.write(data);
  }

  async end(): Promise<void> {
    await this.#gate.passed();
    await this.#inner.end();
  }

  readNoMore(): void {
    this.#inner.readNoMore?.();
  }

  abort(reason: Error | undefined): void {
    this.#gate.release();
    this.#inner.abort(reason);
  }
}
