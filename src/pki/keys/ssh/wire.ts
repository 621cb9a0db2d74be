/** The data types of SSH (RFC 4251, 5). */
import type { Bytes } from '../../../common/bytes.js';
import { concat } from '../../der/writer.js';
import { badDer } from '../../error.js';

/** Reads one field after the other. */
export class SshReader {
  readonly #bytes: Uint8Array;
  readonly #what: string;
  #at = 0;

  /** @param what - as in "… ends before its last field" */
  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  /** A number of 32 bits. */
  uint32(): number {
    const bytes = this.take(4);
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
  }

  /** Bytes behind their length: a view of what is read. */
  string(): Uint8Array {
    return this.take(this.uint32());
  }

  /** Text of ASCII. */
  text(): string {
    return new TextDecoder('latin1').decode(this.string().slice());
  }

  /** A number that is not negative, as unsigned bytes. */
  mpint(): Uint8Array {
    const bytes = this.string();
    const [first = 0] = bytes;
    if (first & 0x80) throw badDer(`${this.#what} has a negative number`);
    return first === 0 && bytes.length > 1 ? bytes.subarray(1) : bytes;
  }

  /** So many bytes. */
  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at)
      throw badDer(`${this.#what} is cut off, or says a length that it does not have`);
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return bytes;
  }

  /** What is left. */
  rest(): Uint8Array {
    return this.take(this.#bytes.length - this.#at);
  }

  /** @throws {PkiError} when something is left */
  end(): void {
    if (this.#at < this.#bytes.length) throw badDer(`${this.#what} has bytes behind its end`);
  }
}

/** A number of 32 bits. */
export function sshUint32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** Bytes, or text of UTF-8, behind their length. */
export function sshString(value: string | Uint8Array): Bytes {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return concat([sshUint32(bytes.length), bytes]);
}

/** A number of unsigned bytes. */
export function sshMpint(bytes: Uint8Array): Bytes {
  let start = 0;
  while (start < bytes.length && bytes[start] === 0) start++;
  const short = bytes.subarray(start);
  const [first = 0] = short;
  if (!(first & 0x80)) return sshString(short);
  return concat([sshUint32(short.length + 1), Uint8Array.of(0), short]);
}
