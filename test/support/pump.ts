/** Moves bytes between two connections in memory. */
import { SSL } from '../../src/index.js';

/** Gives what `from` has for the peer to `to`. @returns whether there was anything */
export function transfer(from: SSL.Connection, to: SSL.Connection): boolean {
  let moved = false;
  for (;;) {
    try {
      to.bioWrite(from.bioRead(65_536));
      moved = true;
    } catch (error) {
      if (error instanceof SSL.WantReadError) return moved;
      throw error;
    }
  }
}

/** Runs both handshakes to their end; an error of either side comes out. */
export function handshake(client: SSL.Connection, server: SSL.Connection): void {
  const done = new Set<SSL.Connection>();
  for (let round = 0; round < 40; round++) {
    for (const [side, peer] of [
      [client, server],
      [server, client],
    ] as const) {
      try {
        if (!done.has(side)) {
          side.doHandshake();
          done.add(side);
        }
      } catch (error) {
        if (!(error instanceof SSL.WantReadError)) {
          transfer(side, peer);
          throw error;
        }
      }
      transfer(side, peer);
    }
    if (done.size === 2) return;
  }
  throw new Error('the handshake did not end');
}

/** A context with credentials and trust. */
export function contextOf(
  method: number,
  options: { cert?: import('./pki.js').Identity; trust?: import('./pki.js').Identity; verify?: number } = {},
): SSL.Context {
  const context = new SSL.Context(method);
  if (options.cert) {
    context.useCertificate(options.cert.cert);
    context.usePrivatekey(options.cert.key);
    context.checkPrivatekey();
  }
  if (options.trust) {
    // Freed at once: it would keep the store in memory until it is collected.
    using store = context.getCertStore();
    store.addCert(options.trust.cert);
  }
  context.setVerify(options.verify ?? (options.trust ? SSL.VERIFY_PEER : SSL.VERIFY_NONE));
  return context;
}

/** A client and a server over memory, not yet shaken hands. */
export function pair(
  clientContext: SSL.Context,
  serverContext: SSL.Context,
): { client: SSL.Connection; server: SSL.Connection } {
  const client = new SSL.Connection(clientContext, null);
  const server = new SSL.Connection(serverContext, null);
  client.setConnectState();
  server.setAcceptState();
  return { client, server };
}
