/** Alternative names of subjects and issuers, as data in and out. */

import type { Bytes } from '../common/bytes.js';
import { inRows, readFields } from '../common/fields.js';
import { addressText, packAddress, packedBytes } from '../common/ip-address.js';
import { wrongType, wrongValue } from '../common/refusals.js';
import { explained, HANDLE, type Handle } from '../ffi/index.js';
import { native } from './native.js';
import { X509Name } from './x509-name.js';

/** One alternative name (RFC 5280, 4.2.1.6): its kind, and its value as it is encoded. */
export type AlternativeName =
  | {
      /** A DNS name in ASCII, a URI, or an address of mail. Whatever stands in it, such as a comma, is of this one name. */
      readonly type: 'dns' | 'uri' | 'email';
      /** The name. */
      readonly value: string;
    }
  | {
      /** An IP address, `192.0.2.1` or `2001:db8::1`; `#` and hexadecimal for another number of bytes. */
      readonly type: 'ip';
      /** The address. */
      readonly value: string;
    }
  | {
      /** A registered identifier. */
      readonly type: 'rid';
      /** Dotted numbers. */
      readonly value: string;
    }
  | {
      /** A directory name. */
      readonly type: 'dirName';
      /** The name. */
      readonly value: X509Name;
    }
  | {
      /** A name of a form of its own, such as Microsoft's user principal name, 1.3.6.1.4.1.311.20.2.3. */
      readonly type: 'otherName';
      /** The form, in dotted numbers. */
      readonly oid: string;
      /** Its text, which is written as UTF8String; or `#` and the hexadecimal of its DER. */
      readonly value: string;
    }
  | {
      /** An X.400 address, or the name of a party in EDI: kept as they are. */
      readonly type: 'x400' | 'ediParty';
      /** `#` and the hexadecimal of the DER. */
      readonly value: string;
    };

/** The kinds by their tags. */
const KINDS = ['otherName', 'email', 'dns', 'x400', 'dirName', 'ediParty', 'uri', 'ip', 'rid'] as const;
const WIDTH = 4;
const NOT_ASCII = /[^\0-\x7f]/;
const HEX = /^#(?:[0-9a-fA-F]{2})+$/;
const DOTTED = /^[0-2](?:\.\d{1,40}){1,60}$/;
const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder();

/** The names of an extension. @throws {Error} when it holds none, or is malformed */
export function readAlternativeNames(extension: Handle<'X509_EXTENSION'>): AlternativeName[] {
  const list = explained('this extension holds no alternative names, or is malformed', () =>
    native.x509_extension_names(extension),
  );
  return inRows(readFields(list), WIDTH).map(([kind, numbers, form, value]) =>
    nameOf(KINDS[Number(text(kind))], text(numbers), text(form) === 'der', value ?? new Uint8Array()),
  );
}

const text = (field: Uint8Array | undefined): string => utf8.decode(field);
const hex = (bytes: Uint8Array): string =>
  `#${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

function nameOf(
  type: (typeof KINDS)[number] | undefined,
  oid: string,
  isDer: boolean,
  value: Uint8Array,
): AlternativeName {
  switch (type) {
    case 'dns':
    case 'email':
    case 'uri':
      // IA5String is ASCII. What is not comes out byte by byte, and not as what UTF-8 would make of it.
      return { type, value: latin1Text(value) };
    case 'ip':
      return { type, value: addressText(value) ?? hex(value) };
    case 'rid':
      return { type, value: text(value) };
    case 'dirName':
      return { type, value: X509Name.fromDer(value) };
    case 'otherName':
      return { type, oid, value: isDer ? hex(value) : text(value) };
    default:
      return { type: type ?? 'x400', value: hex(value) };
  }
}

/** Latin-1 by number: TextDecoder's is Windows-1252. */
function latin1Text(bytes: Uint8Array): string {
  return bytes.every((byte) => byte < 0x80)
    ? latin1.decode(bytes)
    : Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** A C list of names; the caller frees it. */
export function writeAlternativeNames(names: readonly AlternativeName[]): Handle<'GeneralNameList'> {
  if (names.length === 0) throw new RangeError('names must not be empty (RFC 5280, 4.2.1.6)');
  const list = native.general_names_new();
  try {
    for (const [index, name] of names.entries()) push(list, name, `names[${index}]`);
    return list;
  } catch (error) {
    list.release();
    throw error;
  }
}

function push(list: Handle<'GeneralNameList'>, name: AlternativeName, what: string): void {
  if (typeof name !== 'object' || name === null) throw wrongType(what, 'an object with type and value', name);
  const kind = KINDS.indexOf(name.type);
  if (kind < 0) throw wrongValue(`${what}.type`, KINDS.join(', '), name.type);
  const { numbers, isDer, value } = encoded(name, `${what}.value`);
  explained(`${what}.value is no ${name.type}`, () =>
    native.general_names_push(list, kind, numbers, isDer ? 1 : 0, value),
  );
}

interface EncodedName {
  readonly numbers: string | null;
  readonly isDer: boolean;
  readonly value: Uint8Array;
}

function encoded(name: AlternativeName, what: string): EncodedName {
  const plain = (value: Uint8Array, isDer = false): EncodedName => ({ numbers: null, isDer, value });
  if (name.type === 'dirName') {
    if (!(name.value instanceof X509Name)) throw wrongType(what, 'an X509Name', name.value);
    return plain(native.i2d_X509_NAME(name.value[HANDLE]), true);
  }
  if (typeof name.value !== 'string') throw wrongType(what, 'a string', name.value);
  switch (name.type) {
    case 'ip': {
      const address = packAddress(name.value);
      if (address === undefined) throw wrongValue(what, 'an IP address', name.value);
      return plain(packedBytes(address));
    }
    case 'rid':
      return { numbers: dotted(name.value, what), isDer: false, value: new Uint8Array() };
    case 'otherName': {
      const isDer = HEX.test(name.value);
      const value = isDer ? bytesOf(name.value, what) : new TextEncoder().encode(name.value);
      return { numbers: dotted(name.oid, what.replace(/value$/, 'oid')), isDer, value };
    }
    case 'x400':
    case 'ediParty':
      return plain(bytesOf(name.value, what), true);
    default:
      if (name.value === '' || name.value.includes('\0') || NOT_ASCII.test(name.value))
        throw wrongValue(what, 'ASCII without NUL, and not empty', name.value);
      return plain(new TextEncoder().encode(name.value));
  }
}

function dotted(numbers: unknown, what: string): string {
  if (typeof numbers !== 'string') throw wrongType(what, 'dotted numbers', numbers);
  if (!DOTTED.test(numbers)) throw wrongValue(what, 'dotted numbers', numbers);
  return numbers;
}

function bytesOf(value: string, what: string): Bytes {
  if (!HEX.test(value)) throw wrongValue(what, '# and hexadecimal', value);
  return Uint8Array.from(value.slice(1).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
