/** The contexts of a server that speaks for several names. */
import type { SSL } from '../../../index.js';
import type { BothSides } from '../../options.js';

/** Contexts by patterns of names, as `addContext` of node:tls has them. */
export class NamedContexts {
  readonly #entries: { readonly pattern: RegExp; readonly context: SSL.Context | BothSides }[] = [];

  /** @param hostname - `*` stands for any part of one label; upper and lower case are the same */
  add(hostname: string, context: SSL.Context | BothSides): void {
    const source = hostname.replace(/[.+?^${}()|[\]\\-]/g, '\\$&').replaceAll('*', '[^.]*');
    this.#entries.push({ pattern: new RegExp(`^${source}$`, 'i'), context });
  }

  /** The one that was added last of those that match. */
  find(name: string): SSL.Context | BothSides | undefined {
    return this.#entries.findLast(({ pattern }) => pattern.test(name))?.context;
  }
}
