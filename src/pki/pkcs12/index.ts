/** PKCS #12 files and Java's key stores. */
export { type CreatedPkcs12, createPkcs12, type MacOptions, type Pkcs12CreateOptions } from './create.js';
export type { CertificateEntry, CrlEntry, EntryNames, KeyEntry, Pkcs12Entry, SecretEntry } from './entries.js';
export { type JksCertificate, type JksData, type JksKey, type ReadJksOptions, readJks } from './jks.js';
export { type ReadPkcs12Options, readPkcs12 } from './read.js';
export type {
  Bag,
  BagNames,
  CertificateBag,
  CrlBag,
  Identity,
  KeyBag,
  MacData,
  Pkcs12Data,
  Safe,
  SecretBag,
  Skipped,
} from './types.js';
