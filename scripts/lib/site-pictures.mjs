/** Pictures of every view of the page, as its readers see it: light, dark, narrow, from right to left. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PASSWORD, writeSamples } from './site-samples.mjs';

/** Where Debian has it; another place is named by `CHROMIUM`. */
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** How the page is looked at: its width, and what the fragment says. */
export const LOOKS = [
  { name: 'light', width: 1280, params: 'lang=en&theme=light' },
  { name: 'dark', width: 1280, params: 'lang=en&theme=dark' },
  { name: 'narrow', width: 360, params: 'lang=en&theme=light' },
  { name: 'rtl', width: 1280, params: 'lang=ar&theme=light' },
];

/**
 * What is to be seen: where the reader is, the files that are opened there, and what is done then.
 * @type {readonly { name: string, at: string, files?: readonly string[], act?: (page: import('puppeteer-core').Page) => Promise<unknown> }[]}
 */
export const SCENES = [
  { name: 'read', at: 'read' },
  { name: 'read-summary', at: 'read', files: ['fullchain.pem', 'expired.pem', 'store.p12'], act: first },
  { name: 'read-fields', at: 'read?tab=fields', files: ['fullchain.pem'], act: first },
  {
    name: 'read-tree',
    at: 'read?tab=tree',
    files: ['www.example.com.pem'],
    act: (page) => page.waitForSelector('[role=tree]'),
  },
  { name: 'read-chain', at: 'read?tab=chain&host=www.example.com', files: ['fullchain.pem'], act: trustRoot },
  {
    name: 'read-chain-fails',
    at: 'read?tab=chain',
    files: ['intermediate.pem', 'expired.pem'],
    act: (page) => page.waitForSelector('.picture'),
  },
  { name: 'read-text', at: 'read?tab=text', files: ['revoked.crl'] },
  { name: 'read-locked', at: 'read', files: ['store.p12'] },
  { name: 'read-store', at: 'read', files: ['store.p12'], act: unlock },
  { name: 'make', at: 'make' },
  { name: 'handshake', at: 'handshake' },
];

/** @param {import('puppeteer-core').Page} page */
async function first(page) {
  await page.locator('.items li:first-child button').click();
  await page.waitForSelector('.facts');
}

/** Trusts the root, which stands first. @param {import('puppeteer-core').Page} page */
async function trustRoot(page) {
  await page.locator('.items li:first-child button').click();
  await page.locator('.trust input').click();
  await page.waitForSelector('.notice.good');
}

/** @param {import('puppeteer-core').Page} page */
async function unlock(page) {
  await page.locator('.unlock input').fill(PASSWORD);
  await page.locator('.unlock button').click();
  await page.waitForSelector('.items li.inner');
}

/**
 * Opens a scene.
 * @param {import('puppeteer-core').Page} page
 * @param {{ origin: string, folder: string, scene: (typeof SCENES)[number], look: { width: number, params: string } }} options
 */
export async function openScene(page, { origin, folder, scene, look }) {
  await page.setViewport({ width: look.width, height: 900 });
  // A fragment alone would not load the page anew.
  await page.goto('about:blank');
  await page.goto(`${origin}/#/${scene.at}${scene.at.includes('?') ? '&' : '?'}${look.params}`);
  await page.waitForSelector('main h1');
  if (scene.files !== undefined) {
    const input = await page.waitForSelector('input[type=file]');
    await /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (input)?.uploadFile(
      ...scene.files.map((name) => join(folder, name)),
    );
    await page.waitForSelector('.items li');
    await page.waitForFunction(() => document.querySelector('progress') === null);
    await page.waitForSelector('.detail [role=tabpanel], .unlock');
    await page.waitForFunction(
      (count) => document.querySelectorAll('.items li').length >= count,
      {},
      scene.files.length,
    );
  }
  await scene.act?.(page);
  await page.waitForFunction(() => document.querySelector('progress') === null);
}

/**
 * Writes a picture of every scene in every look.
 * @param {string} origin - where the page is served
 * @param {string} into - the folder of the pictures
 * @param {string} only - the begin of the names of scenes; all, where it is empty
 */
export async function takePictures(origin, into, only = '') {
  const { launch } = await import('puppeteer-core');
  await mkdir(into, { recursive: true });
  const { folder, remove } = await writeSamples();
  const browser = await launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'], headless: true });
  try {
    const page = await browser.newPage();
    for (const scene of SCENES.filter(({ name }) => name.startsWith(only)))
      for (const look of LOOKS) {
        await openScene(page, { origin, folder, scene, look });
        await page.screenshot({ path: join(into, `${scene.name}-${look.name}.png`), fullPage: true });
      }
  } finally {
    await browser.close();
    await remove();
  }
}
