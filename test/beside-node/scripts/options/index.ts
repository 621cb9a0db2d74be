/** Each option with each value: whether it is taken, and what it does to a connection. */
import type { TLSSocket } from 'node:tls';
import type { Script } from '../../harness/script.js';
import { quiet, type Stage, within } from '../../harness/stage.js';
import { callbacks } from './callbacks.js';
import type { Case } from './case.js';
import { contexts } from './contexts.js';
import { credentials } from './credentials.js';
import { life } from './life.js';
import { verification } from './verification.js';

const cases: readonly Case[] = [...verification, ...callbacks, ...life, ...contexts, ...credentials()];

async function play(
  stage: Stage,
  side: 'client' | 'server',
  { client = () => ({}), server = () => ({}) }: Case,
): Promise<void> {
  const isClient = side === 'client';
  let socket: TLSSocket | undefined;
  let listener: Awaited<ReturnType<Stage['serve']>>;
  try {
    listener = await stage.serve(isClient ? stage.node : stage.tls, server(stage.pki, stage), (one) => {
      socket = quiet(one);
      if (!isClient) stage.note('mine', facts(one));
      one.write('hello');
    });
  } catch (error) {
    return stage.note('createServer', error);
  }
  if (!isClient) listener.on('tlsClientError', (error) => stage.note('tlsClientError', error));
  let dialled: TLSSocket;
  try {
    dialled = stage.dial(isClient ? stage.tls : stage.node, listener, client(stage.pki, stage));
  } catch (error) {
    return stage.note('connect', error);
  }
  if (isClient) dialled.on('error', (error) => stage.note('error', error));
  else quiet(dialled);
  const data = within(dialled, 'data', 1000);
  const outcome = await stage.outcome(dialled);
  if (isClient) stage.note('outcome', outcome);
  if (outcome === 'secure') {
    if (isClient) stage.note('mine', facts(dialled));
    stage.note('data', await data);
  }
  dialled.destroy();
  if (socket !== undefined && !socket.closed) await within(socket, 'close', 500);
}

const facts = (socket: TLSSocket) => [
  socket.getProtocol(),
  socket.getCipher(),
  socket.getEphemeralKeyInfo(),
  socket.authorized,
  socket.authorizationError,
  socket.alpnProtocol,
  socket.servername,
  socket.readableHighWaterMark,
  socket.allowHalfOpen,
  Object.keys(socket.getCertificate() ?? {}).length > 0,
  (socket.getPeerCertificate() as { fingerprint256?: string } | null)?.fingerprint256,
];

export const optionScripts: readonly Script[] = cases.flatMap((one) =>
  (one.sides ?? (['client', 'server'] as const)).map(
    (side): Script => ({
      name: `options/${one.name}/${side}`,
      rows: one.rows.map((row) => `tls.${row}`),
      run: (stage) => play(stage, side, one),
    }),
  ),
);
