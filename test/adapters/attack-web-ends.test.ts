/** Sessions of `tsopenssl/web` with ours at both ends: whoever closes, aborts or cancels, in any order, both settle. */
import { describe, expect, it } from 'vitest';
import { accept, connect, type StreamPair, type TlsSocket } from '../../src/adapters/web/index.js';
import { localPki } from '../support/pki.js';

const { ca, server } = localPki();

type Bytes = Uint8Array<ArrayBuffer>;
interface Sides {
  readonly client: TlsSocket;
  readonly serving: TlsSocket;
}

function pipe(): [StreamPair, StreamPair] {
  const there = new TransformStream<Bytes, Bytes>();
  const back = new TransformStream<Bytes, Bytes>();
  return [
    { readable: back.readable, writable: there.writable },
    { readable: there.readable, writable: back.writable },
  ];
}

async function over([near, far]: [StreamPair, StreamPair], version: 'TLSv1.2' | 'TLSv1.3'): Promise<Sides> {
  const client = connect(near, { host: 'localhost', ca: ca.certPem, maxVersion: version });
  const serving = accept(far, { cert: server.certPem, key: server.keyPem });
  await Promise.all([client.opened, serving.opened]);
  return { client, serving };
}

/** TLS over a pipe, and TLS over the plaintext of such a session. */
const LAYERS: Readonly<Record<string, (version: 'TLSv1.2' | 'TLSv1.3') => Promise<Sides>>> = {
  'a pipe': (version) => over(pipe(), version),
  'a session': async (version) => {
    const { client, serving } = await over(pipe(), version);
    return over([client as StreamPair, serving as StreamPair], version);
  },
};

const ACTS: Readonly<Record<string, (socket: TlsSocket) => Promise<unknown>>> = {
  'closes its writable': ({ writable }) => writable.close(),
  'aborts its writable': ({ writable }) => writable.abort(new Error('aborted')),
  'cancels its readable': ({ readable }) => readable.cancel(new Error('cancelled')),
  closes: (socket) => socket.close(),
  'closes for a reason': (socket) => socket.close(new Error('a reason')),
};

const settled = (promise: Promise<unknown>) => promise.then(() => 'settled').catch(() => 'settled');
const within = (promise: Promise<unknown>) =>
  Promise.race([settled(promise), new Promise((resolve) => setTimeout(resolve, 4000, 'never settles'))]);
const swallow = (promise: Promise<unknown>) => void promise.catch(() => undefined);

/** Reads to the end: an end that nobody reads waits there, as in any stream. */
async function drain({ readable }: TlsSocket): Promise<void> {
  try {
    for await (const _chunk of readable);
  } catch {}
}

describe.each(Object.keys(LAYERS))('over %s', (layer) => {
  for (const version of layer === 'a pipe' ? (['TLSv1.2', 'TLSv1.3'] as const) : (['TLSv1.3'] as const))
    for (const [first, act] of Object.entries(ACTS))
      for (const [second, answer] of Object.entries(ACTS))
        it(`${version}: one side ${first}, the other ${second}`, async () => {
          const outcomes = await Promise.all(
            [false, true].flatMap((serverFirst) =>
              [false, true].map(async (isLater) => {
                const { client, serving } = await (LAYERS[layer] as (typeof LAYERS)[string])(version);
                const [one, other] = serverFirst ? [serving, client] : [client, serving];
                swallow(act(one));
                if (isLater) await new Promise((resolve) => setTimeout(resolve, 20));
                swallow(answer(other));
                await Promise.resolve();
                for (const side of [one, other]) if (!side.readable.locked) swallow(drain(side));
                return Promise.all([within(one.closed), within(other.closed)]);
              }),
            ),
          );
          expect(outcomes.flat()).toEqual(Array.from({ length: 8 }, () => 'settled'));
        });
});
