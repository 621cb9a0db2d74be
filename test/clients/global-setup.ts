/** The packed package, installed into a folder of its own with the hook that puts it in the place of node:tls. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { packAndInstall } from '../support/packed.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of the hook, beside which the packed package is installed. */
    readonly hook: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { folder, remove } = await packAndInstall();
  await cp(new URL('hook', import.meta.url), join(folder, 'hook'), { recursive: true });
  project.provide('hook', join(folder, 'hook'));
  return remove;
}
