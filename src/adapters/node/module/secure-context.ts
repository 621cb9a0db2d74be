import type { SSL } from '../../../index.js';
import { type SecureContext, secureContextOf } from '../../context/secure-context.js';
import { createSecureContext as contextOf } from '../../context.js';
import type { ContextOptions } from '../../options.js';
import { nodeContextOptions } from './context-options.js';

/**
 * Makes a context for clients and servers, as `tls.createSecureContext` does: TLS 1.2 and 1.3; as a client it trusts the default
 * CAs unless `ca` names others, as a server those of `ca` alone.
 * @throws {crypto.Error} or {@link SSL.Error}, with Node's `code`, when OpenSSL refuses what it is made of
 */
export function createSecureContext(options?: ContextOptions | null): SecureContext {
  return secureContextOf(nodeContextOptions(options || undefined));
}

/** @internal The context of a server, of options that only it will ever be made of. */
export function serverContext(options: ContextOptions): SSL.Context {
  return contextOf(nodeContextOptions(options), 'server');
}
