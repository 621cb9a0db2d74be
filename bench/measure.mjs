/**
 * Times several contenders over one case in interleaved rounds, so that whatever else the machine does meets all of them
 * alike: a round runs each once, in an order of its own, and a ratio is taken within its round.
 */

/**
 * @typedef {object} Operation
 * @property {(times: number) => number | undefined | Promise<number | undefined>} run - may answer with the milliseconds
 *   that it took, where it has a clock of its own
 * @property {() => void} [end]
 */
/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {(test: import('./cases.mjs').Case) => Operation | undefined | Promise<Operation | undefined>} prepare
 * @property {() => void} [close]
 */
/** @typedef {{ slice: number, rounds: number, warm: number }} Effort - milliseconds a slice, and before it counts */
/**
 * @typedef {object} Measured
 * @property {number} median - in the case's unit
 * @property {number} spread - half the distance of the quartiles, as a part of the median
 * @property {number} ratio - ours over this one, or for times this one over ours: above 1 we are faster
 */

const API_WARMTH = 6;

/**
 * @param {import('./cases.mjs').Case} test
 * @param {readonly Contender[]} contenders - the first is ours
 * @param {Effort} effort
 * @returns {Promise<Map<string, Measured>>} by the contenders that know the case
 */
export async function measure(test, contenders, effort) {
  const entries = [];
  for (const contender of contenders) {
    const operation = await contender.prepare(test);
    if (operation !== undefined) {
      // A handshake is hundreds of functions, which the engine optimises one by one.
      const warm = Math.max(test.least?.warm ?? 0, test.through === 'api' ? effort.warm * API_WARMTH : effort.warm);
      const slice = Math.max(test.least?.slice ?? 0, effort.slice);
      const times = await calibrate(operation, { ...effort, slice, warm });
      entries.push({ name: contender.name, operation, times, rates: /** @type {number[]} */ ([]) });
    }
  }
  for (let round = 0; round < effort.rounds; round++) {
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[(i + round) % entries.length];
      if (entry !== undefined) entry.rates.push(entry.times / (await timed(entry.operation, entry.times)));
    }
  }
  const ours = entries[0]?.rates ?? [];
  for (const { operation } of entries) operation.end?.();
  return new Map(
    entries.map(({ name, rates }) => {
      const ratios = rates.map((rate, round) => (ours[round] ?? Number.NaN) / rate);
      return [name, { median: inUnit(test, median(rates)), spread: spreadOf(rates), ratio: median(ratios) }];
    }),
  );
}

/** @param {Operation} operation @param {number} times */
async function timed(operation, times) {
  const start = performance.now();
  const own = await operation.run(times);
  return typeof own === 'number' ? own : performance.now() - start;
}

/** How many operations fill a slice, found while the code warms up. @param {Operation} operation @param {Effort} effort */
async function calibrate(operation, { slice, warm }) {
  let times = 1;
  const start = performance.now();
  for (;;) {
    const ms = await timed(operation, times);
    if (ms >= slice / 2 && performance.now() - start >= warm) return Math.max(1, Math.round((times * slice) / ms));
    if (ms < slice / 2) times *= 2;
  }
}

/** @param {import('./cases.mjs').Case} test @param {number} perMs - operations a millisecond */
function inUnit(test, perMs) {
  if (test.unit === 'ms') return 1 / perMs;
  return test.unit === 'MB/s' ? (perMs * (test.size ?? 0)) / 1000 : perMs * 1000;
}

/** @param {readonly number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/** @param {readonly number[]} values */
function spreadOf(values) {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / 2 / median(values);
}

/** @param {readonly number[]} values @param {number} part */
function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  return low + ((sorted[Math.ceil(at)] ?? low) - low) * (at % 1);
}
