/** Every member of an object, from its prototypes, called with arguments of every kind: none is left out because it is new. */
import { expect } from 'vitest';
import { OpenSSLError, TrapError } from '../../src/index.js';

/** One way to use an object. */
export interface Member {
  readonly name: string;
  use(target: object, values: readonly unknown[]): void;
}

type Free = { free(): void };

/** Objects that are somebody's: what a member gives beside them was made for the caller, who frees it. */
export type Owned = ReadonlySet<unknown>;

/** Runs one use; what it throws must say what is wrong, and what it makes is freed. @returns a promise's settlement */
function attempt(title: string, owned: Owned, pending: Promise<unknown>[], body: () => unknown): void {
  try {
    const result = body();
    if (result instanceof Promise) {
      pending.push(
        result.then(
          (value) => release(value, owned),
          (error) => judge(title, error),
        ),
      );
    } else release(result, owned);
  } catch (error) {
    judge(title, error);
  }
}

/** An error of this package, or of an argument, with a sentence; and never the end of the instance. */
export function judge(title: string, error: unknown): void {
  const isArgument = error instanceof TypeError || error instanceof RangeError;
  // Of a file that is not there, the system's.
  const isSystem = (error as { code?: unknown }).code === 'ENOENT';
  const isTyped = error instanceof OpenSSLError || isArgument || isSystem;
  expect(isTyped && !(error instanceof TrapError), `${title}: ${String(error)}`).toBe(true);
  expect((error as Error).message, title).not.toBe('');
}

function release(value: unknown, owned: Owned): void {
  if (Array.isArray(value)) for (const each of value) release(each, owned);
  else if (typeof value === 'object' && value !== null && !owned.has(value) && 'free' in value) (value as Free).free();
}

/** The members of an object, by its prototypes. */
export function membersOf(object: object, owned: Owned, pending: Promise<unknown>[] = []): Member[] {
  const members = new Map<string, Member>();
  for (
    let prototype: object | null = Object.getPrototypeOf(object) as object;
    prototype !== null && prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype) as object | null
  ) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (name === 'constructor' || members.has(name)) continue;
      members.set(name, memberOf(name, property, owned, pending));
    }
  }
  // What ends the object comes last.
  return [...members.values()].sort((a, b) => Number(ENDING.has(a.name)) - Number(ENDING.has(b.name)));
}

const ENDING: ReadonlySet<string> = new Set(['free', 'close', 'unwrap']);

function memberOf(name: string, property: PropertyDescriptor, owned: Owned, pending: Promise<unknown>[]): Member {
  const { get, set, value } = property;
  return {
    name,
    use(target, values) {
      if (typeof value === 'function') {
        attempt(name, owned, pending, () => value.call(target));
        if (value.length === 0 && !TAKING.has(name)) return;
        for (const first of values)
          for (const rest of [[], [20], ['sha256'], values.slice(0, 1)])
            attempt(name, owned, pending, () => value.call(target, first, ...rest));
      }
      if (get !== undefined) attempt(name, owned, pending, () => get.call(target));
      if (set !== undefined) for (const first of values) attempt(name, owned, pending, () => set.call(target, first));
    },
  };
}

/** Methods whose first parameter has a default, which JavaScript does not count. */
const TAKING: ReadonlySet<string> = new Set(['keyUpdate', 'flushSessions', 'read', 'getpeercert', 'getChannelBinding']);
