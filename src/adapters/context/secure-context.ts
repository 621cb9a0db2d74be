import { declareOptions, integer, oneOf, text } from '../../common/options.js';
import type { SSL } from '../../index.js';
import { withCodes } from '../failure.js';
import type { BothSides, ContextOptions, TlsVersion } from '../options.js';
import { versionRule as version } from '../versions.js';
import { Recipe, type Settings, type Side } from './recipe.js';
import { SecureContextHandle } from './secure-context-handle.js';

const MADE = Symbol('made');
const sideArgument = oneOf('client', 'server');
const given = declareOptions<Pick<ContextOptions, 'secureProtocol' | 'secureOptions' | 'minVersion' | 'maxVersion'>>({
  secureProtocol: text,
  secureOptions: integer(-0x8000_0000, Number.MAX_SAFE_INTEGER),
  minVersion: version('minimum'),
  maxVersion: version('maximum'),
});

/**
 * What `tls.createSecureContext` gives: a context for connections of either side, which many can share. It keeps its private
 * keys until {@link SecureContextHandle.close} or its own end.
 */
export class SecureContext implements BothSides {
  /** What Node's own object has beneath: the calls by which libraries add a CA or a certificate. */
  readonly context: SecureContextHandle;
  readonly #recipe: Recipe;
  /** Made when they are needed; what changes the recipe lets go of them. */
  readonly #sides = new Map<Side, SSL.Context>();

  /**
   * Makes a context without certificate and without trusted CAs, as Node does; `createSecureContext` makes one with all.
   * @param secureProtocol - as the option of that name
   * @param secureOptions - as the option of that name
   * @param minVersion - as the option of that name
   * @param maxVersion - as the option of that name
   * @throws {TypeError} with node's code where a version or the protocol is none
   */
  constructor(
    secureProtocol?: string | null,
    secureOptions?: number | null,
    minVersion?: TlsVersion | null,
    maxVersion?: TlsVersion | null,
  );
  /** @internal */
  constructor(made: typeof MADE, recipe: Recipe);
  constructor(
    first?: string | typeof MADE | null,
    second?: number | Recipe | null,
    minVersion?: TlsVersion | null,
    maxVersion?: TlsVersion | null,
  ) {
    if (first === MADE && second instanceof Recipe) this.#recipe = second;
    else {
      this.#recipe = new Recipe(given({ secureProtocol: first, secureOptions: second, minVersion, maxVersion }), false);
    }
    this.context = new SecureContextHandle(this.#recipe, {
      now: () => this.sslContext('server'),
      changed: () => this.#sides.clear(),
    });
    // What is wrong is said now, and not when the first connection is made.
    this.sslContext('server');
  }

  /** @internal What bears on who the peer may be. */
  get settings(): Settings {
    return this.#recipe.settings;
  }

  /**
   * The `SSL.Context` beneath, for one side: connections of that side use it until this object is changed.
   * @param side - a client trusts the default CAs where none are named; a server trusts those that are named, and no others
   */
  sslContext(side: Side): SSL.Context {
    sideArgument(side, 'side');
    let context = this.#sides.get(side);
    if (context === undefined) {
      context = withCodes(() => this.#recipe.contextFor(side));
      this.#sides.set(side, context);
    }
    return context;
  }
}

/** Makes a context of options that have been judged. */
export function secureContextOf(options: ContextOptions): SecureContext {
  return withCodes(() => {
    const recipe = new Recipe(options, true);
    try {
      return new SecureContext(MADE, recipe);
    } catch (error) {
      recipe.free();
      throw error;
    }
  });
}
