/** The hook: `import` and `require` of Node's names get the package, in every Node that it runs in. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { COMMAND_LINES, pathOf, titleOf } from '../runtimes/support/programs.js';

const SCRIPT = `
import { createRequire } from 'node:module';
import { connect } from 'node:tls';
import tls from 'tls';
import https from 'node:https';
import * as ours from 'tsopenssl/node';
import * as oursOverHttp from 'tsopenssl/https';
const require = createRequire(import.meta.url);
const seen = [connect, tls.connect, require('tls').connect, require('node:tls').connect];
const seenOfHttps = [https.Agent, require('https').Agent, require('node:https').Agent];
console.log(seen.every((it) => it === ours.connect), seenOfHttps.every((it) => it === oursOverHttp.Agent));
`;

describe('the hook', () => {
  for (const [name, program] of COMMAND_LINES.filter(([title]) => title.startsWith('Node'))) {
    it.skipIf('missing' in program)(titleOf(name, program), async () => {
      const file = join(inject('hook'), '../hook-test.mjs');
      await writeFile(file, SCRIPT);
      const args = ['--import', join(inject('hook'), 'register.mjs'), file];
      const { stdout } = await promisify(execFile)(pathOf(program), args);
      expect(stdout).toBe('true true\n');
    });
  }
});
