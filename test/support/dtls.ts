/** DTLS over a wire of datagrams. */
import { SSL } from '../../src/index.js';

/** Takes the datagrams that a side has for the peer. */
export function datagrams(from: SSL.Connection): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (;;) {
    try {
      out.push(from.bioRead(65_536));
    } catch (error) {
      if (error instanceof SSL.WantReadError) return out;
      throw error;
    }
  }
}

/** One step of a handshake. @returns whether it is done */
export function step(connection: SSL.Connection): boolean {
  try {
    connection.doHandshake();
    return true;
  } catch (error) {
    if (error instanceof SSL.WantReadError) return false;
    throw error;
  }
}

/** Runs the handshake over a wire that may lose datagrams. */
export function shake(
  client: SSL.Connection,
  peer: SSL.Connection,
  lose: (datagram: Uint8Array) => boolean = () => false,
) {
  for (let round = 0; round < 30; round++) {
    const done = [step(client), step(peer)];
    for (const [from, to] of [
      [client, peer],
      [peer, client],
    ] as const)
      for (const datagram of datagrams(from)) if (!lose(datagram)) to.bioWrite(datagram);
    if (done.every(Boolean)) return;
  }
  throw new Error('the handshake did not end');
}
