/** Keys that sign elsewhere. */
export type { SignatureFormat } from './answer.js';
export {
  type AnswerOf,
  ExternalKey,
  PARTS,
  type SignatureAnswer,
  type SignatureLike,
  type SignerOptions,
  type SignerParts,
  signer,
} from './external-key.js';
export { digestName, methodOf, offers, type SettledMethod, type SignerMethod, type SigningMethod } from './method.js';
