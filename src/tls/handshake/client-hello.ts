/** A ClientHello as a server's callback is shown it (RFC 8446, 4.1.2). */
import type { Bytes } from '../../common/bytes.js';
import type { RawClientHello } from '../../ffi/index.js';

/** One extension. */
export interface ClientHelloExtension {
  /** Its number, such as 0 for the server name (IANA, TLS ExtensionType Values). */
  readonly type: number;
  /** Its content, as it was sent. */
  readonly data: Bytes;
}

/** What a client has sent first. All of it is the client's word: nothing of it is verified. */
export interface ClientHello {
  /** The field of the version, 0x0303 in TLS 1.2 and 1.3: what a client of TLS 1.3 speaks is in its extension 43. */
  readonly legacyVersion: number;
  /** The client's random, 32 bytes. */
  readonly random: Bytes;
  /** The session id, empty for none. */
  readonly sessionId: Bytes;
  /** The numbers of the cipher suites, in the client's order. */
  readonly cipherSuites: readonly number[];
  /** The extensions, in the client's order. */
  readonly extensions: readonly ClientHelloExtension[];
}

export function clientHelloOf({ version, random, sessionId, ciphers, extensions }: RawClientHello): ClientHello {
  return {
    legacyVersion: version,
    random,
    sessionId,
    cipherSuites: Array.from({ length: ciphers.length >> 1 }, (_, index) => short(ciphers, 2 * index)),
    extensions: listed(extensions),
  };
}

function listed(bytes: Uint8Array): ClientHelloExtension[] {
  const all: ClientHelloExtension[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + short(bytes, at + 2);
    all.push({ type: short(bytes, at), data: bytes.slice(at + 4, end) });
    at = end;
  }
  return all;
}

function short(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
