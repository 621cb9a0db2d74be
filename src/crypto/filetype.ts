import { wrongType, wrongValue } from '../common/refusals.js';
import { FILETYPE_ASN1, FILETYPE_PEM, FILETYPE_TEXT } from './constants.js';

/** @throws {RangeError} unless it is one of the three types: before there are effects */
export function fileTypeArgument(type: number): void {
  const nothing = (): void => undefined;
  byFiletype(type, { pem: nothing, der: nothing, text: nothing });
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
