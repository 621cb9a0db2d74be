/** What the smoke suite prints. */
import { expect } from 'vitest';

export interface Result {
  readonly name: string;
  readonly error?: string;
  readonly figures?: { readonly imported: number; readonly hello?: number; readonly helloBytes?: number };
}

const TESTS = ['imports', 'certificate', 'handshakes', 'resumption', 'errors', 'random'];

/** Every test ran, in every place, and none failed. */
export function expectAllPassed(results: readonly Result[], places: readonly string[]): void {
  const figures = results.find((result) => result.figures !== undefined)?.figures;
  if (figures !== undefined) console.log(`${expect.getState().currentTestName}: ${JSON.stringify(figures)} ms`);
  expect(results.filter((result) => result.error !== undefined)).toEqual([]);
  const names = results.filter((result) => result.figures === undefined).map((result) => result.name);
  expect(names).toEqual(places.flatMap((place) => TESTS.map((test) => (place === '' ? test : `${place}: ${test}`))));
}

/** Reads the last line of what a runtime printed. */
export function parseResults(output: string): Result[] {
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Result[];
}
