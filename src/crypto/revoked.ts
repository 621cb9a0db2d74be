import { textArgument } from '../common/arguments.js';
import { HANDLE, NativeObject } from '../ffi/index.js';
import { native } from './native.js';
import { settingTime, type TimeLike } from './time.js';

/** The reasons by their CRLReason code (RFC 5280, 5.3.1); 7 is not used, 8 is for delta CRLs. */
const REASONS: ReadonlyMap<number, string> = new Map([
  [0, 'unspecified'],
  [1, 'keyCompromise'],
  [2, 'CACompromise'],
  [3, 'affiliationChanged'],
  [4, 'superseded'],
  [5, 'cessationOfOperation'],
  [6, 'certificateHold'],
]);

/** As OpenSSL prints them. */
const PRINTED: ReadonlyMap<number, string> = new Map([
  [0, 'Unspecified'],
  [1, 'Key Compromise'],
  [2, 'CA Compromise'],
  [3, 'Affiliation Changed'],
  [4, 'Superseded'],
  [5, 'Cessation Of Operation'],
  [6, 'Certificate Hold'],
  [8, 'Remove From CRL'],
  [9, 'Privilege Withdrawn'],
  [10, 'AA Compromise'],
]);

/** Longest serial number taken, in hexadecimal digits. */
const MAX_SERIAL = 2048;

/** One entry of a CRL: a certificate's serial number, when it was revoked, and why. */
export class Revoked extends NativeObject<'X509_REVOKED'> {
  /** Makes an empty entry. */
  constructor() {
    super(() => native.X509_REVOKED_new());
  }

  /** The reasons that {@link setReason} takes. */
  allReasons(): string[] {
    return [...REASONS.values()];
  }

  /** The reason in words, such as `Key Compromise`; null for none, which is not the same as `Unspecified`. @corresponds X509_REVOKED_get_ext_d2i */
  getReason(): string | null {
    const code = native.x509_revoked_get_reason(this[HANDLE]);
    return code < 0 ? null : (PRINTED.get(code) ?? String(code));
  }

  /**
   * Sets the reason, one of {@link allReasons}; spaces and case do not count. Null removes it.
   * @throws {TypeError} unless it is text, bytes or null
   * @throws {RangeError} when there is no such reason
   * @corresponds X509_REVOKED_add1_ext_i2d
   */
  setReason(reason: string | Uint8Array | null): void {
    native.x509_revoked_set_reason(this[HANDLE], reason === null ? -1 : reasonCode(textArgument(reason, 'reason')));
  }

  /** @internal */
  protected override facts() {
    return { serial: this.getSerial(), reason: this.getReason() };
  }

  /** When it was revoked, as GENERALIZEDTIME; null where there is none. @corresponds X509_REVOKED_get0_revocationDate */
  getRevDate(): string | null {
    return native.x509_revoked_get_date(this[HANDLE]);
  }

  /**
   * Sets when it was revoked.
   * @param when - GENERALIZEDTIME, YYYYMMDDhhmmssZ or with an offset +hhmm or -hhmm, which is kept as UTC; or a `Date`
   * @throws {RangeError} when it is no time
   * @corresponds X509_REVOKED_set_revocationDate
   */
  setRevDate(when: TimeLike): void {
    settingTime(when, (text) => native.x509_revoked_set_date(this[HANDLE], text));
  }

  /** The serial number in hexadecimal, upper case, two digits a byte: `00` for zero. @corresponds X509_REVOKED_get0_serialNumber */
  getSerial(): string {
    const hex = native.x509_revoked_get_serial(this[HANDLE]);
    return hex === '0' ? '00' : hex;
  }

  /**
   * Sets the serial number.
   * @param hexStr - hexadecimal digits
   * @throws {RangeError} when they are none
   * @corresponds X509_REVOKED_set_serialNumber
   */
  setSerial(hexStr: string | Uint8Array): void {
    const text = textArgument(hexStr, 'hexStr');
    if (!/^-?[0-9a-fA-F]+$/.test(text) || text.length > MAX_SERIAL) throw new RangeError('bad hex string');
    native.x509_revoked_set_serial(this[HANDLE], text);
  }
}

function reasonCode(text: string): number {
  const wanted = text.toLowerCase().replaceAll(' ', '');
  for (const [code, name] of REASONS) if (name.toLowerCase() === wanted) return code;
  throw new RangeError(`no such reason: ${JSON.stringify(text)}`);
}
