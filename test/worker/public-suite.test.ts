import { SSL } from '../../src/index.js';
import type { WorkerSSL } from '../../src/worker/index.js';
import { usePools } from '../support/worker-pool.js';
import { defineSuite } from './suite/index.js';

const { open } = usePools();
let one: WorkerSSL | undefined;
let two: WorkerSSL | undefined;

defineSuite({ name: 'this thread', SSL: () => SSL as unknown as WorkerSSL });
defineSuite({
  name: 'a worker',
  SSL: () => {
    one ??= open().SSL;
    return one;
  },
});
defineSuite({
  name: 'two workers',
  SSL: () => {
    two ??= open({ size: 2 }).SSL;
    return two;
  },
});
