/** Each server runs in a process of its own, as its users start it: no client ends it, and afterwards it serves as before. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import tls from 'node:tls';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Scratch } from '../support/scratch.js';
import { type Attack, attacks } from './attacks.js';
import { CERTIFICATE, type Listening, SERVERS, type ServerCase } from './servers.js';

const scratch = new Scratch();
mkdirSync(scratch.path('node_modules'));
symlinkSync(new URL('../../', import.meta.url).pathname, scratch.path('node_modules/tsopenssl'), 'dir');
scratch.file('certificate.mjs', CERTIFICATE);
afterAll(() => scratch.remove());

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Started extends Listening {
  /** How it ended, undefined while it runs. */
  readonly ended: () => string | undefined;
}

async function start(source: string): Promise<Started> {
  const path = scratch.file(`server-${children.length}-${Math.random()}.mjs`, source);
  const child = spawn(process.execPath, [path], { cwd: scratch.folder, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let output = '';
  let errors = '';
  let ended: string | undefined;
  child.stderr.on('data', (data) => {
    errors = `${errors}${data}`.slice(-4000);
  });
  child.on('exit', (code, signal) => {
    ended = `${code} ${signal} ${errors}`;
  });
  while (!output.includes('\n')) {
    const [data] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [unknown];
    if (ended !== undefined) throw new Error(`the server did not start: ${ended}`);
    output += String(data);
  }
  return { ...(JSON.parse(output) as Listening), ended: () => ended };
}

/** What a client that means well gets for an answer. */
async function ask({ port, cert, key }: Listening, { ask: question }: ServerCase, version: tls.SecureVersion) {
  const identity = cert !== undefined && key !== undefined ? { cert, key } : {};
  const options = {
    port,
    servername: 'localhost',
    rejectUnauthorized: false,
    minVersion: version,
    maxVersion: version,
  };
  const socket = tls.connect({ ...options, ...identity });
  socket.setTimeout(20_000, () => socket.destroy(new Error('no answer')));
  socket.write(question);
  const [data] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return String(data);
}

async function expectService(server: Started, given: ServerCase): Promise<void> {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    expect(server.ended()).toBeUndefined();
    expect(await ask(server, given, version)).toMatch(given.answer);
  }
}

const PARALLEL = 8;

async function inParallel(all: readonly Attack[], width: number, port: number): Promise<void> {
  const queue = [...all];
  const worker = async () => {
    for (let attack = queue.shift(); attack !== undefined; attack = queue.shift()) await attack(port);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

describe('a server in a process of its own', () => {
  it.each(Object.entries(SERVERS))(
    'outlives every hostile client: %s',
    async (_, given) => {
      const server = await start(given.source);
      await expectService(server, given);
      const all = await attacks();
      for (const [name, attack] of all) {
        // One by one for a part of them, so that a failure has a name.
        if (!/handshake|upgrade|certificate|flood|update/.test(name)) continue;
        await attack(server.port);
        expect(server.ended(), name).toBeUndefined();
      }
      await inParallel([...all.values()], PARALLEL, server.port);
      await expectService(server, given);
      // A hundred at a time.
      await inParallel([...all.values()].slice(0, 100), 100, server.port);
      await expectService(server, given);
    },
    180_000,
  );
});
