/** The suite in Node, Deno or Bun, on the main thread and in a worker. Prints one line of JSON. */
import { runSuite } from './suite.mjs';

const entry = process.argv[2] ?? 'tsopenssl';
const results = [...(await here()), ...(await inWorker())];
console.log(JSON.stringify(results));
process.exit(0);

async function here() {
  const started = performance.now();
  const library = await import(entry);
  const imported = performance.now() - started;
  const { SSL } = library;
  const connection = new SSL.Connection(new SSL.Context(SSL.TLS_CLIENT_METHOD), null);
  try {
    connection.doHandshake();
  } catch (error) {
    if (!(error instanceof SSL.WantReadError)) throw error;
  }
  const helloBytes = connection.bioPending();
  const hello = performance.now() - started;
  return [
    { name: 'start', figures: { imported, hello, helloBytes } },
    ...runSuite(library).map((result) => ({ ...result, name: `main: ${result.name}` })),
  ];
}

/** @returns {Promise<{ name: string, error?: string }[]>} */
async function inWorker() {
  const url = new URL('./worker.mjs', import.meta.url);
  const results = await new Promise((resolve, reject) => {
    if (typeof Worker === 'function') {
      const worker = new Worker(url, { type: 'module' });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(entry);
    } else {
      import('node:worker_threads').then((threads) => {
        const worker = new threads.Worker(url);
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.postMessage(entry);
      }, reject);
    }
  });
  return results.map((/** @type {{ name: string }} */ result) => ({ ...result, name: `worker: ${result.name}` }));
}
