/** Debian's package tools, on Debian or a system made from it, as root. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, works } from './run.mjs';

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
  await run('apt-get', ['update', '-q'], options);
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], options);
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

/**
 * Downloads the upstream tarball of a source package, without touching the system's own lists.
 * @param {string} name - of the source package
 * @param {string} version - upstream's, without Debian's revision
 * @param {string} folder - an empty folder; the tarball arrives in it
 * @returns {Promise<string>} the tarball's path
 */
export async function downloadSource(name, version, folder) {
  const { archive, security } = await mirrors();
  const suites = ['trixie', 'trixie-updates'].map((suite) => `deb-src ${archive} ${suite} main`);
  if (security) suites.push(`deb-src ${security} trixie-security main`);
  const lists = join(folder, 'lists');
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(folder, 'cache'));
  await writeFile(join(folder, 'sources.list'), `${suites.join('\n')}\n`);
  const options = Object.entries({
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': lists,
    'Dir::Cache': join(folder, 'cache'),
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': 'root',
  }).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  await run('apt-get', [...options, 'update', '-q']);
  const listed = await run('apt-cache', [...options, 'showsrc', name]);
  const versions = [...listed.matchAll(/^Version: (.*)$/gm)].map((match) => match[1] ?? '');
  for (const candidate of versions.filter((v) => v.startsWith(`${version}-`))) {
    // Debian's own files of an older revision may be gone already, while the upstream tarball, which it shares with the
    // newer one, is still served: what counts is whether the tarball has arrived.
    await run('apt-get', [...options, 'source', '--download-only', `${name}=${candidate}`], { cwd: folder }).catch(
      () => '',
    );
    const tarball = (await readdir(folder)).find((file) => /\.orig\.tar\.gz$/.test(file));
    if (tarball) return join(folder, tarball);
  }
  throw new Error(`Debian's archive serves no ${name} ${version} (it lists ${versions.join(', ') || 'none'})`);
}
