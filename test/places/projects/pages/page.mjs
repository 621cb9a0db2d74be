const worker = new Worker(new URL('./own-worker.mjs', import.meta.url), { type: 'module' });
const answers = [];
worker.onmessage = ({ data }) => {
  answers.push(data);
  if (answers.length === 3) globalThis.result = answers;
};
worker.onerror = ({ message }) => {
  globalThis.result = `error ${message}`;
};
for (const name of ['one', 'two', 'three']) worker.postMessage(name);
