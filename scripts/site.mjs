/**
 * `npm run site`: builds the page and serves it. `-- --build` only builds, `-- --port N` names the port, `-- --screenshots DIR` writes
 * pictures of every view, `--only NAME` those of scenes whose names begin so.
 */
import { parseArgs } from 'node:util';
import { setUp } from './lib/setup.mjs';
import { buildSite, SITE, serveSite } from './lib/site.mjs';

const text = /** @type {const} */ ({ type: 'string' });
const { values } = parseArgs({ options: { build: { type: 'boolean' }, port: text, screenshots: text, only: text } });

await setUp();
await buildSite();
if (values.build) console.log(`The page is in ${SITE}`);
else if (values.screenshots !== undefined) {
  const { takePictures } = await import('./lib/site-pictures.mjs');
  const { origin, close } = await serveSite();
  await takePictures(origin, values.screenshots, values.only).finally(close);
  console.log(`The pictures are in ${values.screenshots}`);
} else {
  const { origin } = await serveSite({ port: Number(values.port ?? 8080) });
  console.log(`The page is at ${origin}/ (Ctrl+C ends it)`);
}
