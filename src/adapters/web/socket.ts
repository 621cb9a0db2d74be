import { bytesArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { errorFrom } from '../../common/refusals.js';
import type { crypto, SSL } from '../../index.js';
import type { TlsChannel } from '../engine.js';

/** What the handshake has settled. */
export interface TlsInfo {
  /** The protocol version, such as `TLSv1.3`. */
  readonly protocol: string;
  /** The name of the cipher, such as `TLS_AES_256_GCM_SHA384`. */
  readonly cipher: string;
  /** The group of the key exchange, such as `X25519MLKEM768`. */
  readonly group: string | null;
  /** The protocol that ALPN agreed on. */
  readonly alpn: string | null;
  /** The name that the client asked for. */
  readonly servername: string | null;
  /** Whether the peer was verified. */
  readonly authorized: boolean;
  /** Why it was not, such as `CERT_HAS_EXPIRED`. */
  readonly authorizationError: string | null;
  /** Whether a session was resumed. */
  readonly resumed: boolean;
  /** The peer's certificates, its own first: the chain that was verified, or else what it has sent. */
  readonly peerChain: readonly crypto.X509[];
}

/**
 * A TLS session as a pair of web streams, in the shape of the sockets of WinterTC: plaintext in `readable` and
 * `writable`, `opened` after the handshake, `closed` when both directions have ended.
 */
export class TlsSocket {
  /** Plaintext of the peer: a byte stream where the engine has those. */
  readonly readable: ReadableStream<Bytes>;
  /** Takes plaintext for the peer; text is encoded as UTF-8. */
  readonly writable: WritableStream<Uint8Array | ArrayBuffer | string>;
  /** Resolves after the handshake and the verification; rejects when either fails. */
  readonly opened: Promise<TlsInfo>;
  /** Resolves when both directions have ended; rejects when the session has failed. */
  readonly closed: Promise<void>;
  /** Always `on`: what goes through is encrypted. */
  readonly secureTransport = 'on';
  readonly #channel: TlsChannel;
  readonly #allowHalfOpen: boolean;
  #isReading = true;

  /** @internal */
  constructor(channel: TlsChannel, allowHalfOpen: boolean) {
    this.#channel = channel;
    this.#allowHalfOpen = allowHalfOpen;
    this.opened = channel.opened.then(() => tlsInfoOf(channel));
    this.opened.catch(() => undefined);
    this.closed = channel.closed;
    this.readable = byteStream(
      () => this.#pull(),
      (reason) => this.#cancel(reason),
    );
    this.writable = new WritableStream<Uint8Array | ArrayBuffer | string>({
      start: (controller) => {
        // A failure shows at once, not at the next write.
        channel.closed.catch((error) => controller.error(error));
      },
      write: (chunk) => channel.write(bytesArgument(chunk, 'chunk')),
      close: async () => {
        await channel.end();
        if (!this.#isReading) channel.abort();
      },
      abort: (reason) => channel.abort(errorFrom(reason)),
    });
  }

  async #pull(): Promise<Bytes | undefined> {
    const data = await this.#channel.read();
    if (data === undefined) {
      this.#isReading = false;
      if (!this.#allowHalfOpen) this.#channel.end().catch(() => undefined);
    }
    return data;
  }

  /** Nobody wants the rest: with this side ended too, the session is over. */
  #cancel(_reason: unknown): void {
    this.#isReading = false;
    if (!this.#allowHalfOpen) this.#channel.abort();
  }

  /** The Connection within: all that pyOpenSSL knows of the session. It is freed when both directions have ended. */
  get connection(): SSL.Connection {
    return this.#channel.connection;
  }

  /** Whether the peer ended the stream without close_notify: what came may be cut off. */
  get truncated(): boolean {
    return this.#channel.truncated;
  }

  /** Sends close_notify and lets go of both directions. @param reason - given to whoever still reads or writes */
  async close(reason?: unknown): Promise<void> {
    if (reason !== undefined) this.#channel.abort(errorFrom(reason));
    else {
      await this.#channel.end().catch(() => undefined);
      this.#channel.abort();
    }
    await this.closed;
  }
}

/** A stream of bytes that is pulled, and holds nothing in between. Engines without byte streams get one of chunks. */
function byteStream(pull: () => Promise<Bytes | undefined>, cancel: (reason: unknown) => void): ReadableStream<Bytes> {
  const next = async (controller: ReadableByteStreamController | ReadableStreamDefaultController): Promise<void> => {
    const data = await pull();
    if (data !== undefined) {
      controller.enqueue(data);
      return;
    }
    controller.close();
    if ('byobRequest' in controller) controller.byobRequest?.respond(0);
  };
  try {
    return new ReadableStream({ type: 'bytes', pull: next, cancel });
  } catch {
    return new ReadableStream<Bytes>({ pull: next, cancel }, { highWaterMark: 0 });
  }
}

/** @internal What a handshake has settled. */
export function tlsInfoOf({ connection, verdict }: TlsChannel): TlsInfo {
  const alpn = connection.getAlpnProtoNegotiated();
  const name = connection.getServername();
  return {
    protocol: connection.getProtocolVersionName(),
    cipher: connection.getCipherName() ?? '',
    group: connection.getGroupName(),
    alpn: alpn.length === 0 ? null : new TextDecoder().decode(alpn),
    servername: name === null ? null : new TextDecoder().decode(name),
    authorized: verdict.authorized,
    authorizationError: verdict.authorizationError,
    resumed: verdict.resumed,
    peerChain: verdict.peerChain,
  };
}
