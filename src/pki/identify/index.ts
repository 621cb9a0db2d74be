/** What a file is. */
export { type Identification, type IdentifyOptions, identify } from './identify.js';
export type {
  Identified,
  IdentifiedCertificate,
  IdentifiedCms,
  IdentifiedCrl,
  IdentifiedJavaStore,
  IdentifiedKeySet,
  IdentifiedKind,
  IdentifiedPlace,
  IdentifiedPlain,
  IdentifiedPrivateKey,
  IdentifiedPublicKey,
  IdentifiedRequest,
} from './kinds.js';
export { type Asn1Node, type Asn1TreeOptions, asn1Tree } from './tree.js';
