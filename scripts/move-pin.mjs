/**
 * `npm run pin -- 3.5.8 [--sha256 HEX]`: moves the OpenSSL pin. The hash comes from upstream's own .sha256 beside the
 * release, or, where that cannot be reached, from Debian's signed index of sources. The tarball itself is then fetched
 * and checked, and only then is the pin written. The fixes that were applied to the old version go with it.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureSource } from '../openssl-src/fetch.mjs';
import { movedPin, PIN, readPin } from '../openssl-src/pin.mjs';
import { canInstall, listedSources, tarballHash } from './lib/debian.mjs';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { sha256: { type: 'string' } } });
const version = positionals[0] ?? '';
if (!/^\d+\.\d+\.\d+$/.test(version)) {
  console.error('usage: npm run pin -- VERSION [--sha256 HEX], such as npm run pin -- 3.5.8');
  process.exit(2);
}
try {
  await move();
} catch (error) {
  console.error(`The pin stays as it is. ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

async function move() {
  const old = await readPin();
  if (old.version === version) throw new Error(`It is OpenSSL ${version} already.`);
  const url = `https://github.com/openssl/openssl/releases/download/openssl-${version}/openssl-${version}.tar.gz`;
  const sha256 = values.sha256 ?? (await publishedHash(`${url}.sha256`)) ?? (await indexedHash(`${url}.sha256`));
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`${JSON.stringify(sha256)} is no SHA-256`);
  const pin = movedPin(version, url, sha256, Math.floor(Date.now() / 1000));
  await ensureSource((text) => console.log(text), pin);
  await writeFile(PIN, `${JSON.stringify(pin, null, 2)}\n`);
  console.log(`The pin is OpenSSL ${version}, SHA-256 ${sha256}.`);
  for (const { cves, file } of old.fixes?.patches ?? []) console.log(`No longer applied: ${cves.join(', ')}, ${file}`);
  console.log("Next: the table of OpenSSL's faults in SECURITY.md, npm test, then commit openssl-src/pin.json.");
}

/** What upstream says beside the release. @param {string} address */
async function publishedHash(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(15_000) }).catch(() => undefined);
  return response?.ok ? (await response.text()).match(/[0-9a-f]{64}/)?.[0] : undefined;
}

/** What Debian's index says, where upstream cannot be reached. @param {string} address - of upstream's, for the error */
async function indexedHash(address) {
  const unreachable = `${address} cannot be reached`;
  if (!(await canInstall())) throw new Error(`${unreachable}: give the hash with --sha256`);
  const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-pin-'));
  try {
    const hash = tarballHash(await listedSources('openssl', folder), version);
    if (hash === undefined) throw new Error(`${unreachable}, and Debian's index lists no OpenSSL ${version}`);
    console.log(`Debian's signed index says SHA-256 ${hash}.`);
    return hash;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
