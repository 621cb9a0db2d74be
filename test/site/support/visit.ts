/** A visit of the page by a browser, with all that went wrong there. */
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { startBrowser } from '../../runtimes/support/browser.js';
import { chromium, firefox, titleOf } from '../../runtimes/support/programs.js';

const BROWSERS = [
  ['chromium', chromium],
  ['firefox', firefox],
] as const;

type BrowserName = (typeof BROWSERS)[number][0];

/** What a test is given. */
export interface Visit {
  readonly browser: BrowserName;
  /** The page, opened at the place that was named. */
  readonly page: Page;
  /** What keeps the files and the service worker of this visit apart from others. */
  readonly context: BrowserContext;
  /** Where the page is served. */
  readonly origin: string;
}

/** A browser starts slowly: there is one for all tests of a file. */
const started = new Map<BrowserName, Promise<{ readonly browser: Browser; readonly end: () => Promise<void> }>>();

afterAll(async () => {
  const all = await Promise.allSettled(started.values());
  await Promise.all(all.map((one) => (one.status === 'fulfilled' ? one.value.end() : undefined)));
});

/** Runs `body` at a place of the page, such as `#/read?lang=de`, and fails where the page has thrown or broken its policy. */
export async function visit(
  name: BrowserName,
  fragment: string,
  body: (visit: Visit) => Promise<void>,
  origin = inject('site'),
): Promise<void> {
  const starting = started.get(name) ?? startBrowser(name);
  started.set(name, starting);
  const { browser } = await starting;
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(`${origin}/${fragment}`);
    await page.waitForSelector('main h1');
    await body({ browser: name, page, context, origin });
    expect(faults).toEqual([]);
  } finally {
    await context.close();
  }
}

/** One test for each browser that is here, or for those that are named. @param timeout - in milliseconds, where it is long */
export function itVisits(
  title: string,
  fragment: string,
  body: (visit: Visit) => Promise<void>,
  names: readonly BrowserName[] = ['chromium', 'firefox'],
  timeout?: number,
): void {
  describe.each(BROWSERS.filter(([name]) => names.includes(name)))('%s', (name, program) => {
    it.skipIf('missing' in program)(titleOf(title, program), () => visit(name, fragment, body), timeout);
  });
}
