/** The examples of a page, in a folder where they can be run. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The repository. */
export const ROOT = new URL('../../../', import.meta.url).pathname;

/** The JavaScript of a page by the name in the first line of each block. */
export async function examplesOf(page: string): Promise<ReadonlyMap<string, string>> {
  return new Map([...(await blocksOf(page))].filter(([name]) => name.endsWith('.mjs')));
}

/** All blocks of a page: by the name in the first line, or by their language and their number among those. */
export async function blocksOf(page: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(ROOT, page), 'utf8');
  const blocks = new Map<string, string>();
  for (const [, language = '', code = ''] of text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)) {
    const number = [...blocks.keys()].filter((name) => name.startsWith(`${language} `)).length + 1;
    blocks.set(/^\/\/ (\S+\.mjs)\n/.exec(code)?.[1] ?? `${language} ${number}`, code);
  }
  return blocks;
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
