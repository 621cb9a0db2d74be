/**
 * A cache that cannot be stale or half-made: an entry's name is the hash of everything that went in, and it is made
 * under another name, then renamed.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { makeTemporary, removeTemporary } from './temporary.mjs';

/** Shared by all clones of one user; TSOPENSSL_CACHE moves it. */
export const CACHE =
  process.env['TSOPENSSL_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tsopenssl');

/** @param {(string | Uint8Array)[]} parts */
export function keyOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 24);
}

/** The hash of files' names and contents. @param {string[]} paths */
export async function keyOfFiles(paths) {
  const texts = await Promise.all(paths.map((path) => readFile(path)));
  return keyOf(...paths.flatMap((path, index) => [path.split('/').at(-1) ?? '', texts[index] ?? '']));
}

/** Those that this process has asked for. @type {Set<string>} */
const used = new Set();

/** The folders of all entries that this process has asked for. */
export function entriesUsed() {
  return [...used].sort();
}

/** Where an entry lies, once it is made. @param {string} kind @param {string} key */
export function entryPath(kind, key) {
  const path = join(CACHE, `${kind}-${key}`);
  used.add(path);
  return path;
}

/** @param {string} kind @param {string} key */
export function isCached(kind, key) {
  return existsSync(entryPath(kind, key));
}

/**
 * The folder of an entry, made when it does not exist.
 * @param {string} kind - a word for people who look into the cache
 * @param {string} key - the hash of what goes in
 * @param {(folder: string) => Promise<void>} make - fills a new, empty folder
 */
export async function cached(kind, key, make) {
  const target = entryPath(kind, key);
  if (existsSync(target)) return target;
  const temporary = await makeTemporary(CACHE);
  try {
    await make(temporary);
    await rename(temporary, target).catch((error) => {
      // Another process was faster, with the same content.
      if (!existsSync(target)) throw error;
    });
  } finally {
    await removeTemporary(temporary);
  }
  return target;
}
