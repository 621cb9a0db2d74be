/** What answers C's callbacks: of a connection, of a context, and for a passphrase. */
import type { Bytes } from '../../common/bytes.js';
import type { Handle } from '../handle.js';

/** The answer is a promise: the handshake is suspended, and C asks again. */
export const LATER = Symbol('later');
export type Later = typeof LATER;

/** What a Connection answers when C calls back. All results are plain data; every method may throw. */
export interface ConnectionHandlers {
  /** The callback in which C waits for this connection; undefined for none. */
  running: CallbackName | undefined;
  /**
   * @returns whether to accept the certificate
   * @param certificate - belongs to the handler
   * @param place - which of the questions about this chain it is
   * @param again - whether the chain has been asked about before, and had to wait for an answer
   */
  verify(
    certificate: Handle<'X509'> | null,
    error: number,
    depth: number,
    ok: boolean,
    place: number,
    again: boolean,
  ): boolean | Later;
  info(where: number, result: number): void;
  /** @param contentType - of the record layer, or a pseudo type above 255 */
  message(sent: boolean, version: number, contentType: number, bytes: Bytes): void;
  keylog(line: Bytes): void;
  /** @param offer - the client's protocols, in its order. @returns undefined for none of them */
  alpnSelect(offer: readonly Bytes[]): Uint8Array | Later | undefined;
  /** @returns whether the name is known, and the handshake goes on either way; or the alert that ends it */
  servername(): boolean | number | Later;
  /** @param hello - what the client has sent, copied when it is asked for */
  clientHello(hello: () => RawClientHello): Later | undefined;
  /** Chooses what this side shows. */
  certificate(): Later | undefined;
  /** @returns the DER of an OCSP response, empty for none */
  ocspServer(): Uint8Array | Later;
  /** @param response - empty where the server sent none */
  ocspClient(response: Bytes): boolean;
  cookieGenerate(): Uint8Array;
  cookieVerify(cookie: Bytes): boolean;
  /** @param session - belongs to the handler */
  sessionNew(session: Handle<'SSL_SESSION'>): void;
  /** @returns the DER of a session, which is wiped once it has been copied */
  sessionGet(id: Bytes): Uint8Array | Later | undefined;
  /** @param name - of a ticket's keys, null where one is to be sealed. @returns undefined for none */
  ticketKeys(name: Bytes | null): { keys: Uint8Array; renew: boolean } | undefined;
  pskClient(hint: string | null): { identity: Uint8Array; key: Uint8Array } | Later | undefined;
  /** @returns the key, which is wiped once it has been copied */
  pskServer(identity: string): Uint8Array | Later | undefined;
  /**
   * Signs for a key that is elsewhere.
   * @param signer - its number
   * @param which - of this connection's signatures it is; asked for anew after each suspension
   * @param data - what is to be signed, copied when it is asked for
   */
  sign(signer: number, which: number, method: RawSigningMethod, data: () => Bytes): Uint8Array | Later;
}

/** How a handshake is signed. */
export interface RawSigningMethod {
  /** OpenSSL's name; null for what hashes by itself. */
  readonly digest: string | null;
  /** Of PSS, in bytes; below 0 for every other padding. */
  readonly salt: number;
}

/** A ClientHello, its fields as they were sent. */
export interface RawClientHello {
  readonly version: number;
  readonly random: Bytes;
  readonly sessionId: Bytes;
  /** Two bytes each. */
  readonly ciphers: Bytes;
  /** Each with type and length before it, two bytes each. */
  readonly extensions: Bytes;
}

/** The callbacks that C makes for a connection. */
export type CallbackName = Exclude<keyof ConnectionHandlers, 'running'>;

/** What a Context answers where C knows no connection. */
export interface ContextHandlers {
  sessionRemove(id: Bytes): void;
}

/** Gives a passphrase of at most `max` bytes, or undefined for none. */
export type PassphraseSource = (max: number, writing: boolean) => string | Uint8Array | undefined;

/**
 * Hears of each step of a search for primes.
 * @param stage - in the words of BN_GENCB_call(3): 0 for a number that is tried, 1 for a round of its test, 2 for one that serves no
 * purpose, 3 for a prime of the key
 */
export type KeyProgress = (stage: number) => void;
