/**
 * Brings the pinned OpenSSL source: fetched from upstream or Debian, checked against the hash, unpacked beside this file,
 * with upstream's fixes that the pin names.
 */
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cached } from '../scripts/lib/cache.mjs';
import { canInstall, downloadSource } from '../scripts/lib/debian.mjs';
import { inRoot } from '../scripts/lib/paths.mjs';
import { run } from '../scripts/lib/run.mjs';
import { makeTemporary } from '../scripts/lib/temporary.mjs';
import { download, fetchFirst } from './download.mjs';
import { applyFixes } from './fixes.mjs';
import { readPin, sourceKey } from './pin.mjs';

/** @typedef {import('./pin.mjs').Pin} Pin */
/** @typedef {(text: string) => void} Report */

/** What the unpacked source was made of: another list of fixes unpacks it anew. */
const STAMP = '.tsopenssl-source';

/**
 * The folder of the unpacked source.
 * @param {Report} report
 * @param {Pin} [wanted] - the committed pin by default
 */
export async function ensureSource(report, wanted) {
  const pin = wanted ?? (await readPin());
  const target = inRoot(`openssl-src/openssl-${pin.version}`);
  const stamp = await readFile(join(target, STAMP), 'utf8').catch(() => '');
  if (stamp === sourceKey(pin)) return target;
  const tarball = join(
    await cached('openssl-tarball', pin.sha256.slice(0, 24), (folder) => fetchTarball(pin, folder, report)),
    'openssl.tar.gz',
  );
  report('unpacking');
  const temporary = await makeTemporary(inRoot('openssl-src'));
  try {
    await run('tar', ['-xzf', tarball, '-C', temporary, '--no-same-owner']);
    const [inner] = await readdir(temporary);
    if (inner === undefined) throw new Error('the OpenSSL tarball is empty');
    const source = join(temporary, inner);
    if (pin.fixes) await applyFixes(pin.fixes, source, report);
    await writeFile(join(source, STAMP), sourceKey(pin));
    await rm(target, { recursive: true, force: true });
    await rename(source, target);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return target;
}

/** @param {Pin} pin @param {string} folder @param {Report} report */
async function fetchTarball(pin, folder, report) {
  const target = join(folder, 'openssl.tar.gz');
  await fetchFirst(`OpenSSL ${pin.version}`, target, pin.sha256, [
    () => download(pin.url, target, report),
    () => fromDebian(pin, target, report),
  ]);
}

/** @param {Pin} pin @param {string} target @param {Report} report */
async function fromDebian(pin, target, report) {
  if (!(await canInstall())) throw new Error("Debian's source archive needs apt-get as root");
  report("asking Debian's source archive");
  const folder = await mkdtemp(`${target}-debian-`);
  try {
    const tarball = await downloadSource('openssl', pin.version, folder);
    report(`copying ${basename(tarball)}`);
    await cp(tarball, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
