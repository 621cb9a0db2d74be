/** A certificate in a few lines. */
import { createHash } from 'node:crypto';
import { FILETYPE_ASN1, loadPublickey } from '../../crypto/index.js';
import type { CertificateData, PublicKeyData } from '../../pki/index.js';
import { hexSerial } from '../frame/json.js';
import { generalNamesText, nameText } from './names.js';
import { distanceText, timeText } from './times.js';

/** A line, its label before it. */
export type Row = readonly [label: string, text: string];

/** What a certificate says, as rows. */
export function certificateRows(data: CertificateData, now = Date.now()): Row[] {
  const { subject, issuer, subjectAltName, notBefore, notAfter, serialNumber, signatureAlgorithm } = data;
  const isOwn = nameText(subject) === nameText(issuer);
  const usages = usageText(data);
  return [
    ['subject', nameText(subject)],
    ['issuer', isOwn ? 'itself' : nameText(issuer)],
    ...(subjectAltName.length > 0 ? [['names', generalNamesText(subjectAltName)] as const] : []),
    ['valid', `${timeText(notBefore)} to ${timeText(notAfter)}${ageText(data, now)}`],
    ['key', keyText(data.publicKey)],
    ['signed', signatureAlgorithm.name],
    ...(usages === '' ? [] : [['usage', usages] as const]),
    ['serial', hexSerial(serialNumber)],
    ['SHA-256', fingerprintText(createHash('sha256').update(data.der).digest())],
  ];
}

/** What stands in brackets behind the validity. */
function ageText({ notBefore, notAfter }: CertificateData, now: number): string {
  const [begin, end] = [notBefore.date, notAfter.date];
  if (begin !== null && begin.getTime() > now) return ` (not yet valid: begins ${distanceText(begin, now)})`;
  if (end === null) return '';
  return end.getTime() < now ? ` (expired ${distanceText(end, now)})` : ` (ends ${distanceText(end, now)})`;
}

/** What it is for. */
export function usageText({ extensions }: CertificateData): string {
  const parts: string[] = [];
  for (const { content } of extensions) {
    if (content?.type === 'basicConstraints' && content.ca)
      parts.push(content.pathLength === undefined ? 'CA' : `CA with ${content.pathLength} below it`);
    if (content?.type === 'keyUsage') parts.push(...content.usages);
    if (content?.type === 'extKeyUsage') parts.push(...content.usages);
  }
  return parts.join(', ');
}

/** A key in words: `EC P-256`, `RSA 2048 bits`, `ED25519`. */
export function keyText(data: PublicKeyData): string {
  try {
    using key = loadPublickey(FILETYPE_ASN1, data.der);
    return keyName(key);
  } catch {
    return `${data.algorithm.name} (OpenSSL does not know it)`;
  }
}

/** What a key is called. */
export function keyName(key: { typeName: string; groupName: string | null; bits(): number }): string {
  const { typeName, groupName } = key;
  if (groupName !== null && typeName === 'EC') return `EC ${CURVES.get(groupName) ?? groupName}`;
  return /^(RSA|DSA|DH)/.test(typeName) ? `${typeName} ${key.bits()} bits` : typeName;
}

const CURVES = new Map([
  ['prime256v1', 'P-256'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521'],
]);

/** `AB:CD:…`, as others print it. */
export const fingerprintText = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');

/** Rows under each other, their texts in one column. */
export function laidOut(rows: readonly Row[], indent = '  '): string[] {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => `${indent}${label.padEnd(width)}  ${text}`);
}
