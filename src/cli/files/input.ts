/** What a command reads: files, pipes and stdin, never more of them than was allowed. */
import { open } from 'node:fs/promises';
import type { Bytes } from '../../common/bytes.js';
import { CliError, EXIT, misused, systemText } from '../frame/exit.js';

/** Most that is read of one input by default: 64 MiB. */
export const DEFAULT_MAX_INPUT = '64M';

/** An input, whole. */
export interface Input {
  /** How it is called: its path, or `stdin`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };
/** What one buffer can hold in every runtime. */
const MAX_SIZE = 2 ** 31 - 1;

/** A size such as `64M`, in bytes. */
export function sizeOf(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,12})([kmg]?)i?b?$/i.exec(text) ?? [];
  const size = Number(digits) * (UNITS[unit.toLowerCase()] ?? Number.NaN);
  if (!(size >= 1 && size <= MAX_SIZE)) throw misused(`this is no size: ${text}`, 'Say for example 512K, 64M or 1G.');
  return size;
}

/** Reads inputs. */
export class Inputs {
  readonly #limit: number;
  #hasReadStdin = false;

  /** @param limit - most bytes of one input */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Reads a file whole; `-` is stdin, which can be read once. */
  async read(path: string): Promise<Input> {
    if (path === '-') {
      if (this.#hasReadStdin) throw misused('stdin can be read only once, and two inputs are -');
      this.#hasReadStdin = true;
      if (process.stdin.isTTY) process.stderr.write('Reading stdin; end it with Ctrl-D.\n');
      return { name: 'stdin', bytes: await this.#gather(process.stdin as AsyncIterable<Uint8Array>, 'stdin') };
    }
    if (path.includes('\0')) throw unreadable(path, 'a path has no NUL');
    try {
      const file = await open(path, 'r');
      try {
        const stat = await file.stat();
        if (stat.isDirectory()) throw unreadable(path, 'it is a folder');
        if (stat.isFile() && stat.size > this.#limit) throw this.#tooLarge(path);
        const bytes = await this.#gather(file.createReadStream({ autoClose: false }), path);
        return { name: path, bytes };
      } finally {
        await file.close();
      }
    } catch (error) {
      if (error instanceof CliError) throw error;
      throw unreadable(path, systemText(error), error);
    }
  }

  /** Reads text of UTF-8. */
  async text(path: string): Promise<string> {
    const { bytes, name } = await this.read(path);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (error) {
      throw unreadable(name, 'it is no UTF-8', error);
    }
  }

  async #gather(stream: AsyncIterable<Uint8Array>, name: string): Promise<Bytes> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    // A device may have no end.
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > this.#limit) throw this.#tooLarge(name);
      chunks.push(chunk);
    }
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      chunk.fill(0);
      at += chunk.length;
    }
    return bytes;
  }

  #tooLarge(name: string): CliError {
    return new CliError(EXIT.input, `${name} has more than ${this.#limit} bytes`, {
      hint: 'Allow more with --max-input, such as --max-input 1G.',
    });
  }
}

function unreadable(name: string, why: string, cause?: unknown): CliError {
  return new CliError(EXIT.input, `${name} cannot be read: ${why}`, { cause });
}
