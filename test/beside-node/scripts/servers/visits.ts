/** A server and the clients that come to it. */
import type net from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Script } from '../../harness/script.js';
import { type Options, quiet, type Stage, within } from '../../harness/stage.js';
import type { Look } from '../scenes.js';

export const script = (
  name: string,
  rows: readonly string[],
  run: Script['run'],
  more: Partial<Script> = {},
): Script => ({
  name: `servers/${name}`,
  rows: rows.map((row) => `tls.${row}`),
  run,
  ...more,
});

/** A connection of node's client, ended after an exchange; gives its last session. */
export async function visit(
  stage: Stage,
  server: net.Server,
  options: Options = {},
  look: Look = () => undefined,
): Promise<Buffer | undefined> {
  const client = quiet(stage.dial(stage.node, server, options));
  let session: Buffer | undefined;
  client.on('session', (one) => {
    session = one;
  });
  if ((await stage.outcome(client)) !== 'secure') return undefined;
  client.write('hello');
  await within(client, 'data');
  look('visited', client);
  client.end();
  await within(client, 'close');
  return session;
}

export const echo = (socket: TLSSocket) => quiet(socket).on('data', (data) => socket.write(data));
export const reused =
  (stage: Stage): Look =>
  (_state, socket) =>
    stage.note('reused', socket.isSessionReused());
