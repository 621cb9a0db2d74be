import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as tsopenssl from '../../src/index.js';
import * as pki from '../../src/pki/index.js';
import { examplesOf, folderOf, ROOT } from './support/examples.js';

const PAGE = 'docs/guides/moving.md';

/** The right cells of the tables: what is written now. */
async function cells(): Promise<string[]> {
  const text = await readFile(join(ROOT, PAGE), 'utf8');
  return text.split('\n').flatMap((line) => {
    const [, , now] = line.split('|');
    return line.startsWith('|') && now !== undefined && !/^ (---|what you write now) $/.test(now) ? [now] : [];
  });
}

/** The names in a cell that this package has to have: what is called, or stands alone. */
function namesIn(cell: string): string[] {
  const code = [...cell.matchAll(/`([^`]+)`/g)]
    .map((match) => match[1] ?? '')
    .filter((text) => !/^(npx|connect$)/.test(text));
  return code.flatMap((text) => {
    const called = [...text.matchAll(/(?<![.\w])(?:(crypto|SSL)\.)?([A-Za-z0-9]+)\(/g)];
    if (called.length > 0)
      return called.map(([, module, name = '']) => (module === undefined ? name : `${module}.${name}`));
    return /^[a-z][A-Za-z0-9]+$/.test(text) && text !== 'identities' ? [text] : [];
  });
}

function has(name: string): boolean {
  const [module, member] = name.split('.');
  if (member === undefined)
    return name in pki || name in tsopenssl.SSL.Connection.prototype || name === 'tsopenssl/websocket';
  return member in (module === 'crypto' ? tsopenssl.crypto : tsopenssl.SSL);
}

describe('moving here', () => {
  it('names in its tables what there is', async () => {
    const all = await cells();
    expect(all.length).toBeGreaterThan(50);
    const names = [...new Set(all.flatMap(namesIn))];
    expect(names.length).toBeGreaterThan(30);
    const words = new Set(['key', 'issuer', 'catch']);
    expect(names.filter((name) => !words.has(name) && !has(name))).toEqual([]);
  });

  it('has an example that does each of its tasks', async () => {
    const folder = await folderOf(await examplesOf(PAGE));
    try {
      const { stdout } = await promisify(execFile)(process.execPath, ['moving.mjs'], {
        cwd: folder.path,
        timeout: 30_000,
      });
      expect(stdout).toBe('true www hello secret 0 true\ntrue EC\ntrue\n');
    } finally {
      await folder.remove();
    }
  });
});
