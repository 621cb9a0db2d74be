/** Requests and lists of revoked certificates in a few lines. */
import type { CrlData, RequestData } from '../../pki/index.js';
import { hexSerial } from '../frame/json.js';
import { keyText, type Row } from './certificate.js';
import { generalNamesText, nameText } from './names.js';
import { timeText } from './times.js';

/** What a request says. */
export function requestRows({
  subject,
  subjectAltName,
  publicKey,
  signatureAlgorithm,
  attributes,
  extensions,
}: RequestData): Row[] {
  const rows: Row[] = [['subject', nameText(subject)]];
  if (subjectAltName.length > 0) rows.push(['names', generalNamesText(subjectAltName)]);
  rows.push(['key', keyText(publicKey)], ['signed', signatureAlgorithm.name]);
  if (attributes.length > 0) rows.push(['attributes', attributes.map(({ type }) => type).join(', ')]);
  if (extensions.length > 0) rows.push(['asks for', extensions.map(({ name }) => name).join(', ')]);
  return rows;
}

/** Most entries of a list that are shown. */
const MAX_ENTRIES = 20;

/** What a list says. */
export function crlRows({
  issuer,
  thisUpdate,
  nextUpdate,
  crlNumber,
  deltaBase,
  revoked,
  signatureAlgorithm,
}: CrlData): Row[] {
  const rows: Row[] = [
    ['issuer', nameText(issuer)],
    ['issued', timeText(thisUpdate)],
    ['next', nextUpdate === undefined ? 'it does not say' : timeText(nextUpdate)],
    ['signed', signatureAlgorithm.name],
  ];
  if (crlNumber !== undefined) rows.push(['number', String(crlNumber)]);
  if (deltaBase !== undefined) rows.push(['what is new to', String(deltaBase)]);
  rows.push(['revoked', String(revoked.length)]);
  for (const { serialNumber, revocationDate, reason } of revoked.slice(0, MAX_ENTRIES))
    rows.push([
      '',
      `${hexSerial(serialNumber)}  ${timeText(revocationDate)}${reason === undefined ? '' : `  ${reason}`}`,
    ]);
  if (revoked.length > MAX_ENTRIES) rows.push(['', `… and ${revoked.length - MAX_ENTRIES} more`]);
  return rows;
}
