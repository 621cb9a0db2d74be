/** Two ends of a session, of which one is watched, and what is played between them. */
import type { TLSSocket } from 'node:tls';
import type { Script } from '../../harness/script.js';
import { type Options, quiet, type Stage, type Version, within } from '../../harness/stage.js';
import { only, type Side, VERSIONS, wrappingServer } from '../scenes.js';

/** What is watched, unless a play says otherwise. */
export const EVENTS = 'connect ready secure secureConnect timeout data end finish error close drain pause resume'.split(
  ' ',
);

/** Both ends: which is under test is `side`. */
export interface Ends {
  readonly stage: Stage;
  readonly client: TLSSocket;
  readonly server: TLSSocket;
  readonly mine: TLSSocket;
  readonly peer: TLSSocket;
}

/** Watches the end under test alone: when the peer hears of it is the network's affair. */
async function joined(
  stage: Stage,
  side: Side,
  version: Version,
  options: { mine?: Options; peer?: Options; events?: readonly string[] } = {},
): Promise<Ends> {
  const isClient = side === 'client';
  const { mine = {}, peer = {}, events = EVENTS } = options;
  let took: (socket: TLSSocket) => void = () => undefined;
  const taken = new Promise<TLSSocket>((resolve) => {
    took = resolve;
  });
  const take = (socket: TLSSocket) => {
    if (isClient) quiet(socket);
    else stage.watch('mine', socket, events);
    took(socket);
  };
  const serverOptions = { ...only(version), ...(isClient ? peer : mine) };
  const listener =
    side === 'wrapped'
      ? await wrappingServer(stage, serverOptions, (socket) => {
          stage.keep(socket);
          take(socket);
        })
      : await stage.serve(isClient ? stage.node : stage.tls, serverOptions, take);
  const client = stage.dial(isClient ? stage.tls : stage.node, listener, {
    ...only(version),
    ...(isClient ? mine : peer),
  });
  if (isClient) stage.watch('mine', client, events);
  else quiet(client);
  await within(client, 'secureConnect');
  const server = await taken;
  return { stage, client, server, mine: isClient ? client : server, peer: isClient ? server : client };
}

type Act = (ends: Ends) => void | Promise<void>;

/** Waits for the end under test to close, and notes what it is then. */
export const closes = async ({ stage, mine }: Ends) => {
  if (!mine.closed) stage.note('closes', await within(mine, 'close'));
  // `closed` is said before the event is.
  await stage.settle();
  stage.note('afterwards', [mine.destroyed, mine.readableEnded, mine.writableFinished, mine.errored, mine.readyState]);
};

/** One after another in both versions, for each side. */
export type Play = readonly [name: string, rows: string[], act: Act, options?: Parameters<typeof joined>[3]];

export const scriptsOf = (plays: readonly Play[]): Script[] =>
  plays.flatMap(([name, rows, act, options]) =>
    (['client', 'server', 'wrapped'] as const).flatMap((side) =>
      VERSIONS.map(
        (version): Script => ({
          name: `exchanges/${name}/${side}/${version}`,
          rows: rows.map((row) => `tls.${row}`),
          run: async (stage) => act(await joined(stage, side, version, options)),
        }),
      ),
    ),
  );
