/** Copies OpenSSL's own headers to where something of ours includes them. */
import { cp, stat } from 'node:fs/promises';

/** @param {string} from @param {string} to - gets the headers, in the same folders */
export async function copyHeaders(from, to) {
  await cp(from, to, {
    recursive: true,
    filter: async (path) => /\.(h|inc)$/.test(path) || (await stat(path)).isDirectory(),
  });
}
