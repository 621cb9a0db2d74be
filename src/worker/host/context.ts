import { type Bytes, isUint8Array } from '../../common/bytes.js';
import type { crypto, SSL } from '../../index.js';
import type { ExternalKey } from '../../signers/index.js';
import { ASYNC_DISPOSE, DISPOSE } from '../dispose.js';
import type { CallbackConnection } from './callbacks.js';
import type { Classes } from './classes.js';
import { ContextBase } from './context-base.js';
import type { AnyCallback } from './hub.js';
import { crossing } from './signers.js';
import { RemoteStore } from './store.js';

type RemoteConnection = Classes['RemoteConnection'];

/** A callback that must answer may do so later: its thread sleeps until then. */
type Answered<T> = T | Promise<T>;

/** What a connection is to show. */
export interface ShownCertificate {
  /** PEM: the certificate, and its issuers behind it. */
  readonly chain: string | Uint8Array;
  /** The private key of the first. */
  readonly key: crypto.PKey;
}

/** Bytes of a SHA-256 digest. */
const SHA256_BYTES = 32;

/** Judges one certificate of the peer's chain. */
export type RemoteVerifyCallback = (
  connection: CallbackConnection,
  certificate: crypto.X509,
  errnum: number,
  depth: number,
  ok: number,
) => Answered<boolean>;

/** Told of each message and record: whether it was sent, the version, the content type, the bytes. */
export type RemoteMessageCallback = (
  connection: RemoteConnection,
  sent: boolean,
  version: number,
  contentType: number,
  bytes: Bytes,
) => void;

declare module './classes.js' {
  interface Classes {
    RemoteContext: RemoteContext;
  }
}

/**
 * The parameters of TLS connections, in the threads of a pool. The names and their meanings are those of `SSL.Context`; each
 * method returns a promise. Certificates, keys and files given to it go into every thread that needs them.
 *
 * A function that only informs (info, keylog, new and removed sessions) is called later, in order, and before the call that
 * it is about resolves. One that must answer OpenSSL makes its thread sleep until it has answered: it needs shared memory,
 * and its `connection` is a {@link CallbackConnection}. For most of them there is a form that says the answer before, which
 * needs neither: `setAlpnSelectProtocols`, `setTlsextServernames`, `setVerifyPins`, `setOcspResponse`, `setPskIdentity`,
 * `setPskKeys`.
 */
export class RemoteContext extends ContextBase {
  /** The trusted certificates of this context. */
  getCertStore(): RemoteStore {
    return new RemoteStore(this);
  }

  // Functions that inform.

  /** Calls back on each step of a handshake. As `SSL.Context.setInfoCallback`. */
  setInfoCallback(
    callback: ((connection: RemoteConnection, where: number, result: number) => void) | null,
  ): Promise<void> {
    return this.giving('setInfoCallback', callback);
  }

  /** Calls back with each message of a handshake, each alert and each record's header. As `SSL.Context.setMessageCallback`. */
  setMessageCallback(callback: RemoteMessageCallback | null): Promise<void> {
    return this.giving('setMessageCallback', callback);
  }

  /** Calls back with each line of key material. As `SSL.Context.setKeylogCallback`. */
  setKeylogCallback(callback: ((connection: RemoteConnection, line: Bytes) => void) | null): Promise<void> {
    return this.giving('setKeylogCallback', callback);
  }

  /** Calls back with each new session. As `SSL.Context.setSessionNewCallback`. */
  setSessionNewCallback(
    callback: ((connection: RemoteConnection, session: SSL.Session) => void) | null,
  ): Promise<void> {
    return this.giving('setSessionNewCallback', callback);
  }

  /** Calls back when OpenSSL drops a session of its own cache; each thread has its own. As `SSL.Context.setSessionRemoveCallback`. */
  setSessionRemoveCallback(callback: ((context: RemoteContext, id: Bytes) => void) | null): Promise<void> {
    return this.giving('setSessionRemoveCallback', callback);
  }

  // Functions that answer.

  /**
   * Proves with a key that is elsewhere. As `SSL.Context.useSigner`; what signs stays on this side, and may answer with a promise:
   * the thread sleeps until then, with all its connections, which needs shared memory.
   */
  async useSigner(signer: ExternalKey): Promise<void> {
    await this.signing(crossing(signer));
  }

  /** Sets whether and how the peer is verified. As `SSL.Context.setVerify`. */
  setVerify(mode: number, callback: RemoteVerifyCallback | null = null): Promise<void> {
    return this.giving('setVerify', callback, [mode]);
  }

  /** Chooses a protocol as a server. As `SSL.Context.setAlpnSelectCallback`. */
  setAlpnSelectCallback(
    callback:
      | ((
          connection: CallbackConnection,
          options: readonly Bytes[],
        ) => Answered<Uint8Array | string | typeof SSL.NO_OVERLAPPING_PROTOCOLS>)
      | null,
  ): Promise<void> {
    return this.giving('setAlpnSelectCallback', callback);
  }

  /** Calls back on a server with each ClientHello; the callback may set another context. As `SSL.Context.setClientHelloCallback`. */
  setClientHelloCallback(
    callback: ((connection: CallbackConnection, hello: SSL.ClientHello) => Answered<void>) | null,
  ): Promise<void> {
    return this.giving('setClientHelloCallback', callback);
  }

  /**
   * Calls back before a certificate is shown. What the callback returns is shown; nothing for what the context has. As
   * `SSL.Context.setCertificateCallback`.
   */
  setCertificateCallback(
    callback: ((connection: CallbackConnection) => Answered<ShownCertificate | undefined>) | null,
  ): Promise<void> {
    return this.giving('setCertificateCallback', callback);
  }

  /** Calls back on a server when the client has named it; the callback may set another context. As `SSL.Context.setTlsextServernameCallback`. */
  setTlsextServernameCallback(callback: ((connection: CallbackConnection) => Answered<void>) | null): Promise<void> {
    return this.giving('setTlsextServernameCallback', callback);
  }

  /** Staples what the callback returns. As `SSL.Context.setOcspServerCallback`. */
  setOcspServerCallback<T>(
    callback: (connection: CallbackConnection, data: T) => Answered<Uint8Array>,
    data?: T,
  ): Promise<void> {
    return this.giving(
      'setOcspServerCallback',
      withData(callback, (connection) => callback(connection, data as T)),
    );
  }

  /** Judges the staple as a client. As `SSL.Context.setOcspClientCallback`. */
  setOcspClientCallback<T>(
    callback: (connection: CallbackConnection, response: Bytes, data: T) => Answered<boolean>,
    data?: T,
  ): Promise<void> {
    return this.giving(
      'setOcspClientCallback',
      withData(callback, (connection: CallbackConnection, response: Bytes) =>
        callback(connection, response, data as T),
      ),
    );
  }

  /** Makes a cookie for a DTLS client. As `SSL.Context.setCookieGenerateCallback`. */
  setCookieGenerateCallback(
    callback: ((connection: CallbackConnection) => Answered<Uint8Array>) | null,
  ): Promise<void> {
    return this.giving('setCookieGenerateCallback', callback);
  }

  /** Checks the cookie of a DTLS client. As `SSL.Context.setCookieVerifyCallback`. */
  setCookieVerifyCallback(
    callback: ((connection: CallbackConnection, cookie: Bytes) => Answered<boolean>) | null,
  ): Promise<void> {
    return this.giving('setCookieVerifyCallback', callback);
  }

  /** Finds a session by its id. As `SSL.Context.setSessionGetCallback`. */
  setSessionGetCallback(
    callback: ((connection: CallbackConnection, id: Bytes) => Answered<SSL.Session | null | undefined>) | null,
  ): Promise<void> {
    return this.giving('setSessionGetCallback', callback);
  }

  /** Decides which keys open and seal session tickets. As `SSL.Context.setTicketKeyCallback`. */
  setTicketKeyCallback(
    callback: ((connection: CallbackConnection, name: Bytes | null) => Answered<SSL.TicketKeyChoice | null>) | null,
  ): Promise<void> {
    return this.giving('setTicketKeyCallback', callback);
  }

  /** Gives identity and pre-shared key of a client. As `SSL.Context.setPskClientCallback`. */
  setPskClientCallback(
    callback: ((connection: CallbackConnection, hint: string | null) => Answered<SSL.PskIdentity | null>) | null,
  ): Promise<void> {
    return this.giving('setPskClientCallback', callback);
  }

  /** Finds the pre-shared key of a client's identity. As `SSL.Context.setPskServerCallback`. */
  setPskServerCallback(
    callback: ((connection: CallbackConnection, identity: string) => Answered<Uint8Array | null>) | null,
    hint: string | null = null,
  ): Promise<void> {
    return this.giving('setPskServerCallback', callback, [], [hint]);
  }

  /** Gives the passphrase of an encrypted key file. As `SSL.Context.setPasswdCb`. */
  setPasswdCb(
    callback: (maxLength: number, askTwice: boolean, userdata: unknown) => Answered<string | Uint8Array | false | null>,
    userdata?: unknown,
  ): Promise<void> {
    return this.giving(
      'setPasswdCb',
      withData(callback, (maxLength: number, askTwice: boolean) => callback(maxLength, askTwice, userdata)),
    );
  }

  // Answers that are known before.

  /**
   * Chooses, as a server, the first of these protocols that the client offers; a client that offers none of them is refused
   * (RFC 7301, 3.2).
   */
  async setAlpnSelectProtocols(protocols: Iterable<string | Uint8Array>): Promise<void> {
    await this.declaring('setAlpnSelectProtocols', [listed(protocols, 'protocols')]);
  }

  /**
   * Shows, as a server, another context to clients that ask for these names; `*.example.org` stands for one label. A name
   * that is not among them gets this context.
   */
  async setTlsextServernames(names: Readonly<Record<string, RemoteContext>>): Promise<void> {
    if (typeof names !== 'object' || names === null) throw new TypeError('names must be an object');
    const others = Object.values(names);
    if (others.some((other) => !(other instanceof RemoteContext)))
      throw new TypeError('names must be those of Contexts of this pool');
    await this.naming('setTlsextServernames', [names], others);
  }

  /**
   * Demands, beside all else, that one certificate of the peer's verified chain has one of these SHA-256 digests; turns
   * verification on.
   * @param digests - 32 bytes each, of the certificates' DER
   */
  async setVerifyPins(digests: Iterable<Uint8Array>): Promise<void> {
    const pins = listed(digests, 'digests');
    if (pins.length === 0 || pins.some((pin) => !isUint8Array(pin) || pin.length !== SHA256_BYTES))
      throw new RangeError(`a pin has ${SHA256_BYTES} bytes, and there must be at least one`);
    await this.declaring('setVerifyPins', [pins]);
  }

  /** Staples this DER OCSP response, as a server; set a new one on a new context. */
  setOcspResponse(response: Uint8Array): Promise<void> {
    return this.declaring('setOcspResponse', [response]);
  }

  /** Proves, as a client, who it is by this key. */
  setPskIdentity(identity: string, key: Uint8Array): Promise<void> {
    return this.declaring('setPskIdentity', [identity, key]);
  }

  /** The keys of clients by their identities. @param hint - sent to TLS 1.2 clients */
  async setPskKeys(keys: Readonly<Record<string, Uint8Array>>, hint: string | null = null): Promise<void> {
    if (typeof keys !== 'object' || keys === null) throw new TypeError('keys must be an object');
    await this.declaring('setPskKeys', [keys, hint]);
  }

  /** Frees it at the end of a `using` block, soon. */
  [DISPOSE](): void {
    this.free().catch(() => undefined);
  }

  /** Frees it at the end of an `await using` block. */
  [ASYNC_DISPOSE](): Promise<void> {
    return this.free();
  }
}

/** What an iterable gives. */
function listed<T>(values: Iterable<T>, name: string): T[] {
  const isIterable = typeof values === 'object' && values !== null && Symbol.iterator in values;
  if (!isIterable) throw new TypeError(`${name} must be a list`);
  return [...values];
}

/** A function that stands for another, where that is one. */
function withData(given: unknown, standIn: AnyCallback): AnyCallback {
  return typeof given === 'function' ? standIn : (given as AnyCallback);
}
