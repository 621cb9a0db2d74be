/** The suite in a worker of any runtime: it gets the name of the entry, and answers with the results. */
import { runSuite } from './suite.mjs';

if (typeof globalThis.postMessage === 'function') {
  self.onmessage = async ({ data }) => self.postMessage(runSuite(await import(data)));
} else {
  const { parentPort } = await import('node:worker_threads');
  parentPort?.once('message', async (entry) => parentPort.postMessage(runSuite(await import(entry))));
}
