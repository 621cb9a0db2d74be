/** Workers of node:cluster that listen on one port: sessions of one are resumed by the others. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { localPki } from '../support/pki.js';

const { ca, server } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem };

let primary: ChildProcess | undefined;
afterEach(() => void primary?.kill());

/** Starts two workers. @returns the port, and what makes them listen with other keys or close */
async function startCluster(module: string, options: object): Promise<number> {
  const script = new URL('cluster/primary.mjs', import.meta.url).pathname;
  primary = fork(script, [JSON.stringify({ module, options })], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [port] = (await once(primary, 'message')) as [number];
  return port;
}

/** Which worker answered, whether it has resumed the session, and the one that it gives. */
async function visit(port: number, maxVersion: tls.SecureVersion, session?: Buffer) {
  const socket = tls.connect({ port, host: 'localhost', ca: ca.certPem, maxVersion, ...(session && { session }) });
  let next = session;
  socket.on('session', (given) => {
    next = given;
  });
  let worker = '';
  socket.on('data', (data) => {
    worker += data;
  });
  await once(socket, 'secureConnect');
  const reused = socket.isSessionReused();
  await once(socket, 'close');
  return { worker, reused, session: next };
}

describe.each([
  ['node:tls', 'node:tls'],
  ['tsopenssl/node', new URL('../../dist/node.adapter.js', import.meta.url).href],
])('a cluster over %s', (_, module) => {
  it.each([
    ['TLSv1.2', {}],
    ['TLSv1.3', {}],
    ['TLSv1.3', { ticketKeys: Buffer.alloc(48, 3).toString('hex') }],
  ] as const)('%s: resumes in one worker what another has begun, %j', async (version, options) => {
    const port = await startCluster(module, { ...credentials, sessionIdContext: 'cluster', ...options });
    const first = await visit(port, version);
    const workers = new Set([first.worker]);
    let { session } = first;
    for (let count = 0; count < 8; count++) {
      const next = await visit(port, version, session);
      expect(next.reused).toBe(true);
      workers.add(next.worker);
      session = next.session;
    }
    expect(workers.size).toBe(2);
  });
});
