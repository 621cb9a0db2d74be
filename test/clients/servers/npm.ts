/** Servers that npm has, each in a process of its own, over node:tls or over the package in its place. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Beneath, flagsOf, nodeOfClients } from '../support/client.js';
import type { Pki, Target } from '../support/scene.js';
import type { Running } from './kind.js';

const SCRIPTS = new URL('../scripts/servers/', import.meta.url).pathname;

export async function startNpmServer(name: string, beneath: Beneath, pki: Pki): Promise<Running> {
  const args = [...flagsOf(beneath), `${SCRIPTS}${name}.mjs`, JSON.stringify({ pki })];
  const child = spawn(nodeOfClients(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log = (log + String(chunk)).slice(-10_000);
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(() => {
      throw new Error(`${name} over ${beneath} did not start:\n${log}`);
    }),
  ]);
  return {
    target: JSON.parse(String(line[0])) as Target,
    stop: async () => {
      process.off('exit', kill);
      const fell = child.exitCode ?? child.signalCode;
      kill();
      await ended;
      // A server must outlive its clients, whatever they do.
      if (fell !== null) throw new Error(`${name} over ${beneath} ended by itself (${fell}):\n${log}`);
    },
  };
}
