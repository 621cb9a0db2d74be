/** Every block of code in README and docs is run as it stands, or says why it is not. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { crypto, rand, SSL, socket, ssl } from '../../src/index.js';
import * as pki from '../../src/pki/index.js';
import { TRIALS, type Trial } from './support/all-examples.js';
import { blocksOf, examplesOf, folderOf, ROOT } from './support/examples.js';

const run = promisify(execFile);

/** README, and all that is written in docs/; the reference and the report of the API are made of code. */
async function pages(): Promise<string[]> {
  const all = await readdir(join(ROOT, 'docs'), { recursive: true });
  return [
    'README.md',
    ...all.filter((name) => /^(?!reference|api)[^.].*\.md$/.test(name)).map((name) => `docs/${name}`),
  ];
}

/** The trials of one kind, for a table of tests. */
function trials<K extends string>(
  kind: K,
): [title: string, page: string, name: string, trial: Extract<Trial, Record<K, unknown>>][] {
  return Object.entries(TRIALS).flatMap(([page, blocks]) =>
    Object.entries(blocks).flatMap(([name, trial]) =>
      kind in trial ? [[`${page}: ${name}`, page, name, trial as Extract<Trial, Record<K, unknown>>] as const] : [],
    ),
  ) as never;
}

async function folderWith(page: string, others: readonly string[] = [], packages: readonly string[] = []) {
  const all = await Promise.all([...others, page].map((one) => examplesOf(one)));
  return folderOf(new Map(all.flatMap((examples) => [...examples])), packages);
}

describe('examples of README and docs', () => {
  it('are each tried, or say why not', async () => {
    for (const page of await pages()) {
      const names = [...(await blocksOf(page)).keys()];
      const { '*': others, ...listed } = TRIALS[page] ?? {};
      if (others === undefined) expect(names.sort(), page).toEqual(Object.keys(listed).sort());
      else expect(names, page).toEqual(expect.arrayContaining(Object.keys(listed)));
    }
    expect(Object.keys(TRIALS).filter((page) => !existsSync(join(ROOT, page)))).toEqual([]);
  });

  it.each(trials('prints'))('run as they stand, against the built package: %s', async (_title, page, name, trial) => {
    const folder = await folderWith(page, trial.with, trial.packages);
    try {
      const { stdout } = await run(process.execPath, [name], { cwd: folder.path, timeout: 60_000 });
      expect(stdout).toBe(trial.prints);
    } finally {
      await folder.remove();
    }
  });

  it.each(trials('bundlesFor'))('have imports that are there: %s', async (_title, page, name, { bundlesFor }) => {
    const folder = await folderWith(page);
    try {
      const { warnings } = await build({
        entryPoints: [join(folder.path, name)],
        bundle: true,
        write: false,
        format: 'esm',
        conditions: [bundlesFor],
        external: ['cloudflare:*', 'node:*', './openssl*.wasm'],
        logLevel: 'silent',
      });
      // esbuild says nothing of it to users: what a package declares of its own files is none of theirs.
      expect(warnings.filter(({ id }) => id !== 'ignored-bare-import')).toEqual([]);
    } finally {
      await folder.remove();
    }
  });

  it.each(trials('runsIn'))('are run by the test that is named: %s', async (_title, page, name, { runsIn }) => {
    const test = await readFile(join(ROOT, runsIn), 'utf8');
    const subject = page.split('/').at(-1)?.replace('.md', '') ?? '';
    expect(test.includes(subject) || test.includes(name)).toBe(true);
  });

  it('are in the order in which README says them: the first is the ten lines', async () => {
    const [first = ''] = (await examplesOf('README.md')).values();
    expect(first.trim().split('\n').length).toBeLessThanOrEqual(12);
  });

  it('of the command line in README: each but the one that needs a network', async () => {
    const lines = ((await blocksOf('README.md')).get('sh 2') ?? '').trim().split('\n');
    const folder = await folderOf(new Map());
    try {
      const commands = lines.map((line) => line.replace(/ +#.*/, '').replace(/^npx tsopenssl /, ''));
      expect(commands.map((command) => command.split(' ')[0])).toEqual([
        'inspect',
        'issue',
        'issue',
        'verify',
        'connect',
      ]);
      const [inspect = '', root = '', leaf = '', verify = ''] = commands;
      for (const command of [root, leaf, verify, inspect.replace('anything.pem', 'example.com.crt')]) {
        const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
        await run(process.execPath, [join(ROOT, 'dist/cli.js'), ...args], { cwd: folder.path, timeout: 60_000 });
      }
      expect(existsSync(join(folder.path, 'root.key'))).toBe(true);
    } finally {
      await folder.remove();
    }
  }, 120_000);
});

describe('tables', () => {
  it('name tasks of certificates that there are', async () => {
    const text = await readFile(join(ROOT, 'docs/guides/certificates.md'), 'utf8');
    const table = /\| task \| functions \|\n([\s\S]*?)\n\n/.exec(text)?.[1] ?? '';
    const names = [...table.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !(name in pki))).toEqual([]);
  });

  it('README names every entry of the package, and no other', async () => {
    const text = await readFile(join(ROOT, 'README.md'), 'utf8');
    const { exports } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { exports: object };
    const named = [...text.matchAll(/^\| `(tsopenssl[\w/-]*)` \|/gm)].map((match) => match[1] ?? '');
    const there = Object.keys(exports).map((path) => path.replace(/^\./, 'tsopenssl'));
    expect(named.filter((name) => !there.includes(name))).toEqual([]);
    // Those of one runtime's way to the module, and the scripts of threads, are in the table of runtimes and in guides.
    const own = there.filter((name) => !/inline|lazy\/|-thread$|\.(wasm|json)$/.test(name));
    expect(own.filter((name) => !named.includes(name))).toEqual([]);
    expect(Object.keys({ crypto, rand, SSL, socket, ssl }).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

it('README is short', async () => {
  expect((await readFile(join(ROOT, 'README.md'), 'utf8')).split('\n').length).toBeLessThanOrEqual(190);
});
