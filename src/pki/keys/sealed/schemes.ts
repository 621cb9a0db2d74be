/** How keys and bags are encrypted with passwords: what is said of it, and what may be asked for. */

/** How something was encrypted, as plain data. */
export type Encryption =
  | PbkdfEncryption
  | ScryptEncryption
  | OldEncryption
  | BcryptEncryption
  | PemEncryption
  | UnknownEncryption;

/** PBES2 with PBKDF2 (RFC 8018, 6.2 and 5.2). */
export interface PbkdfEncryption {
  /** What this is of. */
  readonly scheme: 'pbkdf2';
  /** The digest of the HMAC, such as `sha256`. */
  readonly prf: string;
  /** How often it is computed. */
  readonly iterations: number;
  /** The salt in bytes. */
  readonly saltLength: number;
  /** The cipher, such as `aes-256-cbc`. */
  readonly cipher: string;
}

/** PBES2 with scrypt (RFC 7914, 7). */
export interface ScryptEncryption {
  /** What this is of. */
  readonly scheme: 'scrypt';
  /** N: the work, and with the block size the memory. */
  readonly cost: number;
  /** r. */
  readonly blockSize: number;
  /** p. */
  readonly parallelization: number;
  /** The salt in bytes. */
  readonly saltLength: number;
  /** The cipher, such as `aes-256-cbc`. */
  readonly cipher: string;
}

/** PBES1 (RFC 8018, 6.1), or PKCS #12's own (RFC 7292, appendix C). Both are weak. */
export interface OldEncryption {
  /** What this is of. */
  readonly scheme: 'pbes1' | 'pkcs12';
  /** The digest, such as `md5`. */
  readonly digest: string;
  /** The cipher, such as `des-cbc` or `rc2-40-cbc`. */
  readonly cipher: string;
  /** How often the password is hashed. */
  readonly iterations: number;
  /** The salt in bytes. */
  readonly saltLength: number;
}

/** OpenSSH's. */
export interface BcryptEncryption {
  /** What this is of. */
  readonly scheme: 'bcrypt';
  /** How often the passphrase is hashed. */
  readonly rounds: number;
  /** OpenSSH's name of the cipher, such as `aes256-ctr`. */
  readonly cipher: string;
}

/** The headers `Proc-Type` and `DEK-Info` of a PEM (RFC 1421), whose key is one MD5 of the passphrase: weak. */
export interface PemEncryption {
  /** What this is of. */
  readonly scheme: 'pem';
  /** The cipher, such as `aes-256-cbc`. */
  readonly cipher: string;
}

/** What this module does not know; OpenSSL may. */
export interface UnknownEncryption {
  /** What this is of. */
  readonly scheme: 'unknown';
  /** The algorithm, in dotted numbers. */
  readonly oid: string;
}

/** How to encrypt, where something is written: AES-256-CBC by PBKDF2 with HMAC-SHA-256, if nothing else is said. */
export interface EncryptionOptions {
  /**
   * Where the key comes from: `pbkdf2` by default; `scrypt`; `pkcs12` and `pbes1` for programs of before 2020, which need
   * `unchecked`, but for Triple DES in PKCS #12 files; `pem` for a PKCS #1 or SEC 1 PEM with headers, which needs it, too.
   */
  readonly scheme?: 'pbkdf2' | 'scrypt' | 'pkcs12' | 'pbes1' | 'pem';
  /**
   * The cipher; `aes-256-cbc` by default. `pbkdf2` and `scrypt` take `aes-128-cbc` to `aes-256-cbc`, `camellia-…-cbc`,
   * `aria-…-cbc`, `sm4-cbc`, `des-ede3-cbc`; `pkcs12` takes `des-ede3-cbc`, its default, `des-ede-cbc`, `rc2-cbc`,
   * `rc2-40-cbc`, `rc4`, `rc4-40`; `pbes1` takes `des-cbc`, its default, and `rc2-64-cbc`.
   */
  readonly cipher?: string;
  /** The digest of PBKDF2's HMAC; `sha256` by default, `sha1` to `sha512`, `sha512-256`, `sha3-256`…, `sm3`. Of `pbes1`, `md5` or `sha1`. */
  readonly prf?: string;
  /** How often the passphrase is hashed, up to ten million: 600,000 by default for keys, 10,000 for bags of PKCS #12. */
  readonly iterations?: number;
  /** The salt, 8 to 64 bytes; 16 by default, and always 8 where the scheme says so. */
  readonly saltLength?: number;
  /** Scrypt's N, a power of two up to 2^20; 16,384 by default. */
  readonly cost?: number;
  /** Scrypt's r, up to 32; 8 by default. */
  readonly blockSize?: number;
  /** Scrypt's p, up to 16; 1 by default. */
  readonly parallelization?: number;
  /** OpenSSH's rounds, up to 10,000; 24 by default. */
  readonly rounds?: number;
}
