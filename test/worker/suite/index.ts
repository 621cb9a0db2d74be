/** The public behaviour of a Connection: it holds for the one of this thread and for the one of a pool. */
import { expect, it } from 'vitest';
import { defineCallbacks } from './callbacks.js';
import { defineErrors } from './errors.js';
import { defineSessions } from './sessions.js';
import { type Implementation, pki, sidesOf } from './sides.js';

/** Defines the suite for an implementation. */
export function defineSuite(implementation: Implementation): void {
  const { name } = implementation;
  const sides = sidesOf(implementation);
  const { connected } = sides;
  defineSessions(implementation, sides);
  defineCallbacks(implementation, sides);
  defineErrors(implementation, sides);

  it(`${name}: keeps any value with a context and a connection`, async () => {
    const { client, here } = await connected();
    expect(await client.getAppData()).toBeNull();
    await client.setAppData(pki);
    await here.setAppData(client);
    expect(await client.getAppData()).toBe(pki);
    expect(await here.getAppData()).toBe(client);
    expect(await client.getContext()).toBe(here);
  });
}
