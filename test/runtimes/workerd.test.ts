/** The smoke suite, from the packed package, in workerd: the module comes compiled, nothing is drawn at global scope. */
import { inject, it } from 'vitest';
import { titleOf, workerd } from './support/programs.js';
import { expectAllPassed, type Result } from './support/results.js';
import { serveWorker } from './support/workerd.js';

it.skipIf('missing' in workerd)(titleOf('workerd imports tsopenssl', workerd), async () => {
  const worker = await serveWorker(inject('consumer'), 'workerd');
  try {
    const response = await fetch(worker.url);
    expectAllPassed((await response.json()) as Result[], ['']);
  } finally {
    await worker.stop();
  }
});
