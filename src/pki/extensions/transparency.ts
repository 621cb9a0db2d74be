/** Signed certificate timestamps (RFC 6962, 3.3): a structure of TLS within an OCTET STRING. */
import { binaryArgument, instanceArgument, integerArgument } from '../../common/arguments.js';
import type { Bytes, Loose } from '../../common/bytes.js';
import { OCTET_STRING } from '../der/tags.js';
import { concat, octets } from '../der/writer.js';
import { badDer, badValue } from '../error.js';
import { type Codec, records } from './codec.js';

/** The word of a log that it has seen the certificate. */
export interface SignedCertificateTimestamp {
  /** 0 for version 1, the only one there is. */
  readonly version: number;
  /** The hash of the log's key: 32 bytes. */
  readonly logId: Bytes;
  /** When it was seen, to the millisecond. */
  readonly timestamp: Date;
  /** Extensions: nobody has any. */
  readonly extensions: Bytes;
  /** The hash of the signature, by its number in TLS 1.2; 4 is SHA-256. */
  readonly hashAlgorithm: number;
  /** The kind of signature, by its number in TLS 1.2; 3 is ECDSA, 1 is RSA. */
  readonly signatureAlgorithm: number;
  /** The signature. */
  readonly signature: Bytes;
}

/** The timestamps of a certificate. */
export interface SctList {
  /** Which kind this is. */
  readonly type: 'sctList';
  /** In their order. */
  readonly timestamps: readonly SignedCertificateTimestamp[];
}

export const sctList: Codec<SctList> = {
  oid: '1.3.6.1.4.1.11129.2.4.2',
  critical: false,
  read(value, what) {
    const outer = new Cursor(value.expect(OCTET_STRING, what).content, what);
    const list = new Cursor(outer.vector(), what);
    outer.end();
    const timestamps: SignedCertificateTimestamp[] = [];
    while (!list.isAtEnd) timestamps.push(readTimestamp(new Cursor(list.vector(), what), what));
    return { timestamps };
  },
  write({ timestamps }, what) {
    const list = concat(records(timestamps, what).map((timestamp) => vector(writeTimestamp(timestamp, what), what)));
    return octets(vector(list, what));
  },
};

function readTimestamp(cursor: Cursor, what: string): SignedCertificateTimestamp {
  const version = cursor.number(1);
  if (version !== 0) throw badDer(`${what} has a timestamp of version ${version + 1}, which nobody knows`);
  const timestamp = {
    version,
    logId: cursor.take(32),
    timestamp: new Date(cursor.number(8)),
    extensions: cursor.vector(),
    hashAlgorithm: cursor.number(1),
    signatureAlgorithm: cursor.number(1),
    signature: cursor.vector(),
  };
  cursor.end();
  if (Number.isNaN(timestamp.timestamp.getTime())) throw badDer(`${what} has a timestamp past all dates`);
  return timestamp;
}

function writeTimestamp(one: Loose<SignedCertificateTimestamp>, what: string): Bytes {
  const logId = binaryArgument(one.logId, 'logId');
  const moment = millisecondsOf(one.timestamp, what);
  if (one.version !== 0) throw badValue(`${what} must have timestamps of version 0`);
  if (logId.length !== 32) throw badValue(`${what} must have a logId of 32 bytes`);
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, moment);
  return concat([
    Uint8Array.of(0),
    logId,
    time,
    vector(binaryArgument(one.extensions, 'extensions'), what),
    Uint8Array.of(
      integerArgument(one.hashAlgorithm, what, 0, 255),
      integerArgument(one.signatureAlgorithm, what, 0, 255),
    ),
    vector(binaryArgument(one.signature, 'signature'), what),
  ]);
}

/** Milliseconds since 1970. */
function millisecondsOf(date: Date, what: string): bigint {
  const moment = instanceArgument(date, Date, `a timestamp of ${what}`).getTime();
  if (!(moment >= 0)) throw badValue(`${what} must have timestamps since 1970`);
  return BigInt(moment);
}

function vector(bytes: Uint8Array, what: string): Bytes {
  if (bytes.length > 0xffff) throw badValue(`${what} is longer than 65535 bytes`);
  return concat([Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes]);
}

/** Reads the presentation language of TLS (RFC 8446, 3). */
class Cursor {
  readonly #bytes: Uint8Array;
  readonly #what: string;
  #offset = 0;

  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  get isAtEnd(): boolean {
    return this.#offset === this.#bytes.length;
  }

  take(length: number): Bytes {
    if (length > this.#bytes.length - this.#offset) throw badDer(`${this.#what} is cut off`);
    this.#offset += length;
    return this.#bytes.slice(this.#offset - length, this.#offset);
  }

  number(length: number): number {
    return this.take(length).reduce((number, byte) => number * 256 + byte, 0);
  }

  vector(): Bytes {
    return this.take(this.number(2));
  }

  end(): void {
    if (!this.isAtEnd) throw badDer(`${this.#what} has bytes behind its end`);
  }
}
