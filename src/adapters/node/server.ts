import net from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from '../../common/options.js';
import { wrongType } from '../../common/refusals.js';
import { SSL } from '../../index.js';
import { SecureContext } from '../context/secure-context.js';
import type { BothSides, ContextOptions, ServerOptions } from '../options.js';
import { listenerOptions } from './checked-options.js';
import { serverContext } from './secure-context.js';
import { TLSSocket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

/** What a server is told. */
export interface TlsServerOptions
  extends Omit<ServerOptions, 'contextFor' | 'signal'>,
    SocketOptions,
    Pick<net.ServerOpts, 'pauseOnConnect' | 'noDelay' | 'keepAlive'> {
  /** Finds the context for a name, as in node:tls, but must call back at once. */
  readonly SNICallback?:
    | ((servername: string, callback: (error: Error | null, context?: SSL.Context | BothSides) => void) => void)
    | undefined;
}

/**
 * A TLS server in the shape of `tls.Server`: it emits `secureConnection` with a {@link TLSSocket} after each handshake,
 * `tlsClientError` with the error and the socket where one fails, and `keylog`.
 */
export class Server extends net.Server {
  readonly #options: TlsServerOptions;
  readonly #names: { readonly pattern: RegExp; readonly context: SSL.Context | BothSides }[] = [];
  #context: SSL.Context | BothSides;

  constructor(input: TlsServerOptions = {}, listener?: (socket: TLSSocket) => void) {
    const options = listenerOptions(input);
    const { pauseOnConnect, noDelay, keepAlive } = options;
    super({
      // The client's end of the stream must not cut off what is still to be sent, close_notify at least.
      allowHalfOpen: true,
      ...(pauseOnConnect !== undefined && { pauseOnConnect }),
      ...(noDelay !== undefined && { noDelay }),
      ...(keepAlive !== undefined && { keepAlive }),
    });
    this.#options = options;
    this.#context = options.secureContext ?? serverContext(options);
    this.on('connection', (socket: Duplex) => this.#accept(socket));
    if (listener != null) this.on('secureConnection', listener);
  }

  #accept(stream: Duplex): void {
    const socket = this.#socketOver(stream);
    if (socket === undefined) return;
    if (this.listenerCount('keylog') > 0) {
      socket.on('keylog', (line: Buffer) => this.emit('keylog', line, socket));
    }
    const failed = (error: Error) => this.emit('tlsClientError', error, socket);
    socket.once('error', failed);
    socket.once('secure', () => {
      socket.removeListener('error', failed);
      this.emit('secureConnection', socket);
    });
  }

  /** A server outlives a connection for which there is no room. */
  #socketOver(stream: Duplex): TLSSocket | undefined {
    try {
      return new TLSSocket(stream, {
        ...this.#options,
        isServer: true,
        secureContext: this.#context,
        contextFor: (name) => this.#contextFor(name),
      });
    } catch (error) {
      stream.destroy();
      this.emit('tlsClientError', error, stream);
      return undefined;
    }
  }

  #contextFor(name: string): SSL.Context | BothSides | undefined {
    const { SNICallback } = this.#options;
    if (SNICallback === undefined) return this.#names.findLast(({ pattern }) => pattern.test(name))?.context;
    let answer: { error: Error | null; context: SSL.Context | BothSides | undefined } | undefined;
    SNICallback(name, (error, context) => {
      answer = { error, context };
    });
    if (answer === undefined) throw new TypeError('SNICallback must call back at once');
    if (answer.error !== null) throw answer.error;
    return answer.context;
  }

  /** Serves names that match `hostname`, in which `*` stands for one label, with another context. The last one added wins. */
  addContext(hostname: string, context: SSL.Context | SecureContext | ContextOptions): void {
    const source = text(hostname, 'hostname')
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^.]*');
    this.#names.push({
      pattern: new RegExp(`^${source}$`, 'i'),
      context:
        context instanceof SSL.Context || context instanceof SecureContext ? context : serverContext(given(context)),
    });
  }

  /** Serves new connections with other credentials; those that are open keep theirs. */
  setSecureContext(options: ContextOptions): void {
    this.#context = serverContext(given(options));
  }
}

/** A server is not to fall back to a context without a certificate because a variable was empty. */
function given(options: ContextOptions): ContextOptions {
  if (options === undefined || options === null)
    throw wrongType('context', 'an SSL.Context or what it is made of', options);
  return options;
}

/** Makes a server, as `tls.createServer` does. @param listener - for `secureConnection` */
export function createServer(options: TlsServerOptions, listener?: (socket: TLSSocket) => void): Server {
  return new Server(options, listener);
}
