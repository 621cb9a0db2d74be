/** Every `@throws` of a public function of the kit is provoked, by its class; or a reason says why not. */
import { describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import { PkiError, RequestRefusedError } from '../../../src/pki/index.js';
import { documented } from './documented.js';
import { OF_MESSAGES } from './messages.js';
import { OF_STRUCTURES, UNPROVOKED } from './structures.js';

const CLASSES: Readonly<Record<string, abstract new (...args: never[]) => Error>> = {
  ...{ PkiError, RequestRefusedError, RangeError, TypeError, 'crypto.Error': crypto.Error },
};
const PROVOKED = { ...OF_STRUCTURES, ...OF_MESSAGES };
const all = documented();

describe('what doc comments say is thrown', () => {
  it('has a call that provokes it, or a reason', () => {
    expect(all.length).toBeGreaterThan(60);
    const keys = new Set(all.map(({ key }) => key));
    expect([...keys].filter((key) => (PROVOKED[key]?.length ?? 0) === 0 && UNPROVOKED[key] === undefined)).toEqual([]);
    expect([...Object.keys(PROVOKED), ...Object.keys(UNPROVOKED)].filter((key) => !keys.has(key))).toEqual([]);
  });

  const rows = Object.entries(PROVOKED).flatMap(([key, given]) =>
    given.map(([words, provoke]) => ({ key, words, provoke })),
  );
  it.each(rows)('$key: $words', async ({ key, words, provoke }) => {
    expect(all.filter((one) => one.key === key).some(({ when }) => when.includes(words))).toBe(true);
    const Class = CLASSES[key.split(' ')[1] ?? ''];
    let thrown: unknown;
    try {
      await provoke();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Class);
    expect(thrown instanceof Error && thrown.message).toMatch(/^\S.{8,}/s);
  });
});
