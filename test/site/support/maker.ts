/** Tasks done in a browser as people do them, and what they download, in a folder beside native openssl. */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import type { FieldName, TaskName } from '../../../site/src/make/model/words.js';
import { NativeOpenssl } from '../../support/native-openssl.js';
import type { Visit } from './visit.js';

const WAIT = { timeout: 50_000 };

export class Maker {
  readonly page: Page;
  readonly native = new NativeOpenssl();
  readonly #browser: Visit['browser'];
  readonly #downloads: string;

  private constructor({ page, browser }: Visit) {
    this.page = page;
    this.#browser = browser;
    this.#downloads = this.native.path('downloads');
    mkdirSync(this.#downloads);
  }

  static async of(visit: Visit): Promise<Maker> {
    const maker = new Maker(visit);
    await maker.#catchDownloads();
    return maker;
  }

  /** Chromium saves into the folder; what Firefox would save is taken where the page hands it over. */
  async #catchDownloads(): Promise<void> {
    if (this.#browser === 'chromium') {
      const session = await this.page.createCDPSession();
      await session.send('Page.setDownloadBehavior', { behavior: 'allow', downloadPath: this.#downloads });
      return;
    }
    await this.page.evaluate(() => {
      const make = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (blob) => {
        if (blob instanceof Blob) Object.assign(window, { lastBlob: blob });
        return make(blob);
      };
    });
  }

  /** Goes to a task, within the page: what is on the shelf stays there. */
  async go(task: TaskName, settings = 'lang=en'): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, `#/make/${task}?${settings}`);
    await this.page.waitForFunction(
      (title) =>
        document.querySelector('main form') !== null && document.querySelector('main h1')?.textContent === title,
      WAIT,
      (await titles())[task],
    );
  }

  /** Fills fields: text, a choice, whether something is so, files, or things of the shelf by a part of their line. */
  async fill(values: { readonly [Name in FieldName]?: string | boolean | readonly string[] }): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      const place = `[data-field="${name}"]`;
      await this.#unfold(place);
      if (typeof value === 'boolean') await this.#check(`${place} input[type=checkbox]`, value);
      else if (typeof value === 'string') await this.#write(place, value);
      else await this.#choose(place, value);
    }
  }

  async #unfold(place: string): Promise<void> {
    await this.page.evaluate((selector) => {
      const details = document.querySelector(selector)?.closest('details');
      if (details) details.open = true;
    }, place);
    await this.page.waitForSelector(place, WAIT);
  }

  async #check(selector: string, wanted: boolean): Promise<void> {
    const box = await this.page.waitForSelector(selector, WAIT);
    const is = await box?.evaluate((element) => (element as HTMLInputElement).checked);
    if (is !== wanted) await box?.click();
  }

  async #write(place: string, value: string): Promise<void> {
    const isSelect = (await this.page.$(`${place} select`)) !== null;
    if (isSelect) await this.page.select(`${place} select`, value);
    else await this.page.locator(`${place} :is(input:not([type=file]), textarea)`).fill(value);
  }

  /** Chooses what has these texts in its lines, and nothing else. */
  async #choose(place: string, lines: readonly string[]): Promise<void> {
    await this.page.waitForFunction(
      (selector, texts) => {
        const offered = [...document.querySelectorAll(`${selector} :is(option, label.checkbox)`)];
        return texts.every((text) =>
          offered.some((one) => one.textContent?.replace(/[\u2068\u2069]/g, '').includes(text)),
        );
      },
      WAIT,
      place,
      lines,
    );
    const [line = ''] = lines;
    const id = await this.page.$$eval(
      `${place} option`,
      (options, text) => options.find((one) => one.textContent?.replace(/[\u2068\u2069]/g, '').includes(text))?.value,
      line,
    );
    if (id !== undefined) {
      await this.page.select(`${place} select`, id);
      return;
    }
    for (const label of await this.page.$$(`${place} label.checkbox`)) {
      const said = await label.evaluate((element) => element.textContent?.replace(/[\u2068\u2069]/g, '') ?? '');
      const box = await label.$('input');
      const is = (await box?.evaluate((element) => element.checked)) === true;
      if (is !== lines.some((one) => said.includes(one))) await box?.click();
    }
  }

  /** Opens files of the folder at a field, or on the shelf. */
  async open(names: readonly string[], field?: FieldName): Promise<void> {
    const place = field === undefined ? '.shelf' : `[data-field="${field}"]`;
    if (field !== undefined) await this.#unfold(place);
    const input = await this.page.waitForSelector(`${place} input[type=file]`, { ...WAIT, hidden: true });
    await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(
      ...names.map((name) => this.native.path(name)),
    );
  }

  /** Sends the form, and waits for what comes of it. @returns the sentence of the result */
  async run(): Promise<string> {
    await this.page.evaluate(() => document.querySelector('.result')?.setAttribute('data-old', ''));
    await this.page.locator('main form button[type=submit]').click();
    await this.page.waitForFunction(() => {
      const isWorking = document.querySelector('main .progress') !== null;
      const isNew =
        document.querySelector('.result') !== null || document.querySelector('main .fault, main .whole') !== null;
      return !isWorking && isNew;
    }, WAIT);
    const fault = await this.fault();
    if (fault !== '') throw new Error(fault);
    return await this.page.$eval('.result .notice', (element) => element.textContent?.replace(/^\w+: /, '') ?? '');
  }

  /** What is wrong, as the form says it; empty where nothing is. */
  async fault(): Promise<string> {
    return await this.page.$$eval('main .fault, main .whole', ([first]) => first?.textContent ?? '');
  }

  /** Fills, sends, and downloads all files of the result. @returns the sentence, and the names of the files */
  async make(
    task: TaskName,
    values: Parameters<Maker['fill']>[0] = {},
  ): Promise<{ readonly said: string; readonly files: readonly string[] }> {
    await this.go(task);
    await this.fill(values);
    const said = await this.run();
    return { said, files: await this.downloads() };
  }

  /** Downloads each file of the result into the folder. */
  async downloads(): Promise<readonly string[]> {
    const buttons = await this.page.$$('.result button[aria-label^="Download "]');
    const names: string[] = [];
    for (const button of buttons) {
      const name = await button.evaluate(
        (element) => element.getAttribute('aria-label')?.replace('Download ', '') ?? '',
      );
      await button.evaluate((element) => (element as HTMLElement).click());
      this.native.file(name, await this.#saved(name));
      names.push(name);
    }
    return names;
  }

  async #saved(name: string): Promise<Uint8Array> {
    if (this.#browser === 'firefox') {
      const bytes = await this.page.evaluate(async () => {
        const { lastBlob } = window as unknown as { readonly lastBlob: Blob };
        return [...new Uint8Array(await lastBlob.arrayBuffer())];
      });
      return Uint8Array.from(bytes);
    }
    for (let tries = 0; tries < 400; tries++) {
      if (readdirSync(this.#downloads).includes(name)) {
        const path = `${this.#downloads}/${name}`;
        const bytes = new Uint8Array(readFileSync(path));
        rmSync(path);
        return bytes;
      }
      await sleep(25);
    }
    throw new Error(`${name} was not saved`);
  }

  /** The text of a fact of the result. */
  async fact(term: string): Promise<string> {
    return await this.page.$$eval(
      '.result dl > div',
      (rows, wanted) =>
        rows
          .filter((row) => row.querySelector('dt')?.textContent === wanted)
          .map((row) => row.querySelector('dd')?.textContent ?? '')
          .join(' '),
      term,
    );
  }

  /** The text that was inside. */
  async text(): Promise<string> {
    return await this.page.$eval('.result pre', (element) => element.textContent ?? '');
  }
}

async function titles(): Promise<Readonly<Record<TaskName, string>>> {
  const { make } = await import('../../../site/src/texts/en/make.js');
  return Object.fromEntries(Object.entries(make.tasks).map(([id, { title }]) => [id, title])) as Readonly<
    Record<TaskName, string>
  >;
}
