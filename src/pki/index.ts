/** `tsopenssl/pki`: certificates, requests and lists of revoked certificates as plain data, in and out. */

export {
  type AnswerOf,
  ExternalKey,
  type SignatureAnswer,
  type SignatureFormat,
  type SignatureLike,
  type SignerMethod,
  type SignerOptions,
  type SigningMethod,
  signer,
} from '../signers/index.js';
export * from './chains/index.js';
export * from './cms/index.js';
export * from './crl/index.js';
export type { EncodedText, StringEncoding } from './der/strings.js';
export type { Time } from './der/time.js';
export { PkiError, type PkiErrorCode } from './error.js';
export type {
  BasicConstraints,
  ExtendedKeyUsage,
  KeyUsageExtension,
  KeyUsageName,
  Marker,
  TlsFeature,
} from './extensions/basic.js';
export type {
  CrlNumber,
  DeltaCrlIndicator,
  HoldInstructionCode,
  InvalidityDate,
  Moment,
  ReasonCode,
  RevocationReason,
} from './extensions/crls.js';
export type {
  AlternativeNames,
  AuthorityKeyIdentifier,
  NameConstraints,
  SubjectKeyIdentifier,
} from './extensions/identifiers.js';
export type {
  Extension,
  ExtensionContent,
  ExtensionCriticality,
  ExtensionInput,
  RawExtension,
} from './extensions/index.js';
export type { MicrosoftSid, MicrosoftTemplate, MicrosoftTemplateName } from './extensions/microsoft.js';
export type { AcceptableResponses, ArchiveCutoff, CrlReference, OcspNonce } from './extensions/ocsp.js';
export type {
  AccessDescription,
  DistributionPoint,
  DistributionPoints,
  InformationAccess,
  IssuingDistributionPoint,
  PointName,
  ReasonFlag,
} from './extensions/points.js';
export type {
  CertificatePolicies,
  InhibitAnyPolicy,
  NoticeText,
  PolicyConstraints,
  PolicyInformation,
  PolicyMapping,
  PolicyMappings,
  PolicyQualifier,
} from './extensions/policies.js';
export type { AddressBlock, AddressFamily, AsBlock, AsIdentifiers, IpAddressBlocks } from './extensions/resources.js';
export type { QualifiedStatement, QualifiedStatements } from './extensions/statements.js';
export type { SctList, SignedCertificateTimestamp } from './extensions/transparency.js';
export * from './identify/index.js';
export type { Issued } from './issue/assemble.js';
export { createCertificateAuthority, issueIntermediate } from './issue/authority.js';
export type { Issuer } from './issue/issuer.js';
export type { KeyInput, KeyOf, PlainKey, Signed, SigningKey, SigningKeyInput } from './issue/keys.js';
export { issueCertificate } from './issue/leaf.js';
export type { SubjectNameInput } from './issue/names.js';
export type { AuthorityOptions, CommonOptions, IntermediateOptions, LeafOptions } from './issue/options.js';
export { type CreatedRequest, createRequest, type RequestOptions } from './issue/request.js';
export type { SignatureOptions } from './issue/signature.js';
export type { ValidityOptions } from './issue/validity.js';
export * from './keys/index.js';
export * from './lint/index.js';
export * from './mail/index.js';
export type { AttributeValue, RequestAttribute, RequestAttributeInput } from './model/attributes.js';
export type { DirectoryName, DirectoryNameInput, GeneralName, GeneralNameInput } from './model/general-name.js';
export type { Name, NameAttribute, NameInput, RelativeName } from './model/name.js';
export * from './ocsp/index.js';
export * from './pkcs12/index.js';
export type { Algorithm, PublicKeyData } from './read/algorithm.js';
export { type CertificateData, readCertificate } from './read/certificate.js';
export { type CrlData, type ReadCrlOptions, type RevokedData, readCrl } from './read/crl.js';
export type { Encoded } from './read/input.js';
export { type RequestData, readRequest } from './read/request.js';
export { type Printable, toText } from './read/text.js';
export { needsRenewal, type Renewal, type RenewalOptions } from './renew/due.js';
export { type RenewOptions, renewCertificate } from './renew/renew.js';
export * from './requests/index.js';
export * from './time-stamp/index.js';
export {
  type CryptoKeyAlgorithm,
  type CryptoKeyOptions,
  fromCryptoKey,
  type NamedAlgorithm,
  toCryptoKey,
  type WebCryptoPair,
  webCryptoSigner,
} from './webcrypto/index.js';
