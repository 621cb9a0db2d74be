/** Large files: the page goes on, and what is under way can be stopped. */
import { expect } from 'vitest';
import { createCertificateAuthority, createCrl } from '../../src/pki/index.js';
import { addFile, pathTo, waitForText } from './support/files.js';
import { itVisits } from './support/visit.js';

const ENTRIES = 100_000;
/** Longest time that the page may stand still, in milliseconds, on a machine that does other things, too. */
const STILL = 1000;

const ca = createCertificateAuthority({ subject: 'large', key: { type: 'EC', curve: 'prime256v1' } });
const revoked = Array.from({ length: ENTRIES }, (_, index) => ({ serialNumber: index + 1 }));
addFile('large.crl', createCrl({ issuer: ca, revoked }).der);
addFile('large.bin', new Uint8Array(60 << 20).fill(7));

itVisits(
  'a large file leaves the page alive, and its reading is stopped by the button',
  '#/read?lang=en',
  async ({ page }) => {
    await page.evaluate(() => {
      const stills = { longest: 0 };
      let last = performance.now();
      setInterval(() => {
        const now = performance.now();
        stills.longest = Math.max(stills.longest, now - last);
        last = now;
      }, 10);
      Object.assign(globalThis, { stills });
    });
    const input = (await page.waitForSelector(
      'input[type=file]',
    )) as import('puppeteer-core').ElementHandle<HTMLInputElement>;
    await input.uploadFile(pathTo('large.crl'));
    await page.waitForSelector('.progress .button');
    await page.evaluate(() => document.querySelector<HTMLElement>('.progress .button')?.click());
    await waitForText(page, '.notice.info', 'Stopped.');
    await page.waitForFunction(() => document.querySelector('progress') === null);
    // What was stopped can be done after all.
    await input.uploadFile(pathTo('large.bin'), pathTo('large.crl'));
    await waitForText(page, '.detail', String(ENTRIES));
    await page.evaluate(() => {
      for (const tab of document.querySelectorAll<HTMLElement>('[role=tab]'))
        if (tab.textContent === 'ASN.1') tab.click();
    });
    await page.waitForFunction(() => document.querySelector('progress') === null);
    await page.waitForSelector('[role=tabpanel] :is([role=tree], .notice.error)');
    const { longest } = (await page.evaluate('stills')) as { longest: number };
    console.log(`The page stood still for ${Math.round(longest)} ms at most.`);
    expect(longest).toBeLessThan(STILL);
  },
  ['chromium'],
);
