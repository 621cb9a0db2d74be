/** What makes a thread fail when it is told to. */
import { parentPort } from 'node:worker_threads';
import { wasm } from '../../src/ffi/instance.js';

/** Listens for what the thread shall do. */
export function failWhenTold(): void {
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
}
