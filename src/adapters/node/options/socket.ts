/** What a socket is told. */
import type { PeerCertificate } from 'node:tls';
import type { ClientOptions, ServerOptions } from '../../options.js';
import type { ServerPskCallback } from './callbacks.js';

/** What a socket is told beside what its session is told. */
export interface SocketOptions {
  /** Whether this side may go on writing after the peer has ended: false by default, as in node:net. */
  readonly allowHalfOpen?: boolean | undefined;
  /** Most plaintext that waits in the socket, each way, in bytes: as the platform's streams have it by default. */
  readonly highWaterMark?: number | undefined;
  /** Where a socket that dials itself puts what comes, instead of `data`. */
  readonly onread?: OnReadOptions | undefined;
  /** Whether what the two sides say is written to stderr, as `TLSSocket.enableTrace` does. */
  readonly enableTrace?: boolean | undefined;
  /** Whether small writes go out at once (TCP_NODELAY); of a socket that dials itself. */
  readonly noDelay?: boolean | undefined;
  /** Whether the system probes an idle peer; of a socket that dials itself. */
  readonly keepAlive?: boolean | undefined;
  /** Milliseconds of silence before the first probe. */
  readonly keepAliveInitialDelay?: number | undefined;
}

/** Where what comes is put, as in node:net. */
export interface OnReadOptions {
  /** The buffer, or what gives one each time. */
  readonly buffer: Uint8Array | (() => Uint8Array);
  /** Told how many bytes have come; false stops the reading until `resume()`. */
  readonly callback: (bytes: number, buffer: Uint8Array) => unknown;
}

/** What a socket is told: `isServer` says which side it is. */
export type TLSSocketOptions = SocketOptions & (ClientSide | ServerSide);

/** What a client of `tsopenssl/node` is told. */
export interface NodeClientOptions extends Omit<ClientOptions, 'checkServerIdentity'> {
  /** Judges the name, of the certificate with its chain as `getPeerCertificate(true)` gives it: returns an error to end it. */
  readonly checkServerIdentity?: ((host: string, cert: PeerCertificate) => Error | undefined) | undefined;
}

/** A socket on the side of the client. */
export interface ClientSide extends NodeClientOptions {
  /** False, or left out. */
  readonly isServer?: false | undefined;
}

/** A socket on the side of the server. */
export interface ServerSide extends Omit<ServerOptions, 'pskCallback'> {
  /** True. */
  readonly isServer: true;
  /**
   * Finds the pre-shared key of a client's identity, or promises it; null or undefined for none. In TLS 1.2 `ciphers` must name
   * suites with PSK.
   */
  readonly pskCallback?: ServerPskCallback | undefined;
}
