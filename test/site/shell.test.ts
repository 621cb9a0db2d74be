/** What is around every view. */
import { expect } from 'vitest';
import { itVisits } from './support/visit.js';

itVisits('views, language and theme stand in the fragment, and nowhere else', '#/read?lang=en', async ({ page }) => {
  expect(await page.title()).toBe('Read · tsopenssl');
  await page.locator('nav a:nth-child(2)').click();
  await page.waitForFunction(() => document.title === 'Make · tsopenssl');
  await page.select('.settings label:nth-child(1) select', 'ar');
  await page.waitForFunction(() => document.documentElement.dir === 'rtl');
  await page.select('.settings label:nth-child(2) select', 'dark');
  await page.waitForFunction(() => location.hash.endsWith('?lang=ar&theme=dark'));
  await page.locator('nav a:nth-child(3)').click();
  await page.waitForFunction(() => location.hash.startsWith('#/handshake'));
  expect(await page.evaluate(() => location.hash)).toContain('lang=ar&theme=dark');
  const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
  expect(kept).toEqual([0, 0, '']);
});

itVisits('a fragment that means nothing opens the first view', '#/%E0%A4%A/x?lang=zz&theme=loud', async ({ page }) => {
  expect(await page.title()).toContain('· tsopenssl');
  expect(await page.$eval('nav a[aria-current]', (link) => link.getAttribute('href'))).toContain('#/read');
});

itVisits(
  'who wants less motion has none',
  '#/read?lang=en',
  async ({ page }) => {
    const duration = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--quick').trim());
    expect(await duration()).not.toBe('0s');
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    expect(await duration()).toBe('0s');
  },
  ['chromium'],
);
