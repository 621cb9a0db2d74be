/** A thread that fails when it is told to. */
import { parentPort } from 'node:worker_threads';
import '../../src/entries/worker-thread.js';
import { wasm } from '../../src/ffi/instance.js';

parentPort?.on('message', (message: { readonly fail?: 'throw' | 'exit' | 'trap' | 'hang' }) => {
  switch (message.fail) {
    case 'throw':
      throw new Error('the thread throws');
    case 'exit':
      process.exit(7);
      break;
    case 'trap':
      try {
        wasm().out_release(0xffff_fff0);
      } catch {
        // Whoever calls next hears of it.
      }
      break;
    case 'hang':
      for (;;);
  }
});
