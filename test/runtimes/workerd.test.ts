/** The smoke suite, from the packed package, in workerd: the module comes compiled, nothing is drawn at global scope. */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, inject, it } from 'vitest';
import { pathOf, titleOf, workerd } from './support/programs.js';
import { expectAllPassed, type Result } from './support/results.js';

const cleanUps: (() => unknown)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = .smoke) ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ]
);
const smoke :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "openssl.wasm", wasm = embed "openssl.wasm")
  ],
  compatibilityDate = "2025-09-01"
);
`;

/** Starts workerd with what a bundler makes of the package under its condition. @returns its address */
async function serve(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-workerd-'));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  const consumer = inject('consumer');
  await build({
    entryPoints: [join(consumer, 'smoke/workerd.mjs')],
    outfile: join(folder, 'worker.js'),
    bundle: true,
    format: 'esm',
    conditions: ['workerd'],
    external: ['./openssl.wasm', 'node:*'],
    logLevel: 'error',
  });
  await copyFile(join(consumer, 'node_modules/tsopenssl/dist/openssl.wasm'), join(folder, 'openssl.wasm'));
  await writeFile(join(folder, 'config.capnp'), CONFIG);
  const args = ['serve', join(folder, 'config.capnp'), '--control-fd=3'];
  const child: ChildProcess = spawn(pathOf(workerd), args, { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  cleanUps.push(() => child.kill());
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`workerd ended with ${code}`)));
    child.stdio[3]?.on('data', (data: Buffer) => {
      const { event, port: listening } = JSON.parse(String(data).split('\n')[0] ?? '') as {
        event: string;
        port?: number;
      };
      if (event === 'listen' && listening !== undefined) resolve(listening);
    });
  });
  return `http://127.0.0.1:${port}/`;
}

it.skipIf('missing' in workerd)(titleOf('workerd imports tsopenssl', workerd), async () => {
  const response = await fetch(await serve());
  expectAllPassed((await response.json()) as Result[], ['']);
});
