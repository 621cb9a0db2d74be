import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url).pathname;

describe('README', () => {
  it('has examples that run as they stand, against the built package', async () => {
    const text = await readFile(join(ROOT, 'README.md'), 'utf8');
    const blocks = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    expect(blocks).toHaveLength(2);
    const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-readme-'));
    try {
      await mkdir(join(folder, 'node_modules'));
      await symlink(ROOT, join(folder, 'node_modules/tsopenssl'), 'dir');
      await writeFile(join(folder, 'certificate.mjs'), blocks[0] ?? '');
      await writeFile(join(folder, 'main.mjs'), blocks[1] ?? '');
      const { stdout } = await promisify(execFile)(process.execPath, ['main.mjs'], { cwd: folder });
      expect(stdout).toBe('hello\nTLSv1.3 TLS_AES_256_GCM_SHA384 localhost\n');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
