/** Links the shim, the kernels and the libraries to modules with no JavaScript around them: one a variant of kernels.json. */
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cached, keyOf, keyOfFiles } from '../../scripts/lib/cache.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { ensureKernels, kernelsKey, readManifest, replacedSources } from './kernels.mjs';
import { ensureLibraries } from './libraries.mjs';
import { withSnapshot } from './snapshot.mjs';
import { withStackMarks } from './stack-marks.mjs';
import { copyTree } from './toolchain.mjs';

/** For all that is linked here; one flag a line, each with its reason. */
export const SHARED_FLAGS = [
  // The kernels are compiled for speed before; of what is left to the link, size is worth more than 1% (bench/RESULTS.md).
  '-Oz',
  '-g0',
  '-Wall',
  '-Wextra',
  '-Werror',
  // A module that needs no JavaScript of Emscripten's: the loader of src/ffi gives the imports.
  '-sSTANDALONE_WASM',
  '--no-entry',
  // Out of memory is a NULL that OpenSSL handles, not an abort.
  '-sABORTING_MALLOC=0',
  '-sALLOW_MEMORY_GROWTH',
  // Pointers stay positive as signed 32-bit numbers.
  '-sMAXIMUM_MEMORY=2GB',
  // The default of 64 KB is too small for OpenSSL's deepest calls; below the data, so that an overflow traps.
  '-sSTACK_SIZE=512KB',
  '-Wl,--stack-first',
];

/** What stands in front of OpenSSL's DTLS, until its own faults are mended in the pin: shim/bounds/dtls_*.c. */
export const DTLS_GUARDS = '-Wl,--wrap=dtls1_retransmit_buffered_messages,--wrap=tls_default_read_n';

/** Where the shim finds its own headers, by their folders, and OpenSSL's: those that are not public as a system's, which our warnings are not for. */
export const INCLUDES = '-Ishim -Iopenssl/include -isystemopenssl/private';

/** For what is linked with the shim. */
const MODULE_FLAGS = [
  ...SHARED_FLAGS,
  // Algorithms are fetched once, groups made once: shim/runtime/fetch_once.c, shim/runtime/group_once.c.
  '-Wl,--wrap=evp_generic_fetch,--wrap=evp_generic_fetch_from_prov',
  '-Wl,--wrap=EC_GROUP_new_by_curve_name_ex',
  // What a context draws that is made ahead of time is drawn later: shim/runtime/prepared.c.
  '-Wl,--wrap=RAND_bytes_ex,--wrap=RAND_priv_bytes_ex',
  // What hashing passwords costs is bounded: shim/bounds/kdf_budget.c.
  '-Wl,--wrap=EVP_KDF_derive',
  // Numbers of keys are judged before OpenSSL computes with them: shim/bounds/key_bounds.c.
  '-Wl,--wrap=ossl_dsa_key_from_pkcs8,--wrap=ossl_dh_key_from_pkcs8',
  // What a peer may ask for again and again is counted: shim/bounds/floods.c.
  '-Wl,--wrap=ossl_statem_server_process_message,--wrap=tls_process_key_update',
  // A chain, and a message with the identity of a pre-shared key, can wait for an answer: shim/context/suspended.c.
  '-Wl,--wrap=ssl_verify_cert_chain,--wrap=tls_get_message_body,--wrap=dtls_get_message_body',
  // The legacy provider works in the library context of the instance: shim/runtime/legacy.c.
  '-Wl,--wrap=OSSL_LIB_CTX_new_child',
  // A raw public key is good when it is expected, and not by DANE: shim/context/raw_keys.c.
  '-Wl,--wrap=ssl_verify_rpk',
  // A client of TLS 1.2 looks at all its certificates, and keys that are elsewhere sign as they can: shim/connection/shown_certificate.c.
  '-Wl,--wrap=tls_choose_sigalg',
  // A key that is elsewhere signs a handshake, which can wait for it: shim/connection/signing.c.
  '-Wl,--wrap=ossl_statem_server_pre_work,--wrap=ossl_statem_client_pre_work,--wrap=EVP_DigestSign',
  '-Wl,--wrap=ssl3_digest_cached_records,--wrap=ssl_generate_pkey,--wrap=ssl_generate_pkey_group,--wrap=ssl_set_masks',
  DTLS_GUARDS,
  // The names of CRL distribution points have a bound: shim/bounds/distribution_points.c.
  '-Wl,--wrap=X509_get_ext_d2i',
];

/** For what users start: not for the plain port. */
const START_FLAGS = [
  // A function with one caller is not put into it where it is long: what is not called is not compiled.
  '-sBINARYEN_EXTRA_PASSES=--one-caller-inline-max-function-size=300',
];

const SHIM = inRoot('wasm-build/shim');

/** Every file of the shim, by its path. */
async function shimFiles() {
  const entries = await readdir(SHIM, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}
/** What is done to a linked module. */
const REWRITING = ['narrow.mjs', 'snapshot.mjs', 'stack-marks.mjs', 'wasm-code.mjs', 'wasm-file.mjs'].map((name) =>
  inRoot(`wasm-build/build/${name}`),
);

/**
 * The folder with the modules and openssl.build.json.
 * @param {(text: string) => void} report
 */
export async function ensureModules(report) {
  const { folder: libraries, key: librariesKey, toolchain, pin } = await ensureLibraries(report);
  const { variants } = await readManifest();
  const files = await shimFiles();
  const kernelKeys = await Promise.all(Object.keys(variants).map((variant) => kernelsKey(librariesKey, variant)));
  const key = keyOf(
    librariesKey,
    ...kernelKeys,
    await keyOfFiles([...files, ...REWRITING]),
    [...MODULE_FLAGS, ...START_FLAGS, INCLUDES].join(' '),
    JSON.stringify(variants),
  );
  const folder = await cached('openssl-module', key, async (target) => {
    /** @type {Record<string, string>} */
    const sha256 = {};
    // Side by side: each has parts that one processor does alone.
    await Promise.all(
      Object.entries(variants).map(async ([variant, { module, flags }]) => {
        const objects = await ensureKernels(toolchain, { folder: libraries, key: librariesKey }, variant, report);
        const replaced = await replacedSources(variant);
        const inputs = { toolchain, libraries, objects, flags, replaced, isPrepared: true, report };
        sha256[module] = await linkModule(inputs, join(target, module));
      }),
    );
    const record = {
      openssl: pin.version,
      opensslSha256: pin.sha256,
      opensslFixes: (pin.fixes?.patches ?? []).map(({ file, sha256, cves }) => ({ file, sha256, cves })),
      emscripten: toolchain.version,
      isPinnedCompiler: toolchain.isPin,
      sha256: Object.fromEntries(Object.entries(sha256).sort()),
      inputs: key,
    };
    await writeFile(join(target, 'openssl.build.json'), `${JSON.stringify(record, null, 2)}\n`);
  });
  return { folder, key, librariesKey, toolchain };
}

/**
 * The module over the plain port, without kernels, SIMD, wide arithmetic or a snapshot: what the benchmark compares with.
 * @param {(text: string) => void} report
 * @returns {Promise<string>} its path
 */
export async function ensurePlainModule(report) {
  const { folder: libraries, key: librariesKey, toolchain } = await ensureLibraries(report, 'plain');
  const files = await shimFiles();
  const key = keyOf(librariesKey, await keyOfFiles(files), MODULE_FLAGS.join(' '));
  const folder = await cached('openssl-module', key, async (target) => {
    const inputs = { toolchain, libraries, objects: [], flags: [], replaced: [], isPrepared: false, report };
    await linkModule(inputs, join(target, 'openssl.plain.wasm'));
  });
  return join(folder, 'openssl.plain.wasm');
}

/**
 * @typedef {object} LinkInputs
 * @property {import('./toolchain.mjs').Toolchain} toolchain
 * @property {string} libraries - the folder of the libraries
 * @property {{ path: string, object: string }[]} objects - the kernels'
 * @property {string[]} flags - of the variant
 * @property {string[]} replaced - the sources of OpenSSL's whose place kernels take
 * @property {boolean} isPrepared - whether it gets a snapshot of OpenSSL initialised: snapshot.mjs
 * @property {(text: string) => void} report
 */

/**
 * Links one module.
 * @param {LinkInputs} inputs
 * @param {string} target - the file that is written
 * @returns {Promise<string>} the module's SHA-256
 */
export async function linkModule({ toolchain, libraries, objects, flags, replaced, isPrepared, report }, target) {
  report(`linking and optimising ${basename(target)}`);
  await toolchain.inWorkFolder(async ({ path, sh }) => {
    await copyTree(SHIM, join(path, 'shim'));
    await copyTree(libraries, join(path, 'openssl'));
    for (const { path: from, object } of objects) await cp(from, join(path, 'kernels', object));
    const kernels = objects.map(({ object }) => `kernels/${object}`).join(' ');
    const inputs = `$(find shim -name '*.c' | LC_ALL=C sort) ${kernels} openssl/libssl.a openssl/libcrypto.a`;
    const allFlags = [
      ...MODULE_FLAGS,
      ...(isPrepared ? START_FLAGS : []),
      ...flags,
      '-Wl,--why-extract=extracted',
    ].join(' ');
    await sh(`emcc ${allFlags} ${INCLUDES} ${inputs} -o openssl.wasm`);
    const extracted = await readFile(join(path, 'extracted'), 'utf8');
    for (const member of replaced) {
      // Two copies of one primitive would link, where the symbols differ, and the slow one might be the one that runs.
      if (extracted.includes(`-lib-${member}.o)`)) throw new Error(`${member}.c is still linked, beside its kernel`);
    }
    const linked = new Uint8Array(await readFile(join(path, 'openssl.wasm')));
    await writeFile(target, isPrepared ? withSnapshot(withStackMarks(linked)) : linked);
  });
  return createHash('sha256')
    .update(await readFile(target))
    .digest('hex');
}

/** Copies the modules into dist/. @param {string} folder */
export async function installModules(folder) {
  await mkdir(inRoot('dist'), { recursive: true });
  for (const name of await readdir(folder)) await cp(join(folder, name), inRoot(`dist/${name}`));
}
