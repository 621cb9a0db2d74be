/** Where passwords come from, and that none is shown or taken in silence from where others see it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { COMMAND, type CommandLine, withFiles } from './support/cli.js';

const SECRET = 'pass wörd';
let line: CommandLine;

beforeAll(async () => {
  line = await withFiles();
  const key = crypto.loadPrivatekey(crypto.FILETYPE_PEM, readFileSync(line.path('server.key')));
  line.file('locked.key', crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key, 'aes-256-cbc', SECRET));
  line.file('secret', `${SECRET}\r\nanother line\n`);
  line.file('wrong', 'wrong');
});
afterAll(() => line.remove());

const matches = 'tsopenssl key match locked.key server.crt';

describe('a password', () => {
  it.each([
    ['a file', `${matches} --password-file secret`],
    ['a pipe', `cat secret | ${matches} --password-file -`],
    ['the environment', `${matches} --password-env SECRET`],
    ['a descriptor', `${matches} --password-fd 3 3< secret`],
  ])('comes from %s', async (_where, typed) => {
    const { code, err } = await line.typed(typed, { env: { SECRET } });
    expect([code, err]).toEqual([0, '']);
  });

  it('as an argument works, and is warned of on stderr, without being repeated', async () => {
    const { code, err } = await line.run(['key', 'match', 'locked.key', 'server.crt', '--password', SECRET]);
    expect([code, err]).toEqual([0, expect.stringMatching(/^warning: --password shows the password to everybody/)]);
    expect(err).not.toContain(SECRET);
    const made = await line.run(['key', 'new', '-o', 'n.key', '--new-password', SECRET]);
    expect([made.code, made.err]).toEqual([0, expect.stringContaining('warning: --new-password shows')]);
  });

  it.each([
    ['that is wrong', ['--password-file', 'wrong'], 3, 'password'],
    ['of a file that is not there', ['--password-file', 'nobody'], 3, 'there is no such file'],
    ['of a variable that is not there', ['--password-env', 'NOBODY_HAS_IT'], 3, 'there is no variable'],
    ['of a descriptor that is not open', ['--password-fd', '77'], 3, 'cannot be read'],
    ['of two sources', ['--password-file', 'secret', '--password-env', 'HOME'], 2, 'one source'],
    ['of no number', ['--password-fd', 'x'], 2, 'number of a descriptor'],
  ])('%s is an error of one sentence', async (_what, args, code, says) => {
    const ended = await line.run(['key', 'match', 'locked.key', 'server.crt', ...args]);
    expect([ended.code, ended.err]).toEqual([code, expect.stringContaining(says)]);
  });

  it('that is missing, with no terminal, is an error that says how to give it', async () => {
    const { code, err } = await line.typed(`setsid -w ${matches} --json`);
    expect(code).toBe(3);
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'ERR_CLI_PASSWORD', exitCode: 3 } });
    expect(err).toContain('--password-file');
  });

  it('protects what is written', async () => {
    await line.done(['key', 'encrypt', 'server.key', '-o', 'enc.key', '--new-password-file', 'secret']);
    expect(line.read('enc.key')).toContain('BEGIN ENCRYPTED PRIVATE KEY');
    const opened = spawnSync('openssl', ['pkey', '-in', 'enc.key', '-passin', `pass:${SECRET}`, '-noout'], {
      cwd: line.folder,
    });
    expect(opened.status).toBe(0);
  });
});

const hasPty = spawnSync('python3', ['-c', 'import pty']).status === 0;

/** Runs a command on a terminal of its own, and types. */
const PTY = `
import os, pty, sys, time, select
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
seen = b''
answers = sys.argv[1].split('|')
end = time.time() + 30
while time.time() < end:
    if select.select([fd], [], [], 0.1)[0]:
        try: chunk = os.read(fd, 4096)
        except OSError: break
        if not chunk: break
        seen += chunk
        if answers and seen.rstrip(b' ').endswith(b':') and answers[0] is not None:
            time.sleep(0.2)
            os.write(fd, answers.pop(0).encode().decode('unicode_escape').encode('latin1'))
            seen += b'<typed>'
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(seen + b'\\nexit ' + str(os.waitstatus_to_exitcode(status)).encode())
`;

describe.skipIf(!hasPty)('at a terminal (python3 has one for the test)', () => {
  const typed = (answers: string, args: readonly string[]) =>
    spawnSync('python3', ['-c', PTY, answers, process.execPath, COMMAND, ...args], {
      cwd: line.folder,
    }).stdout.toString();

  it('it is asked for, and not shown', () => {
    const seen = typed('pass w\\xc3\\xb6rd\\n', ['key', 'match', 'locked.key', 'server.crt']);
    expect(seen).toContain('Password of locked.key:');
    expect(seen).toContain('exit 0');
    expect(seen).not.toContain('rd<');
    expect(seen.replace('Password', '')).not.toMatch(/pass w/);
  });

  it('a new one is asked for twice', () => {
    expect(typed('abc\\n|abc\\n', ['key', 'new', '--encrypt-key', '-o', 'asked.key'])).toContain('exit 0');
    expect(typed('abc\\n|abd\\n', ['key', 'new', '--encrypt-key', '-o', 'asked2.key'])).toContain('not the same');
  });

  it('Ctrl-C ends it, and colours are there unless NO_COLOR is set', () => {
    expect(typed('\\x03', ['key', 'match', 'locked.key', 'server.crt'])).toContain('exit -2');
    expect(typed('', ['fingerprint', 'nobody'])).toContain('\u001b[31m');
    process.env['NO_COLOR'] = '1';
    try {
      expect(typed('', ['fingerprint', 'nobody'])).not.toContain('\u001b[');
    } finally {
      delete process.env['NO_COLOR'];
    }
  });
});
