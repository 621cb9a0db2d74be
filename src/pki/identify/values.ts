/** What single values of ASN.1 are called, and say. */
import { longName, readOid } from '../der/oid.js';
import { Der } from '../der/reader.js';
import { readText } from '../der/strings.js';
import { hexOf } from '../der/values.js';
import { tlv } from '../der/writer.js';
import { PkiError } from '../error.js';
import { printable } from '../model/name-text.js';

/** X.680, 8.4. */
const NAMES: Readonly<Record<number, string>> = {
  0: 'end of contents',
  1: 'BOOLEAN',
  2: 'INTEGER',
  3: 'BIT STRING',
  4: 'OCTET STRING',
  5: 'NULL',
  6: 'OBJECT IDENTIFIER',
  7: 'ObjectDescriptor',
  8: 'EXTERNAL',
  9: 'REAL',
  10: 'ENUMERATED',
  11: 'EMBEDDED PDV',
  12: 'UTF8String',
  13: 'RELATIVE-OID',
  16: 'SEQUENCE',
  17: 'SET',
  18: 'NumericString',
  19: 'PrintableString',
  20: 'TeletexString',
  21: 'VideotexString',
  22: 'IA5String',
  23: 'UTCTime',
  24: 'GeneralizedTime',
  25: 'GraphicString',
  26: 'VisibleString',
  27: 'GeneralString',
  28: 'UniversalString',
  29: 'CHARACTER STRING',
  30: 'BMPString',
};

/** What a tag is called. */
export function tagName(tagClass: number, number: number): string {
  if (tagClass === 0) return NAMES[number] ?? `[UNIVERSAL ${number}]`;
  return `[${['', 'APPLICATION ', '', 'PRIVATE '][tagClass]}${number}]`;
}

const BOOLEAN = 1;
const INTEGER = 2;
const NULL = 5;
const OID = 6;
const ENUMERATED = 10;
const UTF8 = 12;
const TIMES: readonly number[] = [23, 24];
const TEXTS: readonly number[] = [12, 18, 19, 20, 22, 26, 28, 30];

/** What a value says, in at most so many letters. */
export function saidBy(
  tagClass: number,
  number: number,
  content: Uint8Array,
  most: number,
): { value: string; oidName?: string } {
  const hex = () => cut(hexOf(content.subarray(0, most)), most, content.length * 2);
  if (tagClass !== 0) return { value: hex() };
  if (number === NULL && content.length === 0) return { value: '' };
  if (number === BOOLEAN && content.length === 1) return { value: content[0] === 0 ? 'false' : 'true' };
  if (number === OID) return identifierOf(content) ?? { value: hex() };
  // What is short is a number to people; a key is not.
  if ((number === INTEGER || number === ENUMERATED) && content.length > 0 && content.length <= 20)
    return { value: cut(String(integerOf(content)), most) };
  if (TIMES.includes(number) || TEXTS.includes(number)) return { value: textOf(number, content, most) ?? hex() };
  return { value: hex() };
}

function identifierOf(content: Uint8Array): { value: string; oidName?: string } | undefined {
  try {
    const value = readOid(Der.parse(tlv(OID, content), 'a value'), 'a value');
    const name = longName(value);
    return name === value ? { value } : { value, oidName: name };
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

function integerOf(content: Uint8Array): bigint {
  const magnitude = BigInt(`0x${hexOf(content)}`);
  return (content[0] ?? 0) & 0x80 ? magnitude - (1n << BigInt(content.length * 8)) : magnitude;
}

function textOf(number: number, content: Uint8Array, most: number): string | undefined {
  // Four bytes a letter at most, and whole letters of those that have two or four.
  const part = content.subarray(0, most * 4);
  const tag = TIMES.includes(number) ? 22 : number;
  const { value, encoding } = readText(
    Der.parse(tlv(tag, tag === UTF8 ? wholeLetters(part, content.length) : part), 'a text'),
  );
  return encoding === 'der' ? undefined : cut(printable(value), most);
}

/** UTF-8 that was cut must not end within a letter. */
function wholeLetters(part: Uint8Array, whole: number): Uint8Array {
  if (part.length === whole) return part;
  let end = part.length;
  while (end > 0 && ((part[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  return part.subarray(0, Math.max(0, end - 1));
}

const cut = (text: string, most: number, whole = text.length): string =>
  whole > most ? `${text.slice(0, most)}…` : text;
