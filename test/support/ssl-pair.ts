/** SSLObjects whose buffers are each other's. */
import { ssl } from '../../src/index.js';
import type { Identity } from './pki.js';

export interface Pair {
  readonly client: ssl.SSLObject;
  readonly server: ssl.SSLObject;
  readonly toServer: ssl.MemoryBIO;
  readonly toClient: ssl.MemoryBIO;
}

export interface PairOptions {
  readonly hostname?: string | null;
  readonly session?: ssl.SSLSession | null;
}

/** A client and a server, not yet shaken hands: what one writes the other reads. */
export function wrapPair(client: ssl.SSLContext, server: ssl.SSLContext, options: PairOptions = {}): Pair {
  const toServer = new ssl.MemoryBIO();
  const toClient = new ssl.MemoryBIO();
  const { hostname = 'localhost', session = null } = options;
  return {
    client: client.wrapBio(toClient, toServer, false, hostname, session),
    server: server.wrapBio(toServer, toClient, true),
    toServer,
    toClient,
  };
}

/** Runs both handshakes to their end; an error of either side comes out. */
export function shakeHands({ client, server }: Pair): void {
  const waiting = new Set([client, server]);
  for (let round = 0; round < 20 && waiting.size > 0; round++) {
    for (const side of [client, server])
      if (waiting.has(side) && finishes(() => side.doHandshake())) waiting.delete(side);
  }
  if (waiting.size > 0) throw new Error('the handshake did not end');
}

/** Whether an operation goes through; false where it waits for the peer. */
export function finishes(operation: () => unknown): boolean {
  try {
    operation();
    return true;
  } catch (error) {
    if (error instanceof ssl.SSLWantReadError) return false;
    throw error;
  }
}

const encode = (text: string) => new TextEncoder().encode(text);

/** A context that verifies by a CA. */
export function clientContext(ca: Identity): ssl.SSLContext {
  return ssl.createDefaultContext(ssl.Purpose.SERVER_AUTH, { cadata: ca.certPem });
}

/** A context that shows a certificate. */
export function serverContext(identity: Identity): ssl.SSLContext {
  const context = ssl.createDefaultContext(ssl.Purpose.CLIENT_AUTH);
  context.loadCertChain(encode(identity.certPem), encode(identity.keyPem));
  return context;
}

/** A client and a server that have shaken hands. */
export function connectedPair(client: ssl.SSLContext, server: ssl.SSLContext, options: PairOptions = {}): Pair {
  const pair = wrapPair(client, server, options);
  shakeHands(pair);
  return pair;
}
