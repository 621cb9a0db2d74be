/** What the engine is given: a carrier of ciphertext, and limits. */
import type { Carrier } from '../tls/transport/carrier.js';
import type { Demands } from '../verification/verdict.js';
import type { Misnamed } from './failure.js';

/** What carries the ciphertext, and how it ends. */
export interface Transport extends Carrier {
  /** Ends this direction, after what was written; the other one stays open. */
  end(): Promise<void>;
  /** The session reads no more: the peer has closed it. What the carrier still gives is not looked at. */
  readNoMore?(): void;
  /** Lets go of both directions at once; pending reads and writes settle. */
  abort(reason: Error | undefined): void;
}

export interface ChannelOptions {
  /** What the handshake waits for; at once by default. */
  readonly ready?: Promise<void> | undefined;
  /** How many milliseconds the handshake may take; 0 for no limit. */
  readonly handshakeTimeout?: number | undefined;
  /** Ends the channel, whatever it is doing. */
  readonly signal?: AbortSignal | undefined;
  /** Whether an end without close_notify is an end, and not an error. */
  readonly allowTruncation?: boolean | undefined;
  /** What the peer must be, after each handshake. */
  readonly demands: Demands;
  /** What the handshake waits for when it is done, before anything is said of it. */
  readonly settled?: (() => Promise<void>) | undefined;
  /** Whether the face tells its user of the session before a server's tickets go out, and says then that it has. */
  readonly announces?: boolean | undefined;
  /** What is said of a certificate that names somebody else. */
  readonly misnamed?: Misnamed | undefined;
  /** Told that the peer has been judged and is good; an error ends the channel. */
  readonly onJudged?: (() => void) | undefined;
}
