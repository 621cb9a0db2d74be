/**
 * Builds libcrypto.a and libssl.a from the pinned source, out of its tree, and keeps them with their headers. No kernel is
 * in them: kernels.mjs compiles those, and they take their places when the module is linked.
 */
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureSource } from '../../openssl-src/fetch.mjs';
import { readPin, sourceKey } from '../../openssl-src/pin.mjs';
import { cached, keyOf } from '../../scripts/lib/cache.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { copyHeaders } from './headers.mjs';
import { copyTree, ensureToolchain } from './toolchain.mjs';

/** OPENSSLDIR: what SSL.OPENSSL_DIR reports; nothing is read from there. */
const OPENSSL_DIR = '/etc/ssl';

/** Asks for 128-bit products, which the plain port's target does not have. */
const NISTP_64 = 'enable-ec_nistp_64_gcc_128';

/** @param {string} text - the option list: one a line, `#` starts the reason */
export function parseOptions(text) {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter(Boolean);
}

/**
 * What is built: ours, and the plain port that the benchmark compares with, OpenSSL's own generic 32-bit target without
 * assembler hooks.
 * @typedef {'ours' | 'plain'} Flavour
 */

/** @param {Flavour} flavour @param {string[]} options */
function buildScript(flavour, options) {
  const target = flavour === 'ours' ? '--config=../wasm32.conf tsopenssl-wasm32' : 'linux-generic32 no-asm';
  const compiler = flavour === 'ours' ? '' : 'export CC=emcc CXX=em++ AR=emar RANLIB=emranlib CFLAGS="-O3 -g0"';
  return `
${compiler}
export SOURCE_DATE_EPOCH="$EPOCH" LC_ALL=C TZ=UTC
mkdir obj
cd obj
../source/Configure ${target} --prefix=/usr --openssldir=${OPENSSL_DIR} ${options.join(' ')} >configure.log 2>&1 || { cat configure.log; exit 1; }
make build_generated >generated.log 2>&1 || { tail -n 30 generated.log; exit 1; }
echo "objects $(make -n build_libs 2>/dev/null | grep -c -- ' -c ')"
make -j"$(nproc)" build_libs
`;
}

/** All that a build of the libraries depends on. @param {(text: string) => void} report @param {Flavour} flavour */
async function inputs(report, flavour) {
  const pin = await readPin();
  const conf = await readFile(inRoot('wasm-build/wasm32.conf'), 'utf8');
  const options = parseOptions(await readFile(inRoot('wasm-build/configure.options'), 'utf8'));
  const toolchain = await ensureToolchain(report);
  const ours = options.filter((option) => flavour === 'ours' || option !== NISTP_64);
  const script = buildScript(flavour, ours).replace('$EPOCH', String(pin.sourceDateEpoch));
  return { pin, toolchain, script, key: keyOf(sourceKey(pin), conf, script, toolchain.identity) };
}

/**
 * The folder of the built libraries: libcrypto.a, libssl.a, include/, and private/ for what includes OpenSSL's own headers.
 * @param {(text: string) => void} report
 * @param {Flavour} [flavour]
 */
export async function ensureLibraries(report, flavour = 'ours') {
  const { pin, toolchain, key } = await inputs(report, flavour);
  const folder = await cached('openssl-libraries', key, (target) => buildLibraries(target, report, flavour));
  return { folder, key, toolchain, pin };
}

/**
 * Builds the libraries from clean.
 * @param {string} target - an empty folder
 * @param {(text: string) => void} report
 * @param {Flavour} [flavour]
 */
export async function buildLibraries(target, report, flavour = 'ours') {
  const { toolchain, script } = await inputs(report, flavour);
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
    await copyTree(join(path, 'obj/providers/common/include'), join(target, 'private'));
    // For what of the shim stands in front of libssl's own functions: shim/bounds/dtls_*.c.
    await copyHeaders(join(path, 'source/ssl'), join(target, 'private/ssl'));
    for (const name of ['libcrypto.a', 'libssl.a']) await cp(join(path, 'obj', name), join(target, name));
  });
}
