/** Attributes of requests (RFC 2985, 5.4; RFC 8894, 3.2.1). */

import type { Bytes } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import { dottedOf, oid, readOid, shortName } from '../der/oid.js';
import type { Der } from '../der/reader.js';
import { readText, type StringEncoding, writeText } from '../der/strings.js';
import { contextOf, SET } from '../der/tags.js';
import { sequence, setOf } from '../der/writer.js';
import { badDer, badValue, quoted } from '../error.js';

/** An attribute, with the values that this module reads as text; each is `#` and hexadecimal where it is no text. */
export interface RequestAttribute {
  /**
   * The short name of OpenSSL, such as `challengePassword` or `unstructuredName`; one of SCEP's (RFC 8894, 3.2.1), `transactionID`,
   * `messageType`, `pkiStatus`, `failInfo`, `senderNonce` or `recipientNonce`; one of Microsoft's, `osVersion`, `enrolmentCSP`,
   * `enrolmentNameValuePair`, `requestClientInfo` or `renewalCertificate`; or dotted numbers.
   */
  readonly type: string;
  /** Its values: nearly always one. */
  readonly values: readonly AttributeValue[];
}

/** A value of an attribute. */
export interface AttributeValue {
  /** The text; for the encoding `der`, `#` and the hexadecimal of the DER. */
  readonly value: string;
  /** How the text is encoded; `printable` where nothing is said and the text can be, else `utf8`. */
  readonly encoding?: StringEncoding;
}

/** An attribute to be written: `value` is short for one of `values`. */
export type RequestAttributeInput =
  | RequestAttribute
  | {
      /** As that of a {@link RequestAttribute}. */
      readonly type: string;
      /** The one value. */
      readonly value: string;
      /** How it is encoded. */
      readonly encoding?: StringEncoding;
    };

/** What OpenSSL has no names for: SCEP's (RFC 8894, 3.2.1) and Microsoft's (MS-WCCE, 2.2.2.7). */
const OWN_NAMES = new Map([
  ['messageType', '2.16.840.1.113733.1.9.2'],
  ['pkiStatus', '2.16.840.1.113733.1.9.3'],
  ['failInfo', '2.16.840.1.113733.1.9.4'],
  ['senderNonce', '2.16.840.1.113733.1.9.5'],
  ['recipientNonce', '2.16.840.1.113733.1.9.6'],
  ['transactionID', '2.16.840.1.113733.1.9.7'],
  ['renewalCertificate', '1.3.6.1.4.1.311.13.1'],
  ['enrolmentNameValuePair', '1.3.6.1.4.1.311.13.2.1'],
  ['enrolmentCSP', '1.3.6.1.4.1.311.13.2.2'],
  ['osVersion', '1.3.6.1.4.1.311.13.2.3'],
  ['requestClientInfo', '1.3.6.1.4.1.311.21.20'],
]);
const BY_NUMBERS = new Map([...OWN_NAMES].map(([name, dotted]) => [dotted, name]));

const PRINTABLE = /^[A-Za-z0-9 '()+,./:=?-]*$/;
/** What RFC 2985, or Microsoft, has as IA5 alone. */
const IA5_ONLY = new Set(['1.2.840.113549.1.9.1', '1.3.6.1.4.1.311.13.2.3']);
/** Extensions that are asked for, as RFC 2985 and as Microsoft name it. */
export const EXTENSION_REQUESTS = ['1.2.840.113549.1.9.14', '1.3.6.1.4.1.311.2.1.14'] as const;

/** Reads the attributes of a request: each by its dotted numbers, with its values as DER. */
export function readAttributes(value: Der, what: string): { readonly oid: string; readonly values: readonly Der[] }[] {
  return value.list(what, contextOf(0)).map((item) => {
    const fields = item.fields(what);
    const dotted = readOid(fields.next(), what);
    const values = fields.next().list(what, SET);
    fields.end();
    if (values.length === 0) throw badDer(`${what} has an attribute without a value`);
    return { oid: dotted, values };
  });
}

/** An attribute as data. */
export const attributeData = (attribute: {
  readonly oid: string;
  readonly values: readonly Der[];
}): RequestAttribute => ({
  type: BY_NUMBERS.get(attribute.oid) ?? shortName(attribute.oid),
  values: attribute.values.map(readText),
});

/** Writes an attribute. */
export function writeAttribute(input: RequestAttributeInput, what: string): Bytes {
  if (typeof input !== 'object' || input === null) throw wrongType(what, 'an object with type and value', input);
  const dotted = OWN_NAMES.get(input.type) ?? dottedOf(input.type, what);
  if ((EXTENSION_REQUESTS as readonly string[]).includes(dotted))
    throw badValue(`${what} must not be extReq: what is asked for stands in extensions`);
  const values = 'values' in input ? input.values : [input];
  if (!Array.isArray(values)) throw wrongType(`the values of ${what}`, 'a list', values);
  if (values.length === 0) throw badValue(`${what} must have a value: ${quoted(input.type)}`);
  return rawAttribute(
    dotted,
    values.map((one: AttributeValue) =>
      writeText(one.value, one.encoding ?? usual(dotted, one.value, what), `${what} ${input.type}`),
    ),
  );
}

/** An attribute of values that are DER already. */
export const rawAttribute = (dotted: string, values: readonly Uint8Array[]): Bytes =>
  sequence(oid(dotted), setOf(values));

function usual(dotted: string, value: string, what: string): StringEncoding {
  if (typeof value !== 'string') throw wrongType(`the value of ${what}`, 'a string', value);
  if (IA5_ONLY.has(dotted)) return 'ia5';
  return PRINTABLE.test(value) ? 'printable' : 'utf8';
}
