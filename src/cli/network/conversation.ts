/** What is said in the clear before TLS begins: bounded, and whole before it is answered. */
import type net from 'node:net';
import { CliError, EXIT } from '../frame/exit.js';
import { visible } from '../frame/visible.js';
import type { Deadline } from './deadline.js';
import { reasonOf } from './target.js';

/** Longest line of a server; RFC 5321 has 512, capabilities of others are longer. */
const MAX_LINE = 8192;
/** Most that a server may say before TLS. */
const MAX_TOTAL = 65_536;
const LINE_FEED = 0x0a;

/** A conversation in the clear. */
export class Conversation {
  readonly #socket: net.Socket;
  readonly #deadline: Deadline;
  #buffer: Buffer = Buffer.alloc(0);
  #total = 0;

  constructor(socket: net.Socket, deadline: Deadline) {
    this.#socket = socket;
    this.#deadline = deadline;
  }

  /** Says something. */
  say(content: string | Uint8Array): void {
    this.#socket.write(content);
  }

  /** The next line, without its end. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#buffer.indexOf(LINE_FEED);
      if (end > MAX_LINE || (end === -1 && this.#buffer.length > MAX_LINE))
        throw strange(`the server's line has more than ${MAX_LINE} bytes`);
      if (end !== -1)
        return this.#take(end + 1)
          .toString('latin1')
          .replace(/\r?\n$/, '');
      await this.#more();
    }
  }

  /** The next bytes. */
  async bytes(count: number): Promise<Buffer> {
    while (this.#buffer.length < count) await this.#more();
    return this.#take(count);
  }

  /** Text up to what ends it, which is a part of it. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.#buffer.toString('latin1'));
      if (found !== null) return this.#take(found.index + found[0].length).toString('latin1');
      await this.#more();
    }
  }

  /**
   * The end of what is said in the clear. Whoever sits between could have put words behind the server's answer, which a client
   * would take for what came encrypted (CVE-2011-0411).
   */
  end(): void {
    const more = this.#socket.read() as Buffer | null;
    if (this.#buffer.length > 0 || more !== null)
      throw strange('the server has said more in the clear before TLS began: somebody may have put words in between');
    this.#socket.removeAllListeners('readable');
  }

  #take(count: number): Buffer {
    const taken = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    return taken;
  }

  async #more(): Promise<void> {
    if (this.#total > MAX_TOTAL) throw strange(`the server talks without end: ${MAX_TOTAL} bytes before TLS`);
    const chunk = await this.#deadline.within(nextChunk(this.#socket));
    this.#total += chunk.length;
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
  }
}

function nextChunk(socket: net.Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const attempt = () => {
      const chunk = socket.read() as Buffer | null;
      if (chunk === null) return;
      done();
      resolve(chunk);
    };
    const ended = () => {
      done();
      reject(new CliError(EXIT.network, 'the server hung up before TLS began'));
    };
    const failed = (error: Error) => {
      done();
      reject(new CliError(EXIT.network, `before TLS began: ${reasonOf(error)}`, { cause: error }));
    };
    const done = () => {
      socket.off('readable', attempt).off('end', ended).off('close', ended).off('error', failed);
    };
    socket.on('readable', attempt).on('end', ended).on('close', ended).on('error', failed);
    attempt();
  });
}

/** The server says what its protocol does not have. */
export const strange = (message: string): CliError => new CliError(EXIT.network, message, { code: 'ERR_CLI_STARTTLS' });

/** The server does not want to. @param answer - its words */
export const declined = (answer: string): CliError =>
  strange(`the server does not begin TLS: ${visible(answer.slice(0, 200))}`);
