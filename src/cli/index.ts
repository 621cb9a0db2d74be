/** `npx tsopenssl …`: the command line over tsopenssl/pki and tsopenssl/node. */
import { removeUnfinished } from './files/writing.js';
import { run } from './frame/program.js';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    removeUnfinished();
    // Once more, without us: who started this is to know by what it ended.
    process.kill(process.pid, signal);
  });

process.exit(await run(process.argv.slice(2)));
