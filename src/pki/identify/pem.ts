/**
 * The blocks of a PEM text (RFC 7468) as people have them: with a byte order mark, CR or CRLF, indented, with blank lines, with
 * quotation marks of mail before each line, joined without a line between, and with any text around.
 */
import type { Bytes } from '../../common/bytes.js';

/** One block. */
export interface PemBlock {
  /** What stands behind BEGIN, such as `CERTIFICATE`. */
  readonly label: string;
  /** Lines of the form `Name: value` before the base64, as encrypted keys of old have. */
  readonly headers: ReadonlyMap<string, string>;
  /** What the base64 stands for; empty where there is a fault. */
  readonly bytes: Bytes;
  /** Where the block begins in the text. */
  readonly offset: number;
  /** Where the text goes on behind it. */
  readonly end: number;
  /** Why the block cannot be read: one sentence. */
  readonly fault?: string;
}

const BEGIN = /-----BEGIN ([A-Za-z0-9][A-Za-z0-9 .#/+-]{0,62}?)-----/g;
const HEADER = /^([A-Za-z][A-Za-z0-9-]{0,63}): ?(.*)$/;
/** What stands before and behind lines in mail, in YAML and in programs. */
const MARGIN = ' \t>|"\'*,\\;';
const MAX_HEADERS = 16;

/** The blocks of a text in their order. @param most - how many at most */
export function pemBlocks(text: string, most: number): PemBlock[] {
  const blocks: PemBlock[] = [];
  BEGIN.lastIndex = 0;
  for (let match = BEGIN.exec(text); match !== null && blocks.length < most; match = BEGIN.exec(text)) {
    const block = blockAt(text, match);
    blocks.push(block);
    BEGIN.lastIndex = block.end;
  }
  return blocks;
}

/** Whether a text has the beginning of a block. */
export const hasPem = (text: string): boolean => text.search(BEGIN) >= 0;

function blockAt(text: string, match: RegExpExecArray): PemBlock {
  const [begin, label = ''] = match;
  const start = match.index + begin.length;
  const place = { label, offset: match.index };
  const none = { headers: new Map<string, string>(), bytes: new Uint8Array() };
  const end = text.indexOf('-----', start);
  if (end < 0) return { ...place, ...none, end: text.length, fault: `the block ${label} has no end` };
  const mark = `-----END ${label}-----`;
  if (!text.startsWith(mark, end)) {
    const fault = `the block ${label} ends with another mark than "${mark}"`;
    // A BEGIN within it is a block of its own.
    return { ...place, ...none, end: text.startsWith('-----BEGIN ', end) ? end : end + 5, fault };
  }
  return { ...place, ...bodyOf(text.slice(start, end), label), end: end + mark.length };
}

function bodyOf(body: string, label: string): Pick<PemBlock, 'headers' | 'bytes' | 'fault'> {
  const headers = new Map<string, string>();
  let base64 = '';
  let last: string | undefined;
  for (const raw of body.split(/\r\n|\r|\n|\\n/)) {
    const line = withoutMargin(raw);
    const [, name, value = ''] = (base64 === '' && HEADER.exec(line)) || [];
    if (name !== undefined && headers.size < MAX_HEADERS) {
      headers.set(name, value);
      last = name;
    }
    // A header goes on in lines that begin with a blank (RFC 1421, 4.4).
    else if (last !== undefined && base64 === '' && /^[ \t]+\S/.test(raw) && !/^[A-Za-z0-9+/=]+$/.test(line))
      headers.set(last, `${headers.get(last) ?? ''}${line}`);
    // PGP's check at the end is no base64 of the body.
    else if (!(label.startsWith('PGP') && line.startsWith('='))) base64 += line;
  }
  const bytes = bytesOfBase64(base64);
  if (bytes === undefined)
    return { headers, bytes: new Uint8Array(), fault: `the block ${label} has something else than base64 in it` };
  return { headers, bytes };
}

/** By hand: a pattern that looks for the end of a line from each of its blanks takes the square of them. */
function withoutMargin(line: string): string {
  let [start, end] = [0, line.length];
  while (start < end && MARGIN.includes(line.charAt(start))) start++;
  while (end > start && MARGIN.includes(line.charAt(end - 1))) end--;
  return line.slice(start, end);
}

/** The bytes that base64 stands for, padded or not; blanks within it do not count. @returns undefined for what is none */
export function bytesOfBase64(text: string): Bytes | undefined {
  const plain = text.replace(/[ \t\r\n]/g, '').replace(/={1,2}$/, '');
  if (plain.length % 4 === 1 || !/^[A-Za-z0-9+/]*$/.test(plain)) return undefined;
  const binary = atob(plain);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** A block in its plain form, which every reader takes. */
export function plainPem(label: string, bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `-----BEGIN ${label}-----\n${btoa(binary).replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;
}
