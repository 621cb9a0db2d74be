/** What commands that make certificates share. */
import { dumpCertificate, FILETYPE_PEM, type X509 } from '../../../crypto/index.js';
import { misused } from '../../frame/exit.js';

/** Certificates as PEM, in their order. */
export const chainPem = (chain: readonly X509[]): string =>
  chain.map((one) => new TextDecoder().decode(dumpCertificate(FILETYPE_PEM, one))).join('');

/** Whether subject and issuer are the same, as of roots, which whoever trusts them has already. */
export const isSelfIssued = (certificate: X509): boolean =>
  Buffer.from(certificate.getSubject().der()).equals(certificate.getIssuer().der());

/** A number of days. */
export function daysOf(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw misused(`--days must be a whole number from 1 on, not ${text}`);
  return Number(text);
}

/** The PEM of a certificate's DER. */
export const pemOf = (der: Uint8Array): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};
