/** What runs inside the browser: the same measurement, with the contenders that exist there. */
import { hashWasm, libsodium, noble, nodeForge } from '../contenders/libraries.mjs';
import { publicApi } from '../contenders/package.mjs';
import { cipherAlone, wasmHarness } from '../contenders/wasm.mjs';
import { webCrypto } from '../contenders/webcrypto.mjs';
import { firstOf } from '../first-of.mjs';
import { measure } from '../measure.mjs';

/** @typedef {import('../contenders/package.mjs').Package} Package */

/** @param {string} address */
const compiled = (address) => WebAssembly.compileStreaming(fetch(address));

/** An instance of the package of its own for each module. @param {string} kind @returns {Promise<Package>} */
const packageFor = (kind) => import(`/package.mjs?${kind}`);

/** @param {string} name @param {'simd' | 'wide' | 'plain'} kind */
async function ours(name, kind) {
  const tsopenssl = await packageFor(kind);
  const module = await compiled(`/${kind}.wasm`);
  tsopenssl.setModuleSource(() => module);
  return firstOf(name, [publicApi(name, tsopenssl), wasmHarness(name, await compiled(`/harness.${kind}.wasm`))]);
}

/** @type {Promise<import('../measure.mjs').Contender[]> | undefined} */
let contenders;

async function start() {
  const { bestVariant } = await packageFor('wide');
  const wide = bestVariant() === 'wide';
  const all = [
    wide ? await ours('ours', 'wide') : undefined,
    await ours(wide ? 'simd' : 'ours', 'simd'),
    await ours('plain', 'plain'),
    cipherAlone(await compiled(`/harness.${wide ? 'wide' : 'simd'}.wasm`)),
    webCrypto(),
    noble(),
    nodeForge(),
    await libsodium(),
    await hashWasm(),
  ];
  return all.filter((contender) => contender !== undefined);
}

Object.assign(globalThis, {
  /** @param {import('../cases.mjs').Case} test @param {import('../measure.mjs').Effort} effort */
  measureCase: async (test, effort) => {
    contenders ??= start();
    return [...(await measure(test, await contenders, effort))];
  },
});
