/** What a script stands on: the module under test, peers, certificates, and the notes of what it sees. */
import { type EventEmitter, once } from 'node:events';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import node from 'node:tls';
import type { Pki, Seen } from './given.js';
import { normalise } from './normalise.js';

export type Tls = typeof node;
export type Version = 'TLSv1.2' | 'TLSv1.3';
export type Options = Readonly<Record<string, unknown>>;

/** The events of a socket that a script sees when it names none. */
const SOCKET_EVENTS =
  'lookup connectionAttempt connectionAttemptFailed connect ready secure secureConnect session OCSPResponse timeout end finish error close'.split(
    ' ',
  );
const PATIENCE = 1500;

export class Stage {
  /** What is under test. */
  readonly tls: Tls;
  /** node:tls, for peers. */
  readonly node: Tls = node;
  /** The names that an import of the whole module gives. */
  readonly exported: readonly string[];
  readonly pki: Pki;
  readonly seen: Seen = {};
  readonly #open: { destroy?: () => unknown; close?: () => unknown }[] = [];
  #isOver = false;

  constructor(tls: Tls, exported: readonly string[], pki: Pki) {
    this.tls = tls;
    this.exported = exported;
    this.pki = pki;
  }

  /** Notes a value under a name, in order. */
  note(name: string, value: unknown, self?: unknown): void {
    if (this.#isOver) return;
    this.seen[name] ??= [];
    this.seen[name].push(normalise(value, self));
  }

  /** Notes what a call gives or throws. */
  try(name: string, call: () => unknown, self?: unknown): void {
    let value: unknown;
    try {
      value = call();
    } catch (error) {
      this.note(name, { threw: error });
      return;
    }
    this.note(name, value, self);
  }

  /** Notes events with their arguments, in order; data that follows data is one. */
  watch<T extends EventEmitter>(name: string, emitter: T, events: readonly string[] = SOCKET_EVENTS): T {
    this.seen[name] ??= [];
    for (const event of events) emitter.on(event, (...args: unknown[]) => this.#event(name, event, args, emitter));
    return emitter;
  }

  #event(name: string, event: string, args: unknown[], emitter: unknown): void {
    if (this.#isOver) return;
    this.seen[name] ??= [];
    const log = this.seen[name];
    if (event === 'data') {
      const text = String(args[0]);
      const last = log.at(-1);
      if (Array.isArray(last) && last[0] === 'data') last[1] = `${last[1]}${text}`;
      else log.push(['data', text]);
      return;
    }
    // A session's length is the implementation's own.
    const shown = event === 'session' ? args.map((arg) => Buffer.isBuffer(arg)) : args;
    // A free port is another one each time.
    const isAttempt = event.startsWith('connectionAttempt');
    log.push([
      event,
      ...shown.map((arg) => (isAttempt && typeof arg === 'number' && arg > 6 ? '<port>' : normalise(arg, emitter))),
    ]);
  }

  /** Closes it when the script is over. */
  keep<T extends { destroy?: () => unknown; close?: () => unknown }>(one: T): T {
    this.#open.push(one);
    return one;
  }

  /** A server of the given module, listening on loopback. */
  async serve(tls: Tls, options: Options = {}, listener?: (socket: node.TLSSocket) => void): Promise<node.Server> {
    const server = tls.createServer({ cert: this.pki.server, key: this.pki.serverKey, ...options }, (socket) => {
      this.keep(socket);
      listener?.(socket);
    });
    server.on('tlsClientError', () => undefined);
    await this.listen(server);
    return server;
  }

  async listen<T extends net.Server>(server: T): Promise<T> {
    this.keep(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }

  /** A server that does what it is told with each raw connection. */
  async plain(listener: (socket: net.Socket) => void, options: net.ServerOpts = {}): Promise<net.Server> {
    return this.listen(
      net.createServer(options, (socket) => {
        this.keep(socket);
        socket.on('error', () => undefined);
        listener(socket);
      }),
    );
  }

  /** A client of the given module. */
  dial(tls: Tls, server: net.Server, options: Options = {}): node.TLSSocket {
    const connect: node.ConnectionOptions = { port: portOf(server), host: '127.0.0.1', servername: 'localhost' };
    return this.keep(tls.connect({ ...connect, ca: this.pki.ca, ...options }));
  }

  /** A connected raw socket. */
  async raw(server: net.Server, options: Options = {}): Promise<net.Socket> {
    const socket = this.keep(net.connect({ port: portOf(server), host: '127.0.0.1', ...options }));
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  }

  /** Whether the event came in time; where not, that is noted. */
  async comes(emitter: EventEmitter, event: string): Promise<boolean> {
    const came = await within(emitter, event);
    if (!came) this.note('never came', event);
    return came;
  }

  /** The handshake's end: `secure`, the error's code, or `closed`. */
  async outcome(socket: EventEmitter, event = 'secureConnect'): Promise<string> {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve('nothing came'), PATIENCE);
      const end = (how: string) => {
        clearTimeout(late);
        resolve(how);
      };
      socket.once(event, () => end('secure'));
      socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
      socket.once('close', () => end('closed'));
    });
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  /** Lets what is on its way arrive. */
  settle(): Promise<void> {
    return this.sleep(60);
  }

  /** Closes what is open: in a turn of its own, for here Node's OpenSSL may be at work (see crashes.test.ts). */
  async end(): Promise<void> {
    this.#isOver = true;
    await new Promise(setImmediate);
    for (const one of this.#open) {
      if ('on' in one && typeof one.on === 'function') one.on('error', () => undefined);
      one.destroy?.();
      one.close?.();
    }
  }
}

export function within(emitter: EventEmitter, event: string, milliseconds = PATIENCE): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), milliseconds);
    emitter.once(event, () => {
      clearTimeout(late);
      resolve(true);
    });
  });
}

export function portOf(server: net.Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Nobody's errors end the process. */
export function quiet<T extends Duplex>(socket: T): T {
  socket.on('error', () => undefined);
  return socket;
}

/** Calls a member by its name, that the types need not know. */
export function call(object: object, name: string, ...args: unknown[]): unknown {
  const member: unknown = Reflect.get(object, name);
  if (typeof member !== 'function') return '<no such method>';
  return member.apply(object, args);
}
