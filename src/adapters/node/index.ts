/** `tsopenssl/node`: TLS over Node's streams, in the shape of node:tls. */
import { SecureContext } from '../context/secure-context.js';
import { getCACertificates, rootCertificates, setDefaultCACertificates } from './ca-certificates.js';
import { connect } from './connect.js';
import { type Defaults, defaults } from './defaults.js';
import { convertALPNProtocols, getCertificateCompressionAlgorithms, getCiphers } from './features.js';
import { createSecureContext } from './secure-context.js';
import { createServer, Server } from './server.js';
import { checkServerIdentity } from './server-identity.js';
import { type Renegotiation, renegotiation } from './serving/renegotiation.js';
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
export type { ConnectOptions } from './connect.js';
export type { Defaults } from './defaults.js';
export type { CipherInfo } from './peer.js';
export type { ServerConstructor, TlsServerOptions } from './server.js';
export type { IdentityCertificate } from './server-identity.js';
export type { Renegotiation } from './serving/renegotiation.js';
export type { EphemeralKeyInfo } from './socket.js';
export type { ClientSide, ServerSide, SocketOptions, TLSSocketOptions } from './socket-options.js';

/** What contexts are made of that are told nothing, when this module was loaded: see {@link Defaults}. */
export const { DEFAULT_CIPHERS, DEFAULT_ECDH_CURVE, DEFAULT_MIN_VERSION, DEFAULT_MAX_VERSION }: Readonly<Defaults> =
  defaults;

/** How often clients may begin a new handshake, when this module was loaded: see {@link Renegotiation}. */
export const { CLIENT_RENEG_LIMIT, CLIENT_RENEG_WINDOW }: Readonly<Renegotiation> = renegotiation;

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

const functions = {
  getCiphers,
  getCertificateCompressionAlgorithms,
  rootCertificates,
  getCACertificates,
  setDefaultCACertificates,
  convertALPNProtocols,
  checkServerIdentity,
  createSecureContext,
  SecureContext,
  TLSSocket,
  Server,
  createServer,
  connect,
};

/** A property for each of what can be set, which stays where it is. */
function settable<T extends object>(settings: T): PropertyDescriptorMap {
  return Object.fromEntries(
    Object.keys(settings).map((name) => [
      name,
      {
        configurable: true,
        enumerable: true,
        get: () => settings[name as keyof T],
        set(value: never) {
          settings[name as keyof T] = value;
        },
      },
    ]),
  );
}

/**
 * All of it as one object, as `import tls from 'node:tls'` gives it. Its `DEFAULT_…` and `CLIENT_RENEG_…` can be set: contexts
 * and servers made later heed them.
 */
const module = Object.defineProperties(functions, {
  ...settable(defaults),
  ...settable(renegotiation),
}) as typeof functions & Defaults & Renegotiation;

export default module;
