/**
 * Finds the compiler: `emcc` on PATH, or in a Debian root that this build makes for itself, or in Docker. All three give
 * one interface: a work folder, and commands run in it.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { cached, keyOf } from '../../scripts/lib/cache.mjs';
import { canInstall, install, mirrors } from '../../scripts/lib/debian.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { run, works } from '../../scripts/lib/run.mjs';
import { makeTemporary, removeTemporary } from '../../scripts/lib/temporary.mjs';

/** @typedef {{ emscripten: string, debianSuite: string, debianPackages: string[], dockerImage: string }} Pin */
/**
 * @typedef {object} Toolchain
 * @property {string} where - for people: where the compiler was found
 * @property {string} version - of Emscripten
 * @property {boolean} isPin - whether it is the version whose bytes are released
 * @property {string} identity - everything about the compiler that a result depends on
 * @property {<T>(body: (work: WorkFolder) => Promise<T>) => Promise<T>} inWorkFolder - a new folder, removed at the end
 */
/**
 * @typedef {object} WorkFolder
 * @property {string} path - on this system
 * @property {(script: string, onLine?: (line: string) => void) => Promise<string>} sh - runs a shell script in it
 */
/** @typedef {{ where: string, folders: string, sh: (folder: string) => [string, string[]] }} Place */

/** Compiled system libraries of Emscripten, kept inside the Debian root. */
const ROOT_CACHE = '/var/cache/emscripten';
/** The keys of Debian's archive: what the Debian root is made of runs as root. */
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** Without its signature, debootstrap would take a suite for which it finds no key. */
const DEBOOTSTRAP = ['--variant=minbase', '--force-check-gpg', `--keyring=${KEYRING}`];

/** @returns {Promise<Pin>} */
export async function readToolchainPin() {
  return JSON.parse(await readFile(inRoot('wasm-build/toolchain.json'), 'utf8'));
}

/** @type {Promise<Toolchain> | undefined} */
let found;

/**
 * The compiler; looked for once in a process.
 * @param {(text: string) => void} report
 */
export function ensureToolchain(report) {
  found ??= find(report);
  return found;
}

/** @param {(text: string) => void} report @returns {Promise<Toolchain>} */
async function find(report) {
  const pin = await readToolchainPin();
  if (await works('emcc')) {
    return identify(pin, {
      where: 'emcc on PATH',
      folders: join(tmpdir(), 'tsopenssl'),
      sh: (folder) => ['bash', ['-ec', `cd '${folder}'\n`]],
    });
  }
  if (await canInstall()) return identify(pin, await debianRoot(pin, report));
  if (await works('docker', ['info'])) return identify(pin, docker(checkedImage(pin)));
  throw new Error(
    `no compiler: put emcc ${pin.emscripten} on PATH (the emsdk has it), or run as root on Debian, or start Docker`,
  );
}

/** @param {Pin} pin @param {(text: string) => void} report @returns {Promise<Place>} */
async function debianRoot(pin, report) {
  const { emscripten, debianSuite, debianPackages } = pin;
  const key = keyOf(JSON.stringify({ emscripten, debianSuite, debianPackages }), ROOT_CACHE, DEBOOTSTRAP.join(' '));
  const root = await cached('debian-root', key, async (folder) => {
    if (!(await works('debootstrap')) || !existsSync(KEYRING)) {
      report('installing debootstrap');
      await install(['debootstrap', 'debian-archive-keyring']);
    }
    const { archive } = await mirrors();
    const packages = `--include=${pin.debianPackages.join(',')}`;
    // The releases' scripts are all one; a debootstrap older than the suite has none of its name.
    const script = '/usr/share/debootstrap/scripts/sid';
    let steps = 0;
    await run('debootstrap', [...DEBOOTSTRAP, packages, pin.debianSuite, folder, archive, script], {
      onLine: (line) => {
        steps += 1;
        report(`step ${steps}: ${line.replace(/^I: /, '').slice(0, 60)}`);
      },
    });
    await mkdir(join(folder, 'build'));
    report("compiling Emscripten's own libraries");
    await writeFile(join(folder, 'build/warm.c'), 'int answer(void) { return 42; }\n');
    const warm =
      'emcc -sSTANDALONE_WASM --no-entry -sALLOW_MEMORY_GROWTH -sEXPORTED_FUNCTIONS=_answer warm.c -o warm.wasm';
    await run('chroot', [
      folder,
      'bash',
      '-ec',
      `export EM_CACHE=${ROOT_CACHE}; cd /build; ${warm}; rm warm.c warm.wasm`,
    ]);
  });
  return {
    where: `Debian ${pin.debianSuite}`,
    folders: join(root, 'build'),
    sh: (folder) => [
      'chroot',
      [root, 'bash', '-ec', `export EM_CACHE=${ROOT_CACHE}; cd '/build/${basename(folder)}'\n`],
    ],
  };
}

/**
 * The image that runs, by its digest: a tag is whatever its registry says today.
 * @param {Pin} pin
 */
export function checkedImage({ dockerImage }) {
  if (/@sha256:[0-9a-f]{64}$/.test(dockerImage)) return dockerImage;
  throw new Error(
    `wasm-build/toolchain.json names ${dockerImage} without a digest: write what docker image inspect says of it, as NAME:TAG@sha256:DIGEST`,
  );
}

/** @param {string} image @returns {Place} */
function docker(image) {
  return {
    where: `Docker image ${image}`,
    folders: join(tmpdir(), 'tsopenssl'),
    sh: (folder) => {
      const user = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
      const mount = [
        '-v',
        `${folder}:/build`,
        '-w',
        '/build',
        '-u',
        user,
        '-e',
        'SOURCE_DATE_EPOCH',
        '-e',
        'HOME=/tmp',
      ];
      return ['docker', ['run', '--rm', ...mount, image, 'bash', '-ec', '']];
    },
  };
}

/** @param {Pin} pin @param {Place} place @returns {Promise<Toolchain>} */
async function identify(pin, place) {
  /** @type {Toolchain['inWorkFolder']} */
  const inWorkFolder = async (body) => {
    const path = await makeTemporary(place.folders);
    try {
      /** @type {WorkFolder['sh']} */
      const sh = (script, onLine) => {
        const [command, args] = place.sh(path);
        const [last = '', ...front] = args.toReversed();
        return run(command, [...front.toReversed(), last + script], onLine ? { onLine } : {});
      };
      return await body({ path, sh });
    } finally {
      await removeTemporary(path);
    }
  };
  const identity = await inWorkFolder(({ sh }) =>
    sh('emcc --version | head -n 1; "$(emcc --print-prog-name=clang || echo clang)" --version | head -n 1'),
  );
  const version = checkedVersion(identity, pin, place.where, process.env['TSOPENSSL_ANY_COMPILER'] === '1');
  return { where: place.where, version, isPin: version === pin.emscripten, identity, inWorkFolder };
}

/**
 * The compiler's version, where it may be used: the pinned one, or, when that is asked for, one that can compile this.
 * @param {string} identity - what the compiler says of itself
 * @param {Pin} pin
 * @param {string} where
 * @param {boolean} isAnyAllowed
 */
export function checkedVersion(identity, pin, where, isAnyAllowed) {
  const version = /emcc .*? (\d+\.\d+\.\d+)/.exec(identity)?.[1];
  if (version === undefined) throw new Error(`${where}: emcc gave no version: ${identity}`);
  if (Number(version.split('.')[0]) < 6)
    throw new Error(`${where}: emcc ${version} is too old, ${pin.emscripten} is needed`);
  if (version !== pin.emscripten && !isAnyAllowed)
    throw new Error(
      `${where}: emcc ${version} is not the pinned ${pin.emscripten}; TSOPENSSL_ANY_COMPILER=1 takes it, for bytes that are not the release's`,
    );
  return version;
}

/** Copies a folder tree into a work folder. @param {string} from @param {string} to */
export async function copyTree(from, to) {
  await cp(from, to, { recursive: true, preserveTimestamps: true });
}
