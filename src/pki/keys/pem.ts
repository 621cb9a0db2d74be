/** PEM as people have it (RFC 7468, 2: lax), and as RFC 1421 encrypted it. */
import { badDer } from '../error.js';
import { bytesOfBase64 } from './base64.js';

/** One block of a PEM text. */
export interface PemBlock {
  /** What stands behind BEGIN, such as `RSA PRIVATE KEY`. */
  readonly label: string;
  /** The headers of RFC 1421, by their names. */
  readonly headers: ReadonlyMap<string, string>;
  /** What the base64 holds. Whoever asked for it wipes it. */
  readonly content: Uint8Array;
}

/** Largest text that is read: a list of certificates beside a key is far smaller. */
const MAX_TEXT = 0x0100_0000;
const BEGIN = '-----BEGIN ';
const END = '-----END ';
const LABEL = /^([A-Z0-9 ]{1,64})-----/;
const HEADER = /^\s*([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)$/;

/** Whether a text has a block, or the begin of one. */
export const isPem = (text: string): boolean => text.includes(BEGIN);

/** Every block of a text, in its order; what stands around them is passed over. @throws {PkiError} for what is cut off or no base64 */
export function pemBlocks(text: string): PemBlock[] {
  if (text.length > MAX_TEXT) throw badDer(`a PEM text of more than ${MAX_TEXT} characters is not read`);
  const blocks: PemBlock[] = [];
  for (let at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at)) {
    const start = at + BEGIN.length;
    const [, label = ''] = LABEL.exec(text.slice(start, start + 80)) ?? [];
    const end = text.indexOf(END, start);
    if (label === '' || end < 0 || !text.startsWith(`${label}-----`, end + END.length))
      throw badDer('the PEM has no END line that belongs to its BEGIN line: it is cut off');
    blocks.push(readBlock(label, text.slice(start + label.length + 5, end)));
    at = end;
  }
  return blocks;
}

/** Writes a block. */
export function writePem(label: string, content: Uint8Array, headers: readonly string[] = [], width = 64): string {
  const lines = base64Lines(content, width);
  const head = headers.length === 0 ? '' : `${headers.join('\n')}\n\n`;
  return `-----BEGIN ${label}-----\n${head}${lines}\n-----END ${label}-----\n`;
}

/** Base64 in lines of so many characters. */
export function base64Lines(content: Uint8Array, width: number): string {
  let binary = '';
  for (const byte of content) binary += String.fromCharCode(byte);
  return btoa(binary).replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n');
}

function readBlock(label: string, body: string): PemBlock {
  const lines = body.split(/\r\n|\r|\n/);
  const headers = new Map<string, string>();
  let last = '';
  const data: string[] = [];
  for (const line of lines) {
    const [, name, value = ''] = HEADER.exec(line) ?? [];
    if (name !== undefined && data.length === 0) {
      headers.set(name, value.trim());
      last = name;
    } else if (/^[ \t]+\S/.test(line) && last !== '' && data.length === 0 && !headersEnded(lines, line))
      headers.set(last, (headers.get(last) ?? '') + line.trim());
    else if (line.trim() !== '') data.push(line.trim());
  }
  const content = bytesOfBase64(data.join('').replace(/[ \t]/g, ''));
  if (content === undefined) throw badDer(`the PEM of the label ${label} is no base64`);
  return { label, headers, content };
}

/** A header is continued by lines that begin with a space; a blank line ends them all (RFC 1421, 4.4). */
function headersEnded(lines: readonly string[], line: string): boolean {
  const blank = lines.findIndex((one, index) => index > 0 && one.trim() === '');
  return blank >= 0 && lines.indexOf(line) > blank;
}
