/** S/MIME mail (RFC 8551). */
export type { HeaderField } from './entity.js';
export {
  type DecryptedMail,
  decryptMail,
  type MailData,
  type MailPart,
  readMail,
  readMailBundle,
  type VerifiedMail,
  verifyMail,
} from './read.js';
export {
  type BundleMailOptions,
  bundleMail,
  encryptMail,
  type MailInput,
  type SignMailOptions,
  signMail,
} from './write.js';
