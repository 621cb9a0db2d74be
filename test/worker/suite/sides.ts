/** Contexts and connections of one implementation, each call awaited: of this thread, or of a pool. */
import { afterEach } from 'vitest';
import { SSL } from '../../../src/index.js';
import type { RemoteConnection, RemoteContext, WorkerSSL } from '../../../src/worker/index.js';
import { type Identity, localPki } from '../../support/pki.js';

export const pki = localPki();

/** What a test needs of an implementation. */
export interface Implementation {
  readonly name: string;
  /** Its classes: those of this thread answer at once, which an `await` does not mind. */
  readonly SSL: () => WorkerSSL;
}

/** Gives what one side has for the other. */
export async function carry(from: RemoteConnection, to: RemoteConnection): Promise<void> {
  while ((await from.bioPending()) > 0) await to.bioWrite(await from.bioRead(65_536));
}

/** Runs both handshakes to their end; an error of either side comes out. */
export async function shake(client: RemoteConnection, server: RemoteConnection): Promise<void> {
  for (let round = 0; round < 20; round++) {
    let isDone = true;
    for (const [side, peer] of [
      [client, server],
      [server, client],
    ] as const) {
      try {
        await side.doHandshake();
      } catch (error) {
        isDone = false;
        if (!(error instanceof SSL.WantReadError)) throw error;
      } finally {
        await carry(side, peer);
      }
    }
    if (isDone) return;
  }
  throw new Error('the handshake did not end');
}

export type Sides = ReturnType<typeof sidesOf>;

/** What the tests make of an implementation; its connections go with the test. */
export function sidesOf({ SSL: find }: Implementation) {
  const connections: RemoteConnection[] = [];
  afterEach(async () => {
    for (const connection of connections.splice(0)) await connection.free();
  });

  async function contextOf(method: number, options: { cert?: Identity; trust?: Identity; version?: number } = {}) {
    const context = new (find().Context)(method);
    const { cert, trust, version } = options;
    if (cert !== undefined) {
      await context.useCertificate(cert.cert);
      await context.usePrivatekey(cert.key);
      await context.checkPrivatekey();
    }
    if (trust !== undefined) {
      await (await context.getCertStore()).addCert(trust.cert);
      await context.setVerify(SSL.VERIFY_PEER);
    }
    if (version !== undefined) {
      await context.setMinProtoVersion(version);
      await context.setMaxProtoVersion(version);
    }
    return context;
  }

  async function pair(here: RemoteContext, there: RemoteContext) {
    const { Connection } = find();
    const client = new Connection(here, null);
    const server = new Connection(there, null);
    connections.push(client, server);
    await client.setConnectState();
    await server.setAcceptState();
    return { client, server };
  }

  async function connected(version?: number, prepare?: (here: RemoteContext, there: RemoteContext) => unknown) {
    const limit = version === undefined ? {} : { version };
    const here = await contextOf(SSL.TLS_CLIENT_METHOD, { trust: pki.ca, ...limit });
    const there = await contextOf(SSL.TLS_SERVER_METHOD, { cert: pki.server, ...limit });
    await prepare?.(here, there);
    const sides = await pair(here, there);
    await sides.client.setTlsextHostName('localhost');
    await sides.client.setVerifyHost('localhost');
    await shake(sides.client, sides.server);
    return { ...sides, here, there };
  }

  return { connections, contextOf, pair, connected };
}
