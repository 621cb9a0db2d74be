/** What is said to a wrong argument: the class, node's code, and one sentence that says what it must be and what it was. */

/** What a value is, in a word or two; asking a hostile object runs none of its code. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  try {
    const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
    return typeof name === 'string' && name !== '' ? name : 'object';
  } catch {
    return 'object';
  }
}

/** Whatever was thrown, or given as a reason, as an Error; what has no text of its own runs no code of ours into another. */
export function errorFrom(reason: unknown, otherwise = 'aborted'): Error {
  if (reason instanceof Error) return reason;
  try {
    return new Error(String(reason ?? otherwise));
  } catch {
    return new Error(`${otherwise}: ${typeName(reason)}`);
  }
}

/** A value as a sentence can show it: short, and never a secret, since only numbers and names are shown. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return typeName(value);
}

/** @param expected - as in "must be …": `a string`, `an integer` */
export function wrongType(name: string, expected: string, value: unknown): TypeError {
  const error = new TypeError(`${name} must be ${expected}, not ${typeName(value)}`);
  return Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
}

/** @param expected - as in "must be …": `TLSv1.2 or TLSv1.3` */
export function wrongValue(name: string, expected: string, value: unknown): RangeError {
  const error = new RangeError(`${name} must be ${expected}, not ${shown(value)}`);
  return Object.assign(error, { code: 'ERR_INVALID_ARG_VALUE' });
}

/** @param unit - behind the bounds, such as ` ms` */
export function outOfRange(name: string, min: number, max: number, value: number | bigint, unit = ''): RangeError {
  const error = new RangeError(`${name} must be between ${min} and ${max}${unit}, not ${value}`);
  return Object.assign(error, { code: 'ERR_OUT_OF_RANGE' });
}
