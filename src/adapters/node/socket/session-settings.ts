import { callbackArgument } from '../../../common/arguments.js';
import { boolean, declareOptions, trueUnlessFalse } from '../../../common/options.js';
import { wrongType } from '../../../common/refusals.js';
import { SSL } from '../../../index.js';
import { SecureContext } from '../../context/secure-context.js';
import { contextOfSide } from '../../context.js';
import type { ContextOptions } from '../../options.js';
import { createSecureContext } from '../module/secure-context.js';
import { nodeFailure } from './failure.js';
import { notSecure, type Target } from './node-errors.js';
import { SessionFace } from './session-face.js';
import { traceTo } from './trace.js';

/** What a new handshake demands of the peer. */
export interface RenegotiateOptions {
  /** Of a server: whether the client is asked for a certificate. As it was, where it is left out. */
  readonly requestCert?: boolean | undefined;
  /** Of a server: whether a client without a certificate of a trusted CA is refused. As it was, where it is left out. */
  readonly rejectUnauthorized?: boolean | undefined;
}

const renegotiateOptions = declareOptions<RenegotiateOptions>({
  requestCert: boolean,
  rejectUnauthorized: trueUnlessFalse,
});

/** What of a session can be set while it lives. */
export abstract class SessionSettings extends SessionFace {
  /** @internal Whether the handshake has begun. */
  protected abstract hasBegun: boolean;
  /** @internal */
  protected abstract target: Target;

  /** @internal What is demanded of the peer from now on. */
  protected abstract demandAgain(demands: RenegotiateOptions): void;

  /**
   * Asks for a new handshake of TLS 1.2; the peer is judged again, and `secure` is emitted.
   * @param options - of a server, what it demands of the client from now on: `requestCert`, `rejectUnauthorized`. A client's
   * demands stay what they were: another value is refused
   * @param callback - told null after it, or the error
   * @returns whether it has begun
   */
  renegotiate(options: RenegotiateOptions, callback?: (error: Error | null) => void): boolean | undefined {
    if (typeof options !== 'object' || options === null) throw wrongType('options', 'an object', options);
    if (callback !== undefined) callbackArgument(callback, 'callback');
    const demands = renegotiateOptions(options);
    if (this.destroyed) return undefined;
    if (this.isSecure || !this.isServer) this.demandAgain(demands);
    try {
      // Of TLS 1.3 OpenSSL has the word, at any time.
      if (!this.isSecure && this.connection.getProtocolVersion() < SSL.TLS1_3_VERSION) throw notSecure();
      this.channel.renegotiate();
    } catch (error) {
      const failure = error as Error;
      if (callback !== undefined) process.nextTick(callback, nodeFailure(failure, true, this.isServer, this.target));
      return false;
    }
    if (callback !== undefined) this.once('secure', () => callback(null));
    this._read(0);
    return true;
  }

  /** The ticket of a client's session in TLS 1.2, for debugging; undefined for none. */
  getTLSTicket(): Buffer | undefined | null {
    if (this.connection.isFreed) return null;
    using session = this.connection.isHandshakeDone ? this.connection.getSession() : null;
    const ticket = session?.ticket ?? null;
    return ticket === null ? undefined : Buffer.from(ticket);
  }

  /**
   * Shows another certificate: before the handshake begins, and in `ALPNCallback`, where it must be of the kind that the server
   * has already.
   * @param context - of `createSecureContext`, or what one is made of
   */
  setKeyCert(context: SSL.Context | SecureContext | ContextOptions): void {
    if (typeof context !== 'object' || context === null) throw wrongType('context', 'a secure context', context);
    if (this.connection.isFreed || this.isSecure) return;
    const side = this.isServer ? 'server' : 'client';
    const made =
      context instanceof SSL.Context || context instanceof SecureContext
        ? context
        : createSecureContext(context as ContextOptions);
    this.connection.useCredentialsOf(contextOfSide(made, side));
  }

  /**
   * Lets the client begin no new handshake from now on: one that asks ends the session (`ERR_TLS_RENEGOTIATION_DISABLED`)
   * where `secureOptions` allow it at all.
   */
  disableRenegotiation(): void {
    if (!this.connection.isFreed) this.connection.disableRenegotiation();
  }

  /** Writes to stderr what the two sides say: messages of the handshake and alerts, without secrets. */
  enableTrace(): null | undefined {
    if (this.connection.isFreed) return null;
    traceTo(this.connection, (line) => process.stderr.write(line));
    return undefined;
  }
}
