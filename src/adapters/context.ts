/** Makes contexts of what the adapters are told. */
import { oneOf } from '../common/options.js';
import { SSL } from '../index.js';
import { contextOptions } from './checked-options.js';
import { Recipe, type Side } from './context/recipe.js';
import { secureContext } from './context/rules.js';
import { sharedBy } from './context/shared.js';
import { withCodes } from './failure.js';
import type { BothSides, ContextOptions } from './options.js';

/** What the verification of a session adds. */
type SessionContextOptions = ContextOptions & { readonly rejectUnauthorized?: boolean | undefined };

const sideArgument = oneOf('client', 'server');

/** @internal The context of one client's session: shared by those that are told the same. */
export function sharedContext(options: SessionContextOptions): SSL.Context {
  return sharedBy(options, () => createSecureContext(options));
}

/**
 * Makes a context that many sessions can share, the caller's own: TLS 1.2 and 1.3, buffers released while idle, a client's
 * trust in the default CAs (the system's) unless `ca` names others.
 * @param role - a server names its `ca` to clients of whom it asks for a certificate
 * @throws {crypto.Error} or {@link SSL.Error}, with Node's `code`, when OpenSSL refuses what it is made of
 */
export function createSecureContext(input: SessionContextOptions = {}, role: Side = 'client'): SSL.Context {
  const options = contextOptions(input);
  sideArgument(role, 'role');
  return withCodes(() => {
    const { rejectUnauthorized, ...parts } = options;
    const recipe = new Recipe(parts, rejectUnauthorized !== false);
    try {
      return recipe.contextFor(role);
    } finally {
      recipe.free();
    }
  });
}

/** @internal The context of one side, of whatever was given as one. @throws {TypeError} when it is none, such as node:tls's own */
export function contextOfSide(context: SSL.Context | BothSides, side: Side): SSL.Context {
  const judged = secureContext(context, 'secureContext');
  return judged instanceof SSL.Context ? judged : judged.sslContext(side);
}
