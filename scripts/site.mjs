/** `npm run site`: builds the page and serves it; `-- --build` only builds, `-- --port N` names the port. */
import { parseArgs } from 'node:util';
import { setUp } from './lib/setup.mjs';
import { buildSite, SITE, serveSite } from './lib/site.mjs';

const { values } = parseArgs({ options: { build: { type: 'boolean' }, port: { type: 'string' } } });

await setUp();
await buildSite();
if (values.build) console.log(`The page is in ${SITE}`);
else {
  const { origin } = await serveSite({ port: Number(values.port ?? 8080) });
  console.log(`The page is at ${origin}/ (Ctrl+C ends it)`);
}
