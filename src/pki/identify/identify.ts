/** What a file is, in words. */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import { declareOptions, integer } from '../../common/options.js';
import { binaryKind, PGP_SENTENCE } from './binary.js';
import { derKind } from './der-kinds.js';
import type { Identified, Verdict } from './kinds.js';
import { bytesOfBase64, hasPem, type PemBlock, pemBlocks } from './pem.js';
import { labelFault, labelKind } from './pem-labels.js';
import { textKind } from './text-kinds.js';

/** What a file is. */
export interface Identification {
  /** All that was found, in its order: one for each block of PEM, and a single one of all else. */
  readonly items: readonly Identified[];
  /** The whole in one sentence. */
  readonly sentence: string;
  /** Whether more may be there: of what goes beyond a bound, only the beginning was looked at. */
  readonly truncated: boolean;
}

/** How far a file is looked at. */
export interface IdentifyOptions {
  /** Most blocks of PEM; 10,000 by default. */
  readonly maxItems?: number;
  /** Most bytes of text; 64 MiB by default. */
  readonly maxBytes?: number;
  /** Largest certificate, request or list that is read for its names, in bytes; 1 MiB by default. */
  readonly maxRead?: number;
}

const MAX_ITEMS = 10_000;
const MAX_BYTES = 64 << 20;
const MAX_READ = 1 << 20;
const MOST = 0x7fff_ffff;

const read = declareOptions<IdentifyOptions>({
  maxItems: integer(1, MOST),
  maxBytes: integer(1, MOST),
  maxRead: integer(1, MOST),
});

/**
 * Says what a file is: keys, certificates, messages and stores of every kind, and what people take for one, such as a web page.
 * Nothing is decrypted, and nothing is trusted: what is said comes from the outside of the file.
 * @param input - the bytes of the file, or its text
 */
export function identify(input: BytesLike, options?: IdentifyOptions): Identification {
  const { maxItems = MAX_ITEMS, maxBytes = MAX_BYTES, maxRead = MAX_READ } = read(options);
  const whole = bytesArgument(input, 'input');
  // Of DER its outside is looked at alone, however large it is.
  const binary = typeof input === 'string' ? undefined : ofBytes(whole, maxRead);
  if (binary !== undefined) return { items: [binary], sentence: binary.sentence, truncated: false };
  const bytes = whole.slice(0, maxBytes);
  const isCut = whole.length > bytes.length;
  const text = textOf(bytes);
  if (text === undefined) {
    const sentence = 'This is nothing that is known here.';
    return { items: [place('binary', 0, bytes.length, { kind: 'unknown', sentence })], sentence, truncated: isCut };
  }
  const items = ofText(text, maxItems, maxRead);
  return { items, sentence: summary(items), truncated: isCut || items.length >= maxItems };
}

const place = (form: Identified['form'], offset: number, length: number, verdict: Verdict): Identified =>
  ({ ...verdict, form, offset, length }) as Identified;

function ofBytes(bytes: Uint8Array, most: number): Identified | undefined {
  // Text begins with none of these, but for `0`, which DER begins with: its length then is that of a digit.
  const asDer = derKind(bytes, most);
  if (asDer !== undefined) return { ...place('der', 0, bytes.length, asDer), bytes: bytes.slice() };
  const other = binaryKind(bytes);
  return other === undefined ? undefined : { ...place('binary', 0, bytes.length, other), bytes: bytes.slice() };
}

/** Controls that no text has, and what is no UTF-8. */
const ODD = /(?![\t\n\v\f\r])\p{Cc}|\ufffd(?!$)/u;

/** Bytes as text: UTF-8, or UTF-16 as some editors write it; undefined for what is none. */
function textOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const encoding = isWide ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  if (hasPem(text)) return text;
  // The last letter may be cut.
  return ODD.test(text.slice(0, 65_536)) ? undefined : text;
}

function ofText(text: string, maxItems: number, maxRead: number): Identified[] {
  const blocks = pemBlocks(text, maxItems);
  if (blocks.length > 0) return blocks.map((block) => ofBlock(block, maxRead));
  const verdict = textKind(text);
  const bare = verdict.kind === 'text' ? bareBase64(text, maxRead) : undefined;
  return [bare ?? place('text', 0, text.length, verdict)];
}

function ofBlock(block: PemBlock, most: number): Identified {
  const { label, bytes, offset, end, fault } = block;
  const verdict = blockKind(block, most);
  const item = { ...place('pem', offset, end - offset, verdict), label };
  return fault === undefined ? { ...item, bytes } : { ...item, fault };
}

function blockKind(block: PemBlock, most: number): Verdict {
  const { label, headers, bytes, fault } = block;
  if (label.startsWith('PGP ')) return { kind: 'pgp', sentence: PGP_SENTENCE };
  const byLabel = labelKind(block);
  const isEncrypted = headers.get('Proc-Type')?.includes('ENCRYPTED') === true;
  if (fault !== undefined || isEncrypted || byLabel?.isFinal === true)
    return byLabel?.verdict ?? { kind: 'pem', sentence: `This is a block of PEM of an unknown kind, ${label}.` };
  const found = derKind(bytes, most) ?? binaryKind(bytes);
  if (found === undefined)
    return {
      ...(byLabel?.verdict ?? { kind: 'pem', sentence: `This is a block of PEM of an unknown kind, ${label}.` }),
      ...(byLabel !== undefined && { fault: `the block ${label} does not hold what its name says` }),
    };
  const mismatch = labelFault(label, found);
  return mismatch === undefined ? found : { ...found, fault: mismatch };
}

/** DER in base64 without the lines around it, as it is copied out of configurations. */
function bareBase64(text: string, most: number): Identified | undefined {
  const bytes = text.length >= 16 ? bytesOfBase64(text.replace(/^\ufeff/, '')) : undefined;
  const verdict = bytes === undefined ? undefined : derKind(bytes, most);
  if (bytes === undefined || verdict === undefined) return undefined;
  return { ...place('base64', 0, text.length, verdict), bytes };
}

const MOST_COUNTED = 6;

function summary(items: readonly Identified[]): string {
  const [first] = items;
  if (first === undefined || items.length === 1) return first?.sentence ?? '';
  const counts = new Map<string, number>();
  for (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].slice(0, MOST_COUNTED).map(([kind, count]) => `${count} × ${kind}`);
  const more = counts.size > MOST_COUNTED ? ', and more' : '';
  return `These are ${items.length} blocks of PEM: ${parts.join(', ')}${more}.`;
}
