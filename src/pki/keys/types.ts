/** What is said of keys that are read. */
import type { Passphrase, PKey } from '../../crypto/index.js';
import type { Encryption } from './sealed/schemes.js';

/**
 * The forms of keys: PKCS #8 (RFC 5958), PKCS #1 (RFC 8017, A.1), SEC 1 (RFC 5915), OpenSSL's own of DSA,
 * SubjectPublicKeyInfo (RFC 5280, 4.1), JWK (RFC 7517), OpenSSH's own, and the public one of RFC 4716.
 */
export type KeyFormat = 'pkcs8' | 'pkcs1' | 'sec1' | 'dsa' | 'spki' | 'jwk' | 'openssh' | 'ssh2';

/** What was read. */
export interface KeyData {
  /** What this is of. */
  readonly kind: 'key';
  /** The key. */
  readonly key: PKey;
  /** Whether it has its private half. */
  readonly isPrivate: boolean;
  /** OpenSSL's name of the type, such as `RSA`, `EC`, `ED25519`, `ML-DSA-65`. */
  readonly type: string;
  /** OpenSSL's name of the curve or group, such as `prime256v1`; null where the type has none. */
  readonly curve: string | null;
  /** The size, as OpenSSL counts it: of the modulus, or the field. */
  readonly bits: number;
  /** The form; null of an object. */
  readonly format: KeyFormat | null;
  /** What the form was in; null of an object. */
  readonly encoding: 'pem' | 'der' | 'json' | 'text' | null;
  /** How it was encrypted; null where it was not. */
  readonly encryption: Encryption | null;
  /** What an OpenSSH key is called. */
  readonly comment?: string;
}

/** What a reader of one form says. */
export type FoundKey = Pick<KeyData, 'key' | 'format' | 'encryption' | 'comment'>;

/** What a reader needs beside the bytes. */
export interface Opening {
  readonly passphrase: Passphrase | undefined;
  readonly maxIterations: number;
}
