/** A server in a process of its own, on free ports of loopback, that ends with its tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface Service {
  /** What it has printed. */
  log(): string;
  stop(): Promise<void>;
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** The ports that answer when it is ready. */
  readonly ports: readonly number[];
  /** What it says last before it is ready, where a port that answers is not enough. */
  readonly says?: string;
}

const START_MS = 60_000;
const END_MS = 8_000;

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) signal(child, 'SIGKILL');
});

/** Starts a server and waits until its ports answer. */
export async function startService(program: Program): Promise<Service> {
  const { command, args, cwd, uid, gid } = program;
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...program.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what the server has started ends with it.
    detached: true,
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
  });
  running.add(child);
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      log = (log + String(chunk)).slice(-20_000);
    });
  let failure: Error | undefined;
  child.on('error', (error) => {
    failure = error;
  });
  const stop = () => end(child);
  const deadline = Date.now() + START_MS;
  for (const port of program.ports) {
    while (!(await answers(port))) {
      const over = failure ?? (child.exitCode !== null ? new Error(`ended with ${child.exitCode}`) : undefined);
      if (over !== undefined || Date.now() > deadline) {
        await stop();
        throw new Error(`${command} did not start: ${over?.message ?? 'no answer'}\n${log}`);
      }
      await delay(50);
    }
  }
  while (program.says !== undefined && !log.includes(program.says) && Date.now() < deadline) await delay(50);
  return { log: () => log, stop };
}

/** Ends a server and what it has started: by its own means first, by force at last. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    signal(child, 'SIGTERM');
    await Promise.race([ended, delay(END_MS, undefined, { ref: false })]);
  }
  signal(child, 'SIGKILL');
  running.delete(child);
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // The whole group has ended.
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => socket.destroy());
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
  });
}

/** Ports that nobody has, each another. */
export async function freePorts(count: number): Promise<number[]> {
  const listeners = Array.from({ length: count }, () => net.createServer().listen(0, '127.0.0.1'));
  await Promise.all(listeners.map((listener) => once(listener, 'listening')));
  const ports = listeners.map((listener) => (listener.address() as net.AddressInfo).port);
  await Promise.all(listeners.map((listener) => new Promise((resolve) => listener.close(resolve))));
  return ports;
}
