/**
 * Values as they cross between threads. Data goes as it is; certificates, keys and sessions go as DER and are objects of
 * their thread again; contexts and connections stay where they are and go as a number.
 */
import { crypto, SSL } from '../../index.js';
import type { SignatureFormat, SignerMethod } from '../../signers/index.js';

/** What postMessage takes. */
export type Wire = undefined | null | boolean | number | bigint | string | Uint8Array | Date | readonly Wire[] | Tagged;

/** What has a class on either side, or stands for something that stays. */
export type Tagged =
  | { readonly is: 'X509' | 'PKey' | 'PublicKey' | 'CRL' | 'X509Name' | 'Session'; readonly der: Uint8Array }
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
  | { readonly is: 'url'; readonly href: string }
  | { readonly is: 'record'; readonly fields: readonly (readonly [string, Wire])[] }
  | { readonly is: 'no protocol' };

/** How a side writes what stays on it. */
export type Special = (value: object) => Tagged | undefined;
/** How a side finds what a number or a name stands for. */
export type Resolve = (tagged: Remaining) => unknown;
/** What stays on the side that it came from. */
export type Remaining = Extract<Tagged, { is: 'context' | 'callback' | 'signer' }>;

const given = new WeakSet<ArrayBufferLike>();

/**
 * Gives bytes away: the next call that takes them moves their whole buffer into the worker instead of copying it, and it
 * is empty on this side afterwards.
 * @returns the same bytes
 */
export function transfer<T extends Uint8Array>(bytes: T): T {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('bytes must be a Uint8Array');
  given.add(bytes.buffer);
  return bytes;
}

/** Bytes that a message can move: these where they were given away, otherwise a copy of exactly them. */
function movable(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (given.delete(bytes.buffer) && bytes.buffer instanceof ArrayBuffer)
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Uint8Array(bytes);
}

/** Bytes that nobody else holds: results of OpenSSL are copies already. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}

/** Wipes all bytes of values that were kept: keys, passphrases and sessions among them. */
export function wipe(wires: readonly Wire[]): void {
  for (const wire of wires) {
    if (typeof wire !== 'object' || wire === null || wire instanceof Date) continue;
    if (wire instanceof Uint8Array) wire.fill(0);
    else if (Array.isArray(wire)) wipe(wire as readonly Wire[]);
    else wipeTagged(wire as Tagged);
  }
}

function wipeTagged(tagged: Tagged): void {
  if ('der' in tagged) tagged.der.fill(0);
  if ('fields' in tagged) wipe(tagged.fields.map(([, field]) => field));
}

/** Writes values, and gathers the buffers that a message moves. */
export class Encoder {
  readonly #special: Special;
  readonly #bytes: (bytes: Uint8Array) => Uint8Array<ArrayBuffer>;
  readonly buffers: ArrayBuffer[] = [];

  /** @param owned - whether what is written belongs to nobody else */
  constructor(special: Special = () => undefined, owned = false) {
    this.#special = special;
    this.#bytes = owned ? ownBytes : movable;
  }

  /** @throws {TypeError} for what cannot cross */
  encode(value: unknown): Wire {
    if (typeof value === 'function') {
      const tagged = this.#special(value);
      if (tagged !== undefined) return tagged;
      throw new TypeError('a function cannot cross to another thread here');
    }
    if (value === SSL.NO_OVERLAPPING_PROTOCOLS) return { is: 'no protocol' };
    if (typeof value === 'symbol') throw new TypeError('a symbol cannot cross to another thread');
    if (typeof value !== 'object' || value === null) return value as Wire;
    return this.#object(value);
  }

  #object(value: object): Wire {
    if (value instanceof Uint8Array) return this.#move(this.#bytes(value));
    if (value instanceof ArrayBuffer) return this.#move(new Uint8Array(value.slice(0)));
    if (ArrayBuffer.isView(value))
      return this.#move(
        new Uint8Array(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) as ArrayBuffer),
      );
    if (value instanceof Date) return value;
    if (value instanceof URL) return { is: 'url', href: value.href };
    const special = this.#special(value);
    if (special !== undefined) return special;
    const object = asDer(value);
    if (object !== undefined) {
      // Made here and held by nobody else: moved, so that no second copy of a key stays behind.
      if ('der' in object) this.#move(ownBytes(object.der));
      return object;
    }
    if (Symbol.iterator in value) return Array.from(value as Iterable<unknown>, (item) => this.encode(item));
    const fields = Object.entries(value).map(([name, field]) => [name, this.encode(field)] as const);
    return { is: 'record', fields };
  }

  #move(bytes: Uint8Array<ArrayBuffer>): Uint8Array {
    if (bytes.byteLength > 0) this.buffers.push(bytes.buffer);
    return bytes;
  }
}

function asDer(value: object): Tagged | undefined {
  const { FILETYPE_ASN1 } = crypto;
  if (value instanceof crypto.X509) return { is: 'X509', der: crypto.dumpCertificate(FILETYPE_ASN1, value) };
  if (value instanceof crypto.PKey) return keyAsDer(value);
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
    if (typeof wire !== 'object' || wire === null || wire instanceof Uint8Array || wire instanceof Date) return wire;
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
      case 'context':
      case 'callback':
      case 'signer':
        return this.#resolve?.(wire);
      default:
        return this.#keep(fromDer(wire.is, wire.der));
    }
  }

  #keep<T extends Freeable>(made: T): T {
    this.#made.push(made);
    return made;
  }

  /** Frees what was made: OpenSSL holds what it keeps by itself. */
  release(): void {
    for (const object of this.#made.splice(0)) object.free();
  }
}

function fromDer(is: 'X509' | 'PKey' | 'PublicKey' | 'CRL' | 'X509Name' | 'Session', der: Uint8Array): Freeable {
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
