/** A contender from a table: for each case a function that prepares and returns the operation. */

/**
 * @param {string} name
 * @param {Readonly<Record<string, (test: import('../cases.mjs').Case) => (() => unknown) | undefined>>} table - by the
 *   name of the case in the harness
 * @returns {import('../measure.mjs').Contender}
 */
export function fromTable(name, table) {
  return {
    name,
    prepare(test) {
      const once = test.through === 'evp' ? working(() => table[test.harness ?? test.name]?.(test)) : undefined;
      if (once === undefined) return undefined;
      return {
        run(times) {
          for (let i = 0; i < times; i++) once();
          return undefined;
        },
      };
    },
  };
}

/** The operation, where it can be done at all: not every runtime's node:crypto has every algorithm. @param {() => (() => unknown) | undefined} prepare */
function working(prepare) {
  try {
    const once = prepare();
    once?.();
    return once;
  } catch {
    return undefined;
  }
}

/** The same inputs for all. @param {number} size */
export function input(size) {
  return Uint8Array.from({ length: size }, (_, i) => 13 * i);
}

/** @param {number} size */
export function secret(size) {
  return Uint8Array.from({ length: size }, (_, i) => 7 * i + 3);
}

export const NONCE = new Uint8Array(12).fill(9);
export const AAD = secret(13);
export const MESSAGE = input(32);
