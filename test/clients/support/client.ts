/** One run of a client's script, in a process of its own, over node:tls or over the package in its place. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { inject } from 'vitest';
import { node } from '../../runtimes/support/programs.js';
import type { Pki, Target } from './scene.js';

/** What stands beneath the client. */
export type Beneath = 'node:tls' | 'tsopenssl';

/** What a step has given, or how it failed. */
export type Seen =
  | { readonly value: unknown }
  | { readonly error: { readonly code?: string; readonly message: string } };

export type Rows = readonly (readonly [step: string, seen: Seen])[];

const HERE = new URL('../', import.meta.url).pathname;
const RUN_MS = 60_000;

/** Node 26, whose node:tls is the measure, where it is installed; else the Node of the tests. */
export function nodeOfClients(): string {
  const program = node(26);
  return 'path' in program ? program.path : process.execPath;
}

/** What goes before a script so that `beneath` is its node:tls. */
export function flagsOf(beneath: Beneath): string[] {
  if (beneath === 'node:tls') return [];
  return ['--import', join(inject('hook'), 'register.mjs'), '--import', join(HERE, 'support/guard.mjs')];
}

export async function runClient(
  name: string,
  beneath: Beneath,
  target: Target & { readonly pki: Pki },
  program = nodeOfClients(),
): Promise<Rows> {
  const args = [...flagsOf(beneath), join(HERE, 'scripts/run.mjs'), name, JSON.stringify(target)];
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const late = setTimeout(() => child.kill('SIGKILL'), RUN_MS);
  let out = '';
  let log = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    log += String(chunk);
  });
  const status = await new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
  clearTimeout(late);
  if (process.env['TSOPENSSL_CLIENTS_DEBUG'] !== undefined) console.error(log);
  if (status !== 0)
    throw new Error(`${name} over ${beneath} ended with ${String(status)}:\n${out.slice(-3000)}\n${log.slice(-3000)}`);
  return JSON.parse(out.slice(0, out.indexOf('\n'))) as Rows;
}
