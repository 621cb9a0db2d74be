/** What a file can be, as plain data. */
import type { Bytes } from '../../common/bytes.js';

/** Where something stands, and in which form. */
export interface IdentifiedPlace {
  /** How it is written: PEM, base64 without its lines, DER, text, or bytes of another kind. */
  readonly form: 'pem' | 'base64' | 'der' | 'text' | 'binary';
  /** What it is, in one sentence for people. */
  readonly sentence: string;
  /** Where it begins: a byte of DER and bytes, a letter of text. */
  readonly offset: number;
  /** How many bytes or letters it is long. */
  readonly length: number;
  /** Of PEM, what stands behind BEGIN. */
  readonly label?: string;
  /** The bytes that PEM or base64 stands for, or the DER itself; left out for what is text. */
  readonly bytes?: Bytes;
  /** Why it cannot be read further, or what contradicts itself: one sentence. */
  readonly fault?: string;
}

/** A certificate; a trusted one has OpenSSL's settings of trust behind it. */
export interface IdentifiedCertificate {
  /** What it is. */
  readonly kind: 'certificate' | 'trusted-certificate';
  /** Whose it is; left out where that cannot be read. */
  readonly subject?: string;
  /** Who has issued it. */
  readonly issuer?: string;
  /** The end of its validity. */
  readonly notAfter?: Date;
  /** Whether it is a CA's. */
  readonly isCa?: boolean;
}

/** A request for a certificate. */
export interface IdentifiedRequest {
  /** What it is. */
  readonly kind: 'certificate-request';
  /** Whose it is to be; left out where that cannot be read. */
  readonly subject?: string;
}

/** A list of revoked certificates. */
export interface IdentifiedCrl {
  /** What it is. */
  readonly kind: 'crl';
  /** Who has issued it; left out where that cannot be read. */
  readonly issuer?: string;
  /** How many are on it. */
  readonly revoked?: number;
}

/** A private key: nothing secret of it is told. */
export interface IdentifiedPrivateKey {
  /** What it is. */
  readonly kind: 'private-key';
  /** How it is written. */
  readonly format: 'pkcs8' | 'pkcs1' | 'sec1' | 'dsa' | 'openssh' | 'putty' | 'jwk';
  /** What kind of key it is, where that is not encrypted, too. */
  readonly algorithm?: string;
  /** Whether it needs a password. */
  readonly encrypted: boolean;
}

/** A public key. */
export interface IdentifiedPublicKey {
  /** What it is. */
  readonly kind: 'public-key';
  /** How it is written. */
  readonly format: 'spki' | 'pkcs1' | 'openssh' | 'ssh2' | 'jwk';
  /** What kind of key it is. */
  readonly algorithm?: string;
}

/** A message of CMS or PKCS #7. */
export interface IdentifiedCms {
  /** What it is; a time stamp token is one whose content says so. */
  readonly kind: 'cms' | 'time-stamp-token';
  /** OpenSSL's short name of the content, such as `pkcs7-signedData`, or dotted numbers. */
  readonly contentType: string;
  /** Whether it has certificates or lists, and no signature: a p7b. Left out where it is not signed data. */
  readonly certificatesOnly?: boolean;
}

/** A store of Java. */
export interface IdentifiedJavaStore {
  /** What it is. */
  readonly kind: 'jks' | 'jceks';
  /** The version of its format. */
  readonly version: number;
  /** How many entries it says that it has. */
  readonly entries: number;
}

/** What JSON holds. */
export interface IdentifiedKeySet {
  /** What it is. */
  readonly kind: 'jwks';
  /** How many keys there are. */
  readonly keys: number;
}

/** What needs no more words than its name. */
export interface IdentifiedPlain {
  /** What it is. */
  readonly kind:
    | 'attribute-certificate'
    | 'pkcs12'
    | 'ocsp-request'
    | 'ocsp-response'
    | 'time-stamp-request'
    | 'time-stamp-response'
    | 'sct-list'
    | 'spkac'
    | 'dh-parameters'
    | 'dsa-parameters'
    | 'ec-parameters'
    | 'signature'
    | 'digest-info'
    | 'ssl-session'
    | 'openssh-certificate'
    | 'pgp'
    | 'mail'
    | 'web-page'
    | 'xml'
    | 'json'
    | 'gzip'
    | 'zip'
    | 'pem'
    | 'asn1'
    | 'text'
    | 'empty'
    | 'unknown';
}

/** What it is, without where it stands. */
export type IdentifiedKind =
  | IdentifiedCertificate
  | IdentifiedRequest
  | IdentifiedCrl
  | IdentifiedPrivateKey
  | IdentifiedPublicKey
  | IdentifiedCms
  | IdentifiedJavaStore
  | IdentifiedKeySet
  | IdentifiedPlain;

/** One thing that was found; `kind` tells which. */
export type Identified = IdentifiedPlace & IdentifiedKind;

/** What a reader of one kind says: the kind, the sentence, and what contradicts itself. */
export type Verdict = IdentifiedKind & { readonly sentence: string; readonly fault?: string };
