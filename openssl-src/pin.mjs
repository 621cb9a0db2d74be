/** The pin: which OpenSSL counts, and which of upstream's fixes are applied to it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { inRoot } from '../scripts/lib/paths.mjs';

/**
 * One of upstream's fixes, as Debian's packaging of the same release carries it.
 * @typedef {object} Patch
 * @property {string[]} cves - what it mends, or what the patch after it needs
 * @property {string} file - in debian/patches
 * @property {string} sha256 - of the file
 */
/**
 * @typedef {object} Fixes
 * @property {{ version: string, url: string, sha256: string }} packaging - Debian's version, and its archive of the packaging
 * @property {Patch[]} patches - applied in this order
 */
/** @typedef {{ version: string, url: string, sha256: string, sourceDateEpoch: number, fixes?: Fixes }} Pin */

export const PIN = inRoot('openssl-src/pin.json');

/** @returns {Promise<Pin>} */
export async function readPin() {
  return JSON.parse(await readFile(PIN, 'utf8'));
}

/**
 * What the unpacked source is, as one hash: the tarball and all that is applied to it. Where the packaging comes from is no
 * part of it, for its bytes are known.
 * @param {Pin} pin
 */
export function sourceKey(pin) {
  const patches = (pin.fixes?.patches ?? []).map(({ file, sha256 }) => [file, sha256]);
  return createHash('sha256')
    .update(JSON.stringify([pin.version, pin.sha256, patches]))
    .digest('hex');
}

/**
 * The pin of another version: what was applied to the old one is in the new one, or must be chosen anew.
 * @param {string} version
 * @param {string} url
 * @param {string} sha256
 * @param {number} sourceDateEpoch - in seconds
 * @returns {Pin}
 */
export function movedPin(version, url, sha256, sourceDateEpoch) {
  return { version, url, sha256, sourceDateEpoch };
}
