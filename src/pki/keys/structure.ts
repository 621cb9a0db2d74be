/** What a DER is, by its shape: so that what is no key can be called by its name. */
import { readOid } from '../der/oid.js';
import type { Der } from '../der/reader.js';
import * as tag from '../der/tags.js';

/** The shapes that this module tells apart. */
export type Structure =
  | 'pkcs8'
  | 'encrypted pkcs8'
  | 'spki'
  | 'pkcs1'
  | 'pkcs1 public'
  | 'sec1'
  | 'dsa'
  | 'certificate'
  | 'request'
  | 'crl'
  | 'pkcs12'
  | 'pkcs7';

/** What each is called in a sentence. */
export const CALLED: Readonly<Record<Structure, string>> = {
  pkcs8: 'a private key',
  'encrypted pkcs8': 'an encrypted private key',
  spki: 'a public key',
  pkcs1: 'an RSA private key',
  'pkcs1 public': 'an RSA public key',
  sec1: 'an EC private key',
  dsa: 'a DSA private key',
  certificate: 'a certificate',
  request: 'a certificate request (CSR)',
  crl: 'a list of revoked certificates (CRL)',
  pkcs12: 'a PKCS #12 file',
  pkcs7: 'a PKCS #7 or CMS message',
};

/** Recognises the outer of a structure; what is in it may still be wrong. */
export function structureOf(der: Der): Structure | undefined {
  if (!der.is(tag.SEQUENCE)) return undefined;
  const items = der.items('a file');
  const shape = items.map(letterOf).join('');
  if (/^isox?p?$/.test(shape)) return 'pkcs8';
  if (/^io(x?y?)$/.test(shape)) return 'sec1';
  if (/^i{9}s?$/.test(shape)) return 'pkcs1';
  if (/^i{6}$/.test(shape)) return 'dsa';
  if (shape === 'ii') return 'pkcs1 public';
  if (shape === 'so') return 'encrypted pkcs8';
  if (shape === 'sb') return 'spki';
  if (/^iss?$/.test(shape)) return 'pkcs12';
  if (/^dx$/.test(shape)) return 'pkcs7';
  if (shape === 'ssb') return signedStructure(items[0]);
  return undefined;
}

const LETTERS = new Map<number, string>([
  [tag.INTEGER, 'i'],
  [tag.SEQUENCE, 's'],
  [tag.OCTET_STRING, 'o'],
  [tag.BIT_STRING, 'b'],
  [tag.OBJECT_IDENTIFIER, 'd'],
  [tag.contextOf(0), 'x'],
  [tag.contextOf(1), 'y'],
  [tag.context(1), 'p'],
]);

const letterOf = (item: Der): string => LETTERS.get(item.tag) ?? '?';

/** Certificate, request and list are signed alike; what is signed begins differently. */
function signedStructure(signed: Der | undefined): Structure | undefined {
  const shape = signed?.is(tag.SEQUENCE) ? signed.items('a file').map(letterOf).join('') : '';
  if (/^xis|^issss/.test(shape)) return 'certificate';
  if (/^iss(x|$)/.test(shape)) return 'request';
  return /^i?ss/.test(shape) ? 'crl' : undefined;
}

/** The object identifier of a PKCS #8 or a SubjectPublicKeyInfo. */
export function algorithmOf(der: Der, structure: 'pkcs8' | 'spki'): string {
  const items = der.items('a key');
  const [algorithm] = (items[structure === 'pkcs8' ? 1 : 0] as Der).items('a key');
  return algorithm === undefined ? '' : readOid(algorithm, 'a key');
}
