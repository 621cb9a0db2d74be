import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONTENDERS, linesOf } from '../../bench/pki/contenders.mjs';
import { inputs, TASKS } from '../../bench/pki/tasks.mjs';
import { ROOT } from './support/examples.js';

const given = inputs();
const rows = (await readFile(join(ROOT, 'docs/beside-libraries.md'), 'utf8'))
  .split('\n')
  .filter((line) => line.startsWith('| '));

describe('certificates beside other libraries', () => {
  it.each(TASKS.map((task) => [task.title, task] as const))('%s', async (title, { id, check }) => {
    const row = rows.find((line) => line.startsWith(`| ${title} |`)) ?? '';
    const cells = row.split(' | ').slice(1);
    let column = 0;
    for (const [name, contender] of CONTENDERS) {
      const way = contender[id];
      const cell = cells[column++] ?? '';
      if (typeof way !== 'function') {
        expect(cell.replace(/ \|$/, ''), name).toBe(way?.startsWith('it can') ? way : `no: ${way}`);
        continue;
      }
      expect(await check(await way(given), given), name).toBe(true);
      expect(cell, name).toMatch(new RegExp(`^${linesOf(way)} lines?, [\\d.e+]+ ms`));
    }
    expect(column).toBe(CONTENDERS.size);
  });

  it('has a way of ours for every task', () => {
    expect(TASKS.filter(({ id }) => typeof CONTENDERS.get('tsopenssl')?.[id] !== 'function')).toEqual([]);
  });
});
