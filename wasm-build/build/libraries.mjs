/** Builds libcrypto.a and libssl.a from the pinned source, out of its tree, and keeps them with their headers. */
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureSource, readPin } from '../../openssl-src/fetch.mjs';
import { cached, keyOf } from '../../scripts/lib/cache.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { copyTree, ensureToolchain } from './toolchain.mjs';

/** OPENSSLDIR: what SSL.OPENSSL_DIR reports; nothing is read from there. */
const OPENSSL_DIR = '/etc/ssl';

/** @param {string} text - the option list: one a line, `#` starts the reason */
export function parseOptions(text) {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter(Boolean);
}

/** @param {string[]} options */
function buildScript(options) {
  return `
export SOURCE_DATE_EPOCH="$EPOCH" LC_ALL=C TZ=UTC
mkdir obj
cd obj
../source/Configure --config=../wasm32.conf tsopenssl-wasm32 --prefix=/usr --openssldir=${OPENSSL_DIR} ${options.join(' ')} >configure.log 2>&1 || { cat configure.log; exit 1; }
make build_generated >generated.log 2>&1 || { tail -n 30 generated.log; exit 1; }
echo "objects $(make -n build_libs 2>/dev/null | grep -c -- ' -c ')"
make -j"$(nproc)" build_libs
`;
}

/** All that a build of the libraries depends on. @param {(text: string) => void} report */
async function inputs(report) {
  const pin = await readPin();
  const conf = await readFile(inRoot('wasm-build/wasm32.conf'), 'utf8');
  const options = parseOptions(await readFile(inRoot('wasm-build/configure.options'), 'utf8'));
  const toolchain = await ensureToolchain(report);
  const script = buildScript(options).replace('$EPOCH', String(pin.sourceDateEpoch));
  return { pin, toolchain, script, key: keyOf(pin.sha256, conf, script, toolchain.identity) };
}

/**
 * The folder of the built libraries: libcrypto.a, libssl.a, include/.
 * @param {(text: string) => void} report
 */
export async function ensureLibraries(report) {
  const { pin, toolchain, key } = await inputs(report);
  const folder = await cached('openssl-libraries', key, (target) => buildLibraries(target, report));
  return { folder, key, toolchain, pin };
}

/**
 * Builds the libraries from clean.
 * @param {string} target - an empty folder
 * @param {(text: string) => void} report
 */
export async function buildLibraries(target, report) {
  const { toolchain, script } = await inputs(report);
  const source = await ensureSource(report);
  await toolchain.inWorkFolder(async ({ path, sh }) => {
    report('copying the source');
    await copyTree(source, join(path, 'source'));
    await cp(inRoot('wasm-build/wasm32.conf'), join(path, 'wasm32.conf'));
    report('configuring');
    let total = 0;
    let done = 0;
    await sh(script, (line) => {
      if (line.startsWith('objects ')) total = Number(line.slice(8));
      if (!/ -c /.test(line)) return;
      done += 1;
      report(`compiled ${done} of ${total || '?'} objects`);
    });
    await copyTree(join(path, 'source/include'), join(target, 'include'));
    await copyTree(join(path, 'obj/include'), join(target, 'include'));
    for (const name of ['libcrypto.a', 'libssl.a']) await cp(join(path, 'obj', name), join(target, name));
  });
}
