/**
 * Values as they cross between threads. Data goes as it is; certificates, keys and sessions go as DER and are objects of
 * their thread again; contexts and connections stay where they are and go as a number.
 */
import { type Bytes, isDate, isUint8Array } from '../../common/bytes.js';
import { isEllipticCurve } from '../../crypto/internal.js';
import { crypto, SSL } from '../../index.js';
import type { SignatureFormat, SignerMethod } from '../../signers/index.js';
import { errorOf, type Failure } from './failures.js';

/** What postMessage takes. */
export type Wire =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | CryptoKey
  | readonly Wire[]
  | Tagged;

/** What has a class on either side, or stands for something that stays. */
export type Tagged =
  | { readonly is: Encodable; readonly der: Uint8Array }
  | { readonly is: 'context'; readonly id: number }
  /** A function of the other side, by the name of the method that was given it. */
  | { readonly is: 'callback'; readonly name: string }
  /** A key whose signing function is of the other side. */
  | {
      readonly is: 'signer';
      readonly name: string;
      readonly der: Uint8Array;
      readonly format: SignatureFormat;
      readonly methods: readonly SignerMethod[] | undefined;
    }
  /** A function that a job was given; whether the thread sleeps until it has answered. */
  | { readonly is: 'function'; readonly name: string; readonly sleeps: boolean }
  /** What gives pieces on the other side, asked for one after the other. */
  | { readonly is: 'pieces'; readonly name: string }
  /** What the other side has given under this name. */
  | { readonly is: 'given'; readonly name: string }
  | { readonly is: 'error'; readonly failure: Failure }
  | { readonly is: 'curve'; readonly name: string }
  | { readonly is: 'url'; readonly href: string }
  | { readonly is: 'record'; readonly fields: readonly (readonly [string, Wire])[] }
  | { readonly is: 'no protocol' };

/** What crosses as DER. */
type Encodable = 'X509' | 'X509Req' | 'PKey' | 'PublicKey' | 'CRL' | 'PKCS7' | 'X509Name' | 'Session';

/** How a side writes what stays on it. @param field - the name of the field that it is in */
export type Special = (value: object, field: string | undefined) => Tagged | undefined;
/** How a side finds what a number or a name stands for. */
export type Resolve = (tagged: Remaining) => unknown;
/** What stays on the side that it came from. */
export type Remaining = Extract<Tagged, { is: 'context' | 'callback' | 'signer' | 'function' | 'pieces' | 'given' }>;

const given = new WeakSet<ArrayBufferLike>();

/**
 * Gives bytes away: the next call that takes them moves their whole buffer into the worker instead of copying it, and it
 * is empty on this side afterwards.
 * @returns the same bytes
 */
export function transfer<T extends Uint8Array>(bytes: T): T {
  if (!isUint8Array(bytes)) throw new TypeError('bytes must be a Uint8Array');
  given.add(bytes.buffer);
  return bytes;
}

/** Bytes that a message can move: these where they were given away, otherwise a copy of exactly them. */
function movable(bytes: Uint8Array): Bytes {
  if (given.delete(bytes.buffer) && bytes.buffer instanceof ArrayBuffer)
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Uint8Array(bytes);
}

/** Bytes that nobody else holds: results of OpenSSL are copies already. */
function ownBytes(bytes: Uint8Array): Bytes {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}

/**
 * Wipes all bytes of values that were kept: keys, passphrases and sessions among them.
 * @param kept - buffers that are still needed
 */
export function wipe(wires: readonly Wire[], kept: readonly ArrayBufferLike[] = []): void {
  for (const wire of wires) {
    if (typeof wire !== 'object' || wire === null || isWhole(wire)) continue;
    if (isUint8Array(wire)) clear(wire, kept);
    else if (Array.isArray(wire)) wipe(wire as readonly Wire[], kept);
    else wipeTagged(wire as Tagged, kept);
  }
}

function wipeTagged(tagged: Tagged, kept: readonly ArrayBufferLike[]): void {
  if ('der' in tagged) clear(tagged.der, kept);
  if ('fields' in tagged)
    wipe(
      tagged.fields.map(([, field]) => field),
      kept,
    );
}

/** What was moved has no length any more, and cannot be filled. */
function clear(bytes: Uint8Array, kept: readonly ArrayBufferLike[]): void {
  if (bytes.length > 0 && !kept.includes(bytes.buffer)) bytes.fill(0);
}

/** What a message has as it is, beside plain values and bytes. */
function isWhole(value: object): value is Date | CryptoKey {
  return isDate(value) || (typeof CryptoKey === 'function' && value instanceof CryptoKey);
}

/** Writes values, and gathers the buffers that a message moves. */
export class Encoder {
  readonly #special: Special;
  readonly #bytes: (bytes: Uint8Array) => Bytes;
  readonly #buffers = new Set<ArrayBuffer>();

  /** @param owned - whether what is written belongs to nobody else */
  constructor(special: Special = () => undefined, owned = false) {
    this.#special = special;
    this.#bytes = owned ? ownBytes : movable;
  }

  /** Each once, however many values are in it. */
  get buffers(): ArrayBuffer[] {
    return [...this.#buffers];
  }

  /** @throws {TypeError} for what cannot cross */
  encode(value: unknown, field?: string): Wire {
    if (typeof value === 'function') {
      const tagged = this.#special(value, field);
      if (tagged !== undefined) return tagged;
      throw new TypeError('a function cannot cross to another thread here');
    }
    if (value === SSL.NO_OVERLAPPING_PROTOCOLS) return { is: 'no protocol' };
    if (typeof value === 'symbol') throw new TypeError('a symbol cannot cross to another thread');
    if (typeof value !== 'object' || value === null) return value as Wire;
    return this.#object(value, field);
  }

  #object(value: object, field: string | undefined): Wire {
    if (isUint8Array(value)) return this.#move(this.#bytes(value));
    if (value instanceof ArrayBuffer) return this.#move(new Uint8Array(value.slice(0)));
    if (ArrayBuffer.isView(value))
      return this.#move(
        new Uint8Array(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) as ArrayBuffer),
      );
    if (isWhole(value)) return value;
    if (value instanceof URL) return { is: 'url', href: value.href };
    if (isEllipticCurve(value)) return { is: 'curve', name: value.name };
    const special = this.#special(value, field);
    if (special !== undefined) return special;
    const object = asDer(value);
    if (object !== undefined) {
      // Made here and held by nobody else: moved, so that no second copy of a key stays behind.
      if ('der' in object) this.#move(ownBytes(object.der));
      return object;
    }
    if (Symbol.iterator in value) return Array.from(value as Iterable<unknown>, (item) => this.encode(item, field));
    const fields = Object.entries(value).map(([name, content]) => [name, this.encode(content, name)] as const);
    return { is: 'record', fields };
  }

  #move(bytes: Bytes): Bytes {
    if (bytes.byteLength > 0) this.#buffers.add(bytes.buffer);
    return bytes;
  }
}

function asDer(value: object): Tagged | undefined {
  const { FILETYPE_ASN1 } = crypto;
  if (value instanceof crypto.X509) return { is: 'X509', der: crypto.dumpCertificate(FILETYPE_ASN1, value) };
  if (value instanceof crypto.PKey) return keyAsDer(value);
  if (value instanceof crypto.X509Req)
    return { is: 'X509Req', der: crypto.dumpCertificateRequest(FILETYPE_ASN1, value) };
  if (value instanceof crypto.PKCS7) return { is: 'PKCS7', der: value.dump(FILETYPE_ASN1) };
  if (value instanceof crypto.CRL) return { is: 'CRL', der: crypto.dumpCrl(FILETYPE_ASN1, value) };
  if (value instanceof crypto.X509Name) return { is: 'X509Name', der: value.der() };
  if (value instanceof SSL.Session) return { is: 'Session', der: value.toDer() };
  return undefined;
}

function keyAsDer(key: crypto.PKey): Tagged {
  try {
    return { is: 'PKey', der: crypto.dumpPrivatekey(crypto.FILETYPE_ASN1, key) };
  } catch {
    return { is: 'PublicKey', der: crypto.dumpPublickey(crypto.FILETYPE_ASN1, key) };
  }
}

interface Freeable {
  free(): void;
}

/** Reads values, and keeps the objects that it made, so that they can be freed when they have served. */
export class Decoder {
  readonly #resolve: Resolve | undefined;
  readonly #made: Freeable[] = [];

  constructor(resolve?: Resolve) {
    this.#resolve = resolve;
  }

  decode(wire: Wire): unknown {
    if (typeof wire !== 'object' || wire === null || isUint8Array(wire) || isWhole(wire)) return wire;
    if (Array.isArray(wire)) return wire.map((item: Wire) => this.decode(item));
    return this.#tagged(wire as Tagged);
  }

  #tagged(wire: Tagged): unknown {
    switch (wire.is) {
      case 'url':
        return new URL(wire.href);
      case 'no protocol':
        return SSL.NO_OVERLAPPING_PROTOCOLS;
      case 'record':
        return Object.fromEntries(wire.fields.map(([name, field]) => [name, this.decode(field)]));
      case 'curve':
        return crypto.getEllipticCurve(wire.name);
      case 'error':
        return errorOf(wire.failure);
      case 'context':
      case 'callback':
      case 'signer':
      case 'function':
      case 'pieces':
      case 'given':
        return this.#resolve?.(wire);
      default:
        return this.#keep(fromDer(wire.is, wire.der));
    }
  }

  #keep<T extends Freeable | crypto.PKCS7>(made: T): T {
    // The collector alone frees messages.
    if ('free' in made) this.#made.push(made);
    return made;
  }

  /** Frees what was made: OpenSSL holds what it keeps by itself. */
  release(): void {
    for (const object of this.#made.splice(0)) object.free();
  }
}

function fromDer(is: Encodable, der: Uint8Array): Freeable | crypto.PKCS7 {
  const { FILETYPE_ASN1 } = crypto;
  switch (is) {
    case 'X509':
      return crypto.loadCertificate(FILETYPE_ASN1, der);
    case 'PKey':
      try {
        return crypto.loadPrivatekey(FILETYPE_ASN1, der);
      } finally {
        der.fill(0);
      }
    case 'X509Req':
      return crypto.loadCertificateRequest(FILETYPE_ASN1, der);
    case 'PKCS7':
      return crypto.loadPkcs7Data(FILETYPE_ASN1, der);
    case 'PublicKey':
      return crypto.loadPublickey(FILETYPE_ASN1, der);
    case 'CRL':
      return crypto.loadCrl(FILETYPE_ASN1, der);
    case 'X509Name':
      return crypto.X509Name.fromDer(der);
    case 'Session':
      return SSL.Session.fromDer(der);
  }
}
