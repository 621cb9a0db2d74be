/** How the forms behave: by keyboard alone, with what is wrong, with work that is stopped; and where keys never are. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { TASKS } from '../../site/src/make/tasks/list.js';
import { Maker } from './support/maker.js';
import { itVisits } from './support/visit.js';

const TIMEOUT = 240_000;
const CHROMIUM = ['chromium'] as const;

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.closest('[data-field]')?.getAttribute('data-field') ?? activeElement?.textContent ?? '';
  });

itVisits(
  'a CA is made and a file is taken by keyboard alone',
  '#/make/ca?lang=en',
  async (visit) => {
    const maker = await Maker.of(visit);
    const { page } = visit;
    const tabTo = async (wanted: string) => {
      for (let count = 0; count < 60; count++) {
        if ((await focused(page)) === wanted) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`Tab does not come to ${wanted}`);
    };
    await page.waitForSelector('main form');
    await tabTo('commonName');
    await page.keyboard.type('By keys');
    await tabTo('More');
    await page.keyboard.press('Enter');
    await tabTo('pathLength');
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.result', { timeout: 50_000 });
    await page.waitForFunction(() => document.activeElement?.id === 'result-title');
    await tabTo('PEM');
    await page.keyboard.press('Enter');
    const [name = ''] = await maker.downloads();
    expect(maker.native.line(`x509 -in ${name} -noout -text`)).toContain('pathlen:1');
  },
  undefined,
  TIMEOUT,
);

itVisits(
  'what is wrong stands at its field, is tied to it, and has the focus, also where it is folded away',
  '#/make/ca?lang=en',
  async (visit) => {
    const maker = await Maker.of(visit);
    const { page } = visit;
    const said = async (values: Parameters<Maker['fill']>[0], field: string): Promise<string> => {
      await maker.fill(values);
      await expect(maker.run()).rejects.toThrow();
      await page.waitForFunction(
        (name) => document.activeElement?.closest('[data-field]')?.getAttribute('data-field') === name,
        {},
        field,
      );
      return await page.evaluate(() => {
        const { activeElement } = document;
        const ids = activeElement?.getAttribute('aria-describedby')?.split(' ') ?? [];
        const isInvalid = activeElement?.getAttribute('aria-invalid') === 'true';
        const fault = ids.map((id) => document.getElementById(id)).find((one) => one?.classList.contains('fault'));
        return isInvalid ? (fault?.textContent ?? '') : 'not marked';
      });
    };
    expect(await said({}, 'commonName')).toBe('This is needed.');
    expect(await said({ commonName: 'Root', country: 'Sweden' }, 'country')).toMatch(/^The subject's C must have 2/);
    await page.evaluate(() => document.querySelector('details')?.removeAttribute('open'));
    expect(await said({ country: 'SE', days: '0' }, 'days')).toBe('This number is too small or too large.');
    await maker.go('leaf');
    expect(await said({}, 'issuer')).toBe('This is needed.');
    expect(await page.$eval('.makers', (element) => element.textContent)).toContain('Root CA');
  },
  CHROMIUM,
  TIMEOUT,
);

itVisits(
  'long work tells how far it is, is stopped by its button, and can be done anew',
  '#/make/key?lang=en',
  async (visit) => {
    const maker = await Maker.of(visit);
    const { page } = visit;
    for (const keyType of ['rsa-4096', 'slh-dsa-128s']) {
      await maker.go('ca');
      await maker.fill({ commonName: keyType, keyType });
      await page.locator('main form button[type=submit]').click();
      const stop = await page.waitForSelector('.progress button', { timeout: 30_000 });
      await stop?.click();
      await page.waitForFunction(() => document.querySelector('main .notice')?.textContent?.includes('Stopped.'));
      expect(await page.$('.result')).toBeNull();
    }
    await maker.fill({ keyType: 'ed25519', commonName: 'anew' });
    expect(await maker.run()).toBe('The root CA “anew” is made.');
  },
  CHROMIUM,
  TIMEOUT,
);

itVisits(
  'a key and a password are in no address, no store and no console',
  '#/make?lang=en',
  async (visit) => {
    const { page, context } = visit;
    const said: string[] = [];
    const addresses: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('request', (request) => addresses.push(`${request.url()} ${request.postData() ?? ''}`));
    page.on('framenavigated', (frame) => addresses.push(frame.url()));
    const maker = await Maker.of(visit);
    const password = 'Correct-Horse-77';
    const made = await maker.make('ca', { commonName: 'Root', newPassword: password });
    await maker.make('leaf', { names: 'a.example.com' });
    await maker.make('p12', { identity: ['a.example.com'], newPassword: password });
    await maker.make('convert', { source: ['a.example.com (Private key'], to: 'jwk' });
    const pem = new TextDecoder().decode(maker.native.read('a.example.com.key.pem'));
    const [, line = ''] = pem.split('\n');
    expect(made.files).toContain('Root.key.pem');
    expect(line).toHaveLength(64);
    const { d } = JSON.parse(new TextDecoder().decode(maker.native.read('a.example.com.key.jwk.json'))) as {
      d: string;
    };
    const kept = await page.evaluate(async () => {
      const databases = await indexedDB.databases();
      const names = await caches.keys();
      const cached: string[] = [];
      for (const name of names) for (const request of await (await caches.open(name)).keys()) cached.push(request.url);
      const storages = [localStorage, sessionStorage].map((one) => JSON.stringify(one));
      return {
        databases,
        cached,
        storages,
        cookie: document.cookie,
        title: document.title,
        state: JSON.stringify(history.state),
      };
    });
    expect(kept.databases).toEqual([]);
    expect(kept.storages).toEqual(['{}', '{}']);
    expect(kept.cookie).toBe('');
    expect(await context.cookies()).toEqual([]);
    const everything = [...said, ...addresses, ...kept.cached, kept.title, kept.state].join('\n');
    for (const secret of [password, line, d]) expect(everything).not.toContain(secret);
    expect(addresses.filter((address) => address.startsWith('blob:')).join('')).not.toContain('example');
    // Nor does it come back with the page.
    await page.reload();
    await page.waitForSelector('.shelf');
    expect(await page.$$('.shelf li')).toHaveLength(0);
  },
  CHROMIUM,
  TIMEOUT,
);

itVisits(
  'a key that the browser keeps cannot be exported by the page itself',
  '#/make?lang=en',
  async (visit) => {
    const { page } = visit;
    await page.evaluate(() => {
      const made: CryptoKey[] = [];
      const generate = crypto.subtle.generateKey.bind(crypto.subtle) as (...args: unknown[]) => Promise<CryptoKeyPair>;
      Object.assign(crypto.subtle, {
        generateKey: async (...args: unknown[]) => {
          const pair = await generate(...args);
          made.push(pair.privateKey);
          return pair;
        },
      });
      Object.assign(window, { made });
    });
    const maker = await Maker.of(visit);
    await maker.make('ca', { commonName: 'Kept', keyPlace: 'kept' });
    await maker.make('intermediate', { commonName: 'Kept below', issuer: ['Kept'], keyPlace: 'kept' });
    await maker.make('leaf', { names: 'a.example.com', issuer: ['Kept below'] });
    const line = 'verify -CAfile Kept.pem -untrusted Kept-below.pem a.example.com.pem';
    expect(maker.native.line(line)).toContain('OK');
    const keys = await page.evaluate(async () => {
      const { made } = window as unknown as { made: CryptoKey[] };
      const tried = made.map((key) => crypto.subtle.exportKey('pkcs8', key).then(String, (error: Error) => error.name));
      return { extractable: made.map((key) => key.extractable), tried: await Promise.all(tried) };
    });
    expect(keys).toEqual({ extractable: [false, false], tried: ['InvalidAccessError', 'InvalidAccessError'] });
  },
  undefined,
  TIMEOUT,
);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

itVisits(
  'axe finds nothing in any task, in light and dark, left to right and right to left',
  '#/make?lang=en',
  async (visit) => {
    const maker = await Maker.of(visit);
    const { page } = visit;
    const faults: string[] = [];
    const look = async (where: string) => {
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const { violations } = await axe.run();
        return violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .map(({ html }) => html)
              .join(' ')
              .slice(0, 300)}`,
        );
      });
      faults.push(...found.map((one) => `${where}: ${one}`));
    };
    // A colour on its way from one theme to the other is none of either.
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    // As a script of the page its policy would refuse it.
    await page.evaluate(AXE);
    await look('overview');
    await maker.make('ca', { commonName: 'Root' });
    await look('result');
    await maker.make('leaf', { names: 'a.example.com', keyPlace: 'kept' });
    await maker.make('convert', { source: ['a.example.com (Certificate'], to: 'text' });
    await look('text');
    for (const { id } of TASKS)
      for (const settings of ['lang=en&theme=light', 'lang=ar&theme=dark']) {
        await page.evaluate((hash) => {
          location.hash = hash;
        }, `#/make/${id}?${settings}`);
        await page.waitForFunction(
          (dir) => document.documentElement.dir === dir && document.querySelector('main form') !== null,
          {},
          settings.startsWith('lang=ar') ? 'rtl' : 'ltr',
        );
        await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
        });
        await look(`${id} ${settings}`);
      }
    expect(faults).toEqual([]);
  },
  CHROMIUM,
  TIMEOUT,
);
