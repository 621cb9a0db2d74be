/** Where node:tls ends the process by a signal, ours lets it live. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, it } from 'vitest';
import { node, pathOf, titleOf } from '../runtimes/support/programs.js';
import { makePki } from './harness/pki.js';

const program = node(26);
const isMissing = 'missing' in program;
const SCRIPT = new URL('harness/closes-at-once.ts', import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), 'tsopenssl-crashes-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function play(who: string) {
  const identity = join(scratch, 'identity.json');
  writeFileSync(identity, JSON.stringify(makePki()));
  const args = ['--no-warnings', SCRIPT, who, identity, inject('consumer')];
  const { status, signal, stdout, stderr } = spawnSync(pathOf(program), args, { encoding: 'utf8', timeout: 30_000 });
  return { status, signal, stdout, stderr };
}

const close = 'a client that closes the socket beneath it and then itself when it is secure, fifty times';

it.skipIf(isMissing)(titleOf(`${close}: over ours the process lives`, program), () => {
  expect(play('ours')).toEqual({ status: 0, signal: null, stdout: 'alive\n', stderr: '' });
});

// What the scripts beside node:tls keep clear of: once this fails, Node has mended it, and nothing of it is needed.
it.skipIf(isMissing)(titleOf(`${close}: node:tls alone ends it by a signal`, program), () => {
  expect(play('node')).toMatchObject({ status: null, signal: 'SIGSEGV', stdout: '' });
});
