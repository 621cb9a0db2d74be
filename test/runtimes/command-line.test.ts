/** The smoke suite, from the packed package, in the runtimes that have a command line. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, inject, it } from 'vitest';
import { run } from '../../scripts/lib/run.mjs';
import { COMMAND_LINES, type Program, pathOf, titleOf } from './support/programs.js';
import { expectAllPassed, parseResults } from './support/results.js';

async function start(program: Program, args: readonly string[]): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'tsopenssl-home-'));
  try {
    const env = { ...process.env, DENO_DIR: home, HOME: home, NO_COLOR: '1', NODE_OPTIONS: '' };
    return await run(pathOf(program), args, { cwd: inject('consumer'), env });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

describe.each(COMMAND_LINES)('%s', (name, program, args) => {
  const test = it.skipIf('missing' in program);

  test(titleOf(`${name} imports tsopenssl, on the main thread and in a worker`, program), async () => {
    const output = await start(program, [...args, 'smoke/main.mjs']);
    expectAllPassed(parseResults(output), ['main', 'worker']);
  });

  test(titleOf(`${name} imports tsopenssl/inline, the module inside`, program), async () => {
    const output = await start(program, [...args, 'smoke/main.mjs', 'tsopenssl/inline']);
    expectAllPassed(parseResults(output), ['main', 'worker']);
  });

  test(titleOf(`${name} takes it by require()`, program), async () => {
    const output = await start(program, [...args, 'smoke/require.cjs']);
    expectAllPassed(parseResults(output), ['']);
  });
});
