/** docs/safety.md: no file stops the world. Every file of OpenSSL's own tests, in a process that can be ended. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Scratch } from '../support/scratch.js';

const SOURCE = new URL('../../openssl-src/', import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(join(SOURCE, 'pin.json'), 'utf8')) as { version: string };
const FOLDER = join(SOURCE, `openssl-${version}`, 'test');
const WASM = new URL('../../dist/openssl.wasm', import.meta.url).pathname;

/** Most that one call may take, in milliseconds, on a machine that does other things too. */
const LIMIT = 20_000;
/** Signatures of SLH-DSA are millions of hashes, always as many (FIPS 205, 11): no file makes them more. */
const SLOW_LIMIT = 120_000;

const scratch = new Scratch();
const script = scratch.path('every-file.mjs');

beforeAll(async () => {
  await build({
    entryPoints: [new URL('../support/every-file.ts', import.meta.url).pathname],
    outfile: script,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    logLevel: 'error',
  });
});

afterAll(() => scratch.remove());

interface Line {
  readonly kind: 'file' | 'call' | 'fault' | 'done';
  readonly what: string | { readonly files: number; readonly results: number; readonly signatures: number };
}

/** Runs it to its end, or until one call takes longer than it may. */
async function everyFile(): Promise<{ faults: string[]; done: Line['what'] | undefined }> {
  const child = spawn(process.execPath, [script, WASM, FOLDER], { stdio: ['ignore', 'pipe', 'inherit'] });
  const faults: string[] = [];
  let done: Line['what'] | undefined;
  let file = '';
  let watchdog: NodeJS.Timeout | undefined;
  for await (const text of createInterface({ input: child.stdout })) {
    clearTimeout(watchdog);
    const { kind, what } = JSON.parse(text) as Line;
    if (kind === 'file') file = String(what);
    if (kind === 'fault') faults.push(`${file}: ${what}`);
    if (kind === 'done') done = what;
    const limit = String(what).includes('SLH-DSA') ? SLOW_LIMIT : LIMIT;
    watchdog = setTimeout(() => {
      faults.push(`${file}: ${what} takes more than ${limit / 1000} s`);
      child.kill('SIGKILL');
    }, limit);
  }
  clearTimeout(watchdog);
  return { faults, done };
}

it.skipIf(!existsSync(FOLDER))(
  "each call on each file of OpenSSL's tests comes back, and none traps (needs the source that npm run build unpacks)",
  async () => {
    const { faults, done } = await everyFile();
    expect(faults).toEqual([]);
    expect(done).toMatchObject({
      files: expect.toSatisfy((count: number) => count > 900),
      results: expect.toSatisfy((count: number) => count > 10_000),
      signatures: expect.toSatisfy((count: number) => count > 100),
    });
  },
  1_200_000,
);
