/** What is made is looked at in the view that reads, and what is opened there is at hand in the one that makes. */
import { expect } from 'vitest';
import { openFiles, openssl } from './support/files.js';
import { Maker } from './support/maker.js';
import { itVisits } from './support/visit.js';

itVisits(
  'a certificate that was made is read, and one that was opened is on the shelf',
  '#/make/ca?lang=en',
  async (visit) => {
    const maker = await Maker.of(visit);
    const { page } = visit;
    const reads = (text: string) =>
      page.waitForFunction(
        (wanted) =>
          document.querySelector('main h1')?.textContent === 'Read' && document.body.innerText.includes(wanted),
        { timeout: 50_000 },
        text,
      );
    await maker.fill({ commonName: 'Made and looked at' });
    await maker.run();
    await page.evaluate(() => {
      const buttons = [...document.querySelectorAll<HTMLButtonElement>('.result button')];
      buttons
        .find((button) => button.getAttribute('aria-label')?.startsWith('Look at it: Made and looked at'))
        ?.click();
    });
    await reads('certificate of CN=Made and looked at, issued by itself');
    await openFiles(page, 'root.pem');
    await reads('Root');
    await maker.go('leaf');
    const offered = () =>
      page.$$eval('[data-field="issuer"] :is(option, label)', (all) => all.map((one) => one.textContent));
    await expect.poll(async () => (await offered()).join(), { timeout: 30_000 }).toMatch(/Made and looked at/);
    const shelf = () => page.$eval('.shelf', (element) => element.textContent ?? '');
    const subject = openssl('x509', '-in', 'root.pem', '-noout', '-subject', '-nameopt', 'multiline');
    const name = /commonName += (.*)/.exec(subject)?.[1] ?? 'nobody';
    await expect.poll(shelf, { timeout: 30_000 }).toContain(name);
  },
  ['chromium'],
  240_000,
);
