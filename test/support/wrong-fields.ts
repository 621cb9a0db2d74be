/** A value, and each of its fields at every depth, replaced by each wrong value. */
import { faultOf, WRONG_VALUES } from './wrong-values.js';

const NEVER_MEANT = new Set(['TrapError', 'MemoryError', 'SyntaxError', 'ReferenceError', 'AssertionError']);

/**
 * What calls with wrong values answer, where it is nothing that a caller can act upon.
 * @param value - a good value of what is replaced: as a whole, and field by field
 */
export function faultsOfFields(value: unknown, call: (wrong: unknown) => unknown): string[] {
  return WRONG_VALUES.flatMap(([name, make]) =>
    [['', make()] as const, ...replaced(value, make)].flatMap(([path, wrong]) =>
      faultsOf(`${path} = ${name}`, () => call(wrong)),
    ),
  );
}

/** The same of what answers later. */
export async function laterFaultsOfFields(
  value: unknown,
  call: (wrong: unknown) => Promise<unknown>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const [name, make] of WRONG_VALUES)
    for (const [path, wrong] of [['', make()] as const, ...replaced(value, make)])
      try {
        await call(wrong);
      } catch (error) {
        const fault = faultOf(error, NEVER_MEANT);
        if (fault !== undefined) faults.push(`${path} = ${name}: ${fault}`);
      }
  return faults;
}

function faultsOf(what: string, body: () => unknown): string[] {
  try {
    body();
    return [];
  } catch (error) {
    const fault = faultOf(error, NEVER_MEANT);
    return fault === undefined ? [] : [`${what}: ${fault}`];
  }
}

/** The value with one field after the other replaced. */
function* replaced(value: unknown, wrong: () => unknown, path = ''): Generator<readonly [string, unknown]> {
  if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value)) return;
  for (const [field, inner] of Object.entries(value)) {
    const put = (other: unknown) =>
      Array.isArray(value)
        ? value.map((one, index) => (String(index) === field ? other : one))
        : { ...value, [field]: other };
    yield [`${path}.${field}`, put(wrong())];
    for (const [deeper, changed] of replaced(inner, wrong, `${path}.${field}`)) yield [deeper, put(changed)];
  }
}
