/** What the two sides of the border say to each other. */
import type { Bytes } from '../../common/bytes.js';
import type { Failure } from './failures.js';
import type { Wire } from './values.js';

/** A method and its arguments. */
export interface Call {
  readonly method: string;
  readonly args: readonly Wire[];
}

/** What every thread of a pool shares of a server's context, so that sessions of one are good in all. */
export interface Seed {
  readonly ticketKeys: Uint8Array;
  readonly sessionId: Uint8Array;
}

/** What a thread is asked to do. */
export type Command =
  | ContextCommand
  | { readonly do: 'connection'; readonly id: number; readonly context: number; readonly role: Role | undefined }
  | ({ readonly do: 'call'; readonly id: number } & Call)
  | ({ readonly do: 'exchange'; readonly id: number } & ExchangeStep)
  | { readonly do: 'free'; readonly id: number }
  | { readonly do: 'status' }
  | JobCommand
  | PullCommand;

/** A function of `tsopenssl/pki`, and its arguments. */
export interface JobCommand {
  readonly do: 'job';
  readonly id: number;
  readonly name: string;
  readonly args: readonly Wire[];
  /** Whether it shall be told how searches for primes go. */
  readonly wantsProgress: boolean;
}

/** How far a search for the primes of a key is. */
export interface KeyProgress {
  /** What is under way. */
  readonly stage: 'primes';
  /** Numbers that were tried. */
  readonly tried: number;
  /** Primes of the key that were found: two, where it is an RSA key. */
  readonly found: number;
}

/** The next piece of what a job gives, or no more of it. */
export interface PullCommand {
  readonly do: 'pull';
  readonly id: number;
  readonly step: 'next' | 'return';
}

/** Makes a context, and repeats what was done to it. */
export interface ContextCommand {
  readonly do: 'context';
  readonly id: number;
  readonly method: number;
  readonly calls: readonly Call[];
  /** Whether it cannot be changed any more after these. */
  readonly isFrozen: boolean;
  /** Whether the answer shall be what others must share of it, for servers. */
  readonly wantsSeed: boolean;
}

/** The side of a connection. */
export type Role = 'client' | 'server';

/** One step of a connection: what goes in. */
export interface ExchangeStep {
  /** Bytes from the peer. */
  readonly ciphertext?: Uint8Array | undefined;
  /** Bytes for the peer; taken once the handshake is done. */
  readonly plaintext?: Uint8Array | undefined;
  /** Whether the transport has ended: no more ciphertext comes. */
  readonly end?: boolean | undefined;
  /** Whether to send close_notify behind the plaintext. */
  readonly shutdown?: boolean | undefined;
}

/** One step of a connection: what comes out. */
export interface ExchangeResult {
  /** Bytes for the transport; may be empty. */
  readonly ciphertext: Bytes;
  /** Bytes from the peer; may be empty. */
  readonly plaintext: Bytes;
  /** How much of the plaintext for the peer was taken: none before the handshake is done, all after it. */
  readonly sent: number;
  /** Whether the handshake is done. */
  readonly isHandshakeDone: boolean;
  /** Whether the peer has closed the session. */
  readonly isClosed: boolean;
}

/** What a thread holds. */
export interface ThreadStatus {
  /** Contexts that live in it. */
  readonly contexts: number;
  /** Connections that live in it. */
  readonly connections: number;
  /** Bytes of its WebAssembly heap that are in use. */
  readonly heapBytes: number;
}

export type Reply = { readonly value: Wire } | { readonly failure: Failure };

/** What a thread offers, behind comlink. */
export interface Service {
  perform(command: Command): Reply | Promise<Reply>;
}

/** First word to a thread. */
export interface StartMessage {
  readonly tsopenssl: 'start';
  readonly module: unknown;
  /** Where answers come, for platforms that share memory. */
  readonly answers: SharedArrayBuffer | undefined;
  /** How long an answer may take. */
  readonly answerTimeout: number;
}

/** What a thread says by itself, beside comlink's answers and in order with them. */
export type Notice =
  | { readonly tsopenssl: 'ready' }
  | { readonly tsopenssl: 'failed'; readonly failure: Failure }
  | ({ readonly tsopenssl: 'event' } & Callback)
  | ({ readonly tsopenssl: 'question'; readonly sequence: number } & Callback)
  /** A question for which no thread sleeps: its answer is a message. */
  | ({ readonly tsopenssl: 'ask'; readonly sequence: number } & Callback);

/** The answer to such a question. */
export interface LaterAnswer {
  readonly tsopenssl: 'answer';
  readonly sequence: number;
  readonly reply: Reply;
}

/** A callback of OpenSSL's: whose, about which connection, with what. */
export interface Callback {
  /** The context, connection or job that was given the function. */
  readonly owner: number;
  /** The method that was given it. */
  readonly name: string;
  /** Undefined where OpenSSL names none. */
  readonly connection: number | undefined;
  /** The name that its client has asked for. */
  readonly servername: Bytes | null;
  readonly args: readonly Wire[];
}

/** An answer to a question. */
export type Answer =
  | { readonly value: Wire }
  | { readonly failure: Failure }
  /** The context to go on with, and how to make those that the thread has not got. */
  | { readonly context: number; readonly missing: readonly ContextCommand[] };

export function isNotice(data: unknown): data is Notice {
  return typeof data === 'object' && data !== null && 'tsopenssl' in data;
}
