/** Packs the package as npm would publish it and installs the tarball into a folder of its own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../scripts/lib/run.mjs';

const ROOT = new URL('../../', import.meta.url).pathname;

export interface Packed {
  /** A folder in which the packed package is installed. */
  readonly folder: string;
  readonly tarball: string;
  remove(): Promise<void>;
}

export async function packAndInstall(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-consumer-'));
  const packed = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT });
  const name = /"filename":\s*"([^"]+)"/.exec(packed)?.[1] ?? '';
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${name}`], { cwd: folder });
  return { folder, tarball: join(folder, name), remove: () => rm(folder, { recursive: true, force: true }) };
}
