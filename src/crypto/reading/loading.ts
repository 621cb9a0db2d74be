/** Reads a file of one kind in PEM or DER; where that fails, the error says what the file is and what is wrong with it. */

import type { Bytes } from '../../common/bytes.js';
import { isOfQueue, OpenSSLError } from '../../ffi/index.js';
import { byFiletype } from '../filetype.js';
import { derKind, statedLength } from './der-kind.js';
import { foundLabels, type Identity, identify, labelled } from './identify.js';
import { passwordFault } from './password-fault.js';
import { isBase64, type PemBlock, pemBlocks, pemText, writePem } from './pem.js';

/** A kind of file. */
export interface FileKind {
  /** As in "this is not …". */
  readonly what: string;
  /** Whether a block of PEM with this label is one. */
  readonly isLabel: (label: string) => boolean;
  /** What `derKind` calls it. */
  readonly der: readonly string[];
}

const oneOf = (...labels: readonly string[]) => {
  const all = new Set(labels);
  return (label: string) => all.has(label);
};

/** The kinds that this module reads, with the labels that OpenSSL takes for each. */
export const kinds = {
  certificate: { what: 'a certificate', isLabel: oneOf('CERTIFICATE', 'X509 CERTIFICATE'), der: ['a certificate'] },
  trusted: {
    what: 'a certificate',
    isLabel: oneOf('CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'),
    der: ['a certificate'],
  },
  request: {
    what: 'a certificate request',
    isLabel: oneOf('CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'),
    der: ['a certificate request (CSR)'],
  },
  list: { what: 'a revocation list', isLabel: oneOf('X509 CRL'), der: ['a revocation list (CRL)'] },
  privateKey: {
    what: 'a private key',
    isLabel: (label) => label.endsWith('PRIVATE KEY') && label !== 'OPENSSH PRIVATE KEY',
    der: [
      'a private key',
      'an encrypted private key',
      'a private key of an elliptic curve',
      'an RSA private key',
      'a DSA private key',
    ],
  },
  publicKey: { what: 'a public key', isLabel: oneOf('PUBLIC KEY'), der: ['a public key'] },
  pkcs7: {
    what: 'a PKCS#7 structure',
    isLabel: oneOf('PKCS7', 'PKCS #7 SIGNED DATA', 'CMS', 'CERTIFICATE'),
    der: ['a PKCS#7 or CMS structure'],
  },
  dhParameters: {
    what: 'Diffie-Hellman parameters',
    // Those of another algorithm too: the shim says which.
    isLabel: (label) => label.endsWith(' PARAMETERS'),
    der: [],
  },
  /** What a trust store is filled with. */
  trust: {
    what: 'certificates or revocation lists',
    isLabel: oneOf('CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE', 'X509 CRL'),
    der: [],
  },
  pkcs12: { what: 'a PKCS#12 file', isLabel: () => false, der: ['a PKCS#12 file'] },
} satisfies Record<string, FileKind>;

const COLON = 0x3a;

/** Which of the blocks of a text are read. */
export type Extent = 'first' | 'all';

/** Reads PEM or DER of a kind, by the type that is said. */
export function loading<T>(
  kind: FileKind,
  type: number,
  bytes: Uint8Array,
  forms: { readonly pem: (pem: Uint8Array) => T; readonly der: (der: Uint8Array) => T },
): T {
  return byFiletype(type, {
    pem: () => readPem(kind, bytes, 'first', forms.pem),
    der: () => readDer(kind, bytes, forms.der),
  });
}

/** Reads the blocks of a kind. */
export function readPem<T>(kind: FileKind, bytes: Uint8Array, extent: Extent, read: (pem: Uint8Array) => T): T {
  const text = pemText(bytes);
  const blocks = wanted(kind, text, extent);
  const plain = writePem(text, blocks);
  try {
    return read(plain.bytes);
  } catch (error) {
    throw reasoned(error, () =>
      blocks.length === 0 ? instead(kind, bytes, 'PEM') : (plain.fault ?? contentFault(kind, text, blocks)),
    );
  } finally {
    // It may be a key. The letters of UTF-16 are a copy as well.
    plain.bytes.fill(0);
    if (text.buffer !== bytes.buffer) text.fill(0);
  }
}

/** As {@link plainPem}, each block by itself. */
export function* singlePems(kind: FileKind, bytes: Uint8Array): Generator<Uint8Array> {
  const text = pemText(bytes);
  for (const block of pemBlocks(text)) if (kind.isLabel(block.label)) yield writePem(text, [block]).bytes;
}

/** The blocks of a kind as OpenSSL reads them; none where there are none. */
export function plainPem(kind: FileKind, bytes: Uint8Array, extent: Extent): Uint8Array {
  const text = pemText(bytes);
  return writePem(text, wanted(kind, text, extent)).bytes;
}

/** Reads DER of a kind. */
export function readDer<T>(kind: FileKind, bytes: Uint8Array, read: (der: Uint8Array) => T): T {
  try {
    return read(bytes);
  } catch (error) {
    throw reasoned(error, () => (isOfKind(kind, bytes) ? lengthFault(kind.what, bytes) : instead(kind, bytes, 'DER')));
  }
}

function wanted(kind: FileKind, text: Uint8Array, extent: Extent): PemBlock[] {
  const blocks: PemBlock[] = [];
  for (const block of pemBlocks(text)) {
    if (!kind.isLabel(block.label)) continue;
    blocks.push(block);
    if (extent === 'first') break;
  }
  return blocks;
}

/** The same error with a sentence in front of OpenSSL's reasons; what is no error of reading stays what it is. */
function reasoned(error: unknown, sentence: () => string): unknown {
  // What a callback for the passphrase throws is its own affair. Out of memory, without randomness, freed: these have a class of their own, and nothing to do with the file.
  if (!(error instanceof OpenSSLError) || error.name !== 'Error' || !isOfQueue(error)) return error;
  const said = passwordFault(error) ?? sentence();
  const reason = error.errors.length === 0 ? '' : ` (${error.message})`;
  const Class = error.constructor as typeof OpenSSLError;
  return new Class(error.errors, said + reason);
}

function isOfKind(kind: FileKind, bytes: Uint8Array): boolean {
  const what = derKind(bytes)?.what;
  return what !== undefined && kind.der.includes(what);
}

/** The sentence for another file than the one that was wanted. */
function instead(kind: FileKind, bytes: Uint8Array, form: 'PEM' | 'DER'): string {
  const { what, reader } = identify(bytes) ?? ({ what: `neither PEM nor DER` } satisfies Identity);
  if (form === 'PEM' && isOfKind(kind, bytes)) return `this is ${what}, not PEM: read it with FILETYPE_ASN1`;
  if (form === 'DER' && foundLabels(pemText(bytes)).some(kind.isLabel))
    return `this is PEM, not DER: read it with FILETYPE_PEM`;
  return `this is ${what}, not ${kind.what}${reader === undefined ? '' : `: ${reader} reads it`}`;
}

/** What is wrong with a block whose PEM is right. */
function contentFault(kind: FileKind, text: Uint8Array, blocks: readonly PemBlock[]): string {
  for (const block of blocks) {
    const head = headOf(text, block);
    if (head === undefined) continue;
    const { bytes, length } = head;
    const [stated, found] = [statedLength(bytes), derKind(bytes)];
    if (stated !== undefined && stated > length) return truncated(labelled(block.label).what, length, stated);
    if (found !== undefined && !kind.der.includes(found.what) && kind.der.length > 0)
      return `the block "${block.label}" holds ${found.what}, not ${kind.what}`;
  }
  return `this is not ${kind.what} that can be read`;
}

/** Bytes of the beginning that are decoded for an error: what comes behind them may be a secret. */
const HEAD = 30;

/** The first bytes of a block, and how many there are in all; undefined where it is not plain base64. */
function headOf(text: Uint8Array, { bodyStart, bodyEnd }: PemBlock): { bytes: Bytes; length: number } | undefined {
  let [letters, count] = ['', 0];
  for (const byte of text.subarray(bodyStart, bodyEnd)) {
    if (byte === COLON) return undefined;
    if (!isBase64(byte)) continue;
    if (count < (HEAD / 3) * 4) letters += String.fromCharCode(byte);
    count += 1;
  }
  const binary = atob(letters.slice(0, letters.length - (letters.length % 4 === 1 ? 1 : 0)));
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  return { bytes, length: Math.floor((count * 3) / 4) };
}

function lengthFault(what: string, bytes: Uint8Array): string {
  const stated = statedLength(bytes);
  return stated !== undefined && stated > bytes.length
    ? truncated(what, bytes.length, stated)
    : `this is not ${what} that can be read`;
}

function truncated(what: string, length: number, stated: number): string {
  return `this is ${what} that is truncated: ${length} of ${stated} bytes`;
}
