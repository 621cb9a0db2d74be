import { type BytesLike, bytesArgument, instanceArgument, integerArgument } from '../common/arguments.js';
import type { Bytes } from '../common/bytes.js';
import { adopt, HANDLE, NativeObject } from '../ffi/index.js';
import { FILETYPE_PEM } from './constants.js';
import { byFiletype, fileTypeArgument } from './filetype.js';
import { native } from './native.js';
import { PKey } from './pkey.js';
import { kinds, loading } from './reading/loading.js';
import { Revoked } from './revoked.js';
import { signingArguments } from './signing.js';
import { parseTime, settingTime, type TimeLike } from './time.js';
import { X509 } from './x509.js';
import { X509Name } from './x509-name.js';

const DAY_MS = 86_400_000;
/** Longest life of an exported CRL: what keeps its date in four digits of a year. */
const MAX_DAYS = 2_900_000;

/** A certificate revocation list (RFC 5280, 5). */
export class CRL extends NativeObject<'X509_CRL'> {
  /** Makes an empty list. */
  constructor() {
    super(() => native.X509_CRL_new());
  }

  /** Copies of the entries, in their order; null where there are none. @corresponds X509_CRL_get_REVOKED */
  getRevoked(): Revoked[] | null {
    const length = native.x509_crl_revoked_count(this[HANDLE]);
    if (length === 0) return null;
    return Array.from({ length }, (_, index) => adopt(Revoked, native.x509_crl_get_revoked(this[HANDLE], index)));
  }

  /** @internal */
  protected override facts() {
    return {
      issuer: native.x509_name_oneline(native.X509_CRL_get_issuer(this[HANDLE])),
      revoked: native.x509_crl_revoked_count(this[HANDLE]),
    };
  }

  /** Adds a copy of an entry. @corresponds X509_CRL_add0_revoked */
  addRevoked(revoked: Revoked): void {
    native.x509_crl_add_revoked(this[HANDLE], instanceArgument(revoked, Revoked, 'revoked')[HANDLE]);
  }

  /** A copy of the issuer's name. @corresponds X509_CRL_get_issuer */
  getIssuer(): X509Name {
    return adopt(X509Name, native.X509_NAME_dup(native.X509_CRL_get_issuer(this[HANDLE])));
  }

  /** Sets the version as it is encoded: 1 for v2, which extensions need. @corresponds X509_CRL_set_version */
  setVersion(version: number): void {
    native.X509_CRL_set_version(this[HANDLE], integerArgument(version, 'version', 0));
  }

  /** The version as it is encoded. @corresponds X509_CRL_get_version */
  getVersion(): number {
    return native.X509_CRL_get_version(this[HANDLE]);
  }

  /**
   * Sets when the list was issued.
   * @param when - GENERALIZEDTIME, YYYYMMDDhhmmssZ or with an offset +hhmm or -hhmm, which is kept as UTC; or a `Date`
   * @throws {RangeError} when it is no time
   * @corresponds X509_CRL_set1_lastUpdate
   */
  setLastUpdate(when: TimeLike): void {
    settingTime(when, (text) => native.x509_crl_set_time(this[HANDLE], 0, text));
  }

  /** Sets when the next one is due, as {@link setLastUpdate} the time of issue. @corresponds X509_CRL_set1_nextUpdate */
  setNextUpdate(when: TimeLike): void {
    settingTime(when, (text) => native.x509_crl_set_time(this[HANDLE], 1, text));
  }

  /** When the list was issued, null where it is not said. @corresponds X509_CRL_get0_lastUpdate */
  get lastUpdate(): Date | null {
    return parseTime(native.x509_crl_get_time(this[HANDLE], 0) ?? '') ?? null;
  }

  /** When the next one is due, null where it is not said. @corresponds X509_CRL_get0_nextUpdate */
  get nextUpdate(): Date | null {
    return parseTime(native.x509_crl_get_time(this[HANDLE], 1) ?? '') ?? null;
  }

  /**
   * Signs the list in the name of an issuer, its entries in the order of their serial numbers. A list whose entries have
   * extensions, such as a reason, becomes one of version 2 (RFC 5280, 5.1.2.1).
   * @param issuerCert - whose subject becomes the issuer
   * @param issuerKey - its private key
   * @param digest - such as `sha256`; null for the key's own, and of no effect with keys that hash by themselves
   * @throws {RangeError} when there is no such digest, or the key has no private half
   * @corresponds X509_CRL_sign
   */
  sign(issuerCert: X509, issuerKey: PKey, digest: string | Uint8Array | null): void {
    const cert = instanceArgument(issuerCert, X509, 'issuerCert');
    const { key, name } = signingArguments(issuerKey, 'issuerKey', digest);
    if (this.getVersion() === 0 && native.x509_crl_has_entry_extensions(this[HANDLE])) this.setVersion(1);
    native.X509_CRL_set_issuer_name(this[HANDLE], cert.getSubject()[HANDLE]);
    native.x509_crl_sign(this[HANDLE], key, name);
  }

  /** Verifies the signature. @returns whether it is good @corresponds X509_CRL_verify */
  verify(pkey: PKey): boolean {
    return native.X509_CRL_verify(this[HANDLE], instanceArgument(pkey, PKey, 'pkey')[HANDLE]);
  }

  /**
   * Signs the list, valid from now, and dumps it.
   * @param cert - the issuer's certificate
   * @param key - its private key
   * @param type - `FILETYPE_PEM`, the default, `FILETYPE_ASN1` or `FILETYPE_TEXT`
   * @param days - how many until the next one is due; 100 by default
   * @param digest - as {@link sign} takes it; `sha256` by default
   * @throws {RangeError} when there is no such type or digest, or the key has no private half
   * @corresponds X509_CRL_sign
   */
  export(
    cert: X509,
    key: PKey,
    type: number = FILETYPE_PEM,
    days = 100,
    digest: string | Uint8Array | null = 'sha256',
  ): Bytes {
    instanceArgument(cert, X509, 'cert');
    instanceArgument(key, PKey, 'key');
    fileTypeArgument(type);
    const now = Date.now();
    this.setLastUpdate(new Date(now));
    this.setNextUpdate(new Date(now + integerArgument(days, 'days', -MAX_DAYS, MAX_DAYS) * DAY_MS));
    this.sign(cert, key, digest);
    return dumpCrl(type, this);
  }
}

/**
 * Loads a CRL.
 * @param type - `FILETYPE_PEM` or `FILETYPE_ASN1`
 * @throws {Error} when there is none, or it is malformed
 * @corresponds PEM_read_bio_X509_CRL, d2i_X509_CRL_bio
 */
export function loadCrl(type: number, buffer: BytesLike): CRL {
  const bytes = bytesArgument(buffer, 'buffer');
  return adopt(
    CRL,
    loading(kinds.list, type, bytes, {
      pem: (pem) => native.pem_read_crl(pem),
      der: (der) => native.der_read_crl(der),
    }),
  );
}

/** Dumps a CRL. @param type - `FILETYPE_PEM`, `FILETYPE_ASN1` or `FILETYPE_TEXT` @corresponds PEM_write_bio_X509_CRL, i2d_X509_CRL, X509_CRL_print_ex */
export function dumpCrl(type: number, crl: CRL): Bytes {
  const handle = instanceArgument(crl, CRL, 'crl')[HANDLE];
  return byFiletype(type, {
    pem: () => native.pem_write_crl(handle),
    der: () => native.der_write_crl(handle),
    text: () => native.text_crl(handle),
  });
}
