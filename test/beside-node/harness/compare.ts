/** Runs the scripts on both, and tells where what they saw differs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { run } from '../../../scripts/lib/run.mjs';
import type { Task } from './child.js';
import type { Pki, Seen } from './given.js';
import type { Result, Script } from './script.js';

export interface Difference {
  readonly script: string;
  /** Under which name it was noted. */
  readonly at: string;
  readonly node: unknown;
  readonly ours: unknown;
}

export interface Runner {
  /** Plays scripts on one of the two. */
  play(who: Task['who'], scripts: readonly Script[], fault?: string): Promise<Map<string, Seen>>;
  compare(scripts: readonly Script[], fault?: string): Promise<Difference[]>;
  close(): Promise<void>;
}

const ENTRY = new URL('child.ts', import.meta.url).pathname;

/** @param node - the program of Node; @param folder - where the package is installed */
export async function makeRunner(node: string, folder: string, pki: Pki): Promise<Runner> {
  const scratch = await mkdtemp(join(tmpdir(), 'tsopenssl-beside-'));
  const child = join(scratch, 'child.mjs');
  const pkiFile = join(scratch, 'pki.json');
  await writeFile(pkiFile, JSON.stringify(pki));
  await writeFile(join(scratch, 'ca.pem'), pki.ca);
  await build({
    entryPoints: [ENTRY],
    outfile: child,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });

  let tasks = 0;
  /** What they saw, and who was playing when the process ended before its time. */
  async function spawn(who: Task['who'], scripts: readonly Script[], fault?: string) {
    const names = scripts.map(({ name }) => name);
    const task: Task = { who, folder, pki: pkiFile, names, ...(fault !== undefined && { fault }) };
    const file = join(scratch, `task-${tasks++}.json`);
    await writeFile(file, JSON.stringify(task));
    const { env, flags } = scripts[0] ?? {};
    const own = Object.fromEntries(Object.entries(env ?? {}).map(([k, v]) => [k, v.replace('<scratch>', scratch)]));
    const results: Result[] = [];
    const playing = new Set<string>();
    const onLine = (line: string) => {
      if (!line.startsWith('@@')) return;
      const said = JSON.parse(line.slice(2)) as Result | { begins: string };
      if ('begins' in said) playing.add(said.begins);
      else {
        results.push(said);
        playing.delete(said.name);
      }
    };
    const ended = await run(node, ['--no-warnings', ...(flags ?? []), child, file], {
      cwd: scratch,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...own },
      onLine,
    }).then(
      () => 'well',
      (error: Error) => /ended with (\S+):/.exec(error.message)?.[1] ?? 'badly',
    );
    return { results, playing, ended };
  }

  async function playGroup(who: Task['who'], scripts: readonly Script[], fault?: string): Promise<Result[]> {
    const { results, playing, ended } = await spawn(who, scripts, fault);
    if (ended === 'well') return results;
    const [script] = scripts;
    if (scripts.length === 1 && script !== undefined) return [{ name: script.name, seen: { process: [ended] } }];
    // Node ends with a signal in some states: each that was playing goes alone, and the others go on.
    const done = new Set(results.map(({ name }) => name));
    for (const one of scripts.filter(({ name }) => playing.has(name)))
      results.push(...(await playGroup(who, [one], fault)));
    const left = scripts.filter(({ name }) => !done.has(name) && !playing.has(name));
    return left.length === 0 ? results : [...results, ...(await playGroup(who, left, fault))];
  }

  async function play(who: Task['who'], scripts: readonly Script[], fault?: string): Promise<Map<string, Seen>> {
    // Map.groupBy is not in Node 20.
    const groups = new Map<string, Script[]>();
    for (const script of scripts) {
      const group = JSON.stringify([script.env, script.flags]);
      groups.set(group, [...(groups.get(group) ?? []), script]);
    }
    const results = new Map<string, Seen>();
    for (const group of groups.values())
      for (const { name, seen } of await playGroup(who, group, fault)) results.set(name, seen);
    return results;
  }

  return {
    play,
    async compare(scripts, fault) {
      const who = fault === undefined ? 'ours' : 'broken';
      const [theirs, ours] = await Promise.all([play('node', scripts), play(who, scripts, fault)]);
      return differencesOf(theirs, ours);
    },
    close: () => rm(scratch, { recursive: true, force: true }),
  };
}

export function differencesOf(theirs: Map<string, Seen>, ours: Map<string, Seen>): Difference[] {
  const differences: Difference[] = [];
  for (const script of new Set([...theirs.keys(), ...ours.keys()])) {
    const [a, b] = [theirs.get(script) ?? {}, ours.get(script) ?? {}];
    for (const at of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (JSON.stringify(a[at]) !== JSON.stringify(b[at])) differences.push({ script, at, node: a[at], ours: b[at] });
    }
  }
  return differences;
}
