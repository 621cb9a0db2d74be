/** Debian's package tools, on Debian or a system made from it, as root. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, works } from './run.mjs';

/**
 * Signatures count, whatever the system's own configuration says: what is installed here runs as root.
 * @type {[string, string][]}
 */
const VERIFIED = [
  ['APT::Get::AllowUnauthenticated', 'false'],
  ['Acquire::AllowInsecureRepositories', 'false'],
  ['Acquire::AllowWeakRepositories', 'false'],
  ['Acquire::AllowDowngradeToInsecureRepositories', 'false'],
];

/** Whether packages can be installed here. */
export async function canInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && (await works('apt-get'));
}

/**
 * Installs the packages that are missing.
 * @param {readonly string[]} packages
 * @param {(line: string) => void} [onLine]
 */
export async function install(packages, onLine) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, ...(onLine && { onLine }) };
  const verified = VERIFIED.flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  await run('apt-get', [...verified, 'update', '-q'], options);
  await run('apt-get', [...verified, 'install', '-y', '-q', '--no-install-recommends', ...packages], options);
}

/** The mirrors that this system itself installs from: the archive and, where it has one, its security archive. */
export async function mirrors() {
  const lines = (await run('apt-get', ['indextargets', '--format', '$(REPO_URI) $(RELEASE)'])).split('\n');
  const uris = [...new Set(lines.map((line) => line.split(' ')[0] ?? ''))].filter((uri) => /\/debian\/?$/.test(uri));
  const security = [...new Set(lines.map((line) => line.split(' ')[0] ?? ''))].filter((uri) =>
    /debian-security\/?$/.test(uri),
  );
  if (uris[0] === undefined) throw new Error('apt-get knows no Debian mirror on this system');
  return { archive: uris[0], security: security[0] };
}

/** @typedef {{ version: string, files: { name: string, sha256: string }[] }} SourcePackage */

/**
 * What an index of sources lists, in its order: `apt-cache showsrc`'s words, whose signature apt has checked.
 * @param {string} text
 * @returns {SourcePackage[]}
 */
export function parseSources(text) {
  return text
    .split(/\n\s*\n/)
    .map((stanza) => {
      const sums = /^Checksums-Sha256:[ \t]*\n((?: .*\n?)*)/m.exec(`${stanza}\n`)?.[1] ?? '';
      const files = [...sums.matchAll(/^ ([0-9a-f]{64}) \d+ (\S+)$/gm)].map(([, sha256 = '', name = '']) => ({
        name,
        sha256,
      }));
      return { version: /^Version: (.*)$/m.exec(stanza)?.[1] ?? '', files };
    })
    .filter(({ version }) => version !== '');
}

/**
 * The SHA-256 of the upstream tarball of a version, as Debian's signed index has it.
 * @param {readonly SourcePackage[]} sources
 * @param {string} version - upstream's
 * @returns {string | undefined} undefined where it is not listed, or where two listings differ
 */
export function tarballHash(sources, version) {
  const listed = sources.filter((source) => upstreamOf(source.version) === version);
  const hashes = new Set(listed.flatMap(({ files }) => files.filter(isTarball).map(({ sha256 }) => sha256)));
  return hashes.size === 1 ? [...hashes][0] : undefined;
}

/** A version without Debian's revision. @param {string} version */
function upstreamOf(version) {
  return version.replace(/-[^-]*$/, '');
}

/** @param {{ name: string }} file */
function isTarball({ name }) {
  return name.endsWith('.orig.tar.gz');
}

/**
 * Debian's lists of sources, fetched into a folder, without touching the system's own. apt refuses them where their
 * signature is not that of a key of the archive.
 * @param {string} name - of the source package
 * @param {string} folder - an empty folder
 */
async function openSources(name, folder) {
  const { archive, security } = await mirrors();
  const suites = ['trixie', 'trixie-updates'].map((suite) => `deb-src ${archive} ${suite} main`);
  if (security) suites.push(`deb-src ${security} trixie-security main`);
  const lists = join(folder, 'lists');
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(folder, 'cache'));
  await writeFile(join(folder, 'sources.list'), `${suites.join('\n')}\n`);
  const options = [
    ...Object.entries({
      'Dir::Etc::sourcelist': join(folder, 'sources.list'),
      'Dir::Etc::sourceparts': '/dev/null',
      'Dir::State::lists': lists,
      'Dir::Cache': join(folder, 'cache'),
      'Acquire::Languages': 'none',
      'APT::Sandbox::User': 'root',
    }),
    ...VERIFIED,
  ].flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  await run('apt-get', [...options, 'update', '-q']);
  return {
    sources: parseSources(await run('apt-cache', [...options, 'showsrc', name])),
    /** @param {string} version @param {string[]} flags */
    fetch: (version, flags) =>
      run('apt-get', [...options, 'source', '--download-only', ...flags, `${name}=${version}`], { cwd: folder }),
  };
}

/**
 * What Debian's index lists of a source package.
 * @param {string} name
 * @param {string} folder - an empty folder
 */
export async function listedSources(name, folder) {
  return (await openSources(name, folder)).sources;
}

/**
 * Downloads the upstream tarball of a source package.
 * @param {string} name - of the source package
 * @param {string} version - upstream's, without Debian's revision
 * @param {string} folder - an empty folder; the tarball arrives in it
 * @returns {Promise<string>} the tarball's path
 */
export async function downloadSource(name, version, folder) {
  const { sources, fetch } = await openSources(name, folder);
  const listed = [...new Set(sources.map((source) => source.version))];
  const candidates = listed.filter((candidate) => upstreamOf(candidate) === version);
  for (const candidate of candidates) {
    // Debian's own files of an older revision may be gone already, while the upstream tarball, which it shares with the
    // newer one, is still served: what counts is whether the tarball has arrived.
    await fetch(candidate, []).catch(() => '');
    const tarball = (await readdir(folder)).find((file) => isTarball({ name: file }));
    if (tarball) return join(folder, tarball);
  }
  throw new Error(
    candidates.length > 0
      ? `Debian's signed index lists ${name} ${candidates.join(' and ')}, but its archive does not serve the tarball`
      : `Debian's index lists no ${name} ${version} (it lists ${listed.join(', ') || 'none'})`,
  );
}

/**
 * Downloads Debian's packaging of a source package: its patches and build files.
 * @param {string} name - of the source package
 * @param {string} version - Debian's
 * @param {string} folder - an empty folder; the archive arrives in it
 * @returns {Promise<string>} the archive's path
 */
export async function downloadPackaging(name, version, folder) {
  const { fetch } = await openSources(name, folder);
  await fetch(version, ['--diff-only']);
  const archive = (await readdir(folder)).find((file) => file.endsWith('.debian.tar.xz'));
  if (archive === undefined) throw new Error(`Debian's archive gave no packaging of ${name} ${version}`);
  return join(folder, archive);
}
