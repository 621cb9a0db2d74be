/** In a process of its own: runs scripts on one of the two, and prints what each saw, a line each. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { SCRIPTS } from '../scripts/index.js';
import { breakIt } from './broken.js';
import type { Pki } from './given.js';
import type { Result, Script } from './script.js';
import { Stage, type Tls } from './stage.js';

/** What the process is told, in the file that its only argument names. */
export interface Task {
  readonly who: 'node' | 'ours' | 'broken';
  /** A folder in which the package is installed. */
  readonly folder: string;
  readonly pki: string;
  readonly names: readonly string[];
  readonly fault?: string;
}

/** Tells our lines from what scripts print. */
const MARK = '@@';
const TOGETHER = 8;
const TOO_LONG = 6000;

/** One line, and at once: a process that ends by a signal has said who was playing. */
const say = (line: Result | { begins: string }) => writeSync(1, `${MARK}${JSON.stringify(line)}\n`);

const task = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')) as Task;
const pki = JSON.parse(await readFile(task.pki, 'utf8')) as Pki;

async function namespaceUnderTest(): Promise<Partial<Tls> & { default?: Tls }> {
  if (task.who === 'node') return import('node:tls');
  const require = createRequire(`${task.folder}/x.js`);
  return import(pathToFileURL(require.resolve('tsopenssl/node')).href);
}

/** Whose exception it is: the script that was playing when its cause was set up, or the one that plays alone. */
const current = new AsyncLocalStorage<Stage>();
const uncaught: unknown[] = [];
let alone: Stage | undefined;
const seeUncaught = (error: unknown) => {
  const stage = alone ?? current.getStore();
  if (stage === undefined) uncaught.push(error);
  else stage.note('uncaught', error);
};
process.on('uncaughtException', seeUncaught);
process.on('unhandledRejection', seeUncaught);

async function play(tls: Tls, script: Script): Promise<Result> {
  say({ begins: script.name });
  const stage = new Stage(tls, exported, pki);
  if (script.alone === true) alone = stage;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      stage.note('the script', 'did not end');
      resolve();
    }, TOO_LONG);
  });
  try {
    await Promise.race([current.run(stage, () => script.run(stage)), late]);
  } catch (error) {
    stage.note('the script threw', error);
  }
  clearTimeout(timer);
  await stage.end();
  if (script.alone === true) {
    await stage.sleep(20);
    alone = undefined;
  }
  return { name: script.name, seen: stage.seen };
}

const namespace = await namespaceUnderTest();
const exported = Object.keys(namespace);
const whole = namespace.default ?? (namespace as Tls);
// Where nobody names ciphers, ours has an order of its own (its row says why): both are told one, the same.
whole.DEFAULT_CIPHERS = `${whole.DEFAULT_CIPHERS}:!SRP`;
const tls = task.who === 'broken' ? breakIt(whole, task.fault ?? '') : whole;
const chosen = SCRIPTS.filter(({ name }) => task.names.includes(name));
const queue = chosen.filter(({ alone: isAlone }) => isAlone !== true);
const worker = async () => {
  for (let script = queue.shift(); script !== undefined; script = queue.shift()) say(await play(tls, script));
};
await Promise.all(Array.from({ length: TOGETHER }, worker));
for (const script of chosen) if (script.alone === true) say(await play(tls, script));
if (uncaught.length > 0) {
  const seen = { uncaught: uncaught.map((error) => String((error as Error)?.stack ?? error)) };
  say({ name: `uncaught on ${task.who}`, seen });
}
process.exit(0);
