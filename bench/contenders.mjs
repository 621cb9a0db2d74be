/** All contenders that run in Node, Deno or Bun. The first is ours. */
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureHarness, ensureNative } from '../wasm-build/build/harness.mjs';
import { ensureModules, ensurePlainModule } from '../wasm-build/build/module.mjs';
import { bundlePackage } from './bundle.mjs';
import { hashWasm, libsodium, noble, nodeForge } from './contenders/libraries.mjs';
import { nativeHarness } from './contenders/native.mjs';
import { nodeCrypto } from './contenders/node-crypto.mjs';
import { publicApi } from './contenders/package.mjs';
import { startUp } from './contenders/start-up.mjs';
import { cipherAlone, wasmHarness } from './contenders/wasm.mjs';
import { webCrypto } from './contenders/webcrypto.mjs';
import { firstOf } from './first-of.mjs';

/** @typedef {import('./measure.mjs').Contender} Contender */
/** @typedef {import('./contenders/package.mjs').Package} Package */

/**
 * @param {{ native: boolean }} options
 * @param {(text: string) => void} report
 * @returns {Promise<Contender[]>}
 */
export async function contendersFor({ native }, report) {
  const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-bench-'));
  const bundle = join(folder, 'package.mjs');
  await bundlePackage(bundle);
  const { bestVariant } = /** @type {Package} */ (await import(pathToFileURL(bundle).href));
  const modules = (await ensureModules(report)).folder;
  /** @type {(Contender | undefined)[]} */
  const contenders = [];
  if (bestVariant() === 'wide') contenders.push(await ours('ours', 'wide', join(modules, 'openssl.wide.wasm')));
  contenders.push(await ours(contenders.length > 0 ? 'simd' : 'ours', 'simd', join(modules, 'openssl.wasm')));
  contenders.push(await ours('plain', 'plain', await ensurePlainModule(report)));
  contenders.push(cipherAlone(new WebAssembly.Module(await readFile(await ensureHarness(bestVariant(), report)))));
  if (native) {
    contenders.push(nativeHarness('native', await ensureNative(true, report)));
    contenders.push(nativeHarness('nativeNoAsm', await ensureNative(false, report)));
  }
  contenders.push(nodeCrypto(), webCrypto(), noble(), nodeForge(), await libsodium(), await hashWasm());
  return [
    ...contenders.filter((contender) => contender !== undefined),
    { name: 'folder', prepare: () => undefined, close: () => void rm(folder, { recursive: true, force: true }) },
  ];

  /** @param {string} name @param {'simd' | 'wide' | 'plain'} kind @param {string} module */
  async function ours(name, kind, module) {
    const harness = new WebAssembly.Module(await readFile(await ensureHarness(kind, report)));
    const compiled = new WebAssembly.Module(await readFile(module));
    // A file each: not every runtime takes a query for another module.
    const copy = join(folder, `${kind}.mjs`);
    await copyFile(bundle, copy);
    const tsopenssl = /** @type {Package} */ (await import(pathToFileURL(copy).href));
    tsopenssl.setModuleSource(() => compiled);
    return firstOf(name, [publicApi(name, tsopenssl), startUp(name, bundle, module), wasmHarness(name, harness)]);
  }
}
