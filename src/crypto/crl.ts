import { type BytesLike, bytesArgument, instanceArgument, integerArgument } from '../common/arguments.js';
import { adopt, HANDLE, NativeObject } from '../ffi/index.js';
import { FILETYPE_PEM } from './constants.js';
import { digestArgument } from './digest-name.js';
import { byFiletype } from './filetype.js';
import { native } from './native.js';
import { PKey } from './pkey.js';
import { Revoked } from './revoked.js';
import { parseTime, type TimeLike, timeArgument } from './time.js';
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

  /** Sets when the list was issued. @corresponds X509_CRL_set1_lastUpdate */
  setLastUpdate(when: TimeLike): void {
    native.x509_crl_set_time(this[HANDLE], 0, timeArgument(when, 'when'));
  }

  /** Sets when the next one is due. @corresponds X509_CRL_set1_nextUpdate */
  setNextUpdate(when: TimeLike): void {
    native.x509_crl_set_time(this[HANDLE], 1, timeArgument(when, 'when'));
  }

  /** When the list was issued, null where it is not said. @corresponds X509_CRL_get0_lastUpdate */
  get lastUpdate(): Date | null {
    return parseTime(native.x509_crl_get_time(this[HANDLE], 0) ?? '') ?? null;
  }

  /** When the next one is due, null where it is not said. @corresponds X509_CRL_get0_nextUpdate */
  get nextUpdate(): Date | null {
    return parseTime(native.x509_crl_get_time(this[HANDLE], 1) ?? '') ?? null;
  }

  /** Signs the list in the name of an issuer. @corresponds X509_CRL_sign */
  sign(issuerCert: X509, issuerKey: PKey, digest: string | Uint8Array): void {
    const cert = instanceArgument(issuerCert, X509, 'issuerCert');
    const key = instanceArgument(issuerKey, PKey, 'issuerKey')[HANDLE];
    const name = digestArgument(typeof digest === 'string' ? digest : new TextDecoder().decode(digest));
    native.X509_CRL_set_issuer_name(this[HANDLE], cert.getSubject()[HANDLE]);
    native.x509_crl_sign(this[HANDLE], key, name);
  }

  /** Verifies the signature. @returns whether it is good @corresponds X509_CRL_verify */
  verify(pkey: PKey): boolean {
    return native.X509_CRL_verify(this[HANDLE], instanceArgument(pkey, PKey, 'pkey')[HANDLE]);
  }

  /**
   * Signs the list, valid from now, and dumps it.
   * @param type - `FILETYPE_PEM`, the default, `FILETYPE_ASN1` or `FILETYPE_TEXT`
   * @param days - how many until the next one is due
   * @param digest - such as `sha256`, the default here
   */
  export(
    cert: X509,
    key: PKey,
    type: number = FILETYPE_PEM,
    days = 100,
    digest: string | Uint8Array = 'sha256',
  ): Uint8Array {
    instanceArgument(cert, X509, 'cert');
    instanceArgument(key, PKey, 'key');
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
  return adopt(CRL, byFiletype(type, { pem: () => native.pem_read_crl(bytes), der: () => native.der_read_crl(bytes) }));
}

/** Dumps a CRL. @param type - `FILETYPE_PEM`, `FILETYPE_ASN1` or `FILETYPE_TEXT` @corresponds PEM_write_bio_X509_CRL, i2d_X509_CRL, X509_CRL_print_ex */
export function dumpCrl(type: number, crl: CRL): Uint8Array {
  const handle = instanceArgument(crl, CRL, 'crl')[HANDLE];
  return byFiletype(type, {
    pem: () => native.pem_write_crl(handle),
    der: () => native.der_write_crl(handle),
    text: () => native.text_crl(handle),
  });
}
