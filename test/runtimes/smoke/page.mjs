/** The suite in a page, on its main thread and in a worker. */
import { runSuite } from './suite.mjs';

/** @param {string} entry - the address of an entry of the package */
export async function runPage(entry) {
  const started = performance.now();
  const library = await import(entry);
  const imported = performance.now() - started;
  const results = runSuite(library).map((result) => ({ ...result, name: `main: ${result.name}` }));
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { type: 'module' });
  /** @type {{ name: string }[]} */
  const fromWorker = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(entry);
  });
  worker.terminate();
  return [
    { name: 'start', figures: { imported } },
    ...results,
    ...fromWorker.map((result) => ({ ...result, name: `worker: ${result.name}` })),
  ];
}
