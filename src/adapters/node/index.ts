/** `tsopenssl/node`: TLS over Node's streams, in the shape of node:tls. */
import type { TlsVersion } from '../options.js';
import { connect } from './connect.js';
import { getCACertificates, rootCertificates, setDefaultCACertificates } from './module/ca-certificates.js';
import { defaults } from './module/defaults.js';
import { convertALPNProtocols, getCertificateCompressionAlgorithms, getCiphers } from './module/features.js';
import { createSecureContext, SecureContext } from './module/secure-context.js';
import { checkServerIdentity } from './module/server-identity.js';
import { createServer, Server } from './server.js';
import { renegotiation } from './serving/renegotiation.js';
import { TLSSocket } from './socket.js';

export { pinOf } from '../../verification/pins.js';
export type { SecureContextHandle } from '../context/secure-context-handle.js';
export type { PlainCertificate } from '../identity.js';
export type {
  BothSides,
  ClientOptions,
  ContextOptions,
  KeyWithPassphrase,
  PfxWithPassphrase,
  ServerOptions,
  TlsVersion,
} from '../options.js';
export type { Defaults } from './module/defaults.js';
export type { SecureContextConstructor } from './module/secure-context.js';
export type { IdentityCertificate } from './module/server-identity.js';
export type { ConnectOptions } from './options/connect.js';
export type { TlsServerOptions } from './options/server.js';
export type { ClientSide, OnReadOptions, ServerSide, SocketOptions, TLSSocketOptions } from './options/socket.js';
export type { CipherInfo, EphemeralKeyInfo } from './peer.js';
export type { ServerConstructor } from './server.js';
export type { Renegotiation } from './serving/renegotiation.js';
export type { RenegotiateOptions } from './socket/session-settings.js';

// What can be set is set on the default export: these are what it was when this module was loaded.

/** The ciphers of contexts that name none. */
export const DEFAULT_CIPHERS: string = defaults.DEFAULT_CIPHERS;
/** Their groups of the key exchange: `auto`, which is OpenSSL's own. */
export const DEFAULT_ECDH_CURVE: string = defaults.DEFAULT_ECDH_CURVE;
/** Their lowest version. */
export const DEFAULT_MIN_VERSION: TlsVersion = defaults.DEFAULT_MIN_VERSION;
/** Their highest version. */
export const DEFAULT_MAX_VERSION: TlsVersion = defaults.DEFAULT_MAX_VERSION;
/** How often clients may begin a new handshake within the window, where they may at all. */
export const CLIENT_RENEG_LIMIT: number = renegotiation.CLIENT_RENEG_LIMIT;
/** The window in seconds. */
export const CLIENT_RENEG_WINDOW: number = renegotiation.CLIENT_RENEG_WINDOW;

export type { Tls } from './module/module.js';

export { default } from './module/module.js';
export {
  checkServerIdentity,
  connect,
  convertALPNProtocols,
  createSecureContext,
  createServer,
  getCACertificates,
  getCertificateCompressionAlgorithms,
  getCiphers,
  rootCertificates,
  SecureContext,
  Server,
  setDefaultCACertificates,
  TLSSocket,
};
