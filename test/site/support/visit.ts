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

/** Runs `body` with a page that has opened nothing yet. */
async function withOwnPage(name: BrowserName, body: (visit: Omit<Visit, 'origin'>) => Promise<void>): Promise<void> {
  const starting = started.get(name) ?? startBrowser(name);
  started.set(name, starting);
  const { browser } = await starting;
  const context = await browser.createBrowserContext();
  try {
    await body({ browser: name, page: await context.newPage(), context });
  } finally {
    await context.close();
  }
}

/** Runs `body` at a place of the page, such as `#/read?lang=de`, and fails where the page has thrown or broken its policy. */
export async function visit(
  name: BrowserName,
  fragment: string,
  body: (visit: Visit) => Promise<void>,
  origin = inject('site'),
): Promise<void> {
  await withOwnPage(name, async (own) => {
    const faults: string[] = [];
    own.page.on('pageerror', (error) => faults.push(String(error)));
    own.page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await own.page.goto(`${origin}/${fragment}`);
    await own.page.waitForSelector('main h1');
    await body({ ...own, origin });
    expect(faults).toEqual([]);
  });
}

const present = (names: readonly BrowserName[]) => BROWSERS.filter(([name]) => names.includes(name));

/** One test for each browser that is here, or for those that are named. @param timeout - in milliseconds, where it is long */
export function itVisits(
  title: string,
  fragment: string,
  body: (visit: Visit) => Promise<void>,
  names: readonly BrowserName[] = ['chromium', 'firefox'],
  timeout?: number,
): void {
  describe.each(present(names))('%s', (name, program) => {
    it.skipIf('missing' in program)(titleOf(title, program), () => visit(name, fragment, body), timeout);
  });
}

/** The same, with a page that has opened nothing yet: for tests that serve the page themselves. */
export function itVisitsOwn(title: string, body: (visit: Omit<Visit, 'origin'>) => Promise<void>): void {
  describe.each(BROWSERS)('%s', (name, program) => {
    it.skipIf('missing' in program)(titleOf(title, program), () => withOwnPage(name, body));
  });
}
