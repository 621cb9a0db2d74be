/** Native programs as peers, on loopback. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Whether a program can be run here; tests that need it say so where it cannot. */
export function has(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** Runs a program to its end. @throws with what it said */
export function run(program: string, args: readonly string[], input?: string | Uint8Array): string {
  return execFileSync(program, args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
}

/** A program that runs beside the test. */
export class Running {
  readonly child: ChildProcess;
  output = '';
  #ended: Promise<number>;

  constructor(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    this.child = spawn(program, args, { env });
    const collect = (data: Buffer) => {
      this.output += data.toString();
    };
    this.child.stdout?.on('data', collect);
    this.child.stderr?.on('data', collect);
    this.#ended = once(this.child, 'close').then(([code]) => (code as number | null) ?? -1);
  }

  say(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Waits until it has said something. @throws with what it said instead, when it ends or takes too long */
  async until(text: string | RegExp, milliseconds = 10_000): Promise<void> {
    const limit = Date.now() + milliseconds;
    const found = () => (typeof text === 'string' ? this.output.includes(text) : text.test(this.output));
    while (!found()) {
      if (Date.now() > limit || this.child.exitCode !== null)
        throw new Error(`${this.child.spawnfile} did not say ${text}, but: ${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Waits for its end. @returns its exit code */
  ended(): Promise<number> {
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#ended;
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
