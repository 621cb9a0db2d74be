/** Brings the pinned OpenSSL source: fetched from upstream or Debian, checked against the hash, unpacked beside this file. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cached } from '../scripts/lib/cache.mjs';
import { canInstall, downloadSource } from '../scripts/lib/debian.mjs';
import { inRoot } from '../scripts/lib/paths.mjs';
import { run } from '../scripts/lib/run.mjs';
import { makeTemporary } from '../scripts/lib/temporary.mjs';

/** @typedef {{ version: string, url: string, sha256: string, sourceDateEpoch: number }} Pin */
/** @typedef {(text: string) => void} Report */

/** Longest wait for the first bytes of upstream: where there is no way out, Debian's archive may still be there. */
const CONNECT_TIMEOUT_MS = 15_000;
const STAMP = '.tsopenssl-sha256';

/** @returns {Promise<Pin>} */
export async function readPin() {
  return JSON.parse(await readFile(inRoot('openssl-src/pin.json'), 'utf8'));
}

/** @param {string} path */
export async function sha256(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * The folder of the unpacked source.
 * @param {Report} report
 */
export async function ensureSource(report) {
  const pin = await readPin();
  const target = inRoot(`openssl-src/openssl-${pin.version}`);
  const stamp = await readFile(join(target, STAMP), 'utf8').catch(() => '');
  if (stamp === pin.sha256) return target;
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
    await writeFile(join(temporary, inner, STAMP), pin.sha256);
    await rm(target, { recursive: true, force: true });
    await rename(join(temporary, inner), target);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return target;
}

/** @param {Pin} pin @param {string} folder @param {Report} report */
async function fetchTarball(pin, folder, report) {
  const target = join(folder, 'openssl.tar.gz');
  const failures = [];
  for (const fetchFrom of [fromUpstream, fromDebian]) {
    try {
      await fetchFrom(pin, target, report);
      const actual = await sha256(target);
      if (actual === pin.sha256) return;
      failures.push(`the file has SHA-256 ${actual}, the pin says ${pin.sha256}`);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
    await rm(target, { force: true });
  }
  throw new Error(`OpenSSL ${pin.version} could not be fetched: ${failures.join('; ')}`);
}

/** @param {Pin} pin @param {string} target @param {Report} report */
async function fromUpstream(pin, target, report) {
  report(`asking ${new URL(pin.url).host}`);
  await download(pin.url, target, report);
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

/**
 * @param {string} url
 * @param {string} target
 * @param {Report} report
 */
export async function download(url, target, report) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error(`${new URL(url).host} did not answer`)), CONNECT_TIMEOUT_MS);
  const response = await fetch(url, { signal: abort.signal }).catch((error) => {
    throw new Error(`${new URL(url).host}: ${error.cause?.code ?? error.message}`);
  });
  clearTimeout(timer);
  if (!response.ok || response.body === null) throw new Error(`${new URL(url).host} answered ${response.status}`);
  const total = Number(response.headers.get('content-length')) || 0;
  const chunks = [];
  let received = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    received += chunk.length;
    report(`${(received / 1e6).toFixed(1)} MB${total ? ` of ${(total / 1e6).toFixed(1)}` : ''}`);
  }
  await mkdir(join(target, '..'), { recursive: true });
  await writeFile(target, Buffer.concat(chunks));
}
