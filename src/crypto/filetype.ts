import { wrongType, wrongValue } from '../common/refusals.js';
import { explained } from '../ffi/index.js';
import { FILETYPE_ASN1, FILETYPE_PEM, FILETYPE_TEXT } from './constants.js';

/** @throws {RangeError} unless it is one of the three types: before there are effects */
export function fileTypeArgument(type: number): void {
  const nothing = (): void => undefined;
  byFiletype(type, { pem: nothing, der: nothing, text: nothing });
}

/** As {@link byFiletype}, for what is read. @param what - what the file must hold, such as `a certificate` */
export function loading<T>(what: string, type: number, forms: { readonly pem: () => T; readonly der: () => T }): T {
  return byFiletype(type, {
    pem: () => explained(notPem(what), forms.pem),
    der: () => explained(`this is not the DER of ${what}, or it is cut off`, forms.der),
  });
}

/** The sentence for a text that OpenSSL finds no block in, without saying why: blank lines before END do it. */
export function notPem(what: string): string {
  return `this is not the PEM of ${what}: a line of it is blank, too long or cut off (RFC 7468)`;
}

/** Chooses by the file type. @throws {TypeError} for no number @throws {RangeError} for another than the offered ones */
export function byFiletype<T>(
  type: number,
  forms: { readonly pem?: () => T; readonly der?: () => T; readonly text?: () => T },
): T {
  const form =
    type === FILETYPE_PEM
      ? forms.pem
      : type === FILETYPE_ASN1
        ? forms.der
        : type === FILETYPE_TEXT
          ? forms.text
          : undefined;
  if (form !== undefined) return form();
  if (typeof type !== 'number') throw wrongType('type', 'a FILETYPE_ constant', type);
  const names = [forms.pem && 'FILETYPE_PEM', forms.der && 'FILETYPE_ASN1', forms.text && 'FILETYPE_TEXT'];
  throw wrongValue('type', names.filter(Boolean).join(' or '), type);
}
