/** Servers that choose a weak group for Diffie-Hellman. */
import type { SSL } from '../index.js';

/** As in node:tls. OpenSSL's security level 2, the default, asks for 2048 by itself. */
const MIN_SIZE = 1024;

/** @throws {Error} `ERR_TLS_DH_PARAM_SIZE` where the server's ephemeral group has fewer bits */
export function checkDiffieHellman(connection: SSL.Connection, least: number = MIN_SIZE): void {
  const bits = connection.peerDiffieHellmanBits();
  if (bits === 0 || bits >= least) return;
  throw Object.assign(new Error(`the server's Diffie-Hellman group has ${bits} bits, fewer than ${least}`), {
    code: 'ERR_TLS_DH_PARAM_SIZE',
  });
}
