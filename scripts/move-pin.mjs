/**
 * `npm run pin -- 3.5.8 [--sha256 HEX]`: moves the OpenSSL pin. The hash comes from upstream's own .sha256 beside the
 * release; where that cannot be reached it must be given. The tarball itself is then fetched and checked.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ensureSource, readPin } from '../openssl-src/fetch.mjs';
import { inRoot } from './lib/paths.mjs';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { sha256: { type: 'string' } } });
const version = positionals[0] ?? '';
if (!/^\d+\.\d+\.\d+$/.test(version)) {
  console.error('usage: npm run pin -- VERSION [--sha256 HEX], such as npm run pin -- 3.5.8');
  process.exit(2);
}
const url = `https://github.com/openssl/openssl/releases/download/openssl-${version}/openssl-${version}.tar.gz`;
const sha256 = values.sha256 ?? (await publishedHash(`${url}.sha256`));
if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`${JSON.stringify(sha256)} is no SHA-256`);

const path = inRoot('openssl-src/pin.json');
const before = await readFile(path, 'utf8');
const pin = { version, url, sha256, sourceDateEpoch: Math.floor(Date.now() / 1000) };
await writeFile(path, `${JSON.stringify(pin, null, 2)}\n`);
try {
  await ensureSource((text) => console.log(text));
} catch (error) {
  await writeFile(path, before);
  throw error;
}
console.log(
  `The pin is OpenSSL ${(await readPin()).version}, SHA-256 ${sha256}. Next: npm test, then commit openssl-src/pin.json.`,
);

/** @param {string} address */
async function publishedHash(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(15_000) }).catch(() => undefined);
  if (!response?.ok) throw new Error(`${address} cannot be reached: give the hash with --sha256`);
  return ((await response.text()).match(/[0-9a-f]{64}/) ?? [''])[0];
}
