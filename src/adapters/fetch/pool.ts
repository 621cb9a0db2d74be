/** Connections that wait for their next request, by origin. */
import type { SSL } from '../../index.js';
import { createSecureContext } from '../context.js';
import type { TlsChannel } from '../engine.js';
import type { ClientOptions } from '../options.js';
import { openClient } from '../sessions.js';
import { type Dial, open } from './dial.js';

/** How long an idle connection is kept by default, in ms: less than servers keep theirs. */
const KEEP_ALIVE = 4000;
/** How many idle connections an origin has at most. */
const MAX_IDLE = 8;

export interface PoolOptions {
  /** Opens a stream to a server; by default TCP, where the runtime has it. */
  readonly dial?: Dial | undefined;
  /** How many milliseconds an idle connection is kept for the next request: 4,000 by default, 0 for not at all. */
  readonly keepAlive?: number | undefined;
}

interface Idle {
  readonly channel: TlsChannel;
  readonly timer: ReturnType<typeof setTimeout>;
}

export class Pool {
  readonly #idle = new Map<string, Idle[]>();
  readonly #sessions = new Map<string, Uint8Array>();
  readonly #options: PoolOptions & ClientOptions;
  /** Made once: its certificates are parsed then. */
  #context: SSL.Context | undefined;
  #isClosed = false;

  constructor(options: PoolOptions & ClientOptions) {
    this.#options = options;
  }

  /** An idle connection to an origin, or none. */
  reuse(origin: string): TlsChannel | undefined {
    const list = this.#idle.get(origin);
    const entry = list?.pop();
    if (list?.length === 0) this.#idle.delete(origin);
    if (entry === undefined) return undefined;
    clearTimeout(entry.timer);
    return entry.channel.failure === undefined && !entry.channel.connection.isFreed ? entry.channel : undefined;
  }

  /** A new connection to an origin, which resumes the last session. */
  async connect(url: URL): Promise<TlsChannel> {
    if (this.#isClosed) throw new TypeError('this fetch has been closed');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const session = this.#sessions.get(url.origin);
    // A ticket is for one use (RFC 8446, C.4).
    this.#sessions.delete(url.origin);
    const { dial, onSession } = this.#options;
    const transport = await open(dial, host, Number(url.port || 443));
    try {
      this.#context ??= this.#options.secureContext ?? createSecureContext(this.#options);
      const channel = openClient(transport, {
        host,
        ALPNProtocols: ['http/1.1'],
        session,
        ...this.#options,
        secureContext: this.#context,
        onSession: (der) => {
          this.#sessions.set(url.origin, der);
          onSession?.(der);
        },
      });
      await channel.opened;
      return channel;
    } catch (error) {
      transport.abort(error as Error);
      throw error;
    }
  }

  /** Takes a connection back after its response has been read. */
  keep(origin: string, channel: TlsChannel): void {
    const { keepAlive = KEEP_ALIVE } = this.#options;
    const list = this.#idle.get(origin) ?? [];
    if (this.#isClosed || keepAlive <= 0 || list.length >= MAX_IDLE) {
      channel.abort();
      return;
    }
    const timer = setTimeout(() => {
      const rest = (this.#idle.get(origin) ?? []).filter((entry) => entry.channel !== channel);
      if (rest.length === 0) this.#idle.delete(origin);
      else this.#idle.set(origin, rest);
      channel.abort();
    }, keepAlive);
    // An idle connection is no reason for a process to stay.
    if (typeof timer === 'object') (timer as { unref?(): void }).unref?.();
    this.#idle.set(origin, [...list, { channel, timer }]);
  }

  /** Closes the idle connections, and lets no new ones in. */
  close(): void {
    this.#isClosed = true;
    for (const { channel, timer } of [...this.#idle.values()].flat()) {
      clearTimeout(timer);
      channel.abort();
    }
    this.#idle.clear();
  }
}
