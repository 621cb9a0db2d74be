import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as pki from '../../src/pki/index.js';

const ROOT = new URL('../../', import.meta.url).pathname;

/** The examples by the name in their first line; the first two have none there. */
async function examples(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(ROOT, 'README.md'), 'utf8');
  const blocks = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  const first = ['certificate.mjs', 'main.mjs'];
  return new Map(blocks.map((block, index) => [first[index] ?? /^\/\/ (\S+)/.exec(block)?.[1] ?? '', block]));
}

describe('README', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tsopenssl-readme-'));
    await mkdir(join(folder, 'node_modules'));
    await symlink(ROOT, join(folder, 'node_modules/tsopenssl'), 'dir');
    for (const name of ['axios', 'got', 'node-fetch', 'undici', 'ws']) {
      await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), 'dir');
    }
    for (const [name, text] of await examples()) await writeFile(join(folder, name), text);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has no example that is not tried here', async () => {
    const names = [
      'certificate.mjs',
      'clients.mjs',
      'elsewhere.mjs',
      'fetch.mjs',
      'http2.mjs',
      'https.mjs',
      'later.mjs',
      'main.mjs',
      'node.mjs',
      'page.mjs',
      'pki.mjs',
      'pool.mjs',
      'proxy.mjs',
      'ssl.mjs',
      'worker.mjs',
    ];
    expect([...(await examples()).keys()].sort()).toEqual(names);
  });

  it.each([
    ['main.mjs', 'hello\nTLSv1.3 TLS_CHACHA20_POLY1305_SHA256 localhost\n'],
    ['ssl.mjs', "hello TLSv1.3 [ [ 'DNS', 'localhost' ] ]\n"],
    ['node.mjs', 'hello over TLSv1.3\n'],
    ['pki.mjs', "ecdsa-with-SHA256 [ 'dns a.example', 'ip 192.0.2.1' ]\n"],
    ['elsewhere.mjs', 'hello from Server\n'],
    ['https.mjs', 'hello /get\n'],
    ['later.mjs', 'hello from a.example\n'],
    [
      'clients.mjs',
      ['hello /get', 'axios hello /', 'got hello /', 'node-fetch hello /', 'undici hello /', 'ws hello', ''].join('\n'),
    ],
    ['proxy.mjs', 'hello /get\nhello /tunnel\n'],
    ['http2.mjs', 'hello over HTTP/2.0\n'],
    ['fetch.mjs', 'ok TLSv1.3 localhost\n'],
    ['pool.mjs', 'hello TLSv1.3\n'],
  ])('has an example that runs as it stands, against the built package: %s', async (name, output) => {
    const { stdout } = await promisify(execFile)(process.execPath, [name], { cwd: folder, timeout: 20_000 });
    expect(stdout).toBe(output);
  });

  it('names tasks of certificates that there are', async () => {
    const text = await readFile(join(ROOT, 'README.md'), 'utf8');
    const table = /\| task \| functions \|\n([\s\S]*?)\n\n/.exec(text)?.[1] ?? '';
    const names = [...table.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !(name in pki))).toEqual([]);
  });

  it.each([
    ['worker.mjs', 'workerd'],
    ['page.mjs', 'browser'],
  ])('has an example whose imports are there: %s', async (name, condition) => {
    const { warnings } = await build({
      entryPoints: [join(folder, name)],
      bundle: true,
      write: false,
      format: 'esm',
      conditions: [condition],
      external: ['cloudflare:*', 'node:*', './openssl*.wasm'],
      logLevel: 'silent',
    });
    expect(warnings).toEqual([]);
  });
});
