/** The packed package, installed into a folder of its own with the smoke suite, once for all these tests. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { packAndInstall } from '../support/packed.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder in which the packed package is installed. */
    readonly consumer: string;
    /** The packed package. */
    readonly tarball: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { folder, tarball, remove } = await packAndInstall();
  await cp(new URL('smoke', import.meta.url), join(folder, 'smoke'), { recursive: true });
  project.provide('consumer', folder);
  project.provide('tarball', tarball);
  return remove;
}
