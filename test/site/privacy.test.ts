/** Nothing leaves the browser: no request after the load, none at all without a network, nothing kept. */
import type { AddressInfo } from 'node:net';
import type { CDPSession } from 'puppeteer-core';
import { expect } from 'vitest';
import { serveSite } from '../../scripts/lib/site.mjs';
import { openFiles, openTab, PASSWORD, textsOf, waitForText } from './support/files.js';
import { itVisitsOwn } from './support/visit.js';

/** Opens files, with a password, and looks at all that there is of them. */
async function work(page: import('puppeteer-core').Page): Promise<void> {
  await openFiles(page, 'fullchain.pem', 'store.p12', 'letter.eml', 'key.pem');
  await page.locator('.items li:first-child button').click();
  for (const tab of ['Fields', 'ASN.1', 'Text', 'Chain']) await openTab(page, tab);
  await page.locator('.trust input').click();
  await waitForText(page, '.notice.good', 'The chain holds.');
  await page.evaluate(() => {
    for (const button of document.querySelectorAll<HTMLElement>('.items li button'))
      if (button.textContent?.includes('PKCS #12')) button.click();
  });
  await page.locator('.unlock input').fill(PASSWORD);
  await page.locator('.unlock button').click();
  await page.waitForSelector('.items li.inner');
}

/** How long a server must hear nothing before the load is over: browsers look for a newer service worker after it. */
const QUIET = 3000;

/** Waits until a log grows no more. @returns its length */
async function settled(log: readonly string[]): Promise<number> {
  for (;;) {
    const { length } = log;
    await new Promise((resolve) => setTimeout(resolve, QUIET));
    if (log.length === length) return length;
  }
}

/** What a browser asks for, of its page and of its workers. */
async function watchNetwork(session: CDPSession, asked: string[]): Promise<void> {
  const listen = async (one: CDPSession) => {
    one.on('Network.requestWillBeSent', ({ request }) => {
      if (!request.url.startsWith('blob:')) asked.push(request.url);
    });
    one.on('Network.webSocketCreated', ({ url }) => asked.push(url));
    await one.send('Network.enable').catch(() => undefined);
  };
  session.on('sessionattached', (worker: CDPSession) => void listen(worker));
  await listen(session);
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
}

itVisitsOwn('nothing is asked of any server after the load', async ({ page, browser, context }) => {
  const log: string[] = [];
  const { origin, close } = await serveSite({ onRequest: (line) => log.push(line) });
  try {
    await page.goto(`${origin}/#/read?lang=en`);
    await waitForText(page, 'footer', 'Works without a network');
    const loaded = await settled(log);
    expect(loaded).toBeGreaterThan(10);
    const asked: string[] = [];
    if (browser === 'chromium') await watchNetwork(await page.createCDPSession(), asked);
    await work(page);
    for (const view of ['make', 'handshake']) {
      await page.evaluate((id) => {
        location.hash = `#/${id}?lang=en`;
      }, view);
      await page.waitForFunction(
        (id) => document.querySelector('nav [aria-current]')?.getAttribute('href')?.includes(id),
        {},
        view,
      );
    }
    // The log of the server is the proof; what the browser says are files that the service worker has kept.
    // Firefox looks for a newer service worker by itself, without a word of the page.
    expect(log.slice(loaded).filter((line) => line !== 'GET /service-worker.js 0')).toEqual([]);
    // data: is an icon in the browser's own field for a date.
    const elsewhere = asked.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:'));
    expect(elsewhere).toEqual([]);
    const cookies = await context.cookies();
    const kept = await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
      (await caches.keys()).length,
    ]);
    expect([cookies.length, ...kept]).toEqual([0, 0, 0, 0, 1]);
    const held = await page.evaluate(async () => {
      const cache = await caches.open((await caches.keys())[0] ?? '');
      return (await cache.keys()).map(({ url }) => new URL(url).pathname);
    });
    expect(held).toContain('/index.html');
    expect(held.filter((path) => path.endsWith('.wasm')).length).toBe(2);
  } finally {
    close();
  }
});

itVisitsOwn('the page opens and works after its server has ended', async ({ page }) => {
  const { origin, close } = await serveSite();
  try {
    await page.goto(`${origin}/#/read?lang=en`);
    await waitForText(page, 'footer', 'Works without a network');
  } finally {
    close();
  }
  await expect(fetch(origin)).rejects.toThrow();
  await page.goto('about:blank');
  await page.goto(`${origin}/#/read?lang=en`);
  await page.waitForSelector('main h1');
  await work(page);
  expect(await textsOf(page, 'h1')).toEqual(['Read']);
  for (const view of ['make', 'handshake']) {
    await page.goto(`${origin}/#/${view}?lang=de`);
    await page.waitForSelector('main h1');
  }
});

itVisitsOwn('the policy lets no script send anything elsewhere', async ({ page }) => {
  const hits: string[] = [];
  const { createServer } = await import('node:http');
  const spy = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*').end();
  });
  await new Promise<void>((resolve) => spy.listen(0, '127.0.0.1', resolve));
  const { port } = spy.address() as AddressInfo;
  const { origin, close } = await serveSite();
  try {
    await page.goto(`${origin}/#/read?lang=en`);
    const outcome = await page.evaluate(async (target) => {
      const image = new Image();
      image.src = `${target}/image`;
      const beacon = (() => {
        try {
          return navigator.sendBeacon(`${target}/beacon`, 'secret');
        } catch {
          return false;
        }
      })();
      const fetched = await fetch(`${target}/fetch`).then(
        () => 'sent',
        () => 'refused',
      );
      const script = document.createElement('script');
      script.textContent = 'document.title = "evaluated"';
      document.body.append(script);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { fetched, beacon: typeof beacon, title: document.title };
    }, `http://127.0.0.1:${port}`);
    expect(outcome).toMatchObject({ fetched: 'refused', title: 'Read · tsopenssl' });
    expect(hits).toEqual([]);
  } finally {
    close();
    spy.close();
  }
});
