/** What a context calls back with, and what it expects of the answers. */

import type { Bytes } from '../../common/bytes.js';
import type { Classes } from '../classes.js';
import type { NO_OVERLAPPING_PROTOCOLS } from '../constants.js';
import type { ClientHello } from '../handshake/client-hello.js';
import type { Session } from '../session/session.js';
import type { TicketKeyCallback } from '../session/ticket-keys.js';

type ConnectionCore = Classes['ConnectionCore'];
type Context = Classes['Context'];

/** Told of a step: `where` has `SSL_CB_…` and `SSL_ST_…` bits, `result` is an alert or 0 for a failure. */
export type InfoCallback = (connection: ConnectionCore, where: number, result: number) => void;
/**
 * Told of each message and record: whether this side `sent` it, the `version` of TLS, what its bytes are. `contentType` is that
 * of the record layer (20 ChangeCipherSpec, 21 alert, 22 handshake), or `0x100` for a record's header and `0x101` for the inner
 * type of TLS 1.3; application data itself does not come here.
 */
export type MessageCallback = (
  connection: ConnectionCore,
  sent: boolean,
  version: number,
  contentType: number,
  bytes: Bytes,
) => void;
/** Gets one line of key material. Secret. */
export type KeylogCallback = (connection: ConnectionCore, line: Bytes) => void;
/** An answer, or the promise of one: the handshake waits for it, and {@link WantCallbackError} says so. */
export type Answer<T> = T | Promise<T>;
/** Called on a server when the ClientHello has come, before all else. */
export type ClientHelloCallback = (connection: ConnectionCore, hello: ClientHello) => Answer<void>;
/** Called on a server when the ClientHello has come; `getServername` says which name it holds. */
export type ServernameCallback = (connection: ConnectionCore) => Answer<void>;
/** Called before a certificate is shown: on a server, and on a client that is asked for one. */
export type CertificateCallback = (connection: ConnectionCore) => Answer<void>;
/** Chooses one of the offered protocols, or none: {@link NO_OVERLAPPING_PROTOCOLS}. */
export type AlpnSelectCallback = (
  connection: ConnectionCore,
  options: readonly Bytes[],
) => Answer<Uint8Array | string | typeof NO_OVERLAPPING_PROTOCOLS>;
/** Gives a DER OCSP response to staple, or no bytes for none. */
export type OcspServerCallback<T = unknown> = (connection: ConnectionCore, data: T) => Answer<Uint8Array>;
/** Judges a staple, DER, empty for none. */
export type OcspClientCallback<T = unknown> = (connection: ConnectionCore, response: Bytes, data: T) => boolean;
/** Makes a cookie from what is known of the client's address: at most 255 bytes. */
export type CookieGenerateCallback = (connection: ConnectionCore) => Uint8Array;
/** Whether a cookie is what was made for this client. */
export type CookieVerifyCallback = (connection: ConnectionCore, cookie: Bytes) => boolean;
/** Gets a new session. */
export type SessionNewCallback = (connection: ConnectionCore, session: Session) => void;
/** Finds a session by its id; null for none. */
export type SessionGetCallback = (connection: ConnectionCore, id: Bytes) => Answer<Session | null | undefined>;
/** Told of a session that has been removed. */
export type SessionRemoveCallback = (context: Context, id: Bytes) => void;
/** How a client proves itself without certificate. */
export interface PskIdentity {
  /** Who it is: at most 256 bytes. */
  readonly identity: string | Uint8Array;
  /** The shared key: at most 512 bytes. Secret. */
  readonly key: Uint8Array;
}
/** Chooses identity and key by the server's hint, null where it gave none; null for no key. */
export type PskClientCallback = (connection: ConnectionCore, hint: string | null) => Answer<PskIdentity | null>;
/** Finds the key of a client's identity; null for none. */
export type PskServerCallback = (connection: ConnectionCore, identity: string) => Answer<Uint8Array | null>;

/** @internal The callbacks of a context, as its connections find them. */
export interface ContextCallbacks {
  info?: InfoCallback | undefined;
  message?: MessageCallback | undefined;
  keylog?: KeylogCallback | undefined;
  clientHello?: ClientHelloCallback | undefined;
  certificate?: CertificateCallback | undefined;
  servername?: ServernameCallback | undefined;
  /** As {@link servername}, for the face of Python's ssl: a number is the alert that ends the handshake. */
  servernameAlert?: ((connection: ConnectionCore) => number | undefined) | undefined;
  alpnSelect?: AlpnSelectCallback | undefined;
  ocspServer?: { callback: OcspServerCallback; data: unknown } | undefined;
  ocspClient?: { callback: OcspClientCallback; data: unknown } | undefined;
  cookieGenerate?: CookieGenerateCallback | undefined;
  cookieVerify?: CookieVerifyCallback | undefined;
  sessionNew?: SessionNewCallback | undefined;
  sessionGet?: SessionGetCallback | undefined;
  sessionRemove?: SessionRemoveCallback | undefined;
  pskClient?: PskClientCallback | undefined;
  pskServer?: PskServerCallback | undefined;
  ticketKey?: TicketKeyCallback | undefined;
}
