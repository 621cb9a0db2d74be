/** Connections that wait for their next request, by origin. */
import type { Bytes } from '../../common/bytes.js';
import { isEdgeOfRequests } from '../../common/platform.js';
import { EntropyError, SSL } from '../../index.js';
import { createSecureContext } from '../context.js';
import type { TlsChannel } from '../engine.js';
import type { BothSides, ClientOptions } from '../options.js';
import { openClient } from '../sessions.js';
import { type Dial, open } from './dial.js';
import { withOwnBytes } from './own-bytes.js';

/** How long an idle connection is kept by default, in ms: less than servers keep theirs. */
const KEEP_ALIVE = 4000;
/** How many idle connections an origin has at most. */
const MAX_IDLE = 8;
/** How many sessions of an origin wait to be resumed at most: one for each connection that a page opens at a time. */
const MAX_SESSIONS = 8;

export interface PoolOptions {
  /** Opens a stream to a server; by default TCP, where the runtime has it. */
  readonly dial?: Dial | undefined;
  /**
   * How many milliseconds an idle connection is kept for the next request: 4,000 by default, 0 for not at all. In workerd
   * none is ever kept, for a connection belongs there to the request that has opened it; sessions resume all the same.
   */
  readonly keepAlive?: number | undefined;
}

/** A connection for one request. */
export interface Lease {
  readonly channel: TlsChannel;
  /** The read that is under way on a connection that was idle: what it gives begins the next response. */
  readonly pending?: Promise<Bytes | undefined>;
}

/** A connection that waits. It is read meanwhile: nobody has asked, so whatever comes is no answer. */
class Idle implements Lease {
  readonly channel: TlsChannel;
  readonly pending: Promise<Bytes | undefined>;
  #isSpoilt = false;

  /** @param onSpoilt - bytes have come, or the end, or an error */
  constructor(channel: TlsChannel, onSpoilt: () => void) {
    this.channel = channel;
    this.pending = channel.read();
    const spoil = () => {
      this.#isSpoilt = true;
      onSpoilt();
    };
    this.pending.then(spoil, spoil);
  }

  get isUsable(): boolean {
    return !this.#isSpoilt && this.channel.failure === undefined && !this.channel.connection.isFreed;
  }
}

/**
 * The connections of one fetch. Its options are fixed when it is made, so an origin is all that one connection, or
 * session, can differ from another by.
 */
export class Pool {
  readonly #idle = new Map<string, Map<Idle, ReturnType<typeof setTimeout>>>();
  readonly #sessions = new Map<string, Uint8Array[]>();
  readonly #options: PoolOptions & ClientOptions;
  /** Made once: its certificates are parsed then. */
  #context: SSL.Context | BothSides | undefined;
  #isClosed = false;

  constructor(options: PoolOptions & ClientOptions) {
    this.#options = options;
    const { secureContext, ca, cert, key, pfx, crl } = options;
    // At once: bytes are the caller's, who may write over them.
    const isGiven = [ca, cert, key, pfx, crl].some((part) => part !== undefined);
    if (secureContext !== undefined || !isGiven) return;
    try {
      this.#context = createSecureContext(options);
    } catch (error) {
      // At the global scope of an edge function nothing random is given: it is made with the first request.
      if (!(error instanceof EntropyError)) throw error;
      const own = withOwnBytes({ ca, cert, key, pfx, crl });
      this.#options = { ...options, ...own } as PoolOptions & ClientOptions;
    }
  }

  /** An idle connection to an origin, or none. */
  async reuse(origin: string): Promise<Lease | undefined> {
    for (;;) {
      const entry = [...(this.#idle.get(origin)?.keys() ?? [])].at(-1);
      if (entry === undefined) return undefined;
      this.#forget(origin, entry);
      // What lies in the system's buffers already shows now, before anything is asked. Two turns: the first may end
      // before the event loop has looked at its sockets.
      await turn();
      await turn();
      if (entry.isUsable) return entry;
      entry.channel.abort();
    }
  }

  /** A new connection to an origin, which resumes the last session. */
  async connect(url: URL): Promise<TlsChannel> {
    if (this.#isClosed) throw new TypeError('this fetch has been closed');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // A ticket is for one use (RFC 8446, C.4); the newest lives longest.
    const session = this.#sessions.get(url.origin)?.pop();
    const { dial, onSession } = this.#options;
    const transport = await open(dial, host, Number(url.port || 443));
    try {
      this.#context ??= this.#options.secureContext ?? createSecureContext(this.#options);
      const channel = openClient(transport, {
        ...this.#options,
        host,
        ALPNProtocols: ['http/1.1'],
        session,
        secureContext: this.#context,
        onSession: (der) => {
          this.#remember(url.origin, der);
          onSession?.(der);
        },
      });
      await channel.opened;
      // Before TLS 1.3 a session is good for many, and the server gives no other with each.
      const isLasting = channel.connection.getProtocolVersion() < SSL.TLS1_3_VERSION;
      if (session !== undefined && isLasting && channel.verdict.resumed) this.#remember(url.origin, session);
      return channel;
    } catch (error) {
      transport.abort(error as Error);
      throw error;
    }
  }

  #remember(origin: string, session: Uint8Array): void {
    const sessions = this.#sessions.get(origin) ?? [];
    this.#sessions.set(origin, [...sessions, session].slice(-MAX_SESSIONS));
  }

  /** Takes a connection back after its response has been read. */
  keep(origin: string, channel: TlsChannel): void {
    const { keepAlive = KEEP_ALIVE } = this.#options;
    const list = this.#idle.get(origin) ?? new Map<Idle, ReturnType<typeof setTimeout>>();
    if (this.#isClosed || keepAlive <= 0 || isEdgeOfRequests() || list.size >= MAX_IDLE || channel.connection.isFreed) {
      channel.abort();
      return;
    }
    const drop = () => {
      // One that is in use again belongs to its request.
      if (this.#forget(origin, entry)) channel.abort();
    };
    const entry = new Idle(channel, drop);
    const timer = setTimeout(drop, keepAlive);
    // An idle connection is no reason for a process to stay.
    if (typeof timer === 'object') (timer as { unref?(): void }).unref?.();
    this.#idle.set(origin, list.set(entry, timer));
  }

  /** @returns whether the connection was idle */
  #forget(origin: string, entry: Idle): boolean {
    const list = this.#idle.get(origin);
    if (list === undefined || !list.has(entry)) return false;
    clearTimeout(list.get(entry));
    list.delete(entry);
    if (list.size === 0) this.#idle.delete(origin);
    return true;
  }

  /** Closes the idle connections, and lets no new ones in. */
  close(): void {
    this.#isClosed = true;
    for (const [origin, list] of [...this.#idle]) {
      for (const entry of [...list.keys()]) {
        this.#forget(origin, entry);
        entry.channel.abort();
      }
    }
  }
}

/** One turn of the event loop: what has arrived by then is told. */
function turn(): Promise<void> {
  const { setImmediate, MessageChannel } = globalThis as Partial<typeof globalThis>;
  return new Promise((resolve) => {
    if (setImmediate !== undefined) setImmediate(resolve);
    else if (MessageChannel === undefined) setTimeout(resolve, 0);
    else {
      // Browsers make a timer within timers wait for 4 ms.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    }
  });
}
