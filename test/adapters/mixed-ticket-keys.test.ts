/** Ticket keys that were mixed by hand: whatever part of them is another, the ticket is none, and the handshake a full one. */
import { once } from 'node:events';
import type net from 'node:net';
import nodeTls from 'node:tls';
import { expect, it } from 'vitest';
import * as tls from '../../src/adapters/node/index.js';
import { localPki } from '../support/pki.js';

const { ca, server: own } = localPki();
const KEYS = Buffer.from(Uint8Array.from({ length: 48 }, (_, i) => i * 5 + 1));
/** Between these the parts lie: the name, the key of the HMAC, the key of the cipher, each in two halves. */
const EDGES = [0, 8, 16, 24, 32, 40, 48];
const RANGES = EDGES.flatMap((from) => EDGES.filter((to) => to > from).map((to) => [from, to] as const));

function mixed(from: number, to: number): Buffer {
  const keys = Buffer.from(KEYS);
  for (let at = from; at < to; at++) keys[at] = (keys[at] ?? 0) ^ 0xff;
  return keys;
}

/** Connects as node:tls does. @returns the last session that came, and whether an old one was resumed */
async function visit(port: number, session?: Buffer) {
  const socket = nodeTls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: ca.certPem, session });
  let last: Buffer | undefined;
  const failed = new Promise<never>((_, reject) => socket.once('error', reject));
  socket.on('session', (given: Buffer) => {
    last = given;
  });
  let reused = false;
  socket.once('data', () => {
    reused = socket.isSessionReused();
    socket.end();
  });
  await Promise.race([once(socket, 'close'), failed]);
  return { reused, session: last ?? session };
}

it.each(['TLSv1.2', 'TLSv1.3'] as const)('as node:tls does, %s, in each range of the 48 bytes', async (maxVersion) => {
  const seen: Record<string, boolean>[] = [];
  for (const module of [nodeTls, tls]) {
    const options = { cert: own.certPem, key: own.keyPem, maxVersion, ticketKeys: KEYS };
    const server = (module.createServer as typeof nodeTls.createServer)(options, (socket) => socket.end('x'));
    const failures: Error[] = [];
    server.on('tlsClientError', (error) => failures.push(error));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    const reused: Record<string, boolean> = {};
    const { session } = await visit(port);
    reused['none'] = (await visit(port, session)).reused;
    for (const [from, to] of RANGES) {
      server.setTicketKeys(mixed(from, to));
      reused[`${from}..${to}`] = (await visit(port, session)).reused;
    }
    server.setTicketKeys(KEYS);
    reused['again'] = (await visit(port, session)).reused;
    expect(failures).toEqual([]);
    seen.push(reused);
    await new Promise((done) => server.close(done));
  }
  expect(seen[1]).toEqual(seen[0]);
  expect(Object.entries(seen[1] ?? {}).filter(([, reused]) => reused)).toEqual([
    ['none', true],
    ['again', true],
  ]);
});
