/** What a server is told. */
import type net from 'node:net';
import type { ServerOptions } from '../../options.js';
import type { ServerPskCallback, SNICallback } from './callbacks.js';
import type { SocketOptions } from './socket.js';

/** What listeners of the server's events answer, or the server has in another form. */
type AnsweredElsewhere = 'contextFor' | 'signal' | 'pskCallback' | 'stapleFor' | 'onNewSession' | 'resumeSession';

/** What a server is told. */
export interface TlsServerOptions
  extends Omit<ServerOptions, AnsweredElsewhere>,
    SocketOptions,
    Pick<net.ServerOpts, 'pauseOnConnect'> {
  /** Addresses whose connections are closed at once. */
  readonly blockList?: net.BlockList | undefined;
  /** Finds the context for a name, as in node:tls, at once or later. */
  readonly SNICallback?: SNICallback | undefined;
  /**
   * Finds the pre-shared key of a client's identity, or promises it; null or undefined for none. In TLS 1.2 `ciphers` must name
   * suites with PSK.
   */
  readonly pskCallback?: ServerPskCallback | undefined;
}
