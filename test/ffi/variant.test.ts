/** The two modules: which one is chosen, how that is seen and overridden. Each case has a process of its own. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { bestVariant } from '../../src/ffi/index.js';

const entry = fileURLToPath(new URL('../../dist/node.js', import.meta.url));

async function run(program: string, env: Record<string, string> = {}): Promise<string> {
  const code = `import * as o from ${JSON.stringify(entry)}; ${program}`;
  const args = ['--input-type=module', '-e', code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } });
  return stdout.trim();
}

test('both modules are in the package', () => {
  for (const name of ['openssl.wasm', 'openssl.wide.wasm']) {
    expect(existsSync(new URL(`../../dist/${name}`, import.meta.url)), name).toBe(true);
  }
});

test('the engine’s best variant is loaded, and says so', async () => {
  expect(await run('console.log(o.bestVariant(), o.moduleVariant(), o.SSL.OPENSSL_VERSION_NUMBER > 0)')).toBe(
    `${bestVariant()} ${bestVariant()} true`,
  );
});

test('an environment variable and preferVariant choose; the call wins', async () => {
  expect(await run('console.log(o.moduleVariant())', { TSOPENSSL_VARIANT: 'simd' })).toBe('simd');
  const program = "o.preferVariant('simd'); console.log(o.moduleVariant())";
  expect(await run(program, { TSOPENSSL_VARIANT: 'wide' })).toBe('simd');
});

test('an engine without wide arithmetic refuses the wide module when it is asked for', async () => {
  const wanted = bestVariant() === 'wide' ? 'wide' : 'refused';
  const program = "o.preferVariant('wide'); try { console.log(o.moduleVariant()) } catch { console.log('refused') }";
  expect(await run(program)).toBe(wanted);
});

test('another name is a RangeError', async () => {
  const program = "try { o.preferVariant('fast') } catch (e) { console.log(e.name) }";
  expect(await run(program)).toBe('RangeError');
});
