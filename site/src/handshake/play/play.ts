/** Plays a handshake: two real ends over memory, in the pool's thread, and a tape of all that they wrote. */
import type { RemoteConnection, RemoteContext, WorkerPool } from 'tsopenssl/worker';
import type { Choices } from '../choices/choices.js';
import type { Tape, TapeEvent } from '../model/tape.js';
import { type Contexts, type Loading, makeConnection, makeContexts } from './contexts.js';
import type { Credentials } from './credentials.js';
import { End, type Scene } from './end.js';
import { OnTheWay } from './faults.js';

const encoder = new TextEncoder();
const REQUEST = encoder.encode('GET / HTTP/1.1\r\nhost: www.example.org\r\n\r\n');
const RESPONSE = encoder.encode('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhello\n');

/** Turns without news after which a conversation is over; a handshake takes four. */
const MAX_TURNS = 20;

/** What a play needs: the pool, the certificates, and what reads a list of revoked ones. */
export interface Stage extends Omit<Loading, 'SSL'> {
  readonly pool: WorkerPool;
  readonly credentials: Credentials;
}

type Session = Awaited<ReturnType<RemoteConnection['getSession']>>;

/** @param signal - ends it between two steps */
export async function play(choices: Choices, stage: Stage, signal?: AbortSignal): Promise<Tape> {
  const { SSL } = stage.pool;
  const events: TapeEvent[] = [];
  const keys: string[] = [];
  const goOn = (): void => signal?.throwIfAborted();
  const contexts = await makeContexts(choices, stage.credentials, { SSL, loadCrl: stage.loadCrl });
  const begin = performance.now();
  const scene = {
    SSL,
    isDatagram: choices.version === 'dtls',
    way: new OnTheWay(choices),
    note: (event: TapeEvent) => void events.push(event),
    now: () => performance.now() - begin,
    goOn,
  };
  try {
    // One of the two tells all secrets.
    await contexts.client.setKeylogCallback((_connection, line) => void keys.push(new TextDecoder().decode(line)));
    const session = await converse(choices, contexts, scene, 1);
    if (isAgain(choices) && session != null) await converse(choices, contexts, scene, 2, session);
    session?.free();
  } finally {
    await Promise.all([contexts.client, contexts.server].map((context: RemoteContext) => context.free()));
  }
  return { isDatagram: scene.isDatagram, events, keys };
}

const isAgain = ({ resumption }: Choices): boolean => ['ticket', 'id', 'early'].includes(resumption);

/** One connection from its begin to its end. @returns the client's session */
async function converse(
  choices: Choices,
  contexts: Contexts,
  play: Omit<Scene, 'agreed'>,
  number: number,
  session?: Session,
): Promise<Session> {
  play.note({ kind: 'connection', number, at: play.now() });
  const scene = { ...play, agreed: { isDatagram: play.isDatagram, version: undefined, suite: undefined } };
  const pair = await makeConnection(choices, contexts, play.SSL);
  try {
    if (session != null) await pair.client.setSession(session);
    const client = await End.of('client', pair.client, scene);
    const server = await End.of('server', pair.server, scene);
    if (choices.resumption === 'early' && session != null) await beginEarly(client, server);
    await talk(client, server);
    if (!isOver(client, server)) await goOnAfter(choices, client, server, await hasAsked(client));
    return client.isDone && session == null ? await pair.client.getSession() : null;
  } finally {
    await Promise.all([pair.client.free(), pair.server.free()]);
  }
}

const isOver = (client: End, server: End): boolean => !client.isDone || client.hasFailed || server.hasFailed;

/** The client's request goes along with its hello. */
async function beginEarly(client: End, server: End): Promise<void> {
  await client.act((connection) => connection.sendEarlyData(REQUEST), REQUEST);
  const said = await client.speak();
  if (said !== undefined) await server.hear(said);
  let isMore = await server.takeEarly();
  for (let turn = 0; isMore && turn < MAX_TURNS; turn++) {
    const answer = await server.speak();
    if (answer !== undefined) await client.hear(answer);
    await client.goOn();
    const next = await client.speak();
    if (next !== undefined) await server.hear(next);
    isMore = await server.takeEarly();
  }
}

/** Both speak in turns until neither has anything to say. */
async function talk(client: End, server: End): Promise<void> {
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    await client.goOn();
    const there = await client.speak();
    if (there !== undefined) await server.hear(there);
    await server.goOn();
    const back = await server.speak();
    if (back !== undefined) await client.hear(back);
    if (there === undefined && back === undefined) return;
  }
}

/** Whether the server has had the request with the hello. */
const hasAsked = async (client: End): Promise<boolean> => (await client.connection.getEarlyDataStatus()) === 'accepted';

/** A request, its answer, new keys where they are wanted, and the end. */
async function goOnAfter({ after }: Choices, client: End, server: End, isAsked: boolean): Promise<void> {
  // The message itself goes out with what is written next.
  if (after === 'update') await client.act((connection) => connection.keyUpdate(true));
  if (after !== 'nothing') {
    if (!isAsked) await client.act((connection) => connection.send(REQUEST), REQUEST);
    await talk(client, server);
    if (isOver(client, server)) return;
    await server.act((connection) => connection.send(RESPONSE), RESPONSE);
    await talk(client, server);
  }
  if (isOver(client, server)) return;
  await client.act((connection) => connection.shutdown());
  await talk(client, server);
  await server.act((connection) => connection.shutdown());
  await talk(client, server);
}
