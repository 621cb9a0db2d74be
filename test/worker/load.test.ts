import { expect, it } from 'vitest';
import type { WorkerPool } from '../../src/worker/index.js';
import { heldUp } from '../support/held-up.js';
import { usePools } from '../support/worker-pool.js';
import { contextsOf, shakeBySteps } from '../support/worker-sides.js';

const { open } = usePools();
const HANDSHAKES = 50;
const WARM_UP = 20;
/** The goal is 5 ms; a collection of garbage may fall into one turn. */
const GENEROUS_MS = 30;

async function measure(pool: WorkerPool) {
  const { here, there } = await contextsOf(pool);
  await pool.start();
  const one = async () => {
    const client = new pool.SSL.Connection(here, null);
    const server = new pool.SSL.Connection(there, null);
    await shakeBySteps(client, server);
    await Promise.all([client.free(), server.free()]);
  };
  for (let i = 0; i < WARM_UP; i++) await one();
  const started = performance.now();
  const { wall, own } = await heldUp(async () => {
    await Promise.all(Array.from({ length: HANDSHAKES }, one));
  });
  return { perSecond: Math.round((HANDSHAKES * 1000) / (performance.now() - started)), wall, own };
}

it.each([1, 2])(`${HANDSHAKES} handshakes at once, both ends in a pool of %i, leave this thread free`, async (size) => {
  const { perSecond, wall, own } = await measure(open({ size }));
  console.log(
    `pool of ${size}: ${perSecond} handshakes/s, both ends; this thread held up its loop for at most ` +
      `${own.toFixed(1)} ms (${wall.toFixed(1)} ms by the clock, with what else the machine did)`,
  );
  expect(Number.isNaN(own) ? 0 : own).toBeLessThan(GENEROUS_MS);
});
