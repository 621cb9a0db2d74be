/**
 * `npm run repro`: builds openssl.wasm twice from clean, in folders of different names, and compares the bytes.
 * With --if-changed only where an input of the build has changed since the last proof.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildLibraries } from '../wasm-build/build/libraries.mjs';
import { ensureModule, linkModule } from '../wasm-build/build/module.mjs';
import { CACHE, cached } from './lib/cache.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';

await ensureDependencies();
const { key, toolchain } = await ensureModule(() => {});
if (process.argv.includes('--if-changed') && existsSync(join(CACHE, `reproduced-${key}`))) {
  console.log(`No input of the build has changed since the last proof (${key}): two builds gave the same bytes.`);
} else {
  const hashes = [await buildOnce(1), await buildOnce(2)];
  if (hashes[0] !== hashes[1]) {
    console.error(`Two builds of the same inputs differ: ${hashes.join(' and ')}`);
    process.exit(1);
  }
  await cached('reproduced', key, (folder) => writeFile(join(folder, 'sha256'), `${hashes[0]}\n`));
  console.log(`Two builds from clean gave the same bytes: SHA-256 ${hashes[0]}`);
}

/** @param {number} number */
async function buildOnce(number) {
  const started = Date.now();
  const folder = await mkdtemp(join(tmpdir(), `tsopenssl-repro-${number}-`));
  try {
    await buildLibraries(folder, () => {});
    const hash = await linkModule(toolchain, folder, folder, () => {});
    console.log(`Build ${number} from clean: ${hash} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
    return hash;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
