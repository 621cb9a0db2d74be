/** OpenSSL.SSL: TLS and DTLS, client and server. */

export { X509VerificationCodes } from '../verification/codes.js';
export { Connection, Connection as ConnectionType, type ConnectionConstructor } from './connection/connection.js';
export { ConnectionCore } from './connection/core.js';
export type { TemporaryKey } from './connection/negotiated.js';
export { SocketConnection } from './connection/socket-connection.js';
export * from './constants.js';
export type {
  AlpnSelectCallback,
  Answer,
  CertificateCallback,
  ClientHelloCallback,
  CookieGenerateCallback,
  CookieVerifyCallback,
  InfoCallback,
  KeylogCallback,
  MessageCallback,
  OcspClientCallback,
  OcspServerCallback,
  PskClientCallback,
  PskIdentity,
  PskServerCallback,
  ServernameCallback,
  SessionGetCallback,
  SessionNewCallback,
  SessionRemoveCallback,
} from './context/callbacks.js';
export { Context, Context as ContextType } from './context/context.js';
export type { PasswdCallback } from './context/credentials.js';
export type { VerifyCallback } from './context/verification.js';
export {
  Error,
  SysCallError,
  WantCallbackError,
  WantReadError,
  WantWriteError,
  WantX509LookupError,
  ZeroReturnError,
} from './errors.js';
export type { ClientHello, ClientHelloExtension } from './handshake/client-hello.js';
export type { CertificateType } from './handshake/raw-keys.js';
export { Session } from './session/session.js';
export type { TicketKeyCallback, TicketKeyChoice } from './session/ticket-keys.js';
export type { Address, SocketLike } from './transport/transport.js';
export { OpenSSLVersion, OpenSSLVersion as SSLeayVersion } from './version.js';
