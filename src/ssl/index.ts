/** Python's ssl module, as its first manual has it and as it is today, over the TLS of this package. */
export { certTimeToSeconds, DERCertToPEMCert, PEM_FOOTER, PEM_HEADER, PEMCertToDERCert } from './certificate-text.js';
export { CHANNEL_BINDING_TYPES } from './channel-binding.js';
export type { Cipher } from './connection-state.js';
export {
  type PSKClientCallback,
  type PSKServerCallback,
  type SessionStats,
  type SNICallback,
  SSLContext,
  type WrapSocketOptions,
} from './context.js';
export type { CertStoreStats, Password } from './context-credentials.js';
export { type CipherDescription, getSigalgs } from './context-negotiation.js';
export {
  _createUnverifiedContext,
  createDefaultContext,
  type TrustOptions,
  type UnverifiedOptions,
} from './default-context.js';
export * from './enums.js';
export * from './errors.js';
export * from './features.js';
export type { FileLike } from './files.js';
export { matchHostname } from './match-hostname.js';
export { MemoryBIO } from './memory-bio.js';
export type { DistinguishedName, PeerCertificate } from './peer-certificate.js';
export { type ASN1Object, Purpose } from './purpose.js';
export * from './random.js';
export { getServerCertificate, wrapSocket } from './server-certificate.js';
export { SSLSession } from './session.js';
export { SSLObject } from './ssl-object.js';
export { SSLSocket } from './ssl-socket.js';
export { type SimpleCertificate, sslsocket } from './sslsocket.js';
export { DefaultVerifyPaths, getDefaultVerifyPaths } from './verify-paths.js';
