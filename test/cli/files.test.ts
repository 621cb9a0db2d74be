/** How files are written and read: what the documentation promises of overwriting, modes, links, and inputs of every kind. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, type CommandLine, withFiles } from './support/cli.js';

let line: CommandLine;
beforeAll(async () => {
  line = await withFiles();
});
afterAll(() => line.remove());

const isRoot = process.getuid?.() === 0;

describe('keys', () => {
  it('have mode 600 with umask 000, also in the place of a file that all could read', async () => {
    expect((await line.typed('umask 000; tsopenssl key new -o open.key')).code).toBe(0);
    expect(line.mode('open.key')).toBe('600');
    writeFileSync(line.path('loose.key'), 'old', { mode: 0o644 });
    expect((await line.typed('umask 000; tsopenssl key new --force -o loose.key')).code).toBe(0);
    expect(line.mode('loose.key')).toBe('600');
    expect((await line.typed('umask 000; tsopenssl csr m.example')).code).toBe(0);
    expect([line.mode('m.example.key'), line.mode('m.example.csr')]).toEqual(['600', '666']);
  });

  it('are not overwritten, nor is anything else, and nothing is left behind', async () => {
    const before = line.read('server.key');
    for (const args of [
      ['key', 'new', '-o', 'server.key'],
      ['csr', 'x.example', '-o', 'server.key'],
      ['csr', 'x.example', '--key-out', 'server.key'],
      ['issue', 'x.example', '--ca', 'ca.crt', '--ca-key', 'ca.key', '-o', 'x.crt', '--key-out', 'server.key'],
    ]) {
      const { code, err } = await line.run(args);
      expect([code, err]).toEqual([4, expect.stringContaining('server.key is there already')]);
    }
    expect(line.read('server.key')).toBe(before);
    expect(existsSync(line.path('x.crt'))).toBe(false);
    expect(readdirSync(line.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('are not written through a link, dangling or not', async () => {
    symlinkSync('elsewhere.key', line.path('dangling.key'));
    expect((await line.run(['key', 'new', '-o', 'dangling.key'])).code).toBe(4);
    expect(existsSync(line.path('elsewhere.key'))).toBe(false);
    symlinkSync('ca.crt', line.path('linked.key'));
    const before = line.read('ca.crt');
    expect((await line.run(['key', 'new', '-o', 'linked.key'])).code).toBe(4);
    // With --force the link itself gives way, not what it names.
    expect((await line.run(['key', 'new', '--force', '-o', 'linked.key'])).code).toBe(0);
    expect(line.read('ca.crt')).toBe(before);
    expect(() => readlinkSync(line.path('linked.key'))).toThrow();
    expect(line.mode('linked.key')).toBe('600');
  });

  it('race for one name: one wins, the others are refused', async () => {
    const all = await Promise.all([1, 2, 3].map(() => line.run(['key', 'new', '-o', 'race.key'])));
    expect(all.map(({ code }) => code).sort()).toEqual([0, 4, 4]);
    expect(line.read('race.key')).toContain('-----END PRIVATE KEY-----');
  });

  it('go to stdout and to /dev/stdout, and to no pipe that somebody else has put there', async () => {
    expect((await line.typed('tsopenssl key new -o - 2>/dev/null | tsopenssl key public -')).out).toContain(
      'PUBLIC KEY',
    );
    expect((await line.typed('tsopenssl key new -o /dev/stdout | grep -c PRIVATE')).out.trim()).toBe('2');
    execFileSync('mkfifo', [line.path('trap.key')]);
    expect((await line.run(['key', 'new', '-o', 'trap.key'])).code).toBe(4);
  });
});

describe('outputs', () => {
  it('fail with 4 and one sentence where the disk is full, the folder is missing, or may not be written', async () => {
    const full = await line.typed('tsopenssl key new > /dev/full');
    expect([full.code, full.err]).toEqual([4, expect.stringContaining('the disk is full')]);
    const missing = await line.run(['key', 'new', '-o', 'nowhere/a.key']);
    expect([missing.code, missing.err]).toEqual([4, expect.stringContaining('there is no such file')]);
    const folder = await line.run(['key', 'new', '--force', '-o', 'bin']);
    expect([folder.code, folder.err]).toEqual([4, expect.stringContaining('it is a folder')]);
  });

  it('that are full leave nothing behind', async () => {
    if (!isRoot || process.platform !== 'linux') return;
    mkdirSync(line.path('small'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', line.path('small')]);
    } catch {
      return; // No right to mount here.
    }
    try {
      writeFileSync(line.path('small/fill'), Buffer.alloc(4096));
      const { code, err } = await line.run(['key', 'new', '-o', 'small/a.key']);
      expect([code, err]).toEqual([4, expect.stringContaining('the disk is full')]);
      expect(readdirSync(line.path('small'))).toEqual(['fill']);
    } finally {
      execFileSync('umount', [line.path('small')]);
    }
  });

  it('of a reader that has gone end quietly', async () => {
    const { out, err } = await line.typed('(tsopenssl help issue; echo $? >&2) | head -1');
    expect(out).toContain('Usage:');
    expect(err).toMatch(/^(141|0)\n$/);
  });
});

describe('inputs', () => {
  it('named like options stand behind --', async () => {
    writeFileSync(line.path('-x'), line.read('server.crt'));
    writeFileSync(line.path('--json'), line.read('server.crt'));
    for (const name of ['-x', '--json']) {
      const { code, out } = await line.run(['fingerprint', '--', name]);
      expect([code, out.split('\n').length]).toEqual([0, 2]);
    }
    expect((await line.run(['fingerprint', './-x'])).code).toBe(0);
  });

  it.each([
    ['a folder', 'fingerprint bin', 'it is a folder'],
    ['no file', 'fingerprint nobody.crt', 'there is no such file'],
    ['an empty file', 'fingerprint /dev/null', '/dev/null'],
    ['no end', 'fingerprint --max-input 1M /dev/zero', 'more than 1048576 bytes'],
    ['no end on stdin', 'fingerprint --max-input 100K - < /dev/zero', 'more than 102400 bytes'],
    ['5 GB on stdin', 'head -c 5000000000 /dev/zero | tsopenssl fingerprint -', 'more than 67108864 bytes'],
    ['a key for a certificate', 'fingerprint server.key', 'server.key cannot be read as a certificate'],
    ['stdin twice', 'key match - - < server.key', 'only once'],
  ])('that are %s fail with one sentence', async (_what, typed, says) => {
    const { code, err } = await line.typed(typed.includes('tsopenssl') ? typed : `tsopenssl ${typed}`);
    expect([code, err]).toEqual([says === 'only once' ? 2 : 3, expect.stringContaining(says)]);
    expect(err.trim().split('\n').length).toBeLessThanOrEqual(2);
  });

  it.skipIf(isRoot)('that may not be read fail with 3 (root may read all)', async () => {
    writeFileSync(line.path('closed.crt'), 'x', { mode: 0 });
    expect((await line.run(['fingerprint', 'closed.crt'])).code).toBe(3);
  });

  it('can be pipes with a name', async () => {
    execFileSync('mkfifo', [line.path('pipe.crt')]);
    const { code, out } = await line.typed('cat server.crt > pipe.crt & tsopenssl fingerprint pipe.crt');
    expect([code, out]).toEqual([0, expect.stringMatching(/^[0-9A-F:]+\n$/)]);
  });
});

it('a signal ends it as a signal, and leaves no file that is not whole', async () => {
  const args = [COMMAND, 'key', 'new', '--key-type', 'rsa8192', '-o', 'slow.key'];
  const child = spawn(process.execPath, args, { cwd: line.folder });
  setTimeout(() => child.kill('SIGINT'), 400);
  const [code, signal] = await once(child, 'exit');
  // It may have been quick.
  if (code !== 0) expect([code, signal]).toEqual([null, 'SIGINT']);
  expect(readdirSync(line.folder).filter((name) => name.includes('slow') && name.endsWith('.tmp'))).toEqual([]);
});
