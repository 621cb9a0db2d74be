/** The kernels of the module with wide arithmetic, in a runtime whose engine has it on. */
import { expect, it } from 'vitest';
import { run } from '../../scripts/lib/run.mjs';
import { bun, pathOf, titleOf } from './support/programs.js';

const PROGRAM = new URL('../support/wide-kernels.ts', import.meta.url).pathname;

it.skipIf('missing' in bun)(
  titleOf('Bun: the kernels of openssl.wide.wasm give what OpenSSL’s own C gives', bun),
  { timeout: 300_000 },
  async () => {
    expect(await run(pathOf(bun), [PROGRAM])).toMatch(/^\d{4,} the same$/m);
  },
);
