/** What a session fails with, as node:tls says it. */
import { type crypto, SSL } from '../../../index.js';
import { checkServerIdentity } from '../module/server-identity.js';
import { legacyChain } from '../peer.js';
import { hungUp, type Target } from './node-errors.js';

/** Whether the peer has ended the stream within the handshake. */
export const isHangUp = (error: Error): boolean =>
  error instanceof SSL.SysCallError && 'code' in error && error.code === 'ECONNRESET';

/** What node:tls says of a certificate that names somebody else, with the chain that was verified. */
export function misnamed(host: string, chain: readonly crypto.X509[]): Error | undefined {
  const found = chain[0] && checkServerIdentity(host, chain[0]);
  return found && Object.assign(found, { cert: legacyChain(chain) });
}

/** @param isSecure - whether the handshake had been announced */
export function nodeFailure(error: Error, isSecure: boolean, isServer: boolean, target: Target): Error {
  if (!isSecure && isHangUp(error)) return hungUp(isServer, target, error);
  if (isServer && 'code' in error && error.code === 'ERR_TLS_HANDSHAKE_TIMEOUT')
    error.message = 'TLS handshake timeout';
  return error;
}
