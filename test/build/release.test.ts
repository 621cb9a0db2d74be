/** `npm run release` refuses what must not be released, and its bill of materials names what npm does not know of. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMPONENTS } from '../../scripts/lib/licences.mjs';
import { ROOT } from '../../scripts/lib/paths.mjs';
import { release, sectionOf } from '../../scripts/lib/release.mjs';
import { billOfMaterials } from '../../scripts/lib/sbom.mjs';
import { Scratch } from '../support/scratch.js';

const read = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8');

describe('the bill of materials', () => {
  it('has OpenSSL with its hash and fixes, the compiler, and all that is carried; what is not shipped is marked', {
    timeout: 120_000,
  }, async () => {
    const bill = await billOfMaterials(ROOT);
    const pin = JSON.parse(read(ROOT, 'openssl-src/pin.json'));
    const part = (name: string) => bill.components.find((component) => component.name === name);
    expect(bill.metadata.component).toMatchObject({
      name: 'tsopenssl',
      version: JSON.parse(read(ROOT, 'package.json')).version,
    });
    expect(part('openssl')).toMatchObject({
      version: pin.version,
      hashes: [{ alg: 'SHA-256', content: pin.sha256 }],
      pedigree: {
        patches: pin.fixes.patches.map(({ cves }: { cves: string[] }) => ({
          resolves: cves.map((id) => ({ type: 'security', id })),
        })),
      },
    });
    expect(part('emscripten')?.version).toBe(JSON.parse(read(ROOT, 'wasm-build/toolchain.json')).emscripten);
    for (const { name } of COMPONENTS) expect(part(name)?.scope, name).toBe('required');
    expect(part('vitest')?.scope).toBe('excluded');
  });
});

describe('a release', () => {
  /** A checkout of its own. */
  function checkout() {
    const folder = new Scratch();
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.folder, encoding: 'utf8' });
    for (const file of ['package.json', 'package-lock.json', 'CHANGELOG.md']) folder.file(file, read(ROOT, file));
    git('init', '--quiet');
    git('config', 'user.name', 'test');
    git('config', 'user.email', 'test@localhost');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'all');
    const said: string[] = [];
    const make = (version: string, more: Partial<Parameters<typeof release>[0]> = {}) =>
      release({
        root: folder.folder,
        version,
        dryRun: false,
        verify: async () => undefined,
        bill: async () => ({ bomFormat: 'CycloneDX' }),
        say: (text) => said.push(text),
        ...more,
      });
    const add = (version: string) => {
      const changelog = read(folder.folder, 'CHANGELOG.md').replace(
        '# Changelog\n',
        `# Changelog\n\n## ${version}\n\n- It is new.\n`,
      );
      folder.file('CHANGELOG.md', changelog);
      git('commit', '--quiet', '--all', '--message', 'changelog');
    };
    return { folder, git, make, add, said };
  }

  it('refuses what is no version or no later one, what is not committed, unsaid, tagged or wrong, and changes nothing then', async () => {
    const { folder, git, make, add } = checkout();
    try {
      add('999.0.0');
      const state = () => [git('rev-parse', 'HEAD'), git('tag'), git('status', '--porcelain')];
      const before = state();
      for (const version of ['', 'next', '1.2', 'v999.0.0'])
        await expect(make(version)).rejects.toThrow(/is no version/);
      await expect(make('0.0.1')).rejects.toThrow(/0\.0\.1 is not later than/);
      await expect(make('999.1.0')).rejects.toThrow(/CHANGELOG\.md says nothing of 999\.1\.0/);
      const verify = () => Promise.reject(new Error('a check is red'));
      await expect(make('999.0.0', { verify })).rejects.toThrow('a check is red');
      await make('999.0.0', { dryRun: true });
      expect(state()).toEqual(before);
      git('tag', 'v999.0.0');
      await expect(make('999.0.0')).rejects.toThrow(/a tag v999\.0\.0 already/);
      folder.file('new.txt', '');
      await expect(make('999.0.0')).rejects.toThrow(/not been committed/);
    } finally {
      folder.remove();
    }
  });

  it('writes the version where it stands, the bill of materials, a commit and a tag', async () => {
    const { folder, git, make, add, said } = checkout();
    try {
      add('999.0.0');
      await make('999.0.0');
      expect(JSON.parse(read(folder.folder, 'package.json')).version).toBe('999.0.0');
      const lock = JSON.parse(read(folder.folder, 'package-lock.json'));
      expect([lock.version, lock.packages[''].version]).toEqual(['999.0.0', '999.0.0']);
      expect(git('diff', '--stat', 'HEAD~1').match(/\d+ insertions?/)?.[0]).toBe('3 insertions');
      expect(git('describe').trim()).toBe('v999.0.0');
      expect(JSON.parse(read(folder.folder, 'sbom.cdx.json'))).toEqual({ bomFormat: 'CycloneDX' });
      expect(said.join()).toMatch(/npm publish/);
    } finally {
      folder.remove();
    }
  });

  it('is what the changelog says of it', () => {
    const changelog = '# Changelog\n\n## 2.0.0\n\n- Two.\n\n### Part\n\n- More.\n\n## 1.0.0\n\n- One.\n';
    expect(sectionOf(changelog, '2.0.0')).toBe('- Two.\n\n### Part\n\n- More.');
    expect(sectionOf(changelog, '1.0.0')).toBe('- One.');
    expect(sectionOf(changelog, '3.0.0')).toBe('');
  });
});
