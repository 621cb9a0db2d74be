/** Cryptographic messages (RFC 5652, 3): what may be given for one, and its outermost structure. */

import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import { type Bytes, isUint8Array } from '../../common/bytes.js';
import { FILETYPE_ASN1, PKCS7 } from '../../crypto/index.js';
import type { Handle } from '../../ffi/index.js';
import { armoured, unarmoured } from '../der/armour.js';
import { oid, readOid, shortName } from '../der/oid.js';
import { Der } from '../der/reader.js';
import { contextOf, SEQUENCE, SET } from '../der/tags.js';
import { explicit, sequence } from '../der/writer.js';
import { badDer, PkiError } from '../error.js';
import { faulty } from '../fault.js';
import { native } from '../message-native.js';

/** A message: an object of `crypto`, PEM as text or bytes, or DER, or BER, as bytes. */
export type MessageInput = PKCS7 | BytesLike;

/** A message that was made. */
export interface MadeMessage {
  /** The message as PEM, with the header `PKCS7` as openssl(1) writes it. */
  readonly pem: string;
  /** The message as DER. */
  readonly der: Bytes;
}

/** A message as OpenSSL has read it. */
export interface LoadedMessage {
  /** OpenSSL's object; whoever has asked for it frees it. */
  readonly cms: Handle<'CMS_ContentInfo'>;
  /** The dotted numbers of the kind of message. */
  readonly type: string;
  /** What is in it, as it came; where that was BER, as OpenSSL writes it in DER. Lists are in the same order in both members. */
  readonly content: Der;
}

/** Kinds of messages (RFC 5652, 14; RFC 5083; RFC 3274). */
export const TYPES = {
  data: '1.2.840.113549.1.7.1',
  signed: '1.2.840.113549.1.7.2',
  enveloped: '1.2.840.113549.1.7.3',
  digested: '1.2.840.113549.1.7.5',
  encrypted: '1.2.840.113549.1.7.6',
  compressed: '1.2.840.113549.1.9.16.1.9',
  authEnveloped: '1.2.840.113549.1.9.16.1.23',
} as const;

/** Headers of PEM that people have messages under. */
const LABELS = ['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA', 'CERTIFICATE'];
const WHAT = 'a CMS message';
/** A SEQUENCE: what DER and BER of a message begin with. */
const BEGIN = 0x30;

/**
 * Reads a message.
 * @throws {PkiError} when it is none
 * @throws {crypto.Error} when OpenSSL does not take it for one
 */
export function loadMessage(input: MessageInput, what = WHAT): LoadedMessage {
  const given = input instanceof PKCS7 ? input.dump(FILETYPE_ASN1) : derOf(input, what);
  const first = readCms(given, what);
  if (isStrict(given)) return loadedFrom(first, given, what);
  // OpenSSL sorts sets as it writes them: what it has read from its own bytes is in their order.
  using ber = first;
  const der = native.der_write_cms(ber);
  return loadedFrom(readCms(der, what), der, what);
}

function loadedFrom(cms: Handle<'CMS_ContentInfo'>, der: Uint8Array, what: string): LoadedMessage {
  try {
    const fields = Der.parse(der, what).fields(what);
    const type = readOid(fields.next(), what);
    return { cms, type, content: fields.next(contextOf(0)).inner(what) };
  } catch (error) {
    cms.release();
    throw error;
  }
}

/** Where certificates and lists stand, which OpenSSL reads by themselves. */
const LISTS_DEPTH = 3;
const CONSTRUCTED = 0x20;
/** An OCTET STRING in pieces, as BER has it. */
const PIECES = 0x24;

/** Whether bytes are DER in all that this module reads by itself. */
function isStrict(bytes: Uint8Array): boolean {
  const walk = (value: Der, depth: number): boolean => {
    if (!(value.tag & CONSTRUCTED)) return true;
    if (value.tag === PIECES) return false;
    const isList = depth === LISTS_DEPTH && value.tag !== SET && value.tag !== SEQUENCE;
    return value.items(WHAT).every((item) => (isList ? item.tag !== PIECES : walk(item, depth + 1)));
  };
  try {
    return walk(Der.parse(bytes, WHAT), 0);
  } catch (error) {
    if (error instanceof PkiError) return false;
    throw error;
  }
}

/** The bytes of a message, without its armour. */
export function derOf(input: BytesLike, what = WHAT): Bytes {
  const bytes = bytesArgument(input, what).slice();
  if (typeof input !== 'string' && bytes[0] === BEGIN) return bytes;
  const text = new TextDecoder('latin1').decode(bytes);
  const found = unarmoured(text, LABELS, what);
  if (isUint8Array(found)) return found;
  if (found.length === 0) throw badDer(`this is not ${what}: it is neither DER nor PEM`);
  throw badDer(`this is not ${what}: the PEM is of the kind ${JSON.stringify(found[0])}`);
}

function readCms(der: Uint8Array, what: string): Handle<'CMS_ContentInfo'> {
  return faulty(`this is not ${what}`, () => native.der_read_cms(der));
}

/** @throws {PkiError} unless a message is of a kind */
export function expectType(message: LoadedMessage, ...types: readonly (keyof typeof TYPES)[]): void {
  if (types.some((type) => TYPES[type] === message.type)) return;
  throw badDer(`this message is of the kind ${shortName(message.type)}, and not ${types.join(' or ')}`);
}

/** A message around its content. */
export function contentInfo(type: string, content: Uint8Array): MadeMessage {
  return made(sequence(oid(type), explicit(0, content)));
}

/** A message of which the DER is there. */
export const made = (der: Bytes): MadeMessage => ({ der, pem: armoured(der, 'PKCS7') });
