/** The built command as a process of its own, in a folder that goes with its tests. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Output } from '../../../src/cli/frame/output.js';
import { run } from '../../../src/cli/frame/program.js';
import { crypto } from '../../../src/index.js';
import { createCertificateAuthority, issueCertificate } from '../../../src/pki/index.js';
import { Scratch } from '../../support/scratch.js';

export const COMMAND = new URL('../../../dist/cli.js', import.meta.url).pathname;

/** How a run has ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
  readonly bytes: Buffer;
}

export interface Start {
  readonly input?: string | Uint8Array;
  readonly env?: NodeJS.ProcessEnv;
  /** Run by a shell: the command is `tsopenssl`, and pipes and descriptors are the shell's. */
  readonly shell?: string;
  readonly timeout?: number;
}

export class CommandLine extends Scratch {
  constructor() {
    super();
    mkdirSync(this.path('bin'));
    const script = this.file('bin/tsopenssl', `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`);
    chmodSync(script, 0o755);
  }

  /** Runs `tsopenssl` with arguments. */
  run(args: readonly string[], start: Start = {}): Promise<Ended> {
    const { NODE_OPTIONS: _, FORCE_COLOR: __, NO_COLOR: ___, ...inherited } = process.env;
    const env = { ...inherited, PATH: `${join(this.folder, 'bin')}:${inherited['PATH'] ?? ''}`, ...start.env };
    const [program, given] =
      start.shell === undefined ? [process.execPath, [COMMAND, ...args]] : ['/bin/sh', ['-c', start.shell]];
    const child = spawn(program, given, { cwd: this.folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
    const late = setTimeout(() => child.kill('SIGKILL'), start.timeout ?? 30_000);
    const [out, err]: Buffer[][] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out?.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err?.push(chunk));
    // Whoever ends before all was read is no fault of the test's.
    child.stdin.on('error', () => undefined);
    child.stdin.end(start.input ?? '');
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        clearTimeout(late);
        const bytes = Buffer.concat(out ?? []);
        resolve({ code, signal, bytes, out: bytes.toString(), err: Buffer.concat(err ?? []).toString() });
      });
    });
  }

  /** Runs it, and demands that it ends well. @returns what it printed */
  async done(args: readonly string[], start: Start = {}): Promise<string> {
    const ended = await this.run(args, start);
    if (ended.code !== 0)
      throw new Error(
        `tsopenssl ${args.join(' ')} ended with ${ended.code ?? ended.signal}:\n${ended.out}${ended.err}`,
      );
    return ended.out;
  }

  /** Runs a line as a person types it. */
  typed(line: string, start: Start = {}): Promise<Ended> {
    return this.run([], { ...start, shell: line });
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** The permissions of a file, such as `600`. */
  mode(name: string): string {
    return (statSync(this.path(name)).mode & 0o777).toString(8);
  }
}

/** A folder with what the examples of the help take: a CA, a server's certificate and key. */
export async function withFiles(): Promise<CommandLine> {
  const line = new CommandLine();
  const issuer = createCertificateAuthority({ subject: 'Example CA' });
  const server = issueCertificate({ issuer, names: ['localhost', '127.0.0.1'] });
  for (const [name, { pem, key }] of Object.entries({ ca: issuer, server })) {
    line.file(`${name}.crt`, pem);
    line.file(`${name}.key`, crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key));
  }
  return line;
}

/** Runs a command within this process, for what the process itself does not decide. */
export async function within(
  folder: string,
  argv: readonly string[],
): Promise<{ code: number; out: string; err: string }> {
  const [out, err] = [new Sink(), new Sink()];
  const before = process.cwd();
  process.chdir(folder);
  try {
    const code = await run(argv, new Output(out, {}), new Output(err, {}));
    return { code, out: out.text, err: err.text };
  } finally {
    process.chdir(before);
  }
}

class Sink extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: unknown, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** A line of the help as a list of arguments, as a shell takes it apart. */
export function argumentsOf(line: string): string[] {
  return [...line.matchAll(/(?:"([^"]*)"|'([^']*)'|[^\s"'])+/g)].map(([word]) => word.replace(/["']/g, ''));
}
