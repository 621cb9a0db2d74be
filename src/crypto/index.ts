/** OpenSSL.crypto: certificates, keys, names and what verifies them. */
export type { AlternativeName } from './alternative-names.js';
export type { LegacyOptions } from './cipher-name.js';
export * from './constants.js';
export { CRL, CRL as CRLType, dumpCrl, loadCrl } from './crl.js';
export { type EllipticCurve, getEllipticCurve, getEllipticCurves } from './elliptic-curve.js';
export { Error } from './error.js';
export type {
  DhGroup,
  DhKeyOptions,
  DsaKeyOptions,
  EcKeyOptions,
  KeyAlgorithm,
  KeyOptions,
  NamedKeyOptions,
  RsaKeyOptions,
} from './key-generation.js';
export {
  dumpCertificate,
  dumpCertificateRequest,
  dumpPrivatekey,
  dumpPublickey,
  loadCertificate,
  loadCertificateRequest,
  loadCertificates,
  loadPrivatekey,
  loadPublickey,
  sign,
  verify,
} from './load-dump.js';
export { NetscapeSPKI, NetscapeSPKI as NetscapeSPKIType } from './netscape-spki.js';
export type { Passphrase, PassphraseCallback, WorkOptions } from './passphrase.js';
export {
  loadPkcs7Data,
  PKCS7,
  PKCS7 as PKCS7Type,
  type Pkcs7Content,
  type Pkcs7SignOptions,
  type Pkcs7VerifyOptions,
} from './pkcs7.js';
export {
  loadPkcs12,
  PKCS12,
  PKCS12 as PKCS12Type,
  type Pkcs12LoadOptions,
  type Pkcs12Options,
} from './pkcs12.js';
export { PKey, PKey as PKeyType } from './pkey.js';
export { Revoked } from './revoked.js';
export type { TimeLike } from './time.js';
export { X509, X509 as X509Type } from './x509.js';
export { type AlternativeNamesOptions, X509Extension, X509Extension as X509ExtensionType } from './x509-extension.js';
export { type NameComponent, type NameComponentOptions, X509Name, X509Name as X509NameType } from './x509-name.js';
export { type RequestAttributeValue, X509Req, X509Req as X509ReqType } from './x509-req.js';
export { X509Store, X509Store as X509StoreType, X509StoreFlags } from './x509-store.js';
export { type VerifyOptions, X509StoreContext, X509StoreContextError } from './x509-store-context.js';
