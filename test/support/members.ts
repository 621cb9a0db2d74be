/** Every member of an object, from its prototypes, called with arguments of every kind: none is left out because it is new. */
import { expect } from 'vitest';
import { OpenSSLError, TrapError } from '../../src/index.js';

/** One value of each kind that a parameter may have, of those that are nobody's object. */
export const PLAIN_VALUES: readonly unknown[] = [
  1,
  'no/such/place',
  new Uint8Array([1, 2, 3]),
  null,
  () => true,
  ['http/1.1'],
];

/** One way to use an object. */
export interface Member {
  readonly name: string;
  use(target: object, values: readonly unknown[]): void;
}

type Free = { free(): void };

/** Objects that are somebody's: what a member gives beside them was made for the caller, who frees it. */
export type Owned = ReadonlySet<unknown>;

/** Runs one use; what it throws must say what is wrong, and what it makes is freed. @returns a promise's settlement */
function attempt(
  title: string,
  owned: Owned,
  pending: Promise<unknown>[],
  body: () => unknown,
  isStrict: boolean,
): void {
  try {
    const result = body();
    if (result instanceof Promise) {
      pending.push(
        result.then(
          (value) => release(value, owned),
          (error) => judge(title, error, isStrict),
        ),
      );
    } else release(result, owned);
  } catch (error) {
    judge(title, error, isStrict);
  }
}

/**
 * An error of this package, or of an argument, with a sentence; and never the end of the instance.
 * @param isStrict - the sentence is not JavaScript's own
 */
export function judge(title: string, error: unknown, isStrict = false): void {
  const isArgument = error instanceof TypeError || error instanceof RangeError;
  // Of a file that is not there, the system's.
  const isSystem = (error as { code?: unknown }).code === 'ENOENT';
  const isTyped = error instanceof OpenSSLError || isArgument || isSystem;
  expect(isTyped && !(error instanceof TrapError), `${title}: ${String(error)}`).toBe(true);
  expect((error as Error).message, title).not.toBe('');
  if (isStrict) expect((error as Error).message, title).not.toMatch(OF_THE_ENGINE);
}

/** What JavaScript itself says where nobody has looked at an argument. */
const OF_THE_ENGINE = /^Cannot (read|set|convert)|is not (a function|iterable|an object)|private member/;

function release(value: unknown, owned: Owned): void {
  if (Array.isArray(value)) for (const each of value) release(each, owned);
  else if (typeof value === 'object' && value !== null && !owned.has(value) && 'free' in value) (value as Free).free();
}

/**
 * The members of an object, by its prototypes.
 * @param isFace - its methods take arguments that JavaScript does not count
 */
export function membersOf(object: object, owned: Owned, pending: Promise<unknown>[] = [], isFace = false): Member[] {
  const members = new Map<string, Member>();
  for (
    let prototype: object | null = Object.getPrototypeOf(object) as object;
    prototype !== null && prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype) as object | null
  ) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (name === 'constructor' || members.has(name) || (isFace && OF_FACES.has(name))) continue;
      members.set(name, memberOf(name, property, owned, pending, isFace));
    }
  }
  // What ends the object comes last.
  return [...members.values()].sort((a, b) => Number(ENDING.has(a.name)) - Number(ENDING.has(b.name)));
}

const ENDING: ReadonlySet<string> = new Set(['free', 'close', 'unwrap']);

function memberOf(
  name: string,
  property: PropertyDescriptor,
  owned: Owned,
  pending: Promise<unknown>[],
  isFace: boolean,
): Member {
  const { get, set, value } = property;
  return {
    name,
    use(target, values) {
      // As a user does: an object may be a proxy, which stands before the members.
      const call = (...args: unknown[]) =>
        attempt(
          name,
          owned,
          pending,
          () => {
            const method: unknown = Reflect.get(target, name);
            return (method as (...all: unknown[]) => unknown).apply(target, args);
          },
          isFace,
        );
      if (typeof value === 'function') {
        call();
        if (value.length === 0 && !isFace && !TAKING.has(name)) return;
        for (const first of values) for (const rest of [[], [20], ['sha256'], values.slice(0, 1)]) call(first, ...rest);
      }
      if (get !== undefined) attempt(name, owned, pending, () => Reflect.get(target, name), isFace);
      if (set !== undefined)
        for (const first of values) attempt(name, owned, pending, () => Reflect.set(target, name, first), isFace);
    },
  };
}

/** Members of faces that the package calls alone, with what it has looked at. */
const OF_FACES: ReadonlySet<string> = new Set([
  'callbackOf',
  'declaring',
  'freeze',
  'giving',
  'hasArrived',
  'isOf',
  'mayTake',
  'missingOn',
  'naming',
  'on',
  'useContext',
  'wipe',
]);

/** Methods whose first parameter has a default, which JavaScript does not count. */
const TAKING: ReadonlySet<string> = new Set(['keyUpdate', 'flushSessions', 'read', 'getpeercert', 'getChannelBinding']);
