/** What runs in the page: each peer behind one shape, and what is asked of it. */
import { ours } from './ours.mjs';

/** @typedef {import('./ours.mjs').Given} Given */
/** @typedef {import('./ours.mjs').Peer} Peer */

/** @type {Record<string, (given: Given) => Promise<Peer>>} */
const PEERS = {
  ours,
  async 'epoxy-tls'({ wisp, ca }) {
    const address = '/epoxy.js';
    const { default: initialise, EpoxyClient, EpoxyClientOptions } = await import(address);
    await initialise({ module_or_path: '/epoxy.wasm' });
    const options = new EpoxyClientOptions();
    options.wisp_v2 = false;
    options.udp_extension_required = false;
    options.pem_files = [ca];
    const client = new EpoxyClient(wisp, options);
    return { fetch: (url) => client.fetch(url, {}) };
  },
  async 'libcurl.js'({ wisp }) {
    const address = '/libcurl.mjs';
    const { libcurl } = await import(address);
    await libcurl.load_wasm('/libcurl.wasm');
    libcurl.set_websocket(wisp);
    return { fetch: (url) => libcurl.fetch(url, { _libcurl_http_version: 1.1 }) };
  },
};

/** How many are under way at a time. */
const AT_A_TIME = 4;

/** @param {() => Promise<unknown>} one @param {number} milliseconds @returns {Promise<number>} a second */
async function repeated(one, milliseconds) {
  let count = 0;
  const start = performance.now();
  const loop = async () => {
    for (; performance.now() - start < milliseconds; count += 1) await one();
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, loop));
  return (count / (performance.now() - start)) * 1000;
}

const whole = async (/** @type {Promise<Response>} */ answer) => (await (await answer).arrayBuffer()).byteLength;

/** @type {Record<string, (peer: Peer, url: string, milliseconds: number) => Promise<number>>} */
const TASKS = {
  handshakes: ({ fetch }, url, milliseconds) => repeated(() => whole(fetch(`${url}/once`)), milliseconds),
  requests: ({ fetch }, url, milliseconds) => repeated(() => whole(fetch(`${url}/small`)), milliseconds),
  async body({ fetch }, url) {
    await whole(fetch(`${url}/small`));
    const start = performance.now();
    const length = await whole(fetch(`${url}/large`));
    return length / 1000 / (performance.now() - start);
  },
};

/** @type {Map<string, Promise<Peer>>} */
const started = new Map();

Object.assign(globalThis, {
  /** Loads a peer, and answers with the milliseconds until the first byte of its first answer. @param {string} name @param {Given} given */
  async first(name, given) {
    const start = performance.now();
    const peer = PEERS[name]?.(given);
    if (peer === undefined) throw new Error(`nobody is called ${name}`);
    started.set(name, peer);
    const { body } = await (await peer).fetch(`${given.url}/small`);
    const reader = body?.getReader();
    await reader?.read();
    const time = performance.now() - start;
    await reader?.cancel();
    return time;
  },
  /** @param {string} name @param {string} task @param {Given} given @param {number} milliseconds */
  async measure(name, task, given, milliseconds) {
    const peer = await started.get(name);
    if (peer === undefined) throw new Error(`${name} has not been loaded`);
    return TASKS[task]?.(peer, given.url, milliseconds);
  },
});
