/** How a socket is wrapped. */
import { boolean, declareOptions, instance, textOrBytes } from '../../common/options.js';
import { SSLSession } from './session.js';

/** How to wrap a socket; each has the default that Python gives it. */
export interface WrapSocketOptions {
  /** Whether this is the server's side; false by default. */
  readonly serverSide?: boolean;
  /** Whether the handshake is part of wrapping, connecting and accepting; true by default. */
  readonly doHandshakeOnConnect?: boolean;
  /** Whether an end without close_notify reads as the end of the data, and not as {@link SSLEOFError}; true by default. */
  readonly suppressRaggedEofs?: boolean;
  /** Whom a client asks for, and whose certificate it demands while {@link SSLContext.check_hostname} is on. */
  readonly serverHostname?: string | Uint8Array | null;
  /** To be resumed by a client. */
  readonly session?: SSLSession | null;
}

/** Judges them. */
export const wrapOptions = declareOptions<WrapSocketOptions>({
  serverSide: boolean,
  doHandshakeOnConnect: boolean,
  suppressRaggedEofs: boolean,
  serverHostname: textOrBytes,
  session: instance(SSLSession),
});
