/** What is around every view, and that the page works at all. */
import { expect } from 'vitest';
import { itVisits } from './support/visit.js';

itVisits('the page reads what is pasted, in a thread', '#/read?lang=en', async ({ page }) => {
  await page.locator('textarea').fill('-----BEGIN PGP MESSAGE-----\n\n-----END PGP MESSAGE-----\n');
  await page.locator('button.primary').click();
  const said = await page.waitForSelector('.notice.info');
  expect(await said?.evaluate((element) => element.textContent)).toContain('PGP');
});

itVisits('views, language and theme stand in the fragment, and nowhere else', '#/read?lang=en', async ({ page }) => {
  expect(await page.title()).toBe('Read · tsopenssl');
  await page.locator('nav a:nth-child(2)').click();
  await page.waitForFunction(() => document.title === 'Make · tsopenssl');
  await page.select('.settings label:nth-child(1) select', 'ar');
  await page.waitForFunction(() => document.documentElement.dir === 'rtl');
  await page.select('.settings label:nth-child(2) select', 'dark');
  await page.waitForFunction(() => location.hash === '#/make?lang=ar&theme=dark');
  await page.locator('nav a:nth-child(3)').click();
  await page.waitForFunction(() => location.hash === '#/handshake?lang=ar&theme=dark');
  const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
  expect(kept).toEqual([0, 0, '']);
});
