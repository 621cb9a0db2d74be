/** General names (RFC 5280, 4.2.1.6): each with its kind, so that no text of one can pass for another. */
import type { Bytes } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import { oid, readOid } from '../der/oid.js';
import { Der } from '../der/reader.js';
import { ia5Bytes, readIa5, readText, type StringEncoding, writeText } from '../der/strings.js';
import { context, contextOf, OBJECT_IDENTIFIER } from '../der/tags.js';
import { bytesOfHex } from '../der/values.js';
import { concat, explicit, retagged, tlv } from '../der/writer.js';
import { badDer, badValue, quoted } from '../error.js';
import { addressBytes, addressText, oddAddress, rangeBytes, rangeText } from './ip.js';
import { type Name, type NameInput, readName, writeName } from './name.js';

/** A general name as it is read. */
export type GeneralName =
  | {
      /** A DNS name in ASCII, a URI, or an address of mail. */
      readonly type: 'dns' | 'uri' | 'email';
      /** As it is encoded; whatever stands in it, such as a comma or a NUL, is a part of this one name. */
      readonly value: string;
    }
  | {
      /** An IP address; in name constraints a range. */
      readonly type: 'ip';
      /** `192.0.2.1`, `2001:db8::1`, in name constraints `10.0.0.0/8`; `#` and hexadecimal for another number of bytes. */
      readonly value: string;
    }
  | {
      /** A registered identifier. */
      readonly type: 'rid';
      /** Dotted numbers. */
      readonly value: string;
    }
  | DirectoryName
  | {
      /** A name of a form of its own, such as Microsoft's user principal name, 1.3.6.1.4.1.311.20.2.3. */
      readonly type: 'otherName';
      /** The form, in dotted numbers. */
      readonly oid: string;
      /** Its text; for the encoding `der`, `#` and the hexadecimal of the DER. */
      readonly value: string;
      /** How the text is encoded; `utf8` where nothing is said. */
      readonly encoding?: StringEncoding;
    }
  | {
      /** An X.400 address, or a name of a party in EDI: kept as they are. */
      readonly type: 'x400' | 'ediParty';
      /** `#` and the hexadecimal of the DER. */
      readonly value: string;
    };

/** A directory name. */
export interface DirectoryName {
  /** A directory name. */
  readonly type: 'dirName';
  /** The name. */
  readonly value: Name;
}

/** A directory name as it may be given. */
export interface DirectoryNameInput {
  /** A directory name. */
  readonly type: 'dirName';
  /** The name as a list, or a common name. */
  readonly value: NameInput;
}

/** A general name as it may be given. */
export type GeneralNameInput = Exclude<GeneralName, DirectoryName> | DirectoryNameInput;

const IA5 = new Map<number, 'email' | 'dns' | 'uri'>([
  [context(1), 'email'],
  [context(2), 'dns'],
  [context(6), 'uri'],
]);

/** Reads one. @param isRange - whether it is of a name constraint, where an address has a mask */
export function readGeneralName(value: Der, what: string, isRange = false): GeneralName {
  const ia5 = IA5.get(value.tag);
  if (ia5 !== undefined) return { type: ia5, value: readIa5(value) };
  switch (value.tag) {
    case contextOf(0):
      return readOtherName(value, what);
    case contextOf(3):
      return { type: 'x400', value: rawText(value) };
    case contextOf(4):
      return { type: 'dirName', value: readName(value.inner(what), what) };
    case contextOf(5):
      return { type: 'ediParty', value: rawText(value) };
    case context(7): {
      const text = isRange ? rangeText(value.content) : addressText(value.content);
      return { type: 'ip', value: text ?? oddAddress(value.content) };
    }
    case context(8):
      return { type: 'rid', value: readOid(value, what, context(8)) };
    default:
      throw badDer(`${what} has a general name of no known kind`);
  }
}

/** Reads a list of them. */
export const readGeneralNames = (value: Der, what: string, expected?: number): GeneralName[] =>
  value.list(what, expected).map((item) => readGeneralName(item, what));

/** Writes one. */
export function writeGeneralName(name: GeneralNameInput, what: string, isRange = false): Bytes {
  if (typeof name !== 'object' || name === null) throw wrongType(what, 'an object with type and value', name);
  switch (name.type) {
    case 'email':
      return tlv(context(1), someIa5(name.value, what));
    case 'dns':
      return tlv(context(2), isRange ? ia5Bytes(name.value, what) : someIa5(name.value, what));
    case 'uri':
      return tlv(context(6), someIa5(name.value, what));
    case 'ip':
      return tlv(context(7), ipBytes(name.value, what, isRange));
    case 'rid':
      return retagged(context(8), oid(name.value));
    case 'dirName':
      return explicit(4, writeName(name.value, what));
    case 'otherName':
      return tlv(contextOf(0), oid(name.oid), explicit(0, writeText(name.value, name.encoding ?? 'utf8', what)));
    case 'x400':
      return rawBytes(name.value, contextOf(3), what);
    case 'ediParty':
      return rawBytes(name.value, contextOf(5), what);
    default:
      throw badValue(`${what} has a kind that nobody knows: ${quoted((name as { type: unknown }).type)}`);
  }
}

/** Writes a list of them, which must not be empty (RFC 5280, 4.2.1.6). */
export function writeGeneralNames(names: readonly GeneralNameInput[], what: string, identifier = 0x30): Bytes {
  if (!Array.isArray(names)) throw wrongType(what, 'a list of general names', names);
  if (names.length === 0) throw badValue(`${what} must name something`);
  return tlv(identifier, concat(names.map((name: GeneralNameInput) => writeGeneralName(name, what))));
}

function readOtherName(value: Der, what: string): GeneralName {
  const fields = value.fields(what, contextOf(0));
  const form = readOid(fields.next(OBJECT_IDENTIFIER), what);
  const text = readText(fields.next(contextOf(0)).inner(what));
  fields.end();
  return { type: 'otherName', oid: form, ...text };
}

function someIa5(text: string, what: string): Uint8Array {
  const bytes = ia5Bytes(text, what);
  if (bytes.length === 0) throw badValue(`${what} must not be empty`);
  // A C program that reads such a name sees what stands before it.
  if (bytes.includes(0)) throw badValue(`${what} must not hold a NUL`);
  return bytes;
}

function ipBytes(text: string, what: string, isRange: boolean): Bytes {
  const odd = typeof text === 'string' && text.startsWith('#') ? bytesOfHex(text.slice(1)) : undefined;
  if (odd !== undefined) throw badValue(`${what} is no IP address: it has ${odd.length} bytes`);
  return isRange ? rangeBytes(text, what) : addressBytes(text, what);
}

const rawText = (value: Der): string =>
  `#${Array.from(value.bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

function rawBytes(text: string, expected: number, what: string): Bytes {
  const bytes = typeof text === 'string' && text.startsWith('#') ? bytesOfHex(text.slice(1)) : undefined;
  if (bytes === undefined) throw badValue(`${what} must be # and the hexadecimal of its DER`);
  return Der.parse(bytes, what).expect(expected, what).bytes;
}
