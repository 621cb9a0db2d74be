/** What a connection's ciphertext goes over, as the pump needs it. */

/** What carries the ciphertext. One read and one write are under way at a time. */
export interface Carrier {
  /** Resolves with the next bytes, at least one; with undefined at the end of the stream. */
  read(): Promise<Uint8Array | undefined>;
  /**
   * Resolves when the transport wants more.
   * @throws {WantWriteError} when it would wait and must not; it has taken nothing then
   */
  write(data: Uint8Array): Promise<void>;
}

/** A carrier that can say at once what it has, and what it takes: nothing waits for a promise then. */
export interface ImmediateCarrier extends Carrier {
  /** The next bytes, where they are there; undefined otherwise, and where only {@link Carrier.read} can tell. */
  readNow(): Uint8Array | undefined;
  /** Asks for more where there is nothing, and takes nothing. */
  ask(): void;
  /** Whether there is nothing to read, and no word of the end yet. */
  readonly isIdle: boolean;
  /** Where what goes into {@link writeNow} may be put: the bytes there are needed no longer than that call. */
  readonly room?: Uint8Array | undefined;
  /** Takes bytes. @returns whether it wants more at once; {@link drained} waits for that */
  writeNow(data: Uint8Array): boolean;
  /** Resolves when it wants more. */
  drained(): Promise<void>;
}
