/** The view in browsers: every kind of choice, by keyboard, and a capture that tshark opens. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { itVisits, type Visit } from '../support/visit.js';

/** What is chosen, and how it ends: with good, or with who gives up and the alert that is to be seen. */
const KINDS: readonly (readonly [query: string, outcome: 'good' | 'error', seen: string])[] = [
  ['version=1.2', 'good', 'ServerKeyExchange'],
  ['version=dtls', 'good', 'ClientKeyExchange'],
  ['version=1.3&client-groups=x25519,P-256&server-groups=P-256', 'good', 'HelloRetryRequest'],
  ['version=1.3&client-groups=x448&server-groups=P-256', 'error', 'Alert: handshake_failure'],
  ['version=1.3&cipher=aes256&alpn=same', 'good', 'EncryptedExtensions'],
  ['version=1.3&alpn=apart', 'error', 'Alert: no_application_protocol'],
  ['version=1.3&key=mldsa', 'good', 'CertificateVerify'],
  ['version=1.2&cipher=rsa&key=rsa', 'good', 'ClientKeyExchange'],
  ['version=1.3&client-certificate=given', 'good', 'CertificateRequest'],
  ['version=1.3&client-certificate=missing', 'error', 'Alert: certificate_required'],
  ['version=1.3&resumption=ticket', 'good', 'NewSessionTicket'],
  ['version=1.3&resumption=early', 'good', 'EndOfEarlyData'],
  ['version=1.3&resumption=psk', 'good', 'Finished'],
  ['version=1.2&staple=yes', 'good', 'CertificateStatus'],
  ['version=1.3&after=update', 'good', 'KeyUpdate'],
  ['version=1.3&fault=expired', 'error', 'Alert: certificate_expired'],
  ['version=1.3&fault=name', 'error', 'Alert: bad_certificate'],
  ['version=1.3&fault=untrusted', 'error', 'Alert: unknown_ca'],
  ['version=1.3&fault=revoked', 'error', 'Alert: certificate_revoked'],
  ['version=1.3&fault=versions', 'error', 'Alert: protocol_version'],
  ['version=1.3&fault=ciphers', 'error', 'Alert: handshake_failure'],
  ['version=1.3&fault=flip-hello', 'error', 'Alert: bad_record_mac'],
  ['version=1.3&fault=flip-data', 'error', 'Alert: bad_record_mac'],
  ['version=1.3&fault=cut', 'error', 'Certificate'],
];

/** What the page may take for one thing, and a visit for all, in milliseconds: a busy machine is slow. */
const [PATIENCE, LONG] = [55_000, 180_000];

const itShows = (title: string, fragment: string, body: (visit: Visit) => Promise<void>): void =>
  itVisits(
    title,
    fragment,
    (visit) => {
      visit.page.setDefaultTimeout(PATIENCE);
      return body(visit);
    },
    ['chromium', 'firefox'],
    LONG,
  );

/** Goes to a place of the view, and waits until that has been played. */
async function playAt(page: Page, query: string, more = ''): Promise<void> {
  await page.evaluate((to) => {
    location.hash = `#/handshake?${to}`;
  }, `lang=en&${query}${more}`);
  await page.waitForSelector(`.timeline[data-choices="${query}"]`);
}

const textsOf = (page: Page, selector: string): Promise<string[]> =>
  page.$$eval(selector, (found) => found.map((element) => element.textContent ?? ''));

/** So many in one visit: each begins with loading the page. */
const TOGETHER = 8;

for (let first = 0; first < KINDS.length; first += TOGETHER)
  itShows(
    `plays choices from ${KINDS[first]?.[0]} on, and says how they ended`,
    '#/handshake?lang=en',
    async ({ page }) => {
      for (const [query, outcome, seen] of KINDS.slice(first, first + TOGETHER)) {
        await playAt(page, query);
        expect([query, await textsOf(page, '.record-name')]).toEqual([query, expect.arrayContaining([seen])]);
        const kind = await page.$eval('main > .notice', (notice) => notice.className);
        expect([query, kind]).toEqual([query, `notice ${outcome}`]);
        // What failed is explained at the side that gave up, with what to do.
        const explained = await textsOf(page, '.event.error');
        if (outcome === 'error') expect(explained.join()).toMatch(/Why: .+What to do: .+OpenSSL says: .+/s);
        else expect(explained).toEqual([]);
      }
    },
  );

itShows(
  'opens a message by keyboard alone, and marks the bytes of each field',
  '#/handshake?lang=en',
  async ({ page }) => {
    await page.waitForSelector('.timeline');
    await page.focus('.record-head');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.opened .field-head');
    expect(await textsOf(page, '.opened > p')).toEqual([expect.stringContaining('versions, cipher suites')]);
    // Onto the tab, its panel, and the fields in it.
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate(() => document.activeElement?.textContent ?? '');
      if (here.startsWith('random')) break;
    }
    const marked = await textsOf(page, '.bytes .marked');
    const value = await page.$eval('.field-head.here .field-value', (found) => found.textContent ?? '');
    expect(value).toMatch(/^[0-9a-f]{64}$/);
    expect(marked.join('').replaceAll(' ', '')).toBe(value);
    // The record on the wire is the other tab.
    await page.focus('.opened [role=tab]');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('.opened .field-name')?.textContent === 'type');
  },
);

itShows(
  'keeps what is chosen in the address, and nothing else anywhere',
  '#/handshake?lang=en&version=1.3',
  async ({ page }) => {
    await page.waitForSelector('.timeline');
    await page.locator('.more-choices').click();
    const selects = await page.$$('.choices select');
    await selects[2]?.select('expired');
    await page.waitForSelector('.timeline[data-choices="version=1.3&fault=expired"]');
    await page.evaluate(() => document.querySelector<HTMLInputElement>('.groups input')?.click());
    await page.waitForSelector('.timeline[data-choices="version=1.3&client-groups=x25519,P-256&fault=expired"]');
    const hash = await page.evaluate(() => decodeURIComponent(location.hash));
    expect(hash.split(/[?&]/).sort()).toEqual(
      ['#/handshake', 'lang=en', 'version=1.3', 'client-groups=x25519,P-256', 'fault=expired'].sort(),
    );
    const kept = await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      document.cookie,
      (await indexedDB.databases()).length,
    ]);
    expect(kept).toEqual([0, 0, '', 0]);
  },
);

itShows('is stopped, and played again', '#/handshake?lang=en', async ({ page }) => {
  await page.waitForSelector('.timeline');
  await page.evaluate(() => {
    location.hash = '#/handshake?lang=en&version=1.2&key=rsa';
  });
  await page.waitForSelector('.progress button');
  await page.evaluate(() => document.querySelector<HTMLButtonElement>('.progress button')?.click());
  await page.waitForFunction(() => document.querySelector('main > .notice.info')?.textContent?.includes('Stopped'));
  expect(await page.$eval('.timeline', (found) => found.getAttribute('data-choices'))).toBe('version=1.3');
  await page.locator('.button.primary').click();
  await page.waitForSelector('.timeline[data-choices="version=1.2&key=rsa"]');
});

/** Presses the button, and waits for the file. */
async function downloaded({ browser, page }: Visit, folder: string): Promise<Buffer> {
  if (browser === 'chromium') {
    const session = await page.createCDPSession();
    await session.send('Page.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await page.locator('.handshake-actions .button:last-child').click();
    for (;;) {
      const name = readdirSync(folder).find((file) => file.endsWith('.pcapng'));
      if (name !== undefined) return readFile(join(folder, name));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  // Firefox has no way to say where to, by this driver: what the button would save is read from its address.
  const text = await page.evaluate(async () => {
    const made = new Promise<Blob>((resolve) => {
      const create = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (blob) => {
        if (blob instanceof Blob) resolve(blob);
        return create(blob);
      };
    });
    document.querySelector<HTMLButtonElement>('.handshake-actions .button:last-child')?.click();
    const bytes = new Uint8Array(await (await made).arrayBuffer());
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  });
  return Buffer.from(text, 'hex');
}

const isTsharkThere = existsSync('/usr/bin/tshark');

if (isTsharkThere)
  itShows('gives a capture that tshark opens with the keys in it', '#/handshake?lang=en', async (visit) => {
    const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-capture-'));
    try {
      await playAt(visit.page, 'version=1.3&cipher=aes128&client-certificate=given');
      const names = (await textsOf(visit.page, '.record-name')).filter((name) => TYPES[name] !== undefined);
      const file = join(folder, 'capture');
      await writeFile(file, await downloaded(visit, folder));
      const said = execFileSync(
        'tshark',
        ['-r', file, '-T', 'fields', '-e', 'tls.handshake.type', '-e', 'http.response.code'],
        { stdio: 'pipe' },
      ).toString();
      const lines = said.split('\n').map((line) => line.split('\t'));
      const types = lines.flatMap(([all = '']) => all.split(',').filter((type) => type !== ''));
      expect(types.map(Number)).toEqual(names.map((name) => TYPES[name]));
      expect(types.length).toBeGreaterThan(10);
      expect(lines.map(([, code = '']) => code).join('')).toBe('200');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

const TYPES: Readonly<Record<string, number>> = {
  ClientHello: 1,
  ServerHello: 2,
  NewSessionTicket: 4,
  EncryptedExtensions: 8,
  Certificate: 11,
  CertificateRequest: 13,
  CertificateVerify: 15,
  Finished: 20,
};

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

itShows(
  'has nothing that axe finds, light, dark, narrow and from right to left',
  '#/handshake?lang=en',
  async ({ page }) => {
    await page.evaluate(await readFile(AXE, 'utf8'));
    for (const [query, more, width] of [
      ['version=1.3', '&theme=light', 1280],
      ['version=1.3&fault=cut', '&theme=dark', 1280],
      ['version=1.3&client-certificate=missing', '&lang=ar&theme=light', 1280],
      ['version=1.2&fault=flip-data', '&lang=de&theme=dark', 360],
    ] as const) {
      await page.setViewport({ width, height: 900 });
      await page.evaluate((to) => {
        location.hash = `#/handshake?${to}`;
      }, `${query}${more}`);
      await page.waitForSelector(`.timeline[data-choices="${query}"]`);
      // The first is of handshakes, the last an alert or data: the others have the same parts.
      const opened = await page.evaluate(() => {
        document.querySelector<HTMLElement>('.choices details:not([open]) .more-choices')?.click();
        const heads = [...document.querySelectorAll<HTMLElement>('.record-head')];
        const some = [...heads.slice(0, 3), ...heads.slice(-1)];
        for (const head of some) head.click();
        return some.length;
      });
      await page.waitForFunction((count) => document.querySelectorAll('.record .opened').length === count, {}, opened);
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: AxeFault[] }> } };
        const { violations } = await axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      });
      expect([query, found]).toEqual([query, []]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([query, overflow]).toEqual([query, 0]);
    }
  },
);

interface AxeFault {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}
