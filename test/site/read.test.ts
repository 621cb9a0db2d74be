/** The view that reads: every kind of file, what is said of it, and what openssl says of the same. */

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { addFile, openFiles, openssl, openTab, PASSWORD, pathTo, textsOf, waitForText } from './support/files.js';
import { itVisits } from './support/visit.js';

/** What each sample is called. */
const KINDS = {
  'root.pem': 'Certificate',
  'www.example.com.der': 'Certificate',
  'request.csr': 'Certificate request (CSR)',
  'revoked.crl': 'List of revoked certificates (CRL)',
  'store.p12': 'Key store (PKCS #12)',
  'bundle.p7b': 'Message (CMS)',
  'signed.p7m': 'Message (CMS)',
  'request.ocsp': 'OCSP request',
  'response.ocsp': 'OCSP response',
  'request.tsq': 'Request for a time stamp',
  'response.tsr': 'Response with a time stamp',
  'key.pem': 'Private key',
  'locked.pem': 'Private key',
  'key.jwk': 'Private key',
  id_ed25519: 'Private key',
  'letter.eml': 'Mail (S/MIME)',
};

itVisits('every kind of file is known, read, and nothing of it fails', '#/read?lang=en', async ({ page }) => {
  await openFiles(page, ...Object.keys(KINDS));
  const outer = await page.$$eval('.items li:not(.inner) .hint', (hints) =>
    hints.map(({ textContent }) => textContent),
  );
  expect(outer).toEqual(Object.entries(KINDS).map(([name, kind]) => `${kind} · ${name}`));
  const bare = await page.evaluate(async () => {
    const found: string[] = [];
    const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
    for (const button of document.querySelectorAll<HTMLElement>('.items li button')) {
      button.click();
      while (button.getAttribute('aria-current') === null || document.querySelector('[role=tab]') === null)
        await pause();
      const title = button.textContent ?? '';
      const broken = [...document.querySelectorAll('.detail .notice-title')].some(({ textContent }) =>
        textContent?.includes('cannot be read'),
      );
      const isEmpty = document.querySelector('.unlock, .detail .facts > div') === null;
      if (broken || isEmpty) found.push(title);
    }
    return found;
  });
  expect(bare).toEqual([]);
  // What lies in others is there, too: the bundle has three certificates.
  const inner = await textsOf(page, '.items li.inner .item-title');
  expect(inner.filter((title) => title === 'Example Root').length).toBeGreaterThanOrEqual(1);
  expect(inner).toContain('Time of Example');
  expect(inner).toContain('Anna');
});

itVisits('what it says is what openssl says', '#/read?lang=en&tab=fields', async ({ page }) => {
  await openFiles(page, 'www.example.com.pem');
  const values = await textsOf(page, '.facts dd');
  const print = openssl('x509', '-in', 'www.example.com.pem', '-noout', '-fingerprint', '-sha256').trim().split('=')[1];
  expect(values).toContain(print);
  const serial = openssl('x509', '-in', 'www.example.com.pem', '-noout', '-serial').trim().split('=')[1] ?? '';
  expect(values.map((value) => value.replaceAll(':', '').toUpperCase())).toContain(serial);
  await openTab(page, 'Text');
  const text = (await textsOf(page, '.plain-text'))[0] ?? '';
  expect(text).toContain('CN=www.example.com');
  expect(text).toContain('Signature Algorithm: ecdsa-with-SHA256');
});

itVisits(
  'the tree has the values of asn1parse, and shows the bytes of each',
  '#/read?lang=en&tab=tree',
  async ({ page }) => {
    await openFiles(page, 'www.example.com.pem');
    await page.waitForSelector('[role=treeitem]');
    // All that is closed is opened: a star would be too much to ask.
    await page.evaluate(() => {
      for (let round = 0; round < 20; round++)
        for (const node of document.querySelectorAll<HTMLElement>('[role=treeitem][aria-expanded=false]')) node.click();
    });
    const native = openssl('asn1parse', '-in', 'www.example.com.pem')
      .trim()
      .split('\n')
      .map((line) => /^ *(\d+):d=\d+ +hl=(\d+) l= *(\d+)/.exec(line) ?? [])
      .map(([, offset, head, length]) => `${offset}–${Number(offset) + Number(head) + Number(length) - 1}`);
    const own = await textsOf(page, '.node-place');
    expect(native.length).toBeGreaterThan(30);
    expect(own).toEqual(expect.arrayContaining(native));
    await page.focus('[role=treeitem]');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight'] as const) await page.keyboard.press(key);
    await page.waitForFunction(
      () => document.querySelector('[role=treeitem][aria-selected=true] .node-tag')?.textContent === 'INTEGER',
    );
    expect(await textsOf(page, '.node-bytes .bytes-hex')).toEqual(['02 01 02']);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await page.$eval('[role=treeitem][aria-selected=true]', (node) => node.getAttribute('aria-expanded'))).toBe(
      'false',
    );
  },
);

itVisits('a store asks for its password, and forgets it', '#/read?lang=en', async ({ page }) => {
  await openFiles(page, 'store.p12');
  await page.locator('.unlock input').fill('wrong');
  await page.locator('.unlock button').click();
  await waitForText(page, '.unlock .fault', 'This is not its password.');
  await page.locator('.unlock input').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.items li.inner');
  expect(await textsOf(page, '.items li.inner .item-title')).toEqual(
    expect.arrayContaining(['www.example.com', 'Example Issuing CA 1']),
  );
  const everywhere = await page.evaluate(() => [
    location.href,
    document.documentElement.outerHTML,
    JSON.stringify(history.state),
  ]);
  for (const place of everywhere) expect(place).not.toContain(PASSWORD);
});

itVisits('a chain holds or fails for what openssl names', '#/read?lang=en&tab=chain', async ({ page }) => {
  await openFiles(page, 'fullchain.pem');
  await page.locator('.items li:first-child button').click();
  await waitForText(page, '.notice.error', 'You trust nobody yet');
  await waitForText(page, '.judged', 'X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN');
  await page.locator('.trust input').click();
  await waitForText(page, '.notice.good', 'The chain holds.');
  expect(openssl('verify', '-CAfile', 'root.pem', '-untrusted', 'intermediate.pem', 'www.example.com.pem')).toContain(
    'OK',
  );
  expect((await page.$$('.picture .box.good')).length).toBe(3);
  const picture = await page.$eval('.picture svg', (svg) => svg.getAttribute('aria-label'));
  expect(picture).toMatch(/^Trusted: Example Root; .*Certificate: www\.example\.com \(Signature holds\)$/);
  await page.locator('.chain-form input[placeholder]').fill('other.example.com');
  await waitForText(page, '.judged', 'X509_V_ERR_HOSTNAME_MISMATCH');
  await waitForText(page, '.notice.error', 'The chain does not hold: Host.');
  await page.locator('.chain-form input[placeholder]').fill('www.example.com');
  await waitForText(page, '.notice.good', 'The chain holds.');
  await page.select('.chain-form select', 'smimesign');
  await waitForText(page, '.notice.error', 'Purpose');
  await page.select('.chain-form select', 'sslserver');
  await waitForText(page, '.notice.good', 'The chain holds.');
  // Far in the future, in UTC.
  await page.evaluate(() => {
    location.hash += '&at=2090-01-01T00:00';
  });
  await waitForText(page, '.judged', 'X509_V_ERR_CERT_HAS_EXPIRED');
});

itVisits(
  'a certificate that a CRL names is revoked, where the CRL is looked at',
  '#/read?lang=en&tab=chain&at=2026-01-01T00:00',
  async ({ page }) => {
    // At a moment at which it was still valid.
    const at = new Date(Date.now() - 60 * 86_400_000).toISOString().slice(0, 16);
    await page.evaluate((moment) => {
      location.hash = `#/read?lang=en&tab=chain&at=${moment}`;
    }, at);
    await openFiles(page, 'root.pem', 'intermediate.pem', 'revoked.crl', 'expired.pem');
    await page.locator('.trust input').click();
    await page.waitForSelector('.picture');
    expect(await textsOf(page, '.judged')).not.toContain('REVOKED');
    await page.locator('.chain-form > .checkbox input').click();
    await waitForText(page, '.judged', 'X509_V_ERR_CERT_REVOKED');
  },
);

itVisits('lint judges for a public CA, or for one of your own', '#/read?lang=en', async ({ page }) => {
  await openFiles(page, 'expired.pem');
  await waitForText(page, '.findings', 'expired');
  const web = await textsOf(page, '.findings .hint');
  expect(web.some((reference) => reference.includes('CA/Browser Forum'))).toBe(true);
  await page.select('.detail .heading select', 'private');
  await page.waitForFunction(() => location.hash.includes('profile=private'));
  await page.waitForFunction((count) => document.querySelectorAll('.findings > li').length < count, {}, web.length);
});

itVisits(
  'text is pasted, anywhere on the page; what is nothing known is said to be so',
  '#/read?lang=en',
  async ({ page }) => {
    const pem = readFileSync(pathTo('root.pem'), 'utf8');
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      const event = new ClipboardEvent('paste', { bubbles: true });
      // Firefox takes none of its constructor.
      Object.defineProperty(event, 'clipboardData', { value: data });
      document.body.dispatchEvent(event);
    }, pem);
    await waitForText(page, '.items', 'Example Root');
    addFile(
      'noise.bin',
      Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) % 251),
    );
    await openFiles(page, 'noise.bin');
    await waitForText(page, '.sentence', 'This is nothing that is known here.');
  },
);
