/** For everybody: screen readers, keyboards, narrow windows, colours of one's own. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'vitest';
import { LOOKS, openScene, SCENES } from '../../scripts/lib/site-pictures.mjs';
import { folder, pathTo, textsOf, waitForText } from './support/files.js';
import { itVisits } from './support/visit.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

for (const look of LOOKS)
  itVisits(
    `axe finds nothing, and nothing is wider than the window: ${look.name}`,
    '#/read?lang=en',
    async ({ page, origin }) => {
      for (const scene of SCENES) {
        await openScene(page, { origin, folder, scene, look });
        // Not a script of the page: its policy lets none in.
        await page.evaluate(AXE);
        const { violations } = (await page.evaluate('axe.run(document)')) as AxeResult;
        const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
        expect(said, `${scene.name}, ${look.name}`).toEqual([]);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width, `${scene.name}, ${look.name}`).toBeLessThanOrEqual(look.width);
      }
    },
    ['chromium'],
  );

itVisits(
  'the whole task is done with the keyboard alone',
  '#/read?lang=en',
  async ({ page }) => {
    const press = async (...keys: readonly import('puppeteer-core').KeyInput[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
      });
    const tabTo = async (wanted: (label: string) => boolean) => {
      for (let count = 0; count < 60; count++) {
        await press('Tab');
        if (wanted(await focused())) return;
      }
      throw new Error(`nothing of the kind is reached: ${wanted}`);
    };
    await tabTo((label) => label === 'Skip to the content');
    await press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    await tabTo((label) => label === 'Paste text instead');
    await press('Enter');
    await press('Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    await page.keyboard.sendCharacter(readFileSync(pathTo('fullchain.pem'), 'utf8'));
    await press('Tab', 'Enter');
    await page.waitForSelector('.items li:nth-child(3)');
    await tabTo((label) => label.startsWith('www.example.com'));
    await press('Enter');
    await tabTo((label) => label === 'Summary');
    await press('ArrowRight', 'ArrowRight');
    await page.waitForSelector('.trust');
    expect(await focused()).toBe('Chain');
    await page.focus('[role=tab][aria-selected=true]');
    for (let count = 0; count < 30; count++) {
      await press('Tab');
      if (await page.evaluate(() => document.activeElement?.matches('.trust input') ?? false)) break;
    }
    await press('Space');
    await waitForText(page, '.notice.good', 'The chain holds.');
    await page.focus('[role=tab][aria-selected=true]');
    await press('ArrowRight');
    await page.waitForSelector('[role=tree]');
    await tabTo((label) => label.includes('SEQUENCE') && label.includes('–'));
    await press('End');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-path') !== '0');
    expect((await textsOf(page, '.node-bytes h3'))[0]).not.toBe('');
  },
  ['chromium'],
);

itVisits(
  'in forced colours, what is chosen is seen',
  '#/read?lang=en',
  async ({ page }) => {
    const session = await page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
    const outline = await page.$eval('nav a[aria-current]', (link) => getComputedStyle(link).outlineStyle);
    expect(outline).toBe('solid');
  },
  ['chromium'],
);

itVisits('from right to left, arrows go the way that they point', '#/read?lang=ar', async ({ page }) => {
  const input = await page.waitForSelector('input[type=file]');
  await (input as import('puppeteer-core').ElementHandle<HTMLInputElement>).uploadFile(pathTo('root.pem'));
  await page.waitForSelector('[role=tab]');
  await page.focus('[role=tab]');
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => location.hash.includes('tab=fields'));
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => !location.hash.includes('tab='));
});
