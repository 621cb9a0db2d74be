/** TLS over a pair of streams in memory: each gives what it has at once, and goes on only when it is asked for more. */
import { once } from 'node:events';
import { type Duplex, duplexPair } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import ours from '../../src/adapters/node/index.js';
import { closeAfterEach } from '../support/loopback.js';
import { localPki } from '../support/pki.js';

const { ca, server } = localPki();
const closers = closeAfterEach();

type Tls = Pick<typeof tls, 'connect' | 'createSecureContext' | 'TLSSocket'>;
const SIDES = { 'node:tls': tls, ours: ours as unknown as Tls } as const;

interface Pair {
  readonly client: Duplex;
  readonly serving: Duplex;
}

function pairOf(theirs: Tls, mine: Tls, maxVersion: tls.SecureVersion): Pair {
  const [near, far] = duplexPair();
  const secureContext = theirs.createSecureContext({ cert: server.certPem, key: server.keyPem });
  const serving = new theirs.TLSSocket(far as never, { isServer: true, secureContext });
  const client = mine.connect({ socket: near, servername: 'localhost', ca: ca.certPem, maxVersion });
  closers.push(
    () => client.destroy(),
    () => serving.destroy(),
  );
  return { client, serving };
}

/** What a stream tells of its end. */
function heard(stream: Duplex): string[] {
  const told: string[] = [];
  for (const event of ['end', 'finish', 'error', 'close']) stream.on(event, () => told.push(event));
  return told;
}

const versions = ['TLSv1.2', 'TLSv1.3'] as const;

describe.each(versions)('a client over a pair, %s', (maxVersion) => {
  it.each(Object.keys(SIDES) as (keyof typeof SIDES)[])('echoes with a server of %s, and ends with it', async (of) => {
    const { client, serving } = pairOf(SIDES[of], SIDES.ours, maxVersion);
    serving.on('data', (data: Buffer) => serving.write(data)).on('end', () => serving.end());
    await once(client, 'secureConnect');
    const sent = Buffer.alloc(300_000, 'x');
    let received = 0;
    client.on('data', (data: Buffer) => {
      received += data.length;
    });
    for (let turn = 0; turn < 3; turn += 1) {
      client.write(sent);
      await expect.poll(() => received, { timeout: 10_000 }).toBe((turn + 1) * sent.length);
    }
    client.end();
    await once(client, 'close');
    expect(client.errored).toBeNull();
  });
});

type Act = (pair: Pair) => void;
const later = (run: () => void) => setTimeout(run, 20);

/** Who ends, and when; whoever hears of an end answers with its own. */
const ENDINGS: readonly (readonly [string, Act])[] = [
  ['the client', ({ client }) => client.end('last')],
  ['the server', ({ serving }) => serving.end('last')],
  [
    'both at once',
    ({ client, serving }) => {
      client.end('last');
      serving.end('last');
    },
  ],
  [
    'the server, then the client',
    ({ client, serving }) => {
      serving.end('last');
      later(() => client.end());
    },
  ],
  [
    'the client, then the server',
    ({ client, serving }) => {
      client.end('last');
      later(() => serving.end());
    },
  ],
];

const reason = () => new Error('for a reason');

/** Older pairs of Node's say nothing to the other stream when one is destroyed: what TLS has to say of it is all there is. */
const TELLS = Object.hasOwn(Object.getPrototypeOf(duplexPair()[0]) as object, '_destroy');

/** Who fails, of which TLS says nothing. */
const FAILURES: readonly (readonly [string, Act])[] = [
  ['the client', ({ client }) => client.destroy(reason())],
  ['the server', ({ serving }) => serving.destroy(reason())],
  ['the client, at once', ({ client }) => client.destroy()],
];

/** Who goes without an end. The other one hears of it, and goes too. */
const DESTROYS: readonly (readonly [string, Act])[] = [
  ['the client', ({ client }) => later(() => client.destroy())],
  ['the server', ({ serving }) => later(() => serving.destroy())],
  [
    'both',
    ({ client, serving }) => {
      client.destroy();
      serving.destroy();
    },
  ],
  [
    'the server, of which the client has taken leave',
    ({ client, serving }) => {
      client.end();
      later(() => serving.destroy());
    },
  ],
  [
    'the client, of which the server has taken leave',
    ({ client, serving }) => {
      serving.end();
      later(() => client.destroy());
    },
  ],
];

async function opened(pair: Pair): Promise<{ client: string[]; serving: string[] }> {
  const { client, serving } = pair;
  const told = { client: heard(client), serving: heard(serving) };
  await Promise.all([once(client, 'secureConnect'), once(serving, 'secure')]);
  client.resume();
  serving.resume();
  return told;
}

const closedOnce = (told: string[]) => told.at(-1) === 'close' && told.indexOf('close') === told.length - 1;

describe.each(versions)('over a pair, %s', (version) => {
  it.each(ENDINGS)('%s ends, with ours at both ends: both hear of all of it', async (_name, act) => {
    const pair = pairOf(SIDES.ours, SIDES.ours, version);
    const told = await opened(pair);
    // Both are half-open, as the pair beneath is.
    pair.client.on('end', () => pair.client.end());
    pair.serving.on('end', () => pair.serving.end());
    act(pair);
    await expect.poll(() => [closedOnce(told.client), closedOnce(told.serving)]).toEqual([true, true]);
    for (const side of [told.client, told.serving]) expect(side.toSorted()).toEqual(['close', 'end', 'finish']);
  });

  // What node:tls itself tells of a pair depends on who of the two is read last.
  it.each(ENDINGS)('%s goes, with node:tls as the server: ours closes', async (_name, act) => {
    const pair = pairOf(SIDES['node:tls'], SIDES.ours, version);
    const told = await opened(pair);
    pair.client.on('end', () => pair.client.end());
    pair.serving.on('end', () => pair.serving.end());
    act(pair);
    await expect.poll(() => closedOnce(told.client)).toBe(true);
  });

  it.each(ENDINGS)('%s ends, with node:tls as the client: ours closes', async (_name, act) => {
    const pair = pairOf(SIDES.ours, SIDES['node:tls'], version);
    const told = await opened(pair);
    pair.client.on('end', () => pair.client.end());
    pair.serving.on('end', () => pair.serving.end());
    act(pair);
    await expect.poll(() => closedOnce(told.serving)).toBe(true);
  });

  const bothGo = async (act: Act) => {
    const pair = pairOf(SIDES.ours, SIDES.ours, version);
    const told = await opened(pair);
    for (const side of [pair.client, pair.serving]) {
      side.on('error', () => undefined);
      side.on('end', () => side.destroy());
    }
    act(pair);
    await expect.poll(() => [closedOnce(told.client), closedOnce(told.serving)]).toEqual([true, true]);
  };

  it.each(DESTROYS)('%s is destroyed, with ours at both ends: the other hears of the end', (_name, act) => bothGo(act));

  it.skipIf(!TELLS).each(FAILURES)(
    '%s fails, with ours at both ends: the other hears of it (from Node 24 on, where a pair tells of it)',
    (_name, act) => bothGo(act),
  );
});
