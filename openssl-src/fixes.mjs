/** Applies upstream's fixes that the pin names, out of Debian's packaging of the same release. Nothing of them is committed. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cached } from '../scripts/lib/cache.mjs';
import { canInstall, downloadPackaging, install } from '../scripts/lib/debian.mjs';
import { run, works } from '../scripts/lib/run.mjs';
import { download, fetchFirst, sha256Of } from './download.mjs';

/** @typedef {import('./pin.mjs').Fixes} Fixes */
/** @typedef {(text: string) => void} Report */

const ARCHIVE = 'packaging.debian.tar.xz';

/**
 * Applies the fixes of a pin to an unpacked source, all of them or none that counts: it throws at the first that fails.
 * @param {Fixes} fixes
 * @param {string} source - the unpacked tarball
 * @param {Report} report
 */
export async function applyFixes(fixes, source, report) {
  await ensurePatchProgram(report);
  const folder = await cached('openssl-packaging', fixes.packaging.sha256.slice(0, 24), (target) =>
    fetchPackaging(fixes.packaging, join(target, ARCHIVE), report),
  );
  const work = await mkdtemp(`${source}-fixes-`);
  try {
    const members = fixes.patches.map(({ file }) => `debian/patches/${file}`);
    await run('tar', ['-xJf', join(folder, ARCHIVE), '-C', work, '--no-same-owner', ...members]);
    for (const { file, sha256, cves } of fixes.patches) {
      report(`applying ${cves.join(', ')}`);
      const path = join(work, 'debian/patches', file);
      const actual = await sha256Of(path);
      if (actual !== sha256) throw new Error(`${file} has SHA-256 ${actual}, the pin says ${sha256}`);
      await writeFile(path, withoutTests(await readFile(path, 'utf8'), file));
      await applyPatch(path, source);
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Applies one patch, each hunk where it says and with all of its context: one that must be guessed at is none.
 * @param {string} patch @param {string} source
 */
export async function applyPatch(patch, source) {
  const strict = ['-p1', '--fuzz=0', '--forward', '--batch', '--no-backup-if-mismatch'];
  await run('patch', [...strict, '-i', patch], { cwd: source }).catch((error) => {
    throw new Error(`${basename(patch)} does not apply to the source: ${error.message}`);
  });
}

/**
 * A patch without what it does to OpenSSL's own tests, which are not built here and which another patch, not taken, may
 * have changed before.
 * @param {string} text @param {string} name
 */
export function withoutTests(text, name) {
  const parts = text.split(/^(?=diff --git )/m);
  const kept = parts.filter((part) => !/^diff --git a\/test\/\S* b\/test\//.test(part));
  if (!kept.some((part) => part.startsWith('diff --git '))) throw new Error(`${name} changes nothing that is built`);
  return kept.join('');
}

/** @param {Fixes['packaging']} packaging @param {string} target @param {Report} report */
async function fetchPackaging({ version, url, sha256 }, target, report) {
  await fetchFirst(`Debian's packaging of OpenSSL ${version}`, target, sha256, [
    () => fromDebian(version, target, report),
    () => download(url, target, report),
  ]);
}

/** @param {string} version @param {string} target @param {Report} report */
async function fromDebian(version, target, report) {
  if (!(await canInstall())) throw new Error("Debian's source archive needs apt-get as root");
  report("asking Debian's source archive for the fixes");
  const folder = await mkdtemp(`${target}-debian-`);
  try {
    await cp(await downloadPackaging('openssl', version, folder), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {Report} report */
async function ensurePatchProgram(report) {
  if (await works('patch')) return;
  if (!(await canInstall())) throw new Error('patch is missing: it applies the fixes that openssl-src/pin.json names');
  report('installing patch');
  await install(['patch']);
}
