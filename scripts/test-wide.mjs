/**
 * `npm run test:wide`: the suites of everything that OpenSSL computes, over the module with wide arithmetic, in an engine
 * that has it (Bun, from test/runtimes). What tests other programs' sides, the package or the build runs once, in `npm test`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inRoot, ROOT } from './lib/paths.mjs';
import { setUp } from './lib/setup.mjs';

const BUN = inRoot('test/runtimes/node_modules/@oven/bun-linux-x64/bin/bun');
const SUITES = [
  'test/crypto',
  'test/ffi',
  'test/rand',
  'test/secrets',
  'test/ssl',
  'test/tls',
  'test/interop/openssl-',
  'test/interop/dtls.test.ts',
];

await setUp();
if (existsSync(BUN)) {
  const args = [
    '--bun',
    inRoot('node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    'library',
    '--reporter',
    'default',
  ];
  const env = { ...process.env, TSOPENSSL_WASM: inRoot('dist/openssl.wide.wasm') };
  process.exitCode = spawnSync(BUN, [...args, ...SUITES], { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1;
} else {
  console.log('Skipped: no engine with wide arithmetic is here; `npm ci` in test/runtimes brings Bun on linux-x64.');
}
