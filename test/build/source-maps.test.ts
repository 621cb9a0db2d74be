/** The source maps of the package: they name the sources that it has, which are in it once. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const dist = new URL('../../dist/', import.meta.url);
const src = new URL('../../src/', import.meta.url).href;
const scripts = readdirSync(dist).filter((name) => name.endsWith('.js'));

it('name sources that are in the package, or have their text', () => {
  let own = 0;
  for (const name of scripts.filter((script) => existsSync(new URL(`${script}.map`, dist)))) {
    const url = new URL(`${name}.map`, dist);
    const { sources, sourcesContent } = JSON.parse(readFileSync(url, 'utf8')) as {
      sources: string[];
      sourcesContent: (string | null)[];
    };
    for (const [index, source] of sources.entries()) {
      const file = new URL(source, url);
      const isOwn = file.href.startsWith(src);
      if (isOwn) own += 1;
      expect(isOwn ? existsSync(file) : typeof sourcesContent[index] === 'string', `${name}: ${source}`).toBe(true);
      expect(isOwn && typeof sourcesContent[index] === 'string', `${name} has the text of ${source}`).toBe(false);
    }
  }
  expect(own).toBeGreaterThan(300);
});

it('lead a stack trace to the line that threw', async () => {
  const code = `import { crypto } from ${JSON.stringify(new URL('node.js', dist).href)};
try { crypto.X509Name.fromDer(new Uint8Array(3)); } catch (error) { console.log(error.stack); }`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--enable-source-maps',
    '--input-type=module',
    '-e',
    code,
  ]);
  const found = /src\/crypto\/x509-name\.ts:(\d+):\d+/.exec(stdout);
  expect(found, stdout).not.toBeNull();
  const lines = readFileSync(new URL('crypto/x509-name.ts', src), 'utf8').split('\n');
  expect(lines[Number(found?.[1]) - 1]).toContain('native.d2i_X509_NAME');
});
