/**
 * Every member of a pool's contexts and connections, called inside a callback that runs on this side, after `free()` and
 * after the pool's end: a defined result or a typed error, no call that waits for ever, and the next connection as it was.
 */
import { describe, expect, it } from 'vitest';
import { ReleasedError, SSL } from '../../src/index.js';
import { type RemoteConnection, type RemoteContext, WorkerError, type WorkerPool } from '../../src/worker/index.js';
import { ended } from '../support/bounded.js';
import { judge, type Member, membersOf } from '../support/members.js';
import { rejection } from '../support/thrown.js';
import { usePools } from '../support/worker-pool.js';
import { contextsOf, pki, shakeBySteps } from '../support/worker-sides.js';

const { open } = usePools();
const VALUES: readonly unknown[] = [
  1,
  'no/such/place',
  new Uint8Array([1, 2, 3]),
  null,
  () => true,
  ['http/1.1'],
  pki.server.cert,
  pki.server.key,
];

interface Sides {
  readonly client: RemoteConnection;
  readonly server: RemoteConnection;
}

function sidesOf(pool: WorkerPool, here: RemoteContext, there: RemoteContext): Sides {
  return { client: new pool.SSL.Connection(here), server: new pool.SSL.Connection(there) };
}

async function healthy(pool: WorkerPool): Promise<void> {
  const { here, there } = await contextsOf(pool);
  const { client, server } = sidesOf(pool, here, there);
  await shakeBySteps(client, server);
  expect(await client.getVerifyResult()).toBe(0);
  await Promise.all([client, server, here, there].map((face) => face.free()));
}

/** What a callback is given, and what is behind it. */
interface Subject {
  readonly given: readonly unknown[];
  readonly context: RemoteContext;
  readonly connection: RemoteConnection;
}

type Call = (given: readonly unknown[]) => void;

const SCENES: Readonly<Record<string, (here: RemoteContext, there: RemoteContext, call: Call) => Promise<void>>> = {
  info: (here, _there, call) => here.setInfoCallback((...given) => call(given)),
  sessionNew: async (here, _there, call) => {
    await here.setSessionCacheMode(SSL.SESS_CACHE_CLIENT);
    await here.setSessionNewCallback((...given) => call(given));
  },
  verify: (here, _there, call) =>
    here.setVerify(SSL.VERIFY_PEER, (...given) => {
      call(given);
      return given[4] === 1;
    }),
  clientHello: (_here, there, call) => there.setClientHelloCallback((...given) => call(given)),
  certificate: (_here, there, call) =>
    there.setCertificateCallback((...given) => {
      call(given);
      return undefined;
    }),
  servername: (_here, there, call) => there.setTlsextServernameCallback((...given) => call(given)),
  alpnSelect: (_here, there, call) =>
    there.setAlpnSelectCallback((...given) => {
      call(given);
      return 'h2';
    }),
};
const ON_SERVER: ReadonlySet<string> = new Set(['clientHello', 'certificate', 'servername', 'alpnSelect']);

/** One handshake, in whose callback something is done once. */
async function play(pool: WorkerPool, scene: string, act: (subject: Subject) => void): Promise<void> {
  const { here, there } = await contextsOf(pool);
  let played = 0;
  let sides: Sides | undefined;
  await SCENES[scene]?.(here, there, (given) => {
    played += 1;
    if (played > 1 || sides === undefined) return;
    const isServer = ON_SERVER.has(scene);
    act({ given, context: isServer ? there : here, connection: isServer ? sides.server : sides.client });
  });
  await here.setAlpnProtos(['h2']);
  sides = sidesOf(pool, here, there);
  try {
    await sides.client.setTlsextHostName('localhost');
    await shakeBySteps(sides.client, sides.server);
  } catch (error) {
    if ((error as Error).message !== 'the handshake did not end') judge(scene, error);
  }
  await Promise.all([sides.client, sides.server, here, there].map((face) => face.free()));
  expect(played, scene).toBeGreaterThan(0);
}

/** The objects that a callback can reach. */
const REACHED: Readonly<Record<string, (subject: Subject) => object>> = {
  RemoteConnection: ({ connection }) => connection,
  RemoteContext: ({ context }) => context,
  RemoteStore: ({ context }) => context.getCertStore(),
};

async function playAll(pool: WorkerPool, scene: string): Promise<void> {
  for (const [kind, reach] of Object.entries(REACHED)) {
    let names: readonly string[] = [''];
    for (let index = 0; index < names.length; index++) {
      const pending: Promise<unknown>[] = [];
      await play(pool, scene, (subject) => {
        const target = reach(subject);
        const members = membersOf(target, new Set(VALUES), pending, true);
        names = members.map(({ name }) => name);
        members[index]?.use(target, [...VALUES, subject.context]);
      });
      await ended(`${scene}: ${kind}.${names[index]}`, pending);
    }
    expect(names.length).toBeGreaterThan(kind === 'RemoteStore' ? 4 : 60);
  }
  const pending: Promise<unknown>[] = [];
  await play(pool, scene, ({ given, context, connection }) => {
    const owned = new Set([...VALUES, context, connection]);
    for (const object of given) {
      if (typeof object !== 'object' || object === null || owned.has(object) || Array.isArray(object)) continue;
      for (const member of membersOf(object, owned, pending)) member.use(object, [...VALUES, context]);
    }
  });
  await ended(scene, pending);
}

describe('inside the callback, with a pool', () => {
  it.each(Object.keys(SCENES))(
    '%s',
    async (scene) => {
      const pool = open({ size: 2 });
      await healthy(pool);
      await playAll(pool, scene);
      await healthy(pool);
      expect(pool.threads).toBeLessThanOrEqual(2);
    },
    120_000,
  );

  it('one that waits for its own thread ends with its time, and what it waited for comes after', async () => {
    const pool = open({ answerTimeout: 100 });
    const { here, there } = await contextsOf(pool);
    const sides = sidesOf(pool, here, there);
    const { client, server } = sides;
    const later = await contextsOf(pool);
    const pending: Promise<unknown>[] = [];
    await later.here.setVerify(SSL.VERIFY_PEER, async () => {
      const waited = client.getStateString();
      pending.push(waited);
      await waited;
      return true;
    });
    const stuck = sidesOf(pool, later.here, later.there);
    const error = (await rejection(() => shakeBySteps(stuck.client, stuck.server))) as Error;
    expect(error).toBeInstanceOf(SSL.Error);
    expect(error.message).toMatch(/did not answer within 100 ms/);
    await ended('what the callback waited for', pending);
    await shakeBySteps(client, server);
    await healthy(pool);
  });

  it.each(Object.keys(SCENES))('%s: the end of the pool', async (scene) => {
    const pool = open();
    const pending: Promise<unknown>[] = [];
    const error = await rejection(async () => {
      await play(pool, scene, () => pending.push(pool.close()));
      await healthy(pool);
    });
    expect(error).toBeInstanceOf(WorkerError);
    await ended('close', pending);
  });
});

async function useAll(
  make: () => Promise<object>,
  end: (object: object) => Promise<unknown> | undefined,
  least: number,
): Promise<void> {
  const pending: Promise<unknown>[] = [];
  const use = async (member: Member) => {
    const object = await make();
    const over = end(object);
    member.use(object, VALUES);
    await over;
    member.use(object, VALUES);
    await ended(member.name, pending);
  };
  const members = membersOf(await make(), new Set(VALUES), pending, true);
  expect(members.length).toBeGreaterThanOrEqual(least);
  for (const member of members) await use(member);
}

type Make = (pool: WorkerPool) => Promise<{ object: object; end: () => Promise<void> }>;

const KINDS: Readonly<Record<string, { least: number; make: Make }>> = {
  RemoteConnection: {
    least: 60,
    make: async (pool) => {
      const context = new pool.SSL.Context(SSL.TLS_METHOD);
      const object = new pool.SSL.Connection(context, null, 'client');
      await object.getStateString();
      return { object, end: () => object.free() };
    },
  },
  'RemoteConnection that is not there yet': {
    least: 60,
    make: async (pool) => {
      const object = new pool.SSL.Connection(new pool.SSL.Context(SSL.TLS_METHOD), null, 'client');
      return { object, end: () => object.free() };
    },
  },
  RemoteContext: {
    least: 60,
    make: async (pool) => {
      const object = new pool.SSL.Context(SSL.TLS_METHOD);
      await object.getOptions();
      return { object, end: () => object.free() };
    },
  },
  'RemoteContext that is not there yet': {
    least: 60,
    make: async (pool) => {
      const object = new pool.SSL.Context(SSL.TLS_METHOD);
      return { object, end: () => object.free() };
    },
  },
  RemoteStore: {
    least: 5,
    make: async (pool) => {
      const context = new pool.SSL.Context(SSL.TLS_METHOD);
      return { object: context.getCertStore(), end: () => context.free() };
    },
  },
};

describe.each(Object.keys(KINDS))('a %s', (kind) => {
  const { least, make } = KINDS[kind] as { least: number; make: Make };

  it('after free()', async () => {
    const pool = open();
    await healthy(pool);
    const ends = new WeakMap<object, () => Promise<void>>();
    const made = async () => {
      const { object, end } = await make(pool);
      ends.set(object, end);
      return object;
    };
    await useAll(made, (object) => ends.get(object)?.(), least);
    await healthy(pool);
  });

  it('at and after the end of the pool', async () => {
    const pool = open();
    const pending: Promise<unknown>[] = [];
    const { object } = await make(pool);
    const members = membersOf(object, new Set(VALUES), pending, true);
    for (const member of members) if (member.name !== 'free') member.use(object, VALUES);
    const closing = pool.close();
    await ended('what was under way', pending);
    await closing;
    for (const member of members) {
      member.use(object, VALUES);
      await ended(member.name, pending);
    }
    expect(() => new pool.SSL.Context(SSL.TLS_METHOD)).toThrow(WorkerError);
    await healthy(open());
  });
});

describe('a context that is freed by its own callback', () => {
  it('ends the handshake that asks it again, with an error', async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    const pending: Promise<unknown>[] = [];
    // Called for the issuer's certificate, then for the peer's.
    await here.setVerify(SSL.VERIFY_PEER, () => {
      pending.push(here.free());
      return true;
    });
    const { client, server } = sidesOf(pool, here, there);
    const error = (await rejection(() => shakeBySteps(client, server))) as Error;
    expect(error).toBeInstanceOf(SSL.Error);
    expect(error.message).toBe('the callback is gone');
    await ended('free', pending);
    await healthy(pool);
  });
});

describe('a context of another pool', () => {
  it('is not taken: its number stands for another context here', async () => {
    const [pool, another] = [open(), open()];
    const { there } = await contextsOf(pool);
    const strange = (await contextsOf(another)).there;
    const server = new pool.SSL.Connection(there);
    expect(await rejection(() => server.setContext(strange))).toBeInstanceOf(TypeError);
    const naming = new pool.SSL.Context(SSL.TLS_METHOD);
    expect(await rejection(() => naming.setTlsextServernames({ localhost: strange }))).toBeInstanceOf(TypeError);
    const chosen = await contextsOf(pool);
    await chosen.there.setTlsextServernameCallback((connection) => connection.setContext(strange));
    const sides = sidesOf(pool, chosen.here, chosen.there);
    await sides.client.setTlsextHostName('localhost');
    expect(await rejection(() => shakeBySteps(sides.client, sides.server))).toBeInstanceOf(TypeError);
    await healthy(pool);
  });
});

describe('a context of a pool after free()', () => {
  /** A context whose thread has it, in a pool with another thread that has not. */
  const freed = async () => {
    const pool = open({ size: 2 });
    await pool.start();
    const { here, there } = await contextsOf(pool);
    await here.free();
    return { pool, here, there };
  };

  it('carries no new connection, in no thread', async () => {
    const { pool, here, there } = await freed();
    for (let i = 0; i < 3; i++) {
      const { client, server } = sidesOf(pool, here, there);
      expect(await rejection(() => client.doHandshake())).toBeInstanceOf(ReleasedError);
      await server.getStateString();
    }
    await healthy(pool);
  });

  it('is not taken by a connection, nor named by another context', async () => {
    const { pool, here, there } = await freed();
    const server = new pool.SSL.Connection(there);
    expect(await rejection(() => server.setContext(here))).toBeInstanceOf(ReleasedError);
    const another = new pool.SSL.Context(SSL.TLS_METHOD);
    expect(await rejection(() => another.setTlsextServernames({ localhost: here }))).toBeInstanceOf(ReleasedError);
    await healthy(pool);
  });

  it('is not chosen by a callback', async () => {
    const { pool, here, there } = await freed();
    const chosen = await contextsOf(pool);
    await chosen.there.setTlsextServernameCallback((connection) => connection.setContext(here));
    const { client, server } = sidesOf(pool, chosen.here, chosen.there);
    await client.setTlsextHostName('localhost');
    expect(await rejection(() => shakeBySteps(client, server))).toBeInstanceOf(ReleasedError);
    await there.free();
    await healthy(pool);
  });
});
