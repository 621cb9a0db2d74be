/** Certificates as people have them: objects, texts of many blocks, DER, bundles of PKCS #7; in any order. */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import { wrongType } from '../../common/refusals.js';
import {
  Error as CryptoError,
  FILETYPE_ASN1,
  loadCertificate,
  loadCertificates,
  loadPkcs7Data,
} from '../../crypto/index.js';
import { X509 } from '../../crypto/internal.js';
import { explained } from '../../ffi/index.js';
import { badDer, badValue } from '../error.js';
import { identify } from '../identify/identify.js';
import type { Identified } from '../identify/kinds.js';
import { plainPem } from '../identify/pem.js';

/** One thing with certificates in it: an object; PEM of one or of many; DER of one; a bundle of PKCS #7 (p7b) in either form. */
export type CertificateSource = X509 | BytesLike;

/** Certificates in any order: one source, or a list of them. */
export type CertificateHeap = CertificateSource | Iterable<CertificateSource>;

/** What could not be taken from a heap. */
export interface LeftOut {
  /** Which source of the list; 0 for a single one. */
  readonly source: number;
  /** Which block of it. */
  readonly block: number;
  /** What it is, or what is wrong with it: one sentence. */
  readonly reason: string;
}

/** What a heap comes to. */
export interface HeapContent {
  /** The certificates, in their order; those of encodings are the reader's to free. */
  readonly certificates: readonly X509[];
  /** What is no certificate, or cannot be read. */
  readonly leftOut: readonly LeftOut[];
}

/** Reads a heap. @param most - how many certificates at most @throws {PkiError} when there are more */
export function readHeap(heap: CertificateHeap, name: string, most: number): HeapContent {
  const certificates: X509[] = [];
  const leftOut: LeftOut[] = [];
  const take = (found: readonly X509[]): void => {
    if (certificates.length + found.length > most) throw badValue(`${name} has more than ${most} certificates`);
    certificates.push(...found);
  };
  sourcesOf(heap, name).forEach((source, index) => {
    if (source instanceof X509) {
      take([source]);
      return;
    }
    const { items, truncated } = identify(source, { maxItems: most + 1, maxRead: OUTSIDE });
    if (truncated) throw badValue(`${name} is larger than what is looked at, or has more than ${most} blocks`);
    items.forEach((item, block) => {
      const found = certificatesOf(item);
      if (typeof found === 'string') leftOut.push({ source: index, block, reason: found });
      else take(found);
    });
  });
  return { certificates, leftOut };
}

/** Names of what is a certificate are not read by the way: a heap has thousands. */
const OUTSIDE = 1;

/** The one certificate of a source, or the first of several. @throws {PkiError} when there is none */
export function readOne(source: CertificateSource, name: string): X509 {
  const [first] = sourcesOf(source, name);
  if (first instanceof X509) return first;
  const { certificates, leftOut } = readHeap(first ?? '', name, MOST_BEHIND);
  const [certificate] = certificates;
  if (certificate === undefined) throw badDer(`${name} holds no certificate: ${leftOut[0]?.reason ?? 'it is empty'}`);
  return certificate;
}

/** Certificates that may stand behind the one that is asked for, as in a bundle. */
const MOST_BEHIND = 1000;

function sourcesOf(heap: CertificateHeap, name: string): (X509 | Uint8Array | string)[] {
  const list =
    typeof heap === 'object' && heap !== null && !(heap instanceof X509) && isList(heap) ? [...heap] : [heap];
  return list.map((source, index) => {
    if (source instanceof X509 || typeof source === 'string') return source as X509 | string;
    const called = list.length === 1 && list[0] === heap ? name : `${name}[${index}]`;
    if (typeof source !== 'object' || source === null)
      throw wrongType(called, 'a certificate: an object, PEM or DER', source);
    return bytesArgument(source as BytesLike, called);
  });
}

const isList = (value: object): value is Iterable<CertificateSource> =>
  !ArrayBuffer.isView(value) && typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === 'function';

/** The certificates of one thing; or why there are none. */
function certificatesOf(item: Identified): readonly X509[] | string {
  const { kind, bytes, fault, sentence } = item;
  if (fault !== undefined && (bytes === undefined || kind === 'pem')) return `${sentence} ${fault}`;
  if (bytes === undefined) return sentence;
  try {
    if (kind === 'certificate' || kind === 'trusted-certificate')
      // The settings of trust, which stand behind the DER, are read in this one form alone.
      return kind === 'certificate'
        ? [loadCertificate(FILETYPE_ASN1, bytes)]
        : loadCertificates(plainPem('TRUSTED CERTIFICATE', bytes));
    if (kind === 'cms')
      return explained('this bundle cannot be read', () => loadPkcs7Data(FILETYPE_ASN1, bytes).getCertificates());
    return identify(bytes).sentence;
  } catch (error) {
    if (error instanceof CryptoError) return `${sentence} OpenSSL cannot read it: ${error.message}`;
    throw error;
  }
}
