/** Thirty programs over TLS on Node's streams, each in a process of its own with the packed package: exit 0 is right. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';

const FOLDER = new URL('node-tls/', import.meta.url).pathname;
const CASES = readdirSync(FOLDER)
  .filter((name) => name !== 'lib.mjs')
  .map((name) => name.replace(/\.mjs$/, ''));

function play(name: string): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, TSOPENSSL_DIR: inject('consumer') };
    const child = spawn(process.execPath, ['--no-warnings', `${FOLDER}${name}.mjs`], { env, timeout: 30_000 });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said }));
  });
}

describe('cases of node:tls', () => {
  it('are thirty', () => {
    expect(CASES).toHaveLength(30);
  });

  it.each(CASES)('%s', async (name) => {
    expect(await play(name)).toEqual({ code: 0, said: expect.stringContaining('PASS') });
  });
});
