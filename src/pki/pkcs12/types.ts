/** What a PKCS #12 file holds. */
import type { Bytes } from '../../common/bytes.js';
import type { CRL, PKey, X509 } from '../../crypto/index.js';
import type { Encryption } from '../keys/sealed/schemes.js';
import type { RequestAttribute } from '../model/attributes.js';

/** What every bag may say of what is in it. */
export interface BagNames {
  /** What people call it; Java's alias. Null where nothing is said. */
  readonly friendlyName: string | null;
  /** What ties a key to its certificate. Null where nothing is said. */
  readonly localKeyId: Bytes | null;
  /** All other attributes, in their order, such as Microsoft's name of a provider. */
  readonly attributes: readonly RequestAttribute[];
  /** How it was encrypted: by itself, or with the safe that it is in. Null where it was not. */
  readonly encryption: Encryption | null;
}

/** A private key. */
export interface KeyBag extends BagNames {
  /** What this is of. */
  readonly type: 'key';
  /** The key. */
  readonly key: PKey;
}

/** A certificate. */
export interface CertificateBag extends BagNames {
  /** What this is of. */
  readonly type: 'certificate';
  /** The certificate. */
  readonly certificate: X509;
  /** What Java trusts it for, by short names or dotted numbers, such as `anyExtendedKeyUsage`; null where Java has not marked it. */
  readonly trustedFor: readonly string[] | null;
}

/** A list of revoked certificates. */
export interface CrlBag extends BagNames {
  /** What this is of. */
  readonly type: 'crl';
  /** The list. */
  readonly crl: CRL;
}

/** A secret, such as a symmetric key of Java's. */
export interface SecretBag extends BagNames {
  /** What this is of. */
  readonly type: 'secret';
  /** What kind of secret the bag says that it is, in dotted numbers. */
  readonly secretType: string;
  /** The secret: of a key of Java's its bytes, else the value of an OCTET STRING, else its DER. The caller wipes it. */
  readonly secret: Bytes;
  /** The algorithm of a key of Java's, such as `AES`, or dotted numbers; null of others. */
  readonly algorithm: string | null;
}

/** What a safe holds. */
export type Bag = KeyBag | CertificateBag | CrlBag | SecretBag;

/** A part of a file that is encrypted as one, or not at all. */
export interface Safe {
  /** How it was encrypted; null where it was not: keys in it may be by themselves. */
  readonly encryption: Encryption | null;
  /** What is in it, in its order; what is nested stands where its safe stands. */
  readonly bags: readonly Bag[];
}

/** How the whole is protected against changes. */
export interface MacData {
  /** PKCS #12's own (RFC 7292, appendix B.4), or PBMAC1 (RFC 9579). */
  readonly algorithm: 'pkcs12' | 'pbmac1';
  /** The digest, such as `SHA256`; of PBMAC1 that of its HMAC. */
  readonly digest: string;
  /** How often the password is hashed. */
  readonly iterations: number;
  /** The salt in bytes. */
  readonly saltLength: number;
}

/** A key, its certificate and those of the issuers, as far as they are in the file. */
export interface Identity {
  /** The private key. */
  readonly key: PKey;
  /** Its certificate: of its local key id, and of its public half. Null where there is none. */
  readonly certificate: X509 | null;
  /** The issuers, from the certificate's own upwards. */
  readonly chain: readonly X509[];
  /** What the key is called, or its certificate. */
  readonly friendlyName: string | null;
}

/** What could not be read, and why. */
export interface Skipped {
  /** What it is, such as `a private key`. */
  readonly what: string;
  /** One sentence. */
  readonly why: string;
  /** The number of its safe, from 0. */
  readonly safe: number;
  /** What it is called; null where nothing is said, or that could not be read either. */
  readonly friendlyName: string | null;
}

/** What a PKCS #12 file holds, as plain data. */
export interface Pkcs12Data {
  /** What this is of. */
  readonly kind: 'pkcs12';
  /** The MAC, which has been verified; null where there is none. */
  readonly mac: MacData | null;
  /** The safes, in their order. */
  readonly safes: readonly Safe[];
  /** All keys. */
  readonly keys: readonly KeyBag[];
  /** All certificates. */
  readonly certificates: readonly CertificateBag[];
  /** All lists of revoked certificates. */
  readonly crls: readonly CrlBag[];
  /** All secrets. */
  readonly secrets: readonly SecretBag[];
  /** Each key with its certificate and chain. */
  readonly identities: readonly Identity[];
  /** What could not be read. */
  readonly skipped: readonly Skipped[];
}
