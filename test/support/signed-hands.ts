/** Handshakes that wait for signatures, over memory. */
import { SSL } from '../../src/index.js';
import { createCertificateAuthority, type ExternalKey, issueCertificate } from '../../src/pki/index.js';
import { transfer } from './pump.js';

export const root = createCertificateAuthority({ subject: 'Root' });

/** Shows a certificate whose key is elsewhere, trusts the root, and demands that the peer be of it. */
export function showing(key: ExternalKey | undefined, version: number, method: number = SSL.TLS_METHOD): SSL.Context {
  const context = new SSL.Context(method);
  context.setMinProtoVersion(version);
  context.setMaxProtoVersion(version);
  if (key !== undefined) {
    context.useCertificate(issueCertificate({ issuer: root, names: ['localhost'], usages: [], key }).certificate);
    context.useSigner(key);
    context.checkPrivatekey();
  }
  using store = context.getCertStore();
  store.addCert(root.certificate);
  context.setVerify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT);
  return context;
}

export interface Sides {
  readonly client: SSL.Connection;
  readonly server: SSL.Connection;
}

/** Shakes hands, waiting for answers; `waiting` is told of each that waits. @returns how often each side had to wait for one */
export async function shakeHands(
  { client, server }: Sides,
  waiting: (side: SSL.Connection) => void = () => {},
): Promise<{ client: number; server: number }> {
  const waits = { client: 0, server: 0 };
  const done = new Set<SSL.Connection>();
  for (let round = 0; round < 60 && done.size < 2; round++) {
    for (const [side, peer, name] of [
      [client, server, 'client'],
      [server, client, 'server'],
    ] as const) {
      try {
        if (!done.has(side)) side.doHandshake();
        done.add(side);
      } catch (error) {
        if (error instanceof SSL.WantCallbackError) {
          waits[name] += 1;
          waiting(side);
          await side.callbackAnswered();
        } else if (!(error instanceof SSL.WantReadError)) {
          transfer(side, peer);
          throw error;
        }
      }
      transfer(side, peer);
    }
  }
  if (done.size < 2) throw new Error('the handshake did not end');
  return waits;
}

/** Both directions, once the hands are shaken. */
export function exchange({ client, server }: Sides): string {
  client.send('ping');
  transfer(client, server);
  const heard = new TextDecoder().decode(server.recv(16));
  server.send(`${heard} pong`);
  transfer(server, client);
  return new TextDecoder().decode(client.recv(16));
}
