/** Contexts and connections of a pool. */
import { SSL } from '../../src/index.js';
import type { RemoteConnection, RemoteContext, WorkerPool } from '../../src/worker/index.js';
import { type Identity, localPki } from './pki.js';

export const pki = localPki();

/** A server's context and that of a client which trusts it. */
export async function contextsOf(
  pool: WorkerPool,
  server: Identity = pki.server,
): Promise<{ here: RemoteContext; there: RemoteContext }> {
  const here = new pool.SSL.Context(SSL.TLS_CLIENT_METHOD);
  await here.loadVerifyData(pki.ca.certPem);
  await here.setVerify(SSL.VERIFY_PEER);
  const there = new pool.SSL.Context(SSL.TLS_SERVER_METHOD);
  await there.useCertificateChain(server.certPem);
  await there.usePrivatekey(server.key);
  return { here, there };
}

/** Runs both handshakes to their end, one message a flight. */
export async function shakeBySteps(client: RemoteConnection, server: RemoteConnection): Promise<void> {
  let toServer = (await client.exchange()).ciphertext;
  for (let round = 0; round < 10; round++) {
    const there = await server.exchange({ ciphertext: toServer });
    const here = await client.exchange({ ciphertext: there.ciphertext });
    toServer = here.ciphertext;
    if (there.isHandshakeDone && here.isHandshakeDone && toServer.length === 0) return;
  }
  throw new Error('the handshake did not end');
}
