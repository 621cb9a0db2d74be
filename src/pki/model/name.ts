/** Distinguished names (RFC 5280, 4.1.2.4) as lists: no separator, so nothing that a value could forge. */
import type { Bytes } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import { dottedOf, oid, readOid, shortName } from '../der/oid.js';
import type { Der } from '../der/reader.js';
import { readText, type StringEncoding, writeText } from '../der/strings.js';
import * as tag from '../der/tags.js';
import { sequence, setOf } from '../der/writer.js';
import { badDer, badValue, quoted } from '../error.js';

/** One attribute of a name. */
export interface NameAttribute {
  /** The short name of OpenSSL, such as `CN`, `O`, `GN`, `DC` or `emailAddress`, or dotted numbers. */
  readonly type: string;
  /** The text; for the encoding `der`, `#` and the hexadecimal of the DER. */
  readonly value: string;
  /**
   * How the text is encoded; by default as RFC 5280 asks: `printable` for `C`, `serialNumber` and `dnQualifier`, `ia5` for `DC`
   * and `emailAddress`, `utf8` for all else. What is read always says it.
   */
  readonly encoding?: StringEncoding;
}

/** The attributes that stand side by side in one place of a name: nearly always a single one. */
export type RelativeName = readonly NameAttribute[];

/** A name from its root on: `[[{ type: 'C', value: 'SE' }], [{ type: 'CN', value: 'Anna' }]]`. */
export type Name = readonly RelativeName[];

/** How a name may be given: a list, whose places of one attribute may stand without a list of their own; or a common name. */
export type NameInput = string | readonly (NameAttribute | RelativeName)[];

/** What is not UTF-8 by default, and the upper bounds of RFC 5280, appendix A.1; in characters. */
const RULES: Readonly<
  Record<string, { readonly encoding?: StringEncoding; readonly max?: number; readonly min?: number }>
> = {
  '2.5.4.6': { encoding: 'printable', min: 2, max: 2 },
  '2.5.4.5': { encoding: 'printable', max: 64 },
  '2.5.4.46': { encoding: 'printable' },
  '0.9.2342.19200300.100.1.25': { encoding: 'ia5', max: 63 },
  '1.2.840.113549.1.9.1': { encoding: 'ia5', max: 255 },
  '2.5.4.3': { max: 64 },
  '2.5.4.10': { max: 64 },
  '2.5.4.11': { max: 64 },
  '2.5.4.12': { max: 64 },
  '2.5.4.7': { max: 128 },
  '2.5.4.8': { max: 128 },
  '1.3.6.1.4.1.311.60.2.1.3': { encoding: 'printable', min: 2, max: 2 },
};

/** Reads a name. */
export function readName(value: Der, what: string): Name {
  return value.list(what).map((place) => readRelativeName(place, what));
}

/** Reads one place of a name. */
export function readRelativeName(value: Der, what: string, expected: number = tag.SET): RelativeName {
  const attributes = value.list(what, expected).map((item) => {
    const fields = item.fields(what);
    const type = shortName(readOid(fields.next(), what));
    const text = readText(fields.next());
    fields.end();
    return { type, ...text };
  });
  if (attributes.length === 0) throw badDer(`${what} has a place without an attribute`);
  return attributes;
}

/** Writes a name. @param what - what it is called in errors */
export function writeName(input: NameInput, what: string): Bytes {
  return sequence(...placesOf(input, what).map((place) => writeRelativeName(place, what)));
}

/** Writes one place of a name: DER puts its attributes into the order of their bytes. */
export function writeRelativeName(place: RelativeName, what: string, identifier: number = tag.SET): Bytes {
  if (!Array.isArray(place)) throw wrongType(`a place of ${what}`, 'a list of attributes', place);
  if (place.length === 0) throw badValue(`${what} has a place without an attribute`);
  return setOf(
    Array.from(place as RelativeName, (attribute) => writeAttribute(attribute, what)),
    identifier,
  );
}

function writeAttribute(attribute: NameAttribute, what: string): Bytes {
  if (typeof attribute !== 'object' || attribute === null)
    throw wrongType(`an attribute of ${what}`, 'an object', attribute);
  const { type, value } = attribute;
  if (typeof type !== 'string') throw wrongType(`the type of an attribute of ${what}`, 'a string', type);
  const called = `${what}'s ${type}`;
  if (typeof value !== 'string') throw wrongType(called, 'a string', value);
  const dotted = dottedOf(type, what);
  const { encoding: usual = 'utf8', min = 1, max = Number.POSITIVE_INFINITY } = RULES[dotted] ?? {};
  const encoding = attribute.encoding ?? usual;
  const length = Array.from(value).length;
  if (encoding !== 'der' && (length < min || length > max))
    throw badValue(`${called} must have ${bounds(min, max)} characters (RFC 5280, A.1): ${quoted(value)}`);
  return sequence(oid(dotted), writeText(value, encoding, called));
}

function bounds(min: number, max: number): string {
  if (min === max) return String(min);
  return max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
}

function placesOf(input: NameInput, what: string): Name {
  if (typeof input === 'string') return [[{ type: 'CN', value: input }]];
  if (!Array.isArray(input)) throw wrongType(what, 'a list of attributes, or a common name', input);
  return (input as readonly (NameAttribute | RelativeName)[]).map((place) =>
    Array.isArray(place) ? (place as RelativeName) : [place as NameAttribute],
  );
}
