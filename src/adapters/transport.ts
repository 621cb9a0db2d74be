/** What the engine is given: a carrier of ciphertext, and limits. */
import type { SSL } from '../index.js';
import type { Carrier } from '../tls/pump.js';

/** What carries the ciphertext, and how it ends. */
export interface Transport extends Carrier {
  /** Ends this direction, after what was written; the other one stays open. */
  end(): Promise<void>;
  /** Lets go of both directions at once; pending reads and writes settle. */
  abort(reason: Error | undefined): void;
}

export interface ChannelOptions {
  /** How many milliseconds the handshake may take; 0 for no limit. */
  readonly handshakeTimeout?: number | undefined;
  /** Ends the channel, whatever it is doing. */
  readonly signal?: AbortSignal | undefined;
  /** Whether an end without close_notify is an end, and not an error. */
  readonly allowTruncation?: boolean | undefined;
  /** Judges the peer after the handshake; an error ends the channel. */
  readonly judge?: ((connection: SSL.Connection) => Promise<void> | void) | undefined;
}
