/** What a file is, as far as its form says: for errors that tell people what they have given. */

import { derKind, elementAt } from './der-kind.js';
import { pemBlocks, pemText } from './pem.js';
import { utf16Order } from './utf16.js';

/** What a file may be that this package, or another program, has a reader for. */
export interface Identity {
  /** As in "this is …". */
  readonly what: string;
  /** What reads it here. */
  readonly reader?: string | undefined;
}

const LABELS: ReadonlyMap<string, Identity> = new Map<string, Identity>([
  ['CERTIFICATE', { what: 'a certificate', reader: 'loadCertificate' }],
  ['X509 CERTIFICATE', { what: 'a certificate', reader: 'loadCertificate' }],
  ['TRUSTED CERTIFICATE', { what: "a certificate with OpenSSL's trust settings", reader: 'loadCertificates' }],
  ['CERTIFICATE REQUEST', { what: 'a certificate request (CSR)', reader: 'loadCertificateRequest' }],
  ['NEW CERTIFICATE REQUEST', { what: 'a certificate request (CSR)', reader: 'loadCertificateRequest' }],
  ['X509 CRL', { what: 'a revocation list (CRL)', reader: 'loadCrl' }],
  ['PRIVATE KEY', { what: 'a private key', reader: 'loadPrivatekey' }],
  ['ENCRYPTED PRIVATE KEY', { what: 'an encrypted private key', reader: 'loadPrivatekey' }],
  ['PUBLIC KEY', { what: 'a public key', reader: 'loadPublickey' }],
  ['RSA PUBLIC KEY', { what: 'an RSA public key (PKCS#1)' }],
  ['OPENSSH PRIVATE KEY', { what: "a private key in OpenSSH's form" }],
  ['SSH2 PUBLIC KEY', { what: 'a public key of SSH' }],
  ['PKCS7', { what: 'a PKCS#7 structure', reader: 'loadPkcs7Data' }],
  ['PKCS #7 SIGNED DATA', { what: 'a PKCS#7 structure', reader: 'loadPkcs7Data' }],
  ['CMS', { what: 'a CMS structure', reader: 'loadPkcs7Data' }],
  ['PKCS12', { what: 'a PKCS#12 file' }],
  ['DH PARAMETERS', { what: 'Diffie-Hellman parameters' }],
  ['X9.42 DH PARAMETERS', { what: 'Diffie-Hellman parameters' }],
  ['EC PARAMETERS', { what: 'parameters of an elliptic curve, without a key' }],
  ['DSA PARAMETERS', { what: 'DSA parameters, without a key' }],
  ['SSL SESSION PARAMETERS', { what: 'a TLS session' }],
]);

/** What a block of PEM holds, by its label. */
export function labelled(label: string): Identity {
  const known = LABELS.get(label);
  if (known !== undefined) return known;
  if (label.endsWith('PRIVATE KEY')) return { what: 'a private key', reader: 'loadPrivatekey' };
  if (label.startsWith('PGP ')) return { what: `a ${label.toLowerCase().replace('pgp', 'PGP')}` };
  return { what: `PEM of the kind "${label.slice(0, 40)}"` };
}

/** Bytes that other files begin with. */
const MAGIC: readonly [bytes: readonly number[], what: string][] = [
  [[0xfe, 0xed, 0xfe, 0xed], 'a Java key store (JKS)'],
  [[0xce, 0xce, 0xce, 0xce], 'a Java key store (JCEKS)'],
  [[0x50, 0x4b, 3, 4], 'a ZIP archive'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'an image'],
];
/** How much of a text is looked at. */
const HEAD = 512;
const DISTINCT = 4;

/** What a file is, in words; undefined where nothing is known of it. */
export function identify(bytes: Uint8Array): Identity | undefined {
  if (bytes.length === 0) return { what: 'empty' };
  const text = pemText(bytes);
  const found = foundLabels(text);
  if (found.length > 0) return found.length === 1 ? labelled(found[0] ?? '') : { what: several(found) };
  const der = derKind(bytes);
  if (der !== undefined) return { ...der, what: `${der.what}, in DER` };
  for (const [magic, what] of MAGIC) if (magic.every((byte, index) => bytes[index] === byte)) return { what };
  return textKind(bytes, text);
}

/** The labels of the first blocks of a text, each once. */
export function foundLabels(text: Uint8Array): string[] {
  const found = new Set<string>();
  for (const { label } of pemBlocks(text)) {
    found.add(label);
    if (found.size === DISTINCT) break;
  }
  return [...found];
}

function several(labels: readonly string[]): string {
  const kinds = [...new Set(labels.map((label) => labelled(label).what))];
  return kinds.length === 1 ? (kinds[0] ?? '') : `${kinds.slice(0, -1).join(', ')} and ${kinds.at(-1)}`;
}

function textKind(bytes: Uint8Array, text: Uint8Array): Identity | undefined {
  const head = new TextDecoder('latin1').decode(text.subarray(0, HEAD)).trimStart();
  if (/^(<!doctype html|<html)/i.test(head)) return { what: 'an HTML page' };
  if (head.startsWith('<?xml') || /^<[a-z]/i.test(head)) return { what: 'XML or HTML' };
  if (/^(ssh-|ecdsa-sha2-|sk-)/.test(head)) return { what: 'a public key of SSH' };
  if (head.startsWith('---- BEGIN SSH2')) return { what: 'a public key of SSH' };
  if (head.startsWith('PuTTY-User-Key')) return { what: 'a private key of PuTTY' };
  if (head.startsWith('{') && /"kty"/.test(head)) return { what: 'a JSON Web Key' };
  if (/^\s*[{[]/.test(head) && /["\]}]/.test(head)) return { what: 'JSON' };
  if (isWide(bytes)) return { what: 'UTF-16 text without a byte order mark' };
  if (/-----BEGIN |-----END /.test(head)) return { what: 'PEM with a line that is broken' };
  if (head.length >= 16 && /^[A-Za-z0-9+/\s]+=*\s*$/.test(head))
    return {
      what: head.startsWith('MI')
        ? 'base64 without the BEGIN and END lines of PEM'
        : 'base64 or other text without BEGIN and END lines',
    };
  if (isText(text))
    return { what: `text${utf16Order(bytes) === undefined ? '' : ' in UTF-16'}, without BEGIN and END lines` };
  if (bytes[0] === 0x30 && elementAt(bytes, 0) !== undefined) return { what: 'DER of an unknown kind' };
  return undefined;
}

function isWide(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 32);
  return (
    head.length >= 8 &&
    (head.every((byte, at) => (byte === 0) === (at % 2 === 0)) ||
      head.every((byte, at) => (byte === 0) === (at % 2 === 1)))
  );
}

function isText(bytes: Uint8Array): boolean {
  return bytes.subarray(0, HEAD).every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13));
}
