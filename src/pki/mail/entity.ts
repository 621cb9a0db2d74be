/**
 * Mail as lines (RFC 5322, 2; RFC 2045, 3): a head of fields, an empty line, a body of bytes. Nothing is decoded: a signature is over
 * the bytes as they are, which is why no parser of MIME stands here, for those give contents and not bytes.
 */
import type { Bytes } from '../../common/bytes.js';
import { badDer, badValue, quoted } from '../error.js';

/** A field of a head. */
export interface HeaderField {
  /** The name as it stands there, such as `Subject`. */
  readonly name: string;
  /** The value, unfolded. */
  readonly value: string;
}

/** A mail, or a part of one. */
export interface Entity {
  readonly headers: readonly HeaderField[];
  /** What is behind the empty line. */
  readonly body: Bytes;
}

const CR = 13;
const LF = 10;
/** Largest head that is read: some 250 fields of the greatest length. */
const MAX_HEAD = 0x4_0000;
const MAX_FIELDS = 1000;
/** RFC 5322, 2.2: printable ASCII but the colon. */
const NAME = /^[!-9;-~]+$/;
/** RFC 5322, 2.1.1: no line is longer. */
const MAX_LINE = 998;

/** Line ends as RFC 8551, 3.1.1 has them, CRLF: a lone CR or LF is one. */
export function canonical(bytes: Bytes): Bytes {
  let lone = 0;
  for (let index = 0; index < bytes.length; index++) if (isLone(bytes, index)) lone += 1;
  if (lone === 0) return bytes;
  const out = new Uint8Array(bytes.length + lone);
  let at = 0;
  for (let index = 0; index < bytes.length; index++) {
    if (!isLone(bytes, index)) {
      out[at++] = bytes[index] ?? 0;
      continue;
    }
    out[at++] = CR;
    out[at++] = LF;
  }
  return out;
}

function isLone(bytes: Uint8Array, index: number): boolean {
  if (bytes[index] === CR) return bytes[index + 1] !== LF;
  return bytes[index] === LF && bytes[index - 1] !== CR;
}

/** Splits a mail. @throws {PkiError} for a head that is none */
export function readEntity(mail: Bytes, what: string): Entity {
  const [end, begin] = endOfHead(mail);
  if (end > MAX_HEAD) throw badDer(`${what} has a head of more than ${MAX_HEAD} bytes`);
  const lines = new TextDecoder().decode(mail.slice(0, end)).split(/\r\n|\r|\n/);
  const headers: { name: string; value: string }[] = [];
  for (const line of lines) {
    if (line === '') continue;
    const last = headers.at(-1);
    if (/^[ \t]/.test(line)) {
      if (last === undefined) throw badDer(`${what} begins with a line that goes on from no other`);
      last.value += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? '' : line.slice(0, colon).trimEnd();
    if (!NAME.test(name)) throw badDer(`${what} has a line in its head that is no field: ${quoted(line)}`);
    headers.push({ name, value: line.slice(colon + 1).trim() });
    if (headers.length > MAX_FIELDS) throw badDer(`${what} has more than ${MAX_FIELDS} fields`);
  }
  return { headers, body: mail.subarray(begin) };
}

/** Where the empty line is, and where the body begins; all of it is a head where there is none. */
function endOfHead(mail: Uint8Array): [end: number, begin: number] {
  for (let index = 0; index < mail.length; index++) {
    const isStart = index === 0 || mail[index - 1] === LF;
    if (!isStart) continue;
    if (mail[index] === LF) return [index, index + 1];
    if (mail[index] === CR && mail[index + 1] === LF) return [index, index + 2];
  }
  return [mail.length, mail.length];
}

/** Whether a field is of the content, and goes with it into what is signed or encrypted. */
export const isContentField = ({ name }: HeaderField): boolean => /^(content-|mime-version$)/i.test(name);

/** The value of a field. @throws {PkiError} where it is there twice: programs would disagree on which one counts */
export function fieldOf(headers: readonly HeaderField[], name: string): string | undefined {
  const found = headers.filter((one) => one.name.toLowerCase() === name);
  if (found.length > 1) throw badDer(`the mail has ${found[0]?.name} twice`);
  return found[0]?.value;
}

/** The text of a head, as it goes out. @throws {PkiError} for what would begin another field, or end the head */
export function writeHead(headers: readonly HeaderField[]): string {
  return headers
    .map(({ name, value }) => {
      if (typeof name !== 'string' || !NAME.test(name)) throw badValue(`this is no name of a field: ${quoted(name)}`);
      if (typeof value !== 'string' || /[\0\r\n]/.test(value))
        throw badValue(`the field ${name} must be text without line ends: ${quoted(value)}`);
      return `${folded(`${name}: ${value}`)}\r\n`;
    })
    .join('');
}

/** A line that is too long goes on in the next, at a space. */
function folded(line: string): string {
  if (line.length <= MAX_LINE) return line;
  const lines: string[] = [];
  let rest = line;
  while (rest.length > MAX_LINE) {
    const space = rest.lastIndexOf(' ', MAX_LINE);
    if (space <= 0 || rest.slice(0, space).trim() === '') break;
    lines.push(rest.slice(0, space));
    rest = rest.slice(space);
  }
  return [...lines, rest].join('\r\n');
}
