/** Builds the harness: over the libraries with and without kernels, over the plain port, and natively. */
import { cp, readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureSource } from '../../openssl-src/fetch.mjs';
import { readPin, sourceKey } from '../../openssl-src/pin.mjs';
import { cached, keyOf, keyOfFiles } from '../../scripts/lib/cache.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { makeTemporary } from '../../scripts/lib/temporary.mjs';
import { ensureKernels, kernelsKey, readManifest } from './kernels.mjs';
import { ensureLibraries } from './libraries.mjs';
import { DTLS_GUARDS, INCLUDES, SHARED_FLAGS } from './module.mjs';
import { copyTree } from './toolchain.mjs';

const HARNESS = inRoot('wasm-build/harness');
const SHIM = inRoot('wasm-build/shim');
/** What of the shim is in the harness: the source of randomness, and what stands in front of OpenSSL's DTLS. */
const SHARED = [
  'shim.h',
  'runtime/seed_source.c',
  'runtime/seed_source.h',
  'bounds/dtls_records.c',
  'bounds/dtls_retransmit.c',
];

/**
 * A variant of kernels.json; `bare`, our libraries without kernels, which is OpenSSL's own C; or `plain`, its generic
 * 32-bit port.
 * @typedef {'simd' | 'wide' | 'bare' | 'plain'} HarnessKind
 */

/** What is linked to the module: all but the native program's loop. */
async function moduleSources() {
  const names = (await readdir(HARNESS)).filter((name) => name.endsWith('.c') && name !== 'native.c');
  return names.sort().map((name) => `harness/${name}`);
}

async function sourcesKey() {
  const own = (await readdir(HARNESS)).sort().map((name) => join(HARNESS, name));
  return keyOfFiles([...own, ...SHARED.map((name) => join(SHIM, name))]);
}

/**
 * The path of the harness as a WebAssembly module.
 * @param {HarnessKind} kind
 * @param {(text: string) => void} report
 */
export async function ensureHarness(kind, report) {
  const libraries = await ensureLibraries(report, kind === 'plain' ? 'plain' : 'ours');
  const { toolchain } = libraries;
  const { variants } = await readManifest();
  const variant = variants[kind];
  const flags = [...SHARED_FLAGS, DTLS_GUARDS, ...(variant?.flags ?? [])].join(' ');
  const kernels = variant === undefined ? '' : await kernelsKey(libraries.key, kind);
  const key = keyOf(libraries.key, kernels, await sourcesKey(), (await moduleSources()).join(), `${flags} ${INCLUDES}`);
  const folder = await cached('openssl-harness', key, async (target) => {
    const objects = variant === undefined ? [] : await ensureKernels(toolchain, libraries, kind, report);
    report(`linking the harness (${kind})`);
    await toolchain.inWorkFolder(async ({ path, sh }) => {
      await copyTree(HARNESS, join(path, 'harness'));
      for (const name of SHARED) await cp(join(SHIM, name), join(path, 'shim', name));
      await copyTree(libraries.folder, join(path, 'openssl'));
      for (const { path: from, object } of objects) await cp(from, join(path, 'kernels', object));
      const shared = SHARED.filter((name) => name.endsWith('.c')).map((name) => `shim/${name}`);
      const sources = [...(await moduleSources()), ...shared].join(' ');
      const linked = objects.map(({ object }) => `kernels/${object}`).join(' ');
      const archives = 'openssl/libssl.a openssl/libcrypto.a';
      await sh(`emcc ${flags} ${INCLUDES} ${sources} ${linked} ${archives} -o harness.wasm`);
      await cp(join(path, 'harness.wasm'), join(target, 'harness.wasm'));
    });
  });
  return join(folder, 'harness.wasm');
}

/**
 * The path of the harness as a native program, over the same version of OpenSSL.
 * @param {boolean} withAssembly
 * @param {(text: string) => void} report
 */
export async function ensureNative(withAssembly, report) {
  const pin = await readPin();
  const compiler = (await run('cc', ['--version'])).split('\n')[0] ?? '';
  const options = `no-shared no-tests no-apps no-docs no-dso no-module no-engine${withAssembly ? '' : ' no-asm'}`;
  const libraries = await cached('openssl-native', keyOf(sourceKey(pin), compiler, options), async (target) => {
    const source = await ensureSource(report);
    report(`compiling native OpenSSL ${withAssembly ? 'with' : 'without'} assembly`);
    const work = await makeTemporary(join(target, '..'));
    const script = `cd '${work}'
'${source}/Configure' --prefix=/usr ${options} >configure.log 2>&1
make -j${availableParallelism()} build_libs >make.log 2>&1 || { tail -n 20 make.log; exit 1; }
mkdir '${target}/include'
cp libcrypto.a libssl.a '${target}'
cp -r '${source}/include/.' include/. '${target}/include'
rm -rf '${work}'`;
    await run('bash', ['-ec', script]);
  });
  const folder = await cached('openssl-harness', keyOf(libraries, await sourcesKey()), async (target) => {
    const sources = ['native.c', 'operations.c', 'tls_pair.c'].map((name) => join(HARNESS, name));
    const inputs = [...sources, join(libraries, 'libssl.a'), join(libraries, 'libcrypto.a'), '-lpthread'];
    await run('cc', ['-O2', '-I', join(libraries, 'include'), ...inputs, '-o', join(target, 'harness')]);
  });
  return join(folder, 'harness');
}
