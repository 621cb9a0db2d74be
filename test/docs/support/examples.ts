/** The examples of a page, in a folder where they can be run. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The repository. */
export const ROOT = new URL('../../../', import.meta.url).pathname;

/** The blocks of a page by the name in their first line. */
export async function examplesOf(page: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(ROOT, page), 'utf8');
  const blocks = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  return new Map(blocks.map((block) => [/^\/\/ (\S+)/.exec(block)?.[1] ?? '', block]));
}

/** A folder with these examples, the built package and others of ours beside it. */
export async function folderOf(
  examples: ReadonlyMap<string, string>,
  packages: readonly string[] = [],
): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'tsopenssl-examples-'));
  const modules = join(path, 'node_modules');
  await mkdir(modules);
  await symlink(ROOT, join(modules, 'tsopenssl'), 'dir');
  for (const name of packages) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), join(modules, name), 'dir');
  }
  for (const [name, text] of examples) await writeFile(join(path, name), text);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
