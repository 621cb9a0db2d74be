/** Which modules stand in the place of which of Node's. */

/** Node's module, and the one in its place. @type {Map<string, string>} */
export const REPLACED = new Map([['tls', String(new URL('./tls.mjs', import.meta.url))]]);

const adapter = import.meta.resolve('tsopenssl/node');
/** The folders of the package and of this file. */
export const OWN = [String(new URL('./', adapter)), String(new URL('./', import.meta.url))];

try {
  import.meta.resolve('tsopenssl/https');
  REPLACED.set('https', String(new URL('./https.mjs', import.meta.url)));
} catch {
  // A version of the package without it.
}

/** Whether a module belongs to the package or to this folder: those mean Node's own. @param {string | undefined} parent */
export function isOwn(parent) {
  return parent !== undefined && OWN.some((folder) => parent.startsWith(folder));
}

/** The URL of what is loaded instead. @param {string} specifier @param {string | undefined} parent */
export function replacementOf(specifier, parent) {
  return isOwn(parent) ? undefined : REPLACED.get(specifier.replace(/^node:/, ''));
}
