/**
 * Every exported function, constructor, method and setter, each argument replaced by each wrong value, alone and in all
 * places: the outcome is a result or an error that its caller can act upon, and the instance works afterwards. The calls are
 * made of the exports and the prototypes; a new method whose parameters nobody has described here fails.
 */
import { EventEmitter } from 'node:events';
import net from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import * as fetching from '../src/adapters/fetch/index.js';
import * as node from '../src/adapters/node/index.js';
import * as web from '../src/adapters/web/index.js';
import * as websocket from '../src/adapters/websocket/index.js';
import { crypto, rand, SSL, socket, ssl } from '../src/index.js';
import * as pki from '../src/pki/index.js';
import { WorkerPool } from '../src/worker/index.js';
import { GOOD, OBJECTS, parametersOf } from './support/signatures.js';
import { uncaughtDuring } from './support/uncaught.js';
import { faultOf, WRONG_VALUES } from './support/wrong-values.js';

const worker = { WorkerPool };
const MODULES: Readonly<Record<string, object>> = {
  ...{ crypto, SSL, ssl, rand, socket, node, web, websocket, fetch: fetching, worker, pki },
};
/** Where the prototypes of the platform begin. */
const PLATFORM: ReadonlySet<object> = new Set([
  Object.prototype,
  Duplex.prototype,
  net.Server.prototype,
  platformBehind(),
]);

/** What lies between our sockets and the platform's: names of the platform's, with what its Duplex has behind them. */
function platformBehind(): object {
  let level: object = node.TLSSocket.prototype;
  for (let behind: object = level; behind !== tls.TLSSocket.prototype; behind = Object.getPrototypeOf(behind) as object)
    level = behind;
  return level;
}

/** Not public, though the language has no word for it: the faces over them check what they are given. */
const INTERNAL = new Set([
  'constructor',
  ...['endInput', 'errorOf', 'exclusively', 'freeze', 'giveInput', 'handle', 'handshakeStatus', 'isCloseNotify'],
  ...[
    'changing',
    'setting',
    'choosing',
    'mutable',
    'needsInput',
    'prepare',
    'readStatus',
    'sessionRemove',
    'shutdownStatus',
    'statusError',
    'takeInput',
  ],
  ...[
    'takeOutput',
    'useIdentity',
    'verifyCallback',
    'writeStatus',
    'sendStatus',
    'receiveStatus',
    'run',
    'inner',
    'hostFlags',
    'isClientOnly',
    'core',
    'sendStatus',
    'adopt',
    'attend',
    'autoDh',
    'settings',
    'received',
    'fail',
    'dispatched',
    'demandAgain',
    'refreshTimeout',
    'endTimeout',
  ],
]);
/** Classes that only the library makes objects of. */
const MADE_WITHIN = new Set(['ConnectionCore', 'TlsSocket']);
/** Made of what the library itself knows, or passed to the socket beneath. */
const SKIPPED_STATICS = new Set(['wrap', 'make', 'over']);

/** Node's own streams and emitters judge what these are given, in their words. */
const OF_THE_PLATFORM = new Set(['TLSSocket.write', 'TLSSocket.once']);
/** What a listener throws is the application's exception, and nobody's to catch. */
const TELLING = /^TLSSocket\.(connect|setTimeout)$/;

interface Subject {
  readonly module: string;
  readonly name: string;
  readonly parameters: readonly string[];
  /** Prepares for a row of calls, and gives what calls. */
  readonly prepare: () => (args: unknown[]) => unknown;
}

const isClass = (value: unknown): value is new (...args: unknown[]) => object =>
  typeof value === 'function' && Function.prototype.toString.call(value).startsWith('class');
const isErrorClass = (value: unknown): boolean => typeof value === 'function' && value.prototype instanceof Error;

/** The prototypes of a class, down to those of the platform. */
function prototypesOf(prototype: object | null): object[] {
  if (prototype === null || PLATFORM.has(prototype)) return [];
  return [prototype, ...prototypesOf(Object.getPrototypeOf(prototype) as object | null)];
}

function* subjectsOfClass(module: string, name: string, Class: new (...args: unknown[]) => object): Generator<Subject> {
  if (!MADE_WITHIN.has(name))
    yield {
      ...{ module, name: `${name}.constructor`, parameters: parametersOf(Class) },
      prepare: () => (args) => new Class(...args),
    };
  for (const key of Object.getOwnPropertyNames(Class)) {
    const value = (Class as unknown as Record<string, unknown>)[key];
    if (typeof value !== 'function' || key === 'prototype' || SKIPPED_STATICS.has(key)) continue;
    const prepare = () => (args: unknown[]) => Reflect.apply(value, Class, args);
    yield { module, name: `${name}.${key}`, parameters: parametersOf(value), prepare };
  }
  yield* members(module, name, Class.prototype as object);
}

/** Methods, getters and setters, of an object in each of its states. */
function* members(module: string, name: string, from: object): Generator<Subject> {
  const seen = new Set<string>();
  for (const prototype of prototypesOf(from)) {
    for (const [key, { value, get, set }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (INTERNAL.has(key) || key.startsWith('_') || seen.has(key)) continue;
      seen.add(key);
      if (OF_THE_PLATFORM.has(`${name}.${key}`)) continue;
      for (const [state, make] of (OBJECTS[name] ?? []).entries()) {
        const called = `${name}.${key}`;
        const prepare = (use: (object: Record<string, unknown>, args: unknown[]) => unknown) => () => {
          const object = make() as Record<string, unknown>;
          return (args: unknown[]) => use(object, args);
        };
        const suffix = state === 0 ? '' : ` #${state}`;
        if (typeof value === 'function') {
          const call = prepare((object, args) => (object[key] as (...args: unknown[]) => unknown)(...args));
          yield { module, name: called + suffix, parameters: parametersOf(value), prepare: call };
        }
        if (get !== undefined)
          yield { module, name: `get ${called}${suffix}`, parameters: [], prepare: prepare((object) => object[key]) };
        if (set !== undefined) {
          const assign = prepare((object, [given]) => {
            object[key] = given;
          });
          yield { module, name: `set ${called}${suffix}`, parameters: ['value'], prepare: assign };
        }
      }
    }
  }
}

function* subjectsOf(module: string): Generator<Subject> {
  const seen = new Set<unknown>();
  for (const [name, value] of Object.entries(MODULES[module] ?? {})) {
    // Errors are thrown by the library, and made by nobody else.
    if (typeof value !== 'function' || seen.has(value) || isErrorClass(value)) continue;
    seen.add(value);
    if (isClass(value)) yield* subjectsOfClass(module, name, value);
    else if (name === 'Connection' || name === 'Server') yield* subjectsOfClass(module, name, value as never);
    else
      yield {
        module,
        name,
        parameters: parametersOf(value),
        prepare: () => (args) => Reflect.apply(value, undefined, args),
      };
  }
}

function good(subject: Subject, parameter: string): unknown {
  const name = subject.name.replace(/^(get|set) | #\d+$/g, '');
  const make = GOOD[`${subject.module}.${name}.${parameter}`] ?? GOOD[`${name}.${parameter}`] ?? GOOD[parameter];
  if (make === undefined) throw new Error(`${name}: what is a good ${parameter}? Say it in support/signatures.ts`);
  return make();
}

const NEVER_MEANT = new Set(['TrapError', 'MemoryError', 'SyntaxError', 'ReferenceError', 'AssertionError']);

/** Calls it. @returns the fault of what it throws */
async function attempt(call: (args: unknown[]) => unknown, args: unknown[]): Promise<string | undefined> {
  try {
    const result: unknown = call(args);
    if (result instanceof EventEmitter) result.on('error', () => undefined);
    if (!(result instanceof Promise)) return undefined;
    // What is refused is refused at once; what waits for a peer waits for ever.
    await Promise.race([result, new Promise((resolve) => setTimeout(resolve, 1))]);
    return undefined;
  } catch (error) {
    return faultOf(error, NEVER_MEANT);
  }
}

async function faultsOf(subject: Subject): Promise<string[]> {
  const { parameters } = subject;
  const faults: string[] = [];
  const note = (what: string, fault: string | undefined) =>
    void (fault !== undefined && faults.push(`${what}: ${fault}`));
  note('nothing', await attempt(subject.prepare(), []));
  if (parameters.length === 0) return faults;
  let call = subject.prepare();
  for (const [name, make] of WRONG_VALUES) {
    note(`all ${name}`, await attempt(call, parameters.map(make)));
    if (parameters.length === 1) continue;
    call = EXPENSIVE.test(subject.name) ? call : subject.prepare();
    for (const [index, parameter] of parameters.entries()) {
      const args = parameters.map((other, at) => (at === index ? make() : good(subject, other)));
      note(`${parameter} = ${name}`, await attempt(call, args));
    }
  }
  return faults;
}

/** Whose making takes a handshake. */
const EXPENSIVE = /^(get |set )?(Connection|SocketConnection|SSLObject|TLSSocket|TlsSocket|Server)\./;

describe.each(Object.keys(MODULES))('%s', (module) => {
  for (const subject of subjectsOf(module)) {
    const { name, parameters } = subject;
    it(`${name}(${parameters.join(', ')}) answers each wrong argument`, { timeout: 60_000 }, async () => {
      const faults: string[] = [];
      const run = async () => void faults.push(...(await faultsOf(subject)));
      if (TELLING.test(name)) {
        const uncaught = await uncaughtDuring(run);
        expect(uncaught.filter(({ message }) => message !== 'thrown by a callback')).toEqual([]);
      } else await run();
      expect(faults).toEqual([]);
      // The instance lives.
      expect(new crypto.X509().getVersion()).toBe(0);
    });
  }
});

it('leaves no class of objects out', () => {
  // Faces over others, and what only the library makes.
  const WITHOUT = new Set(['ConnectionCore', 'DefaultVerifyPaths', 'SSLSocket', 'sslsocket', 'WorkerPool']);
  const names = Object.values(MODULES).flatMap((module) =>
    Object.entries(module)
      .filter(([, value]) => isClass(value) && !isErrorClass(value))
      .map(([name]) => name.replace(/Type$/, '')),
  );
  expect(names.filter((name) => !(name in OBJECTS) && !WITHOUT.has(name))).toEqual([]);
});
