/** What a session fails with, as node:tls says it. */
import { crypto, SSL } from '../../../index.js';
import { checkServerIdentity } from '../module/server-identity.js';
import { legacyCertificate } from '../peer.js';
import { hungUp, type Target } from './node-errors.js';

/** @param isSecure - whether the handshake had been announced */
export function nodeFailure(error: Error, isSecure: boolean, isServer: boolean, target: Target): Error {
  const { code, host, cert } = error as Error & { code?: unknown; host?: unknown; cert?: unknown };
  if (!isSecure && code === 'ECONNRESET' && error instanceof SSL.SysCallError) return hungUp(isServer, target, error);
  if (isServer && code === 'ERR_TLS_HANDSHAKE_TIMEOUT') error.message = 'TLS handshake timeout';
  if (code !== 'ERR_TLS_CERT_ALTNAME_INVALID' || !(cert instanceof crypto.X509) || typeof host !== 'string')
    return error;
  const legacy = legacyCertificate(cert);
  const found = checkServerIdentity(host, cert) as (Error & { reason?: string }) | undefined;
  if (found === undefined) return Object.assign(error, { cert: legacy });
  error.message = found.message;
  return Object.assign(error, { reason: found.reason, host, cert: legacy });
}
