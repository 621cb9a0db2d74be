/** Files by HTTP, and what is believed of them: their hash. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @typedef {(text: string) => void} Report */

/** Longest wait for the first bytes of upstream: where there is no way out, Debian's archive may still be there. */
const CONNECT_TIMEOUT_MS = 15_000;

/** @param {string} path */
export async function sha256Of(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * Takes a file from the first place that gives it with the right hash.
 * @param {string} what - for the error
 * @param {string} target - where each place puts it
 * @param {string} sha256
 * @param {(() => Promise<void>)[]} places
 */
export async function fetchFirst(what, target, sha256, places) {
  const failures = [];
  for (const place of places) {
    try {
      await place();
      const actual = await sha256Of(target);
      if (actual === sha256) return;
      failures.push(`the file has SHA-256 ${actual}, the pin says ${sha256}`);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
    await rm(target, { force: true });
  }
  throw new Error(`${what} could not be fetched: ${failures.join('; ')}`);
}

/**
 * @param {string} url
 * @param {string} target
 * @param {Report} report
 */
export async function download(url, target, report) {
  const { host } = new URL(url);
  report(`asking ${host}`);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error(`${host} did not answer`)), CONNECT_TIMEOUT_MS);
  const response = await fetch(url, { signal: abort.signal })
    .catch((error) => {
      throw new Error(`${host}: ${error.cause?.code ?? error.message}`);
    })
    .finally(() => clearTimeout(timer));
  if (!response.ok || response.body === null) throw new Error(`${host} answered ${response.status}`);
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
