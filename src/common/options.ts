/**
 * How an option is declared: what it must be, once, for every function that takes it. A declaration is a table of names and
 * rules; what it makes of an object is the object with each option checked, and without those that were not given.
 */
import {
  type BytesLike,
  binaryArgument,
  booleanArgument,
  bytesArgument,
  callbackArgument,
  listArgument,
} from './arguments.js';
import { outOfRange, wrongType, wrongValue } from './refusals.js';

/** What an option must be: returns the value as it is used, or throws one sentence. It is not asked where none was given. */
export type Rule<T> = (value: unknown, name: string) => T;

/** A rule for each option: a new one without a rule does not compile. */
export type Rules<T extends object> = { readonly [K in keyof T]-?: Rule<Exclude<T[K], null | undefined>> };

/** The rules of some options. A call, unlike a pattern, bundlers leave out where nobody uses what it gives. */
export function only<R extends object, K extends keyof R>(rules: R, ...names: readonly K[]): Pick<R, K> {
  return Object.fromEntries(names.map((name) => [name, rules[name]])) as Pick<R, K>;
}

/** The rules of all options but some. */
export function without<R extends object, K extends keyof R>(rules: R, ...names: readonly K[]): Omit<R, K> {
  const rest = Object.keys(rules).filter((name) => !(names as readonly PropertyKey[]).includes(name));
  return only(rules, ...(rest as Exclude<keyof R, K>[]));
}

/**
 * Declares options. `undefined` and `null` stand for "not given", as in node:tls. Each option is read once, so that what
 * was checked is what is used. Names that are not declared are passed on as they are.
 * @param undeclared - refuses an object that has another name: where an option that is mistyped would be a check that is left out
 * @returns what judges an object of options, named as in `options must be …`
 */
export function declareOptions<T extends object>(
  rules: Rules<T>,
  undeclared: 'passed on' | 'refused' = 'passed on',
): (input: unknown, name?: string) => T {
  const table = new Map(Object.entries<Rule<unknown>>(rules));
  return (input, name = 'options') => {
    if (input === undefined || input === null) return {} as T;
    if (typeof input !== 'object') throw wrongType(name, 'an object', input);
    const given: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(input)) {
      if (table.has(key)) continue;
      if (undeclared === 'refused') throw unknownOption(name, key, [...table.keys()]);
      given[key] = value;
    }
    for (const [key, rule] of table) {
      const value = (input as Record<string, unknown>)[key];
      if (value !== undefined && value !== null) given[key] = rule(value, key);
    }
    return given as T;
  };
}

function unknownOption(name: string, key: string, known: readonly string[]): TypeError {
  const error = new TypeError(
    `${name} must not have ${JSON.stringify(key.slice(0, 40))}: there is ${known.join(', ')}`,
  );
  return Object.assign(error, { code: 'ERR_INVALID_ARG_VALUE' });
}

/** True or false. A number or a text is neither: who writes one does not know what it does. */
export const boolean: Rule<boolean> = booleanArgument;

/** As node:tls reads `rejectUnauthorized`: false alone is false, so that no slip turns verification off. */
export const trueUnlessFalse: Rule<boolean> = (value) => value !== false;

/** A whole number of a range. */
export function integer(min: number, max: number): Rule<number> {
  return (value, name) => {
    if (typeof value !== 'number') throw wrongType(name, 'a whole number', value);
    if (!Number.isInteger(value)) throw wrongValue(name, 'a whole number', value);
    if (value < min || value > max) throw outOfRange(name, min, max, value);
    return value + 0;
  };
}

/** The longest time that a timer takes: a longer one would end at once. */
const MAX_TIMER = 0x7fff_ffff;

/** A time in milliseconds, 0 to 2^31 - 1. `Infinity` is none: 0 is how "no limit" is said where there is such a thing. */
export const milliseconds: Rule<number> = (value, name) => {
  if (typeof value !== 'number') throw wrongType(name, 'a number of milliseconds', value);
  if (!(value >= 0 && value <= MAX_TIMER)) throw outOfRange(name, 0, MAX_TIMER, value, ' ms');
  return value + 0;
};

/** A string. */
export const text: Rule<string> = (value, name) => {
  if (typeof value !== 'string') throw wrongType(name, 'a string', value);
  return value;
};

/** Bytes, as a plain view of them. */
export const bytes: Rule<Uint8Array> = binaryArgument;

/** Text as it is, or bytes. */
export const textOrBytes: Rule<string | Uint8Array> = (value, name) =>
  typeof value === 'string' ? value : bytesArgument(value as BytesLike, name);

/** A function. */
export function func<F>(): Rule<F> {
  return (value, name) => callbackArgument(value as F, name);
}

/** One of these values, and nothing else. */
export function oneOf<const T extends string | number>(...values: readonly T[]): Rule<T> {
  return (value, name) => {
    if (typeof value !== typeof values[0]) throw wrongType(name, `a ${typeof values[0]}`, value);
    if (!values.includes(value as T)) throw wrongValue(name, alternatives(values), value);
    return value as T;
  };
}

/** An object of a class. */
export function instance<T>(Class: abstract new (...args: never[]) => T, called = Class.name): Rule<T> {
  return (value, name) => {
    if (!(value instanceof Class)) throw wrongType(name, `an instance of ${called}`, value);
    return value;
  };
}

/** An object that has these methods, whoever made it. */
export function withMethods<T>(called: string, ...methods: readonly string[]): Rule<T> {
  return (value, name) => {
    const has = (method: string) => typeof (value as Record<string, unknown>)[method] === 'function';
    if (typeof value !== 'object' || value === null || !methods.every(has)) throw wrongType(name, called, value);
    return value as T;
  };
}

/** A list, each of which keeps the rule. A string, bytes and a single thing are no lists. */
export function listOf<T>(rule: Rule<T>): Rule<readonly T[]> {
  return (value, name) => listArgument(value, name, rule);
}

/** One, or an array of them. */
export function oneOrList<T>(rule: Rule<T>): Rule<T | readonly T[]> {
  return (value, name) =>
    typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && Symbol.iterator in value
      ? listArgument(value, name, rule)
      : rule(value, name);
}

function alternatives(values: readonly (string | number)[]): string {
  const last = String(values.at(-1));
  return values.length === 1 ? last : `${values.slice(0, -1).join(', ')} or ${last}`;
}
