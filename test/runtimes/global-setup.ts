/** Packs the package as npm would publish it and installs the tarball into a folder of its own, once for all these tests. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { run } from '../../scripts/lib/run.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder in which the packed package is installed. */
    readonly consumer: string;
    /** The packed package. */
    readonly tarball: string;
  }
}

const ROOT = new URL('../../', import.meta.url).pathname;

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-consumer-'));
  const packed = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT });
  const name = /"filename":\s*"([^"]+)"/.exec(packed)?.[1] ?? '';
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${name}`], { cwd: folder });
  await cp(join(ROOT, 'test/runtimes/smoke'), join(folder, 'smoke'), { recursive: true });
  project.provide('consumer', folder);
  project.provide('tarball', join(folder, name));
  return () => rm(folder, { recursive: true, force: true });
}
