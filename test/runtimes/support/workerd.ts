/** Runs a worker in workerd, as a bundler makes it of the packed package. */
import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { pathOf, workerd } from './programs.js';

/** What a worker is configured with, beside its modules. */
export type Bindings = Readonly<Record<string, string>>;

const configOf = (bindings: Bindings): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .smoke),
    (name = "internet", network = (allow = ["private", "public"], deny = []))
  ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ]
);
const smoke :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "openssl.wasm", wasm = embed "openssl.wasm")
  ],
  compatibilityDate = "2025-09-01",
  bindings = [ ${Object.entries(bindings)
    .map(([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`)
    .join(', ')} ]
);
`;

/** Serves `smoke/${name}.mjs` of the consumer's folder. @returns its address */
export async function serveWorker(
  consumer: string,
  name: string,
  bindings: Bindings = {},
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-workerd-'));
  await build({
    entryPoints: [join(consumer, `smoke/${name}.mjs`)],
    outfile: join(folder, 'worker.js'),
    bundle: true,
    format: 'esm',
    conditions: ['workerd'],
    external: ['./openssl.wasm', 'node:*', 'cloudflare:*'],
    logLevel: 'error',
  });
  await copyFile(join(consumer, 'node_modules/tsopenssl/dist/openssl.wasm'), join(folder, 'openssl.wasm'));
  await writeFile(join(folder, 'config.capnp'), configOf(bindings));
  const args = ['serve', join(folder, 'config.capnp'), '--control-fd=3'];
  const child = spawn(pathOf(workerd), args, { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  const stop = async () => {
    child.kill();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await new Promise<number>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`workerd ended with ${code}`)));
      child.stdio[3]?.on('data', (data: Buffer) => {
        const line = JSON.parse(String(data).split('\n')[0] ?? '') as { event: string; port?: number };
        if (line.event === 'listen' && line.port !== undefined) resolve(line.port);
      });
    });
    return { url: `http://127.0.0.1:${port}/`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
