/** The reference: every public member of every entry is in it, every link leads somewhere, and names keep apart. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicFaces } from '../../scripts/lib/public-faces.mjs';
import { deadLinks, makeReference, namesAlike } from '../../scripts/lib/reference.mjs';
import { trackedFiles } from '../../scripts/lib/source-files.mjs';
import { ROOT } from './support/examples.js';
import { type Member, publicMembers } from './support/public-members.js';

let folder = join(ROOT, 'docs/reference');
let temporary: string | undefined;

/** Whether `npm run docs` has run since its inputs changed, as it has in CI. */
async function isFresh(): Promise<boolean> {
  const made = await stat(join(folder, 'names.json')).catch(() => undefined);
  if (made === undefined) return false;
  const inputs = await trackedFiles(
    'src/*.ts',
    '*.md',
    'typedoc.config.mjs',
    'scripts/lib/reference.mjs',
    'package.json',
  );
  const changed = await Promise.all(inputs.map(async (file) => (await stat(join(ROOT, file))).mtimeMs));
  return Math.max(...changed) < made.mtimeMs;
}

beforeAll(async () => {
  if (await isFresh()) return;
  temporary = await mkdtemp(join(tmpdir(), 'tsopenssl-reference-'));
  folder = temporary;
  expect((await makeReference(folder)).faults).toEqual([]);
}, 600_000);

afterAll(async () => {
  if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
});

describe('the reference', () => {
  it('has a page, and a place in it, for every public member of every entry', async () => {
    const names = JSON.parse(await readFile(join(folder, 'names.json'), 'utf8')) as Record<string, string>;
    const pages = new Map<string, string>();
    const isThere = async ({ path }: Member): Promise<boolean> => {
      const url = names[path.join('.')];
      if (url === undefined) return false;
      const [page = '', anchor] = url.split('#');
      if (!pages.has(page)) pages.set(page, await readFile(join(folder, page), 'utf8').catch(() => ''));
      const text = pages.get(page) ?? '';
      return anchor === undefined ? text !== '' : text.includes(` id="${anchor}"`);
    };
    const missing: string[] = [];
    let count = 0;
    for (const { name, types } of publicFaces()) {
      for (const member of publicMembers(name, join(ROOT, types))) {
        count += 1;
        if (!(await isThere(member))) missing.push(member.path.join(' › '));
      }
    }
    expect(count).toBeGreaterThan(2000);
    expect(missing).toEqual([]);
  }, 300_000);

  it('has the class of connections over memory, with its members', async () => {
    const names = JSON.parse(await readFile(join(folder, 'names.json'), 'utf8')) as Record<string, string>;
    const page = await readFile(join(folder, names['tsopenssl.SSL.Connection'] ?? ''), 'utf8');
    expect(page).toMatch(/<h1>Class (<!-- -->)?Connection/);
    for (const member of ['doHandshake', 'bioRead', 'bioWrite', 'recv', 'sendall', 'shutdown', 'DTLSv1Listen'])
      expect(names[`tsopenssl.SSL.Connection.${member}`], member).toContain('SSL.Connection');
  });

  it('has the guides, each a page of its own that others lead to', async () => {
    const index = await readFile(join(folder, 'index.html'), 'utf8');
    for (const guide of ['connections', 'certificates', 'node', 'https', 'web', 'workers'])
      expect(index, guide).toMatch(new RegExp(`href="documents/[^"]*${guide}[^"]*\\.html"`));
    expect(existsSync(join(folder, 'documents'))).toBe(true);
  });

  it('has no dead link, and no two files of one name where case does not count', async () => {
    expect(await deadLinks(folder).then(({ dead }) => dead)).toEqual([]);
    expect(await namesAlike(folder)).toEqual([]);
  });
});

describe('what looks at it', () => {
  it('finds links to no file and to no place, and names that differ in case alone', async () => {
    const bad = await mkdtemp(join(tmpdir(), 'tsopenssl-links-'));
    try {
      await mkdir(join(bad, 'a'));
      await writeFile(
        join(bad, 'index.html'),
        '<a href="a/b.html#there"></a><a href="a/b.html#gone"></a><a href="c.html"></a>',
      );
      await writeFile(
        join(bad, 'a/b.html'),
        '<h1 id="there"></h1><a href="https://example.com/x"></a><a href="../index.html"></a>',
      );
      await writeFile(join(bad, 'a/B.html'), '');
      expect((await deadLinks(bad)).dead).toEqual([
        'index.html: a/b.html#gone leads to no place in its page',
        'index.html: c.html leads nowhere',
      ]);
      expect(await namesAlike(bad)).toEqual(['a/B.html and a/b.html are one file where case does not count']);
    } finally {
      await rm(bad, { recursive: true, force: true });
    }
  });
});
