/** One certificate looked up in a list. */
import type { Bytes } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import { CRL, type X509 } from '../../crypto/index.js';
import { X509 as X509Class } from '../../crypto/internal.js';
import { HANDLE } from '../../ffi/index.js';
import { Der } from '../der/reader.js';
import { native } from '../native.js';
import { CERTIFICATE_FORMS } from '../read/certificate.js';
import { CRL_FORMS, type RevokedData, readEntry } from '../read/crl.js';
import { type Encoded, loadForm } from '../read/input.js';

/**
 * Looks one certificate up in a list, without reading all of it. The list's signature, its time and whether it is one for this
 * certificate are not looked at: `verify` of chains does that.
 * @param list - a list in any form; an object of `crypto` is searched again without being read again
 * @param which - the certificate, of which the issuer counts; or the serial number of one that the list's own issuer has issued
 * @returns its entry; null where it is not on the list
 * @throws {PkiError} when one of them is no DER, such as with a length that lies
 * @throws {crypto.Error} when OpenSSL does not take it for a list, or a certificate
 * @corresponds X509_CRL_get0_by_cert, X509_CRL_get0_by_serial
 */
export function findRevoked(list: CRL | Encoded, which: X509 | Encoded | bigint): RevokedData | null {
  const crl = list instanceof CRL ? list : loadForm(list, CRL, CRL_FORMS).object;
  const der = entryOf(crl, which);
  return der === null ? null : readEntry(Der.parse(der, 'an entry'));
}

function entryOf(crl: CRL, which: X509 | Encoded | bigint): Bytes | null {
  if (typeof which === 'number') throw wrongType('which', 'a certificate, or a serial number as a bigint', which);
  if (typeof which !== 'bigint')
    return native.x509_crl_find_certificate(crl[HANDLE], loadForm(which, X509Class, CERTIFICATE_FORMS).object[HANDLE]);
  const isNegative = which < 0n;
  return native.x509_crl_find(crl[HANDLE], `${isNegative ? '-' : ''}${(isNegative ? -which : which).toString(16)}`);
}
