/** The thread's side: waits for the first word, then does what it is told. */
import { type Endpoint as ComlinkEndpoint, expose, transfer } from 'comlink';
import { OpenSSLError } from '../../index.js';
import { type Endpoint, threadEndpoint } from '../wire/endpoint.js';
import { failureOf } from '../wire/failures.js';
import type { Command, LaterAnswer, Notice, Reply, Service, StartMessage } from '../wire/messages.js';
import { Encoder } from '../wire/values.js';
import { Asking } from './asking.js';
import { exchange } from './exchange.js';
import { Jobs, type Kit, type Made } from './jobs.js';
import { Objects } from './objects.js';

/** What a thread needs of its runtime. */
export interface ThreadPlatform {
  /** Takes the compiled module. */
  useModule(module: unknown): void;
  /** How many bytes of the heap are in use. */
  heapBytes(): number;
  /** The functions of `tsopenssl/pki`, where the script has them. */
  readonly kit?: Kit;
}

/** Serves the thread that has started this one. */
export function serve(platform: ThreadPlatform): void {
  const endpoint = threadEndpoint();
  const onStart = ({ data }: { data: unknown }) => {
    if (!isStart(data)) return;
    endpoint.removeEventListener('message', onStart);
    endpoint.postMessage(begin(endpoint, platform, data), []);
  };
  endpoint.addEventListener('message', onStart);
  endpoint.start?.();
}

function begin(endpoint: Endpoint, platform: ThreadPlatform, start: StartMessage): Notice {
  try {
    if (start.module === undefined)
      throw new OpenSSLError('no WebAssembly module was given: import tsopenssl/worker by its package entry');
    platform.useModule(start.module);
    const asking = new Asking((notice, buffers) => endpoint.postMessage(notice, [...buffers]), start);
    endpoint.addEventListener('message', ({ data }) => {
      if (isAnswer(data)) asking.answered(data);
    });
    const jobs = new Jobs(platform.kit, asking);
    expose(serviceOf(new Objects(asking), jobs, platform), endpoint as unknown as ComlinkEndpoint);
    return { tsopenssl: 'ready' };
  } catch (error) {
    return { tsopenssl: 'failed', failure: failureOf(error) };
  }
}

function serviceOf(objects: Objects, jobs: Jobs, platform: ThreadPlatform): Service {
  const moving = ({ reply, buffers }: Made) => transfer<Reply>(reply, buffers);
  return {
    perform(command) {
      if (command.do === 'job') return jobs.run(command).then(moving);
      if (command.do === 'pull') return jobs.pull(command).then(moving);
      const encoder = new Encoder(undefined, true);
      try {
        const result = perform(objects, platform, command);
        const value = encoder.encode(result);
        if (isReplyOwned(command)) release(result);
        return transfer<Reply>({ value }, encoder.buffers);
      } catch (error) {
        return { failure: failureOf(error) };
      }
    },
  };
}

type Direct = Exclude<Command, { do: 'job' | 'pull' }>;

function perform(objects: Objects, platform: ThreadPlatform, command: Direct): unknown {
  switch (command.do) {
    case 'context':
      return objects.makeContext(command);
    case 'connection':
      return objects.makeConnection(command.id, command.context, command.role);
    case 'call':
      return objects.call(command.id, command);
    case 'exchange':
      return exchange(objects.connection(command.id), command);
    case 'free':
      return objects.free(command.id);
    case 'status': {
      const { contexts, connections } = objects;
      return { contexts, connections, heapBytes: platform.heapBytes() };
    }
  }
}

/** Whether what a command gave was made for the answer alone. */
function isReplyOwned(command: Direct): boolean {
  return command.do === 'call';
}

function release(result: unknown): void {
  for (const object of Array.isArray(result) ? result : [result]) {
    if (typeof object === 'object' && object !== null && 'free' in object && typeof object.free === 'function')
      object.free();
  }
}

function isAnswer(data: unknown): data is LaterAnswer {
  return typeof data === 'object' && data !== null && 'tsopenssl' in data && data.tsopenssl === 'answer';
}

function isStart(data: unknown): data is StartMessage {
  return typeof data === 'object' && data !== null && 'tsopenssl' in data && data.tsopenssl === 'start';
}
