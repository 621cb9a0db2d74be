/** Joins contenders that know different cases. */

/** @typedef {import('./measure.mjs').Contender} Contender */

/** The first of several that knows a case. @param {string} name @param {readonly Contender[]} contenders */
export function firstOf(name, contenders) {
  /** @type {Contender} */
  const contender = {
    name,
    async prepare(test) {
      for (const one of contenders) {
        const operation = await one.prepare(test);
        if (operation !== undefined) return operation;
      }
      return undefined;
    },
  };
  return contender;
}
