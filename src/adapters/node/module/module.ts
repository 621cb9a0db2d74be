/** All of `tsopenssl/node` as one object, as `import tls from 'node:tls'` gives it. */
import { connect } from '../connect.js';
import { createServer, Server } from '../server.js';
import { type Renegotiation, renegotiation } from '../serving/renegotiation.js';
import { TLSSocket } from '../socket.js';
import { getCACertificates, rootCertificates, setDefaultCACertificates } from './ca-certificates.js';
import { type Defaults, defaults } from './defaults.js';
import { convertALPNProtocols, getCertificateCompressionAlgorithms, getCiphers } from './features.js';
import { createSecureContext, SecureContext } from './secure-context.js';
import { checkServerIdentity } from './server-identity.js';

/**
 * The names of `node:tls`. Its `DEFAULT_…` and `CLIENT_RENEG_…` can be set: contexts and
 * servers that are made later heed them.
 */
export interface Tls extends Defaults, Renegotiation {
  /** See {@link getCiphers}. */
  getCiphers: typeof getCiphers;
  /** See {@link getCertificateCompressionAlgorithms}. */
  getCertificateCompressionAlgorithms: typeof getCertificateCompressionAlgorithms;
  /** See {@link rootCertificates}. */
  readonly rootCertificates: readonly string[];
  /** See {@link getCACertificates}. */
  getCACertificates: typeof getCACertificates;
  /** See {@link setDefaultCACertificates}. */
  setDefaultCACertificates: typeof setDefaultCACertificates;
  /** See {@link convertALPNProtocols}. */
  convertALPNProtocols: typeof convertALPNProtocols;
  /** See {@link checkServerIdentity}. */
  checkServerIdentity: typeof checkServerIdentity;
  /** See {@link createSecureContext}. */
  createSecureContext: typeof createSecureContext;
  /** See {@link SecureContext}. */
  SecureContext: typeof SecureContext;
  /** See {@link TLSSocket}. */
  TLSSocket: typeof TLSSocket;
  /** See {@link Server}. */
  Server: typeof Server;
  /** See {@link createServer}. */
  createServer: typeof createServer;
  /** See {@link connect}. */
  connect: typeof connect;
}

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

/** All of `tsopenssl/node` as one object. */
const tls: Tls = Object.defineProperties(functions as typeof functions & Defaults & Renegotiation, {
  ...settable(defaults),
  ...settable(renegotiation),
});

export default tls;
