import type { SSL } from '../../../index.js';
import { SecureContext as ContextOfBothSides, secureContextOf } from '../../context/secure-context.js';
import { createSecureContext as contextOf } from '../../context.js';
import type { ContextOptions, TlsVersion } from '../../options.js';
import { callable } from '../serving/callable.js';
import { nodeContextOptions } from './context-options.js';

type ContextArguments = [
  secureProtocol?: string | null,
  secureOptions?: number | null,
  minVersion?: TlsVersion | null,
  maxVersion?: TlsVersion | null,
];

/** What {@link SecureContext} can be called as. */
export interface SecureContextConstructor {
  new (...args: ContextArguments): ContextOfBothSides;
  (...args: ContextArguments): ContextOfBothSides;
  /** What every context has. */
  readonly prototype: ContextOfBothSides;
}

/**
 * A context without certificate and without trusted CAs, made with `new` or without, as `tls.SecureContext`: its arguments are
 * the options `secureProtocol`, `secureOptions`, `minVersion` and `maxVersion`. {@link createSecureContext} makes one with all.
 */
export const SecureContext = callable(
  ContextOfBothSides,
  'SecureContext',
  (_self, args) => new ContextOfBothSides(...(args as unknown as ContextArguments)),
) as unknown as SecureContextConstructor;
export type SecureContext = ContextOfBothSides;

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
