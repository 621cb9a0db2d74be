/**
 * Every member of a connection over a socket, called inside the callbacks of its handshake and after its end: a defined
 * result or a typed error, and no call that waits for ever.
 */
import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { ended, within } from '../support/bounded.js';
import { heapInUse } from '../support/heap.js';
import { judge, membersOf } from '../support/members.js';
import { memorySockets } from '../support/memory-socket.js';
import { localPki } from '../support/pki.js';
import { contextOf } from '../support/pump.js';

const { ca, server } = localPki();
const other = contextOf(SSL.TLS_METHOD, { cert: server });
const trusting = contextOf(SSL.TLS_METHOD, { trust: ca });
const VALUES: readonly unknown[] = [
  1,
  'no/such/place',
  new Uint8Array([1, 2, 3]),
  null,
  () => true,
  ['http/1.1'],
  server.cert,
  server.key,
  other,
];
const OWNED: readonly unknown[] = [...VALUES, ca.cert, trusting];

/** How long a handshake may stand still, in milliseconds: a callback may take from the peer what it waits for. */
const STILL = 200;
/** What OpenSSL's own tables may grow by in a scene. */
const TABLES = 16_384;

interface Sides {
  readonly client: SSL.SocketConnection;
  readonly server: SSL.SocketConnection;
}

function overSockets(here: SSL.Context, there: SSL.Context): Sides {
  const [near, far] = memorySockets();
  const sides = { client: new SSL.Connection(here, near), server: new SSL.Connection(there, far) };
  sides.client.setConnectState();
  sides.client.setTlsextHostName('localhost');
  sides.client.setAlpnProtos(['h2']);
  sides.server.setAcceptState();
  return sides;
}

/** Both handshakes, and a byte for the client. */
function shake({ client, server }: Sides): Promise<unknown> {
  const both = [client.doHandshake().then(() => client.recv(1)), server.doHandshake().then(() => server.send('x'))];
  return Promise.all(both);
}

function close(sides: Sides): void {
  sides.client.close();
  sides.server.close();
}

async function healthy(): Promise<void> {
  const sides = overSockets(trusting, other);
  expect(await within(2000, shake(sides), 'late')).toEqual([new TextEncoder().encode('x'), 1]);
  expect(sides.client.getVerifyResult()).toBe(0);
  close(sides);
}

type Call = (connection: SSL.ConnectionCore) => void;

const info =
  (at: number) =>
  (here: SSL.Context, _there: SSL.Context, call: Call): void => {
    let calls = 0;
    here.setInfoCallback((connection) => {
      calls += 1;
      if (calls === at) call(connection);
    });
  };

const SCENES: Readonly<Record<string, (here: SSL.Context, there: SSL.Context, call: Call) => void>> = {
  verify: (here, _there, call) =>
    here.setVerify(SSL.VERIFY_PEER, (connection, cert, _error, _depth, ok) => {
      cert.free();
      call(connection);
      return ok === 1;
    }),
  'info, at the start': info(1),
  'info, in the middle': info(5),
  'info, at the end': info(14),
  clientHello: (_here, there, call) => there.setClientHelloCallback(call),
  certificate: (_here, there, call) => there.setCertificateCallback(call),
  servername: (_here, there, call) => there.setTlsextServernameCallback(call),
  alpnSelect: (_here, there, call) =>
    there.setAlpnSelectCallback((connection, [first]) => {
      call(connection);
      return first ?? SSL.NO_OVERLAPPING_PROTOCOLS;
    }),
  sessionNew: (here, _there, call) => {
    here.setSessionCacheMode(SSL.SESS_CACHE_CLIENT);
    here.setSessionNewCallback((connection, session) => {
      session.free();
      call(connection);
    });
  },
};

/** One handshake, in whose callback something is done once; then both sides close, and all that waits must end. */
async function play(scene: string, title: string, act: Call, pending: Promise<unknown>[]): Promise<void> {
  const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
  const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
  let played = 0;
  SCENES[scene]?.(here, there, (connection) => {
    played += 1;
    if (played > 1) return;
    expect(connection === sides.client || connection === sides.server).toBe(true);
    act(connection);
  });
  const sides = overSockets(here, there);
  try {
    const both = shake(sides).catch((error) => judge(title, error));
    await within(STILL, both, undefined);
    close(sides);
    await ended(title, [...pending.splice(0), both]);
  } finally {
    here.free();
    there.free();
  }
  expect(played, `${scene}: ${title}`).toBeGreaterThan(0);
}

async function playAll(scene: string): Promise<void> {
  let names: readonly string[] = [''];
  for (let index = 0; index < names.length; index++) {
    const pending: Promise<unknown>[] = [];
    await play(
      scene,
      names[index] ?? '',
      (connection) => {
        const owned = new Set([...OWNED, connection, connection.getContext()]);
        const members = membersOf(connection, owned, pending);
        names = members.map(({ name }) => name);
        members[index]?.use(connection, VALUES);
      },
      pending,
    );
  }
  expect(names.length).toBeGreaterThan(80);
  expect(names).toContain('doHandshake');
}

describe('inside the callback of a connection over a socket', () => {
  it.each(Object.keys(SCENES))(
    '%s',
    async (scene) => {
      await healthy();
      await playAll(scene);
      const before = heapInUse();
      await playAll(scene);
      expect(heapInUse() - before).toBeLessThan(TABLES);
      await healthy();
    },
    120_000,
  );
});

const ENDS: Readonly<Record<string, (connection: SSL.SocketConnection) => void>> = {
  'free()': (connection) => connection.free(),
  'close()': (connection) => connection.close(),
};

describe.each(Object.keys(ENDS))('after %s of a connection over a socket', (name) => {
  const end = ENDS[name] as (connection: SSL.SocketConnection) => void;

  it.each([false, true])('that has shaken hands: %s', async (isConnected) => {
    const sample = overSockets(trusting, other);
    const pending: Promise<unknown>[] = [];
    const members = membersOf(sample.client, new Set(OWNED), pending);
    close(sample);
    expect(members.length).toBeGreaterThan(80);
    for (const member of members) {
      const sides = overSockets(trusting, other);
      if (isConnected) await shake(sides);
      end(sides.client);
      member.use(sides.client, VALUES);
      // Without the peer's help, which stays as it is.
      await ended(member.name, pending);
      sides.server.close();
      end(sides.client);
    }
    await healthy();
  });

  it('what waits for the peer ends', async () => {
    for (const act of ['doHandshake', 'recv', 'send', 'shutdown'] as const) {
      const sides = overSockets(trusting, other);
      const waiting = (sides.client[act] as (first: unknown) => Promise<unknown>).call(
        sides.client,
        act === 'recv' ? 1 : 'x',
      );
      const judged = waiting.catch((error) => judge(act, error));
      end(sides.client);
      if (name === 'free()') sides.client.socket.close();
      await ended(act, [judged]);
      sides.server.close();
    }
    await healthy();
  });
});
