/** How node:tls reads what is not quite of the type that it names, where that turns no protection off. */
import { boolean, type Rule } from '../../common/options.js';

/** True or false, or 1 or 0 for them. */
export const yesOrNo: Rule<boolean> = (value, name) => boolean(value === 1 || value === 0 ? value === 1 : value, name);

const isNothing = (value: unknown) => value === '' || value === 0 || value === false;

/** What is empty, 0 or false stands for "not given". */
export function orNothing<T>(rule: Rule<T>): Rule<T> {
  return ((value, name) => (isNothing(value) ? undefined : rule(value, name))) as Rule<T>;
}

/** The same, but for text: the empty one is a name that is not known. */
export function orNothingButText<T>(rule: Rule<T>): Rule<T> {
  return ((value, name) => (value === 0 || value === false ? undefined : rule(value, name))) as Rule<T>;
}

/** The empty text stands for "not given". */
export function orEmpty<T>(rule: Rule<T>): Rule<T> {
  return ((value, name) => (value === '' ? undefined : rule(value, name))) as Rule<T>;
}

/** An empty list stands for "not given". */
export function orNone<T>(rule: Rule<T>): Rule<T> {
  return ((value, name) => (Array.isArray(value) && value.length === 0 ? undefined : rule(value, name))) as Rule<T>;
}

/** Bytes, or text of which each character is one. */
export function orLatin1<T>(rule: Rule<T>): Rule<T> {
  return (value, name) => rule(typeof value === 'string' ? Buffer.from(value, 'latin1') : value, name);
}

/** A wrong value is a TypeError in node:tls, and a RangeError in the rest of this package. */
export function inNodesClass<A extends unknown[], R>(judge: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    try {
      return judge(...args);
    } catch (error) {
      const { code, message } = error as Error & { code?: unknown };
      if (!(error instanceof RangeError) || code !== 'ERR_INVALID_ARG_VALUE') throw error;
      throw Object.assign(new TypeError(message), { code });
    }
  };
}
