/** The package, as a page uses it. */
import { createFetch } from 'tsopenssl/fetch';
import { Wisp } from 'tsopenssl/websocket';

/** @typedef {{ wisp: string, ca: string, url: string }} Given */
/** @typedef {{ fetch(url: string): Promise<Response> }} Peer */

/** @param {Given} given @returns {Promise<Peer>} */
export async function ours({ wisp: url, ca }) {
  const wisp = new Wisp(url);
  const dial = (/** @type {string} */ host, /** @type {number} */ port) => wisp.connect(host, port);
  return { fetch: createFetch({ ca, dial }) };
}
