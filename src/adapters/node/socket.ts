import type { X509Certificate } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { PeerCertificate } from 'node:tls';
import type { crypto, SSL } from '../../index.js';
import { DuplexTransport } from '../duplex-transport.js';
import type { TlsChannel } from '../engine.js';
import { setHooks } from '../hooks.js';
import type { ClientOptions } from '../options.js';
import { openClient, openServer } from '../sessions.js';
import { callBack, shielded } from '../users-code.js';
import { duplex, socketOptions } from './checked-options.js';
import { type CipherInfo, cipherOf, legacyCertificate, legacyChain, platformCertificate } from './peer.js';
import type { TLSSocketOptions } from './socket-options.js';
import { StreamFace } from './stream-face.js';

/** The key exchange, as node:tls tells it. */
export interface EphemeralKeyInfo {
  /** The kind of key exchange. */
  readonly type: 'ECDH';
  /** The group, such as `X25519MLKEM768`. */
  readonly name: string;
}

/**
 * A TLS session over a stream of Node's, in the shape of `tls.TLSSocket`: a Duplex of plaintext. It emits `secureConnect`
 * (client) or `secure` after the handshake, `keylog` and `session` as they come, and passes `connect`, `lookup` and
 * `timeout` of the stream beneath.
 */
export class TLSSocket extends StreamFace {
  /** Always true, as in node:tls. */
  readonly encrypted = true;
  /** Whether this is the side of the server. */
  readonly isServer: boolean;
  /** Whether the peer was verified. */
  authorized = false;
  /** Why it was not, such as `CERT_HAS_EXPIRED`. */
  authorizationError: string | null = null;
  /** The protocol that was agreed on, false for none. */
  alpnProtocol: string | false | null = null;
  /** The name that the client has asked for, false for none. */
  servername: string | false | null = null;
  readonly #channel: TlsChannel;
  /** Readers want data: they get some after the handshake has been announced. */
  #wanted = false;
  #reading = false;
  #starting = false;
  #secure = false;
  /** Sessions that came before the peer was judged. */
  readonly #sessions: Uint8Array[] = [];

  /** @param socket - connected, connecting, or any Duplex that carries bytes; its end is this socket's end */
  constructor(socket: Duplex, input: TLSSocketOptions) {
    const options = socketOptions(input);
    super(duplex(socket, 'socket'), options.allowHalfOpen ?? false);
    this.isServer = options.isServer === true;
    const transport = new DuplexTransport(socket);
    transport.onActivity = () => this.#start();
    const { onKeylog, onSession } = { onSession: undefined, ...options };
    const hooks = { onKeylog: onKeylog && ((line: Uint8Array) => this.#keylog(line, onKeylog)) };
    this.#channel = options.isServer
      ? openServer(transport, { allowTruncation: true, ...options, ...hooks })
      : openClient(transport, {
          // Servers of Node 20 and 22 themselves drop the close_notify of a short answer.
          allowTruncation: true,
          ...options,
          ...hooks,
          onSession: (session) => this.#session(session, onSession),
        });
    // For life, as in node:tls: no peer ends the process of a server that does not listen for errors.
    if (this.isServer) this.on('error', () => undefined);
    this.on('newListener', (event: string) => {
      if (event !== 'keylog' || onKeylog !== undefined || this.connection.isFreed) return;
      setHooks(this.connection, { keylog: (line) => this.#keylog(line) });
    });
    for (const event of ['connect', 'ready', 'lookup', 'timeout']) {
      socket.on(event, (...args: unknown[]) => this.emit(event, ...args));
    }
    this.#channel.opened.then(
      () => this.#onSecure(onSession),
      (error: Error) => this.destroy(error),
    );
  }

  #keylog(line: Uint8Array, listener?: (line: Uint8Array) => void): void {
    shielded(() => listener?.(line));
    this.emit('keylog', Buffer.concat([line, Buffer.from('\n')]));
  }

  #session(session: Uint8Array, listener: ((session: Uint8Array) => void) | undefined): void {
    if (!this.#secure) {
      this.#sessions.push(session);
      return;
    }
    shielded(() => listener?.(session));
    shielded(() => this.emit('session', Buffer.from(session)));
  }

  #onSecure(onSession: ClientOptions['onSession']): void {
    if (this.destroyed) return;
    const { connection } = this;
    if (connection.isFreed) {
      this.destroy(this.#channel.failure);
      return;
    }
    const { verdict } = this.#channel;
    this.authorized = verdict.authorized;
    this.authorizationError = verdict.authorizationError;
    const protocol = connection.getAlpnProtoNegotiated();
    this.alpnProtocol = protocol.length > 0 ? new TextDecoder().decode(protocol) : false;
    const name = connection.getServername();
    this.servername = name === null ? false : new TextDecoder().decode(name);
    this.#secure = true;
    shielded(() => this.emit('secure'));
    if (!this.isServer) shielded(() => this.emit('secureConnect'));
    for (const session of this.#sessions.splice(0)) this.#session(session, onSession);
    this.#start();
    if (!this.destroyed) this.read(0);
  }

  /** Whether the peer ended the stream without close_notify: what came may be cut off. */
  get truncated(): boolean {
    return this.#channel.truncated;
  }

  /** The Connection within: all that pyOpenSSL knows of the session. It is freed when the socket closes. */
  get connection(): SSL.Connection {
    return this.#channel.connection;
  }

  /** @internal */
  override _read(): void {
    this.#wanted = true;
    if (this.#tellsReadable) this.#startLater();
    else this.#start();
  }

  /**
   * A listener for `readable` is told of each piece before the next one comes, as of node:tls: since Node 26 `read()` gives
   * one piece, and Node's stream does not tell such a listener of what was pushed before its answer, or while it reads.
   */
  get #tellsReadable(): boolean {
    return this.listenerCount('readable') > 0;
  }

  #startLater(): void {
    if (this.#starting) return;
    this.#starting = true;
    process.nextTick(() => {
      this.#starting = false;
      this.#start();
    });
  }

  /** Reads what is there; then the stream beneath says when there is more. Promises are for the end, and for failures. */
  #start(): void {
    if (!this.#wanted || !this.#secure || this.#reading || this.destroyed) return;
    this.#reading = true;
    for (let data = this.#channel.readNow(); data !== undefined; data = this.#channel.readNow()) {
      if (!this.#deliver(data)) return;
      if (!this.#tellsReadable) continue;
      this.#reading = false;
      this.#startLater();
      return;
    }
    if (this.#channel.waitsForInput) this.#reading = false;
    else this.#readOn().catch((error: Error) => this.destroy(error));
  }

  /** @returns whether there is room for more */
  #deliver(data: Uint8Array): boolean {
    this.bytesRead += data.length;
    // Where a listener threw it has had the data, and there is room for more.
    if (shielded(() => this.push(data)) !== false && !this.destroyed) return true;
    // At once: the stream may ask for more before the caller has returned.
    this.#wanted = false;
    this.#reading = false;
    return false;
  }

  async #readOn(): Promise<void> {
    const data = await this.#channel.read();
    if (this.destroyed) return;
    if (data === undefined) {
      shielded(() => this.push(null));
      // Where nobody reads, the end is told all the same, as in node:net.
      shielded(() => this.read(0));
      return;
    }
    if (!this.#deliver(data)) return;
    this.#reading = false;
    if (this.#tellsReadable) this.#startLater();
    else this.#start();
  }

  /** @internal */
  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const data = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    this.bytesWritten += data.length;
    const sent = this.#channel.writeNow(data);
    // Later: what the application writes in the same turn goes out as one.
    if (sent === data.length && this.#channel.wantsMore) process.nextTick(shielded, done);
    else callBack(this.#channel.write(sent === 0 ? data : data.subarray(sent)), done);
  }

  /** @internal */
  override _writev(
    chunks: { chunk: Buffer | string; encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void {
    const data = chunks.map(({ chunk, encoding }) =>
      typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk,
    );
    this._write(Buffer.concat(data), 'utf8', done);
  }

  /** @internal */
  override _final(done: (error?: Error | null) => void): void {
    callBack(this.#channel.end(), done);
  }

  /** @internal */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#channel.abort(error ?? undefined);
    const closed = () => {
      done(error);
      process.nextTick(() => this.emit('close', error !== null));
    };
    if (this.socket.closed) closed();
    else {
      this.socket.once('close', closed);
      // What is still to be written goes out first, but does not hold this socket for ever.
      this.socket.on('error', () => undefined);
    }
  }

  // What node:tls says of the session.

  /** Whether the handshake is still going on. */
  get secureConnecting(): boolean {
    return !this.#secure && !this.destroyed;
  }

  /** The peer's certificate, an empty object for none. @param detailed - with its chain in `issuerCertificate` */
  getPeerCertificate(detailed = false): PeerCertificate | Record<string, never> {
    if (this.connection.isFreed) return {};
    if (detailed)
      return legacyChain(this.#secure ? this.#channel.verdict.peerChain : this.connection.getPeerCertChain());
    return legacyCertificate(this.connection.getPeerCertificate());
  }

  /** The peer's certificate as node:crypto has it. */
  getPeerX509Certificate(): X509Certificate | undefined {
    return this.connection.isFreed ? undefined : platformCertificate(this.connection.getPeerCertificate());
  }

  /** The certificates that the peer has sent, its own first, whether they could be verified or not. */
  getPeerChain(): crypto.X509[] {
    if (this.connection.isFreed) return [];
    const chain = this.connection.getPeerCertChain() ?? [];
    const own = this.connection.getPeerCertificate();
    // A server is not sent its client's own certificate in the chain.
    return own !== null && !chain[0]?.equals(own) ? [own, ...chain] : chain;
  }

  /** This side's certificate. */
  getCertificate(): PeerCertificate | Record<string, never> {
    return this.connection.isFreed ? {} : legacyCertificate(this.connection.getCertificate());
  }

  /** The cipher in use, undefined before the handshake. */
  getCipher(): CipherInfo | undefined {
    return this.connection.isFreed ? undefined : cipherOf(this.connection);
  }

  /** The protocol version, such as `TLSv1.3`. */
  getProtocol(): string | null {
    return this.connection.isFreed ? null : this.connection.getProtocolVersionName();
  }

  /** The group of the key exchange. */
  getEphemeralKeyInfo(): EphemeralKeyInfo | Record<string, never> {
    const name = this.connection.isFreed ? null : this.connection.getGroupName();
    return name === null ? {} : { type: 'ECDH', name };
  }

  /**
   * Lets the client begin no new handshake from now on: one that asks ends the session (`ERR_TLS_RENEGOTIATION_DISABLED`)
   * where `secureOptions` allow it at all.
   */
  disableRenegotiation(): void {
    if (!this.connection.isFreed) this.connection.disableRenegotiation();
  }

  /** Whether a session was resumed. */
  isSessionReused(): boolean {
    return !this.connection.isFreed && this.connection.sessionReused();
  }

  /** The session, for the option of the same name; prefer the event `session`, which TLS 1.3 needs. */
  getSession(): Buffer | undefined {
    const isThere = !this.connection.isFreed && this.connection.isHandshakeDone;
    const session = isThere ? this.connection.getSession() : null;
    return session === null ? undefined : Buffer.from(session.toDer());
  }

  /** The last Finished message that this side has sent. */
  getFinished(): Buffer | undefined {
    return bufferOf(this.connection.isFreed ? null : this.connection.getFinished());
  }

  /** The last Finished message of the peer. */
  getPeerFinished(): Buffer | undefined {
    return bufferOf(this.connection.isFreed ? null : this.connection.getPeerFinished());
  }

  /** Exports key material bound to this session (RFC 5705; RFC 8446, 7.5). @param length - in bytes */
  exportKeyingMaterial(length: number, label: string, context?: Buffer): Buffer {
    return Buffer.from(this.connection.exportKeyingMaterial(label, length, context ?? null));
  }
}

function bufferOf(bytes: Uint8Array | null): Buffer | undefined {
  return bytes === null ? undefined : Buffer.from(bytes);
}
