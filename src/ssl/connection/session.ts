import { instanceArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import type { Session } from '../../tls/index.js';
import type { ContextSettings } from '../context/settings.js';

/** A TLS session that a later connection of the same context can resume. */
export class SSLSession {
  /** @internal */
  readonly inner: Session;
  /** @internal */
  readonly context: ContextSettings;

  /** @internal Sessions come from {@link SSLObject.session}. */
  constructor(inner: Session, context: ContextSettings) {
    this.inner = inner;
    this.context = context;
  }

  /** The session id. @corresponds SSL_SESSION_get_id */
  get id(): Bytes {
    return this.inner.id;
  }

  /** When it was made, in seconds since 1970. @corresponds SSL_SESSION_get_time_ex */
  get time(): number {
    return this.inner.time;
  }

  /** How many seconds it lives. @corresponds SSL_SESSION_get_timeout */
  get timeout(): number {
    return this.inner.timeout;
  }

  /** Whether it holds a ticket (RFC 5077; RFC 8446, 4.6.1). @corresponds SSL_SESSION_has_ticket */
  get has_ticket(): boolean {
    return this.inner.hasTicket;
  }

  /** How many seconds the server means to accept the ticket. @corresponds SSL_SESSION_get_ticket_lifetime_hint */
  get ticket_lifetime_hint(): number {
    return this.inner.ticketLifetimeHint;
  }

  /** Whether two sessions have the same id. */
  equals(other: SSLSession): boolean {
    const [a, b] = [this.id, instanceArgument(other, SSLSession, 'other').id];
    return a.length === b.length && a.every((byte, index) => byte === b[index]);
  }

  /** Frees the session now. */
  free(): void {
    this.inner.free();
  }

  /** Frees the session, as {@link free} does. */
  [Symbol.dispose](): void {
    this.free();
  }
}
