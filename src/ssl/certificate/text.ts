/** Certificates as text, and the dates in them. */

import { binaryArgument, textArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';

/** What a certificate in PEM begins with. */
export const PEM_HEADER = '-----BEGIN CERTIFICATE-----';
/** What a certificate in PEM ends with. */
export const PEM_FOOTER = '-----END CERTIFICATE-----';
const LINE = 64;
/** How many bytes become characters at once: a call takes only so many arguments. */
const CHUNK = 0x2000;
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/**
 * Makes the PEM form of a certificate (RFC 7468, 5).
 * @param derCertBytes - the certificate in DER; its content is not checked
 */
export function DERCertToPEMCert(derCertBytes: Uint8Array): string {
  const lines = toBase64(binaryArgument(derCertBytes, 'derCertBytes')).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return [PEM_HEADER, ...lines, PEM_FOOTER, ''].join('\n');
}

/**
 * Makes the DER form of a certificate.
 * @param pemCertString - one certificate in PEM, and nothing before or behind it but white space behind
 * @throws {RangeError} when header or footer are missing, or what is between is no base64
 */
export function PEMCertToDERCert(pemCertString: string): Bytes {
  const text = textArgument(pemCertString, 'pemCertString');
  if (!text.startsWith(PEM_HEADER)) throw new RangeError(`Invalid PEM encoding; must start with ${PEM_HEADER}`);
  const trimmed = text.trim();
  if (!trimmed.endsWith(PEM_FOOTER)) throw new RangeError(`Invalid PEM encoding; must end with ${PEM_FOOTER}`);
  const body = trimmed.slice(PEM_HEADER.length, -PEM_FOOTER.length);
  if (!BASE64.test(body)) throw new RangeError('Invalid PEM encoding; not base64');
  try {
    return Uint8Array.from(atob(body.replace(/\s/g, '')), (character) => character.charCodeAt(0));
  } catch (error) {
    throw new RangeError('Invalid PEM encoding; not base64', { cause: error });
  }
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const CERT_TIME = /^([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})\s+(\d{4})\s+GMT$/i;
/** Leap seconds: POSIX time has none, so 60 and 61 run into the next minute. */
const MAX_SECOND = 61;

/**
 * The time of a certificate in seconds since 1970.
 * @param certTime - as {@link PeerCertificate.notBefore} has it, such as `Jan  5 09:34:43 2018 GMT`; always UTC
 * @throws {RangeError} when it is no such time
 */
export function certTimeToSeconds(certTime: string): number {
  const text = textArgument(certTime, 'certTime');
  const [, month = '', ...numbers] = CERT_TIME.exec(text) ?? [];
  const [day = 0, hour = 0, minute = 0, second = 0, year = 0] = numbers.map(Number);
  const monthIndex = MONTHS.indexOf(month.toLowerCase());
  if (
    monthIndex < 0 ||
    hour > 23 ||
    minute > 59 ||
    second > MAX_SECOND ||
    year < 1 ||
    !dayExists(year, monthIndex, day)
  )
    throw new RangeError(`time data ${JSON.stringify(text)} does not match format "%b %d %H:%M:%S %Y GMT"`);
  // The constructor and Date.UTC take a year below 100 for one of the twentieth century.
  const date = new Date(0);
  date.setUTCFullYear(year, monthIndex, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime() / 1000;
}

function dayExists(year: number, monthIndex: number, day: number): boolean {
  const last = new Date(0);
  last.setUTCFullYear(year, monthIndex + 1, 0);
  return day >= 1 && day <= last.getUTCDate();
}
