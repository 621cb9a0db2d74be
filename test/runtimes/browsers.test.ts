/** The smoke suite, from the packed package as its files are served, in browsers. */
import { describe, expect, inject, it } from 'vitest';
import { serveFolder, withPage } from './support/browser.js';
import { chromium, firefox, titleOf } from './support/programs.js';
import { expectAllPassed, type Result } from './support/results.js';

const BROWSERS = [
  ['chromium', chromium],
  ['firefox', firefox],
] as const;

describe.each(BROWSERS)('%s', (name, program) => {
  it.skipIf('missing' in program)(
    titleOf(`${name} imports tsopenssl and tsopenssl/inline, on the main thread and in a worker`, program),
    async () => {
      const server = await serveFolder(inject('consumer'));
      try {
        await withPage(name, async (page) => {
          for (const entry of ['browser', 'inline']) {
            await page.goto(`${server.origin}/`);
            // As text: what vitest makes of an import() in a function is not for a browser.
            const results = await page.evaluate(
              `import('/smoke/page.mjs').then(({ runPage }) => runPage('/node_modules/tsopenssl/dist/${entry}.js'))`,
            );
            expectAllPassed(results as Result[], ['main', 'worker']);
          }
        });
      } finally {
        server.close();
      }
    },
  );

  it.skipIf('missing' in program)(titleOf(`${name}: keys of WebCrypto sign, come and go`, program), async () => {
    const server = await serveFolder(inject('consumer'));
    try {
      await withPage(name, async (page) => {
        await page.goto(`${server.origin}/`);
        const results = await page.evaluate(
          `import('/smoke/webcrypto.mjs').then(({ runWebCrypto }) => runWebCrypto('/node_modules/tsopenssl/dist/pki.browser.js'))`,
        );
        const names = ['RSASSA-PKCS1-v1_5', 'RSA-PSS', 'ECDSA P-256', 'ECDSA P-384', 'Ed25519'];
        expect(results).toEqual(names.map((one) => ({ name: one })));
      });
    } finally {
      server.close();
    }
  });
});
