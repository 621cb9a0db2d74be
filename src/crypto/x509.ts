import {
  binaryArgument,
  instanceArgument,
  instancesArgument,
  integerArgument,
  textArgument,
} from '../common/arguments.js';
import { identityOf } from '../common/host.js';
import { platformModule } from '../common/platform.js';
import * as c from '../ffi/constants.js';
import { adopt, HANDLE, NativeObject } from '../ffi/index.js';
import type { AlternativeName } from './alternative-names.js';
import { digestArgument } from './digest-name.js';
import { Error as CryptoError } from './error.js';
import { hexToInteger, integerToHex } from './integer.js';
import { native } from './native.js';
import { typeArgument } from './object-type.js';
import { PKey } from './pkey.js';
import { kinds, readDer } from './reading/loading.js';
import { signingArguments } from './signing.js';
import { parseTime, settingTime, type TimeLike } from './time.js';
import { X509Extension } from './x509-extension.js';
import { X509Name } from './x509-name.js';

/** Largest step of `gmtimeAdj…`, in seconds: a thousand centuries, and safely inside C's types. */
const MAX_ADJUSTMENT = 3_155_760_000_000;
/** RFC 5280, 4.1.2.1: v3 is 2; OpenSSL keeps a long. */
const MAX_VERSION = 0x7fff_ffff;

declare module './classes.js' {
  interface Classes {
    X509: X509;
  }
}

/** An X.509 certificate (RFC 5280). */
export class X509 extends NativeObject<'X509'> {
  /** The names that were handed out: they live inside the certificate, and end when it gets another. */
  #subject: X509Name | undefined;
  #issuer: X509Name | undefined;

  /** Makes an empty certificate. */
  constructor() {
    super(() => native.X509_new());
  }

  /** The version as it is encoded: 2 for X.509 v3. @corresponds X509_get_version */
  getVersion(): number {
    return native.X509_get_version(this[HANDLE]);
  }

  /**
   * Sets the version as it is encoded: 2 for X.509 v3.
   * @corresponds X509_set_version
   */
  setVersion(version: number): void {
    native.X509_set_version(this[HANDLE], integerArgument(version, 'version', 0, MAX_VERSION));
  }

  /** The serial number: a bigint where a number would not be exact. @corresponds X509_get0_serialNumber */
  getSerialNumber(): number | bigint {
    return hexToInteger(native.x509_get_serial(this[HANDLE]));
  }

  /**
   * Sets the serial number, of any size; RFC 5280, 4.1.2.2 asks for a positive one of at most 20 bytes.
   * @throws {TypeError} unless it is an integer
   * @corresponds X509_set_serialNumber
   */
  setSerialNumber(serialno: number | bigint): void {
    native.x509_set_serial(this[HANDLE], integerToHex(serialno, 'serialno'));
  }

  /** The subject. Changes to it change the certificate. @corresponds X509_get_subject_name */
  getSubject(): X509Name {
    if (this.#subject === undefined || this.#subject[HANDLE].released) {
      this.#subject = adopt(X509Name, native.X509_get_subject_name(this[HANDLE]));
    }
    return this.#subject;
  }

  /** Sets the subject to a copy; names that {@link getSubject} gave before are ended. @corresponds X509_set_subject_name */
  setSubject(subject: X509Name): void {
    native.X509_set_subject_name(this[HANDLE], instanceArgument(subject, X509Name, 'subject')[HANDLE]);
    // The old name is freed: an object that still pointed into it must not.
    this.#subject?.free();
    this.#subject = undefined;
  }

  /** The issuer. Changes to it change the certificate. @corresponds X509_get_issuer_name */
  getIssuer(): X509Name {
    if (this.#issuer === undefined || this.#issuer[HANDLE].released) {
      this.#issuer = adopt(X509Name, native.X509_get_issuer_name(this[HANDLE]));
    }
    return this.#issuer;
  }

  /** Sets the issuer to a copy; names that {@link getIssuer} gave before are ended. @corresponds X509_set_issuer_name */
  setIssuer(issuer: X509Name): void {
    native.X509_set_issuer_name(this[HANDLE], instanceArgument(issuer, X509Name, 'issuer')[HANDLE]);
    this.#issuer?.free();
    this.#issuer = undefined;
  }

  /** The public key. @throws {Error} when its type is unknown @corresponds X509_get_pubkey */
  getPubkey(): PKey {
    return PKey.wrap(native.X509_get_pubkey(this[HANDLE]));
  }

  /** Sets the public key. @corresponds X509_set_pubkey */
  setPubkey(pkey: PKey): void {
    native.X509_set_pubkey(this[HANDLE], instanceArgument(pkey, PKey, 'pkey')[HANDLE]);
  }

  /** The begin of validity as GENERALIZEDTIME, YYYYMMDDhhmmssZ; null where there is none. @corresponds X509_get0_notBefore */
  getNotBefore(): string | null {
    return native.x509_get_time(this[HANDLE], 0);
  }

  /** The end of validity as GENERALIZEDTIME, YYYYMMDDhhmmssZ; null where there is none. @corresponds X509_get0_notAfter */
  getNotAfter(): string | null {
    return native.x509_get_time(this[HANDLE], 1);
  }

  /** The begin of validity as a `Date`, to the millisecond; null where there is none, or it is no time. */
  get notBefore(): Date | null {
    return parseTime(this.getNotBefore() ?? '') ?? null;
  }

  /** The end of validity as a `Date`, to the millisecond; null where there is none, or it is no time. */
  get notAfter(): Date | null {
    return parseTime(this.getNotAfter() ?? '') ?? null;
  }

  /**
   * Sets the begin of validity.
   * @param when - GENERALIZEDTIME, YYYYMMDDhhmmssZ or with an offset +hhmm or -hhmm, or a `Date`
   * @throws {RangeError} when it is no time
   * @corresponds X509_set1_notBefore
   */
  setNotBefore(when: TimeLike): void {
    this.#setTime(0, when);
  }

  /** Sets the end of validity, as {@link setNotBefore} the begin. @corresponds X509_set1_notAfter */
  setNotAfter(when: TimeLike): void {
    this.#setTime(1, when);
  }

  #setTime(after: 0 | 1, when: TimeLike): void {
    settingTime(when, (text) => {
      // RFC 5280, 4.1.2.5 wants Z; a time with an offset can only be kept as it is.
      if (text.endsWith('Z')) native.x509_set_time(this[HANDLE], after, text);
      else native.x509_set_generalized_time(this[HANDLE], after, text);
    });
  }

  /**
   * Sets the begin of validity to now and so many seconds.
   * @param seconds - a whole number, below zero for the past
   * @throws {RangeError} when that lies outside the years 0 to 9999
   * @corresponds X509_time_adj_ex
   */
  gmtimeAdjNotBefore(seconds: number): void {
    this.#adjust(0, seconds);
  }

  /** Sets the end of validity to now and so many seconds, as {@link gmtimeAdjNotBefore} the begin. @corresponds X509_time_adj_ex */
  gmtimeAdjNotAfter(seconds: number): void {
    this.#adjust(1, seconds);
  }

  #adjust(after: 0 | 1, seconds: number): void {
    const amount = integerArgument(seconds, 'amount', -MAX_ADJUSTMENT, MAX_ADJUSTMENT);
    try {
      native.x509_adjust_time(this[HANDLE], after, amount);
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      throw new RangeError(`amount leads out of the years 0 to 9999: ${amount}`, { cause: error });
    }
  }

  /**
   * Whether the end of validity lies in the past.
   * @throws {RangeError} when the certificate has no end of validity, or one that is no time
   */
  hasExpired(): boolean {
    const text = this.getNotAfter();
    const end = parseTime(text ?? '');
    if (end === undefined)
      throw new RangeError(
        text === null
          ? 'the certificate has no end of validity'
          : `the end of validity is no time: ${JSON.stringify(text)}`,
      );
    return end.getTime() < Date.now();
  }

  /**
   * Signs the certificate.
   * @param pkey - the issuer's private key
   * @param digest - such as `sha256`; null for the key's own, and of no effect with keys that hash by themselves
   * (Ed25519, Ed448, ML-DSA, SLH-DSA)
   * @throws {RangeError} when there is no such digest, or the key is empty or has no private half
   * @throws {Error} when the key's algorithm does not sign
   * @corresponds X509_sign
   */
  sign(pkey: PKey, digest: string | Uint8Array | null): void {
    const { key, name } = signingArguments(pkey, 'pkey', digest);
    native.x509_sign(this[HANDLE], key, name);
  }

  /** The name of the signature algorithm, such as `sha256WithRSAEncryption`. @throws {RangeError} when it is undefined @corresponds X509_get_signature_nid */
  getSignatureAlgorithm(): string {
    try {
      return native.x509_signature_algorithm(this[HANDLE]);
    } catch (error) {
      if (error instanceof CryptoError) throw new RangeError('the signature algorithm is undefined', { cause: error });
      throw error;
    }
  }

  /** The hash of the subject, as certificate folders use it. @corresponds X509_subject_name_hash */
  subjectNameHash(): number {
    return this.getSubject().hash();
  }

  /**
   * Hashes the certificate.
   * @param digestName - such as `sha256`
   * @returns upper-case hexadecimal bytes with colons between
   * @throws {RangeError} when there is no such digest
   * @corresponds X509_digest
   */
  digest(digestName: string): string {
    const bytes = native.x509_digest(this[HANDLE], digestArgument(digestName));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
  }

  /** Appends extensions, in their order. @throws {TypeError} unless it is a list of them: one alone is none @corresponds X509_add_ext */
  addExtensions(extensions: Iterable<X509Extension>): void {
    const all = instancesArgument(extensions, X509Extension, 'extensions').map((extension) => extension[HANDLE]);
    for (const extension of all) native.x509_add_extension(this[HANDLE], extension);
  }

  /** How many extensions there are. @corresponds X509_get_ext_count */
  getExtensionCount(): number {
    return native.X509_get_ext_count(this[HANDLE]);
  }

  /**
   * A copy of the extension at an index.
   * @throws {RangeError} when there is none
   * @corresponds X509_get_ext
   */
  getExtension(index: number): X509Extension {
    if (integerArgument(index, 'index') < 0 || index >= this.getExtensionCount())
      throw new RangeError('extension index out of bounds');
    return adopt(X509Extension, native.x509_get_extension(this[HANDLE], index));
  }

  /**
   * A copy of the first extension of a type.
   * @param type - its name, such as `keyUsage`, or its dotted numbers, such as `2.5.29.15`
   * @returns null where there is none
   * @throws {RangeError} when it is neither a name that OpenSSL knows nor dotted numbers
   * @corresponds X509_get_ext_by_OBJ
   */
  findExtension(type: string): X509Extension | null {
    const index = native.x509_find_extension(this[HANDLE], typeArgument(type));
    return index < 0 ? null : adopt(X509Extension, native.x509_get_extension(this[HANDLE], index));
  }

  /**
   * The names of the subjectAltName, as data; none where there is no such extension. The common name is none of them.
   * @throws {Error} when it is malformed
   */
  getAlternativeNames(): AlternativeName[] {
    using extension = this.findExtension('2.5.29.17');
    return extension === null ? [] : extension.getAlternativeNames();
  }

  /** All extensions, in their order. */
  get extensions(): readonly X509Extension[] {
    return Array.from({ length: this.getExtensionCount() }, (_, index) => this.getExtension(index));
  }

  /**
   * Hands the certificate to the platform's own cryptography.
   * @returns Node's `X509Certificate`
   * @throws {Error} where the runtime has no certificate object, as in browsers
   */
  toCryptography(): import('node:crypto').X509Certificate {
    const crypto = platformModule<typeof import('node:crypto')>('node:crypto');
    if (crypto?.X509Certificate === undefined)
      throw new CryptoError('this runtime has no certificate object of its own');
    return new crypto.X509Certificate(native.der_write_certificate(this[HANDLE]));
  }

  /** Takes a certificate of the platform's own cryptography: anything with its DER in `raw`. */
  static fromCryptography(certificate: { readonly raw: Uint8Array }): X509 {
    const bytes = binaryArgument(certificate?.raw, 'the raw of the certificate');
    return adopt(
      X509,
      readDer(kinds.certificate, bytes, (der) => native.der_read_certificate(der)),
    );
  }

  /**
   * Whether the certificate names a host: a DNS name or an IP address of its subjectAltName, and never the
   * common name (RFC 9525). Beyond pyOpenSSL.
   * @param host - a DNS name, absolute (`example.com.`) or international too, or an IP address, also as a URL has it
   * (`[2001:db8::1]`); what looks like an address and is none, such as `300.1.1.1`, is named by nobody
   * @throws {RangeError} when it is empty, begins with a dot, or is neither
   * @corresponds X509_check_host, X509_check_ip_asc
   */
  matchesHost(host: string): boolean {
    const identity = identityOf(textArgument(host, 'host'));
    if (identity === undefined) return false;
    if (identity.kind === 'ip') return native.x509_check_ip(this[HANDLE], identity.text);
    const flags = c.X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | c.X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;
    return native.x509_check_host(this[HANDLE], identity.name, flags);
  }

  /** @internal */
  protected override facts() {
    return {
      subject: native.x509_name_oneline(native.X509_get_subject_name(this[HANDLE])),
      issuer: native.x509_name_oneline(native.X509_get_issuer_name(this[HANDLE])),
      serialNumber: native.x509_get_serial(this[HANDLE]),
      ...quietTimes(this),
    };
  }

  /** Whether two certificates are the same, byte by byte. @corresponds X509_cmp */
  equals(other: X509): boolean {
    return native.X509_cmp(this[HANDLE], instanceArgument(other, X509, 'other')[HANDLE]) === 0;
  }
}

/** Times that may be none. */
function quietTimes(cert: X509): { notBefore: string | null; notAfter: string | null } {
  const quiet = (read: () => Date | null) => {
    try {
      return read()?.toISOString() ?? null;
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      return null;
    }
  };
  return { notBefore: quiet(() => cert.notBefore), notAfter: quiet(() => cert.notAfter) };
}
