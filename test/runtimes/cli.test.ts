/** The command of the packed package, in the runtimes that have a command line. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { COMMAND_LINES, pathOf, titleOf } from './support/programs.js';

describe.each(COMMAND_LINES)('%s', (name, program, args) => {
  const test = it.skipIf('missing' in program);

  test(titleOf(`${name} runs tsopenssl: makes, verifies, refuses to overwrite a key, and pipes`, program), () => {
    const folder = mkdtempSync(join(tmpdir(), 'tsopenssl-cli-'));
    const command = join(inject('consumer'), 'node_modules/tsopenssl/dist/cli.js');
    const env = { ...process.env, DENO_DIR: folder, HOME: folder, NO_COLOR: '1', NODE_OPTIONS: '' };
    const tsopenssl = (given: readonly string[], input = '') => {
      const { status, stdout, stderr } = spawnSync(pathOf(program), [...args, command, ...given], {
        cwd: folder,
        env,
        input,
      });
      return { status, out: stdout.toString(), err: stderr.toString() };
    };
    try {
      const root = tsopenssl(['issue', '--root', 'Root']);
      expect([root.status, root.err]).toEqual([0, '']);
      expect(tsopenssl(['issue', 'a.example', '--ca', 'root.crt', '--ca-key', 'root.key']).status).toBe(0);
      expect(tsopenssl(['verify', 'a.example.crt', '--ca', 'root.crt', '--host', 'a.example']).status).toBe(0);
      expect(tsopenssl(['verify', 'a.example.crt', '--ca', 'root.crt', '--host', 'b.example']).status).toBe(1);
      expect((statSync(join(folder, 'a.example.key')).mode & 0o777).toString(8)).toBe('600');
      expect(tsopenssl(['key', 'new', '-o', 'root.key']).status).toBe(4);
      const seen = tsopenssl(['inspect', '--json', '-'], readFileSync(join(folder, 'a.example.crt'), 'utf8'));
      expect(JSON.parse(seen.out)).toMatchObject({ files: [{ name: 'stdin', items: [{ kind: 'certificate' }] }] });
      expect(tsopenssl(['nonsense']).status).toBe(2);
      expect(tsopenssl(['connect', '127.0.0.1:1', '--timeout', '5s']).status).toBe(5);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

it('npx finds it, and npm has made it a program', () => {
  const { status, stdout } = spawnSync(join(inject('consumer'), 'node_modules/.bin/tsopenssl'), ['--version']);
  const manifest = readFileSync(join(inject('consumer'), 'node_modules/tsopenssl/package.json'), 'utf8');
  expect([status, stdout.toString().trim()]).toEqual([0, (JSON.parse(manifest) as { version: string }).version]);
});
