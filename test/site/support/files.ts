/** Files for the page, made once for the tests of a file. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll } from 'vitest';
import { PASSWORD, writeSamples } from '../../../scripts/lib/site-samples.mjs';

export { PASSWORD };

const { folder, remove } = await writeSamples();

/** Where the samples lie. */
export { folder };

afterAll(remove);

/** Where a sample lies. */
export const pathTo = (name: string): string => join(folder, name);

/** Writes a further file. */
export function addFile(name: string, content: Uint8Array | string): void {
  writeFileSync(pathTo(name), content);
}

/** What openssl of the system says. */
export const openssl = (...args: readonly string[]): string =>
  execFileSync('openssl', [...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Opens samples on the page, and waits until all are read. */
export async function openFiles(page: Page, ...names: readonly string[]): Promise<void> {
  const input = (await page.waitForSelector('input[type=file]')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...names.map(pathTo));
  await page.waitForSelector('.items li');
  await page.waitForFunction(() => document.querySelector('progress') === null);
}

/** What stands in all elements of a selector. */
export const textsOf = (page: Page, selector: string): Promise<string[]> =>
  page.$$eval(selector, (elements) => elements.map((element) => element.textContent ?? ''));

/** Waits until one element has a text. */
export async function waitForText(page: Page, selector: string, text: string): Promise<void> {
  await page.waitForFunction(
    (where, what) => [...document.querySelectorAll(where)].some((element) => element.textContent?.includes(what)),
    {},
    selector,
    text,
  );
}

/** Chooses a tab by its label. */
export async function openTab(page: Page, label: string): Promise<void> {
  await page.evaluate((wanted) => {
    for (const tab of document.querySelectorAll<HTMLElement>('[role=tab]')) if (tab.textContent === wanted) tab.click();
  }, label);
}
