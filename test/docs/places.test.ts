/** The table of places names tests that there are. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const text = await readFile(new URL('docs/places.md', ROOT), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---') && !line.startsWith('| place '))
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );

describe('docs/places.md', () => {
  it('has a row for each place', () => expect(rows.length).toBeGreaterThan(15));

  it.each(rows)('%s', async (_place, works, write, shown = '') => {
    expect(write).not.toBe('');
    if (works === 'not tried') {
      expect(shown).toBe('—');
      return;
    }
    const [, file = '', title = ''] = /^`([^`]+)`(?:: (.*))?$/.exec(shown) ?? [];
    expect(existsSync(new URL(file, ROOT)), shown).toBe(true);
    expect(await readFile(new URL(file, ROOT), 'utf8')).toContain(title);
  });

  it('names every test of test/places', async () => {
    for (const name of ['jest', 'next', 'confined', 'browser']) expect(text).toContain(`test/places/${name}.test.ts`);
  });
});
