/** Python's ssl module, as its first manual has it and as it is today, over the TLS of this package. */

export { matchHostname } from './certificate/match-hostname.js';
export type { DistinguishedName, PeerCertificate } from './certificate/peer-certificate.js';
export { type ASN1Object, Purpose } from './certificate/purpose.js';
export { getServerCertificate, wrapSocket } from './certificate/server-certificate.js';
export { certTimeToSeconds, DERCertToPEMCert, PEM_FOOTER, PEM_HEADER, PEMCertToDERCert } from './certificate/text.js';
export { CHANNEL_BINDING_TYPES } from './connection/channel-binding.js';
export { MemoryBIO } from './connection/memory-bio.js';
export { SSLSession } from './connection/session.js';
export { SSLObject } from './connection/ssl-object.js';
export { SSLSocket } from './connection/ssl-socket.js';
export { type SimpleCertificate, sslsocket } from './connection/sslsocket.js';
export type { Cipher } from './connection/state.js';
export type { WrapSocketOptions } from './connection/wrap-options.js';
export * from './constants/enums.js';
export * from './constants/features.js';
export {
  type PSKClientCallback,
  type PSKServerCallback,
  type SessionStats,
  type SNICallback,
  SSLContext,
} from './context/context.js';
export type { CertStoreStats, Password } from './context/credentials.js';
export {
  _createUnverifiedContext,
  createDefaultContext,
  type TrustOptions,
  type UnverifiedOptions,
} from './context/default-context.js';
export { type CipherDescription, getSigalgs } from './context/negotiation.js';
export { DefaultVerifyPaths, getDefaultVerifyPaths } from './context/verify-paths.js';
export * from './errors/errors.js';
export type { FileLike } from './files.js';
export * from './random.js';
