/** The machine's own openssl(1), in a folder of its own. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Scratch } from './scratch.js';

export class NativeOpenssl extends Scratch {
  read(name: string): Uint8Array {
    return new Uint8Array(readFileSync(this.path(name)));
  }

  /** Runs a command in the folder. @returns what it prints; what it says beside that goes into its error */
  run(...args: readonly string[]): string {
    return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], cwd: this.folder });
  }

  /** The same, from one line without quotes. */
  line(command: string): string {
    return this.run(...command.split(' '));
  }

  /** Whether it knows an algorithm of post-quantum cryptography: since 3.5. */
  get knowsPostQuantum(): boolean {
    return /^OpenSSL (3\.[5-9]|3\.\d\d|[4-9])/.test(this.run('version'));
  }
}

export const decode = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : new TextDecoder().decode(bytes);
