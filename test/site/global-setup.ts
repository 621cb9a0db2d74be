/** The page, built once and served for all tests of it. */
import type { TestProject } from 'vitest/node';
import { buildSite, serveSite } from '../../scripts/lib/site.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the page is served. */
    readonly site: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => void> {
  await buildSite();
  const { origin, close } = await serveSite();
  project.provide('site', origin);
  return close;
}
