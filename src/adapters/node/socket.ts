import net from 'node:net';
import type { Duplex } from 'node:stream';
import type { PeerCertificate } from 'node:tls';
import type { Bytes } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import { DuplexTransport } from '../duplex-transport.js';
import type { TlsChannel } from '../engine.js';
import { isVerification } from '../failure.js';
import { setHooks } from '../hooks.js';
import type { ClientOptions } from '../options.js';
import { type ClientSession, clientSession, type ServerSession, serverSession } from '../sessions.js';
import { inTick, shielded } from '../users-code.js';
import { connectTarget } from './arguments.js';
import { duplex, socketOptions } from './options/checked.js';
import type { NodeClientOptions, TLSSocketOptions } from './options/socket.js';
import { legacyChain } from './peer.js';
import { freshSocket, isUnconnected, OF_DIALLING, patienceFor } from './socket/dialling.js';
import { isHangUp, misnamed, nodeFailure } from './socket/failure.js';
import { coded, sniFromServer, type Target, unchangeable } from './socket/node-errors.js';
import { RecordStream } from './socket/record-stream.js';
import type { RenegotiateOptions } from './socket/session-settings.js';
import { heed } from './socket/signal.js';

declare module './classes.js' {
  interface Classes {
    TLSSocket: TLSSocket;
  }
}

/**
 * A TLS session over a stream of Node's, in the shape of `tls.TLSSocket`: a Duplex of plaintext. It emits `secureConnect`
 * (client) and `secure` after the handshake, `keylog` and `session` as they come, `timeout` after {@link setTimeout}, and
 * `close` with a word on errors. What lies beneath belongs to it: listeners of before hear no byte more.
 */
export class TLSSocket extends RecordStream {
  /** Always true, as in node:tls. */
  readonly encrypted = true;
  readonly isServer: boolean;
  /** Whether the peer was verified, and is whom this side has named. */
  authorized = false;
  /** Why it was not, such as `CERT_HAS_EXPIRED`. */
  authorizationError: string | null = null;
  /** The protocol that was agreed on, false for none. */
  alpnProtocol: string | false | null = null;
  /** The name that the client has asked for, false for none. */
  servername: string | false | null = null;
  /** @internal */
  protected readonly channel: TlsChannel;
  /** @internal */
  protected readonly opening: Promise<void>;
  readonly #transport: DuplexTransport;
  readonly #client: ClientSession | undefined;
  readonly #server: ServerSession | undefined;
  readonly #mustBeVerified: boolean;
  readonly #onSession: ClientOptions['onSession'];
  readonly #isOwn: boolean;
  /** @internal */
  protected target: Target;
  #isNamed: boolean;
  #begin: () => void = () => undefined;
  /** Told nothing but its stream: a client that begins when it has something to say, as in node:tls. */
  #isTerse: boolean;
  /** @internal */
  protected hasBegun = false;
  #secure = false;
  /** Sessions that came before the peer was judged. */
  readonly #sessions: Bytes[] = [];

  /**
   * @param socket - connected, connecting, or any Duplex that carries bytes; its end is this socket's end. Undefined for one
   * that {@link connect} is to dial
   * @param input - a client that is told nothing begins its handshake with its first write; one that names nobody (`host`, `servername`, `checkServerIdentity`) is told `authorized: false` of
   * everybody, and the peer's chain is verified all the same unless `rejectUnauthorized` is false
   * @param isOwn - internal: whether `socket` was made for this one
   */
  constructor(socket?: Duplex | null, input?: TLSSocketOptions, isOwn = socket == null) {
    const options = socketOptions(input);
    const stream = socket == null ? freshSocket(options) : duplex(socket, 'socket');
    super(stream, {
      allowHalfOpen: options.allowHalfOpen ?? (isOwn ? false : stream.allowHalfOpen === true),
      highWaterMark: options.highWaterMark,
    });
    this.isServer = options.isServer === true;
    this.#isOwn = isOwn;
    this.#isTerse = socket != null && input == null;
    this.target = options as Target;
    const { servername, host, checkServerIdentity, onSession, onKeylog, signal } = {
      ...({} as NodeClientOptions),
      ...options,
    };
    this.#isNamed = Boolean(servername || host) || checkServerIdentity !== undefined;
    this.#onSession = onSession;
    this.#mustBeVerified = options.rejectUnauthorized !== false;
    if (isOwn && options.onread !== undefined) this.readInto(options.onread);
    this.#transport = new DuplexTransport(stream, (name, args) => this.#beneath(name, args));
    this.#transport.onActivity = () => this.start();
    const hooks = { onKeylog: onKeylog && ((line: Bytes) => this.#keylog(line, onKeylog)) };
    const ready = new Promise<void>((resolve) => {
      this.#begin = () => {
        this.hasBegun = true;
        resolve();
      };
    });
    const terms = { ready, mayBeUnnamed: true, announces: true, misnamed, onJudged: () => this.#judged() };
    // Servers of Node 20 and 22 themselves drop the close_notify of a short answer. The signal is heeded here.
    const patience = this.#isTerse ? { handshakeTimeout: 0 } : patienceFor(stream, options);
    const own = { allowTruncation: true, ...options, ...hooks, signal: undefined, ...patience };
    if (own.isServer) {
      const { pskCallback } = own;
      const ofSocket = pskCallback && ((identity: string) => pskCallback(this, identity));
      this.#server = serverSession(this.#transport, { ...own, pskCallback: ofSocket }, terms);
      this.channel = this.#server.channel;
    } else {
      const { onOCSPResponse } = own;
      const stapled = (response: Bytes | null) => {
        shielded(() => onOCSPResponse?.(response));
        this.emit('OCSPResponse', response && Buffer.from(response));
      };
      const judge = (name: string) => checkServerIdentity?.(name, this.#judgedCertificate());
      const heard = {
        checkServerIdentity: checkServerIdentity && judge,
        onSession: (der: Bytes) => this.#session(der),
        onOCSPResponse: own.requestOCSP ? stapled : undefined,
      };
      this.#client = clientSession(this.#transport, { ...own, ...heard }, terms);
      this.channel = this.#client.channel;
    }
    // For life, as in node:tls: no peer ends the process of a server that does not listen for errors.
    if (this.isServer) this.on('error', () => undefined);
    this.on('newListener', (event: string) => {
      if (event !== 'keylog' || onKeylog !== undefined || this.connection.isFreed) return;
      setHooks(this.connection, { keylog: (line) => this.#keylog(line) });
    });
    // In a tick: what listeners put off by one comes before what they await, as of node:tls.
    this.opening = this.channel.opened.then(() => inTick(() => this.#onSecure()));
    this.opening.catch((error: Error) => this.fail(error));
    if (options.enableTrace === true) this.enableTrace();
    if (signal != null) heed(signal, this);
    if (!this.#isTerse && !isUnconnected(stream)) process.nextTick(this.#begin);
  }

  /** Begins the handshake of a socket that waits for its first write; any other begins by itself. */
  override _start(): void {
    if (!this.#isTerse) return;
    this.#isTerse = false;
    if (!isUnconnected(this.socket)) this.#begin();
  }

  /** @internal */
  protected override get isBlank(): boolean {
    return this.#isTerse && !this.destroyed && !(this.socket instanceof net.Socket);
  }

  /** What happens to the stream beneath, whoever removes listeners from it. */
  #beneath(name: string | symbol, args: readonly unknown[]): void {
    if (name === 'close' || (name === 'connect' && !this.#isTerse)) this.#begin();
    if (name === 'connect') this.refreshTimeout();
    // Destroyed by whoever has it too: what has come of it is told, and an end there was none.
    if (name === 'close' && !this.#isOwn && this.#secure && this.#transport.isCutOff) this.destroy();
    if (name === 'connect' ? this.#isOwn || !this.destroyed : this.#isOwn && OF_DIALLING.has(name))
      this.emit(name, ...args);
  }

  /** @internal */
  protected fail(error: Error): void {
    const failure = nodeFailure(error, this.#secure, this.isServer, this.target);
    if (!this.isServer && isVerification(error)) {
      const { code } = failure as NodeJS.ErrnoException;
      this.authorizationError = code ?? failure.message;
    }
    if (this.#secure || !isHangUp(error)) {
      this.destroy(failure);
      return;
    }
    // The peer has ended, and that is told first; of a server it is all, as of node:tls.
    this.isCut = true;
    this.once('end', () => {
      if (!this.isServer || this.writableLength > 0) this.destroy(failure);
      else if (this.allowHalfOpen) this.destroy();
    });
    shielded(() => this.push(null));
    shielded(() => this.read(0));
  }

  /** While it is judged, with the chain that was verified, or else with the one that came. */
  #judgedCertificate(): PeerCertificate {
    return legacyChain(this.connection.getVerifiedChain() ?? this.getPeerChain()) as PeerCertificate;
  }

  #keylog(line: Bytes, listener?: (line: Bytes) => void): void {
    shielded(() => listener?.(line));
    this.emit('keylog', Buffer.concat([line, Buffer.from('\n')]));
  }

  #session(session: Bytes): void {
    if (!this.#secure) {
      this.#sessions.push(session);
      return;
    }
    shielded(() => this.#onSession?.(session));
    shielded(() => this.emit('session', Buffer.from(session)));
  }

  /** After a renegotiation, which is announced as the first handshake is. */
  #judged(): void {
    if (this.#secure) process.nextTick(() => this.#announce());
  }

  #onSecure(): void {
    if (this.destroyed) return;
    if (this.connection.isFreed) {
      this.destroy(this.channel.failure);
      return;
    }
    const { connection } = this;
    const protocol = connection.getAlpnProtoNegotiated();
    this.alpnProtocol = protocol.length > 0 ? new TextDecoder().decode(protocol) : false;
    const name = connection.getServername();
    this.servername = name === null ? false : new TextDecoder().decode(name);
    this.#secure = true;
    this.#announce();
    // Behind all that this has led to: a peer that goes at once is to meet no tickets, unread they would reset its end.
    queueMicrotask(() => process.nextTick(() => this.channel.announced()));
    for (const session of this.#sessions.splice(0)) this.#session(session);
    this.start();
    if (!this.destroyed) this.read(0);
  }

  #announce(): void {
    if (this.destroyed || this.connection.isFreed) return;
    const { verdict } = this.channel;
    this.authorized = verdict.authorized;
    this.authorizationError = verdict.authorizationError;
    if (!this.isServer) shielded(() => this.emit('secureConnect'));
    shielded(() => this.emit('secure'));
  }

  /** @internal */
  protected get isSecure(): boolean {
    return this.#secure;
  }

  /** @internal */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.channel.abort(error ?? undefined);
    this.#begin();
    this.endTimeout();
    // What is still to be written goes out first, but holds neither the error nor this socket for ever.
    this.#transport.closed.then(() => process.nextTick(() => this.emit('close', error !== null)));
    done(error);
  }

  // What may be set.

  /** @internal */
  protected override demandAgain({ requestCert, rejectUnauthorized }: RenegotiateOptions): void {
    if (this.#server !== undefined) {
      this.#server.setVerification(requestCert, rejectUnauthorized);
      return;
    }
    // A client always asks. What it said of a peer that nobody can verify, it said when it began.
    if (requestCert === false) throw unchangeable('requestCert');
    if (rejectUnauthorized !== undefined && rejectUnauthorized !== this.#mustBeVerified)
      throw unchangeable('rejectUnauthorized');
  }

  /**
   * Dials, where this socket was made without a stream or with one that is not connected: `connect(options)`,
   * `connect(port, host)`, `connect(path)`, each with a listener for `connect`. Where nobody was named whom the certificate
   * must name, it is the host.
   */
  connect(...args: unknown[]): this {
    const { rest, target, listener } = connectTarget(args);
    if (listener !== undefined) this.once('connect', listener);
    const stream = this.socket as Partial<net.Socket>;
    if (stream.connecting === true) return this;
    if (stream.pending !== true) {
      queueMicrotask(() => this.emit('connect'));
      return this;
    }
    this.target = target;
    if (!this.#isNamed && target.path == null && !this.isServer) this.setServername(target.host ?? 'localhost');
    (stream.connect as ((...args: unknown[]) => unknown) | undefined)?.apply(stream, rest);
    return this;
  }

  /**
   * Names whom to ask for, and whom the certificate must name; an empty name changes nothing.
   * @throws {Error} on a server, and once the handshake has begun
   */
  setServername(name: string): void {
    if (typeof name !== 'string') throw wrongType('name', 'a string', name);
    if (this.#client === undefined) throw sniFromServer();
    if (name === '') return;
    if (this.hasBegun || this.connection.isFreed)
      throw coded('ERR_TLS_INVALID_STATE', 'the handshake has begun: its first message says the name');
    this.#client.setServername(name);
    this.#isNamed = true;
  }

  /** Names a session to resume, before the handshake begins; later, and of what is none, nothing happens. */
  setSession(session: Uint8Array | string | null | undefined): void {
    if (session == null) return;
    if (typeof session !== 'string' && !ArrayBuffer.isView(session)) throw wrongType('session', 'a Buffer', session);
    const der = typeof session === 'string' ? Buffer.from(session, 'latin1') : session;
    if (!this.hasBegun && !this.connection.isFreed) this.#client?.setSession(der);
  }
}
