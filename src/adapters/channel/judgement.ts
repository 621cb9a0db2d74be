/** Who the peer of a session is: judged after the first handshake, and after each renegotiation of TLS 1.2 once more. */
import { SSL } from '../../index.js';
import { Verdict } from '../../verification/verdict.js';
import type { ChannelOptions } from '../transport.js';

/** The judgement of a session's peer. */
export class Judgement {
  readonly #connection: SSL.Connection;
  readonly #options: ChannelOptions;
  readonly #check: () => void;
  #verdict: Verdict | undefined;
  /** Whether a later handshake can show another peer: TLS 1.3 has none. */
  #canChange = false;
  /** What the handshake that was judged last is known by. */
  #judged: number | undefined;

  /** @param check - throws once the session has failed: while it is being judged, it may */
  constructor(connection: SSL.Connection, options: ChannelOptions, check: () => void) {
    this.#connection = connection;
    this.#options = options;
    this.#check = check;
  }

  /** Who the peer is, as the last handshake has shown. @throws {TypeError} before the first is done */
  get verdict(): Verdict {
    if (this.#verdict === undefined) throw new TypeError('the handshake is not done yet');
    return this.#verdict;
  }

  /** Whether there was a handshake that nobody has judged yet. */
  get isDue(): boolean {
    return this.#canChange && this.#connection.handshakes() !== this.#judged;
  }

  /** Judges the peer. @throws {Error} where it is not whom it must be */
  async judge(): Promise<void> {
    this.#canChange = this.#connection.getProtocolVersion() < SSL.TLS1_3_VERSION;
    this.#judged = this.#connection.handshakes();
    const verdict = await Verdict.of(this.#connection, this.#options.demands);
    this.#check();
    this.#verdict = verdict;
    this.#connection.demandsMet();
    this.#options.onJudged?.();
    this.#check();
  }

  /** What came or goes after a renegotiation is of a peer that may be another. */
  async judgeAgain(): Promise<void> {
    if (!this.#canChange || this.#connection.isFreed || !this.#connection.isHandshakeDone) return;
    if (this.isDue) await this.judge();
  }
}
