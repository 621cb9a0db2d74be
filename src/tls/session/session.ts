import { binaryArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { adopt, explained, HANDLE, NativeObject } from '../../ffi/index.js';
import { native } from '../native.js';

/** A TLS session that a later connection can resume. */
export class Session extends NativeObject<'SSL_SESSION'> {
  /** @internal Sessions come from connections and from {@link Session.fromDer}. */
  constructor() {
    super(() => {
      throw new TypeError('a Session comes from a connection or from Session.fromDer');
    });
  }

  /**
   * Reads a session that {@link toDer} wrote: it can move between processes and servers.
   * @corresponds d2i_SSL_SESSION
   */
  static fromDer(der: Uint8Array): Session {
    return adopt(Session, native.d2i_SSL_SESSION(binaryArgument(der, 'der')));
  }

  /** Writes the session. It holds the master secret: keep it as secret as a key. @corresponds i2d_SSL_SESSION */
  toDer(): Bytes {
    return explained('the session has not been made yet: its handshake is not done', () =>
      native.i2d_SSL_SESSION(this[HANDLE]),
    );
  }

  /** The session id. @corresponds SSL_SESSION_get_id */
  get id(): Bytes {
    return native.SSL_SESSION_get_id(this[HANDLE]);
  }

  /** When it was made, in seconds since 1970. @corresponds SSL_SESSION_get_time_ex */
  get time(): number {
    return native.SSL_SESSION_get_time(this[HANDLE]);
  }

  /** How many seconds it lives. @corresponds SSL_SESSION_get_timeout */
  get timeout(): number {
    return native.SSL_SESSION_get_timeout(this[HANDLE]);
  }

  /** Whether it holds a ticket (RFC 5077; RFC 8446, 4.6.1). @corresponds SSL_SESSION_has_ticket */
  get hasTicket(): boolean {
    return native.SSL_SESSION_has_ticket(this[HANDLE]) === 1;
  }

  /** The ticket as the server has sealed it, null for none. @corresponds SSL_SESSION_get0_ticket */
  get ticket(): Bytes | null {
    return native.ssl_session_ticket(this[HANDLE]);
  }

  /** How many seconds the server means to accept the ticket. @corresponds SSL_SESSION_get_ticket_lifetime_hint */
  get ticketLifetimeHint(): number {
    return native.SSL_SESSION_get_ticket_lifetime_hint(this[HANDLE]);
  }

  /** Whether it can be resumed at all. @corresponds SSL_SESSION_is_resumable */
  get isResumable(): boolean {
    return native.SSL_SESSION_is_resumable(this[HANDLE]) === 1;
  }

  /** How many bytes of early data it allows (RFC 8446, 4.2.10). @corresponds SSL_SESSION_get_max_early_data */
  get maxEarlyData(): number {
    return native.SSL_SESSION_get_max_early_data(this[HANDLE]);
  }
}
