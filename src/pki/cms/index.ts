/** Cryptographic messages (RFC 5652): signed, encrypted, digested, and bundles of certificates. */
export { type Bundle, type BundleOptions, bundleCertificates, readBundle } from './bundle.js';
export { type DigestMessageOptions, digestMessage, type VerifyDigestOptions, verifyDigest } from './digested.js';
export type { RecipientData, RecipientIdentifier } from './enveloped/data.js';
export { type DecryptMessageOptions, decryptMessage } from './enveloped/decrypt.js';
export { type EncryptMessageOptions, encryptMessage } from './enveloped/encrypt.js';
export type {
  CertificateRecipient,
  KeyRecipient,
  MessageRecipient,
  PasswordRecipient,
} from './enveloped/recipients.js';
export type { MadeMessage, MessageInput } from './message.js';
export { type DecryptStreamOptions, decryptStream, encryptStream } from './pieces/encrypt.js';
export { signStream } from './pieces/sign.js';
export type { Pieces } from './pieces/source.js';
export { type StreamVerdict, type VerifyStreamOptions, verifyStream } from './pieces/verify.js';
export {
  type EnvelopedMessageData,
  type MessageData,
  type OtherMessageData,
  readMessage,
  type SignedMessageData,
} from './read.js';
export type { MessageAttribute } from './signed/attributes.js';
export type { SignerData, SignerIdentifier } from './signed/data.js';
export {
  type AddSignersOptions,
  addSigners,
  type Signers,
  type SignersOptions,
  type SignMessageOptions,
  signMessage,
} from './signed/sign.js';
export type { MessageSigner, SignedBy } from './signed/signer.js';
export {
  type SignerVerdict,
  type SigningPurpose,
  type TrustOptions,
  type VerifiedMessage,
  type VerifyMessageOptions,
  verifyMessage,
} from './signed/verify.js';
