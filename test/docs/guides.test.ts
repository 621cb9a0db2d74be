import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { examplesOf, folderOf, ROOT } from './support/examples.js';
import { hasPebble, startPebble } from './support/pebble.js';

/** Runs the last example of a guide beside the others. */
async function run(guide: string, packages: readonly string[] = [], args: readonly string[] = []): Promise<string> {
  const examples = await examplesOf(`docs/guides/${guide}.md`);
  const folder = await folderOf(examples, packages);
  const last = [...examples.keys()].at(-1) ?? '';
  try {
    const program = promisify(execFile)(process.execPath, [last, ...args], { cwd: folder.path, timeout: 60_000 });
    return (await program).stdout;
  } finally {
    await folder.remove();
  }
}

describe('guides', () => {
  it('are all listed, and each that is listed is there', async () => {
    const pages = (await readdir(join(ROOT, 'docs/guides'))).filter((name) => name !== 'README.md');
    const list = await readFile(join(ROOT, 'docs/guides/README.md'), 'utf8');
    expect([...list.matchAll(/\]\((\S+\.md)\)/g)].map((match) => match[1]).sort()).toEqual(pages.sort());
  });

  it('HTTPS with client certificates', async () => {
    expect(await run('mutual-tls')).toBe(
      'hello alice\nwithout a certificate: ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED\n',
    );
  });

  it('STARTTLS', async () => {
    expect(await run('starttls', ['smtp-server'])).toBe('localhost TLSv1.3 false\n');
  });

  it('a request with a key of WebCrypto', async () => {
    expect(await run('webcrypto-request')).toBe("[ { type: 'email', value: 'alice@example.com' } ] false\n");
  });

  it.skipIf(!hasPebble())(
    `a certificate by ACME${hasPebble() ? '' : " (skipped: Debian's pebble is missing)"}`,
    async () => {
      const pebble = await startPebble();
      try {
        const output = await run(
          'acme',
          ['acme-client'],
          [pebble.directory, pebble.root, 'www.example.com', String(pebble.httpPort)],
        );
        expect(output).toBe("[ { type: 'dns', value: 'www.example.com' } ] true\n");
      } finally {
        await pebble.stop();
      }
    },
    120_000,
  );

  // Its run in workerd is that of test/runtimes/edge-guide.test.ts.
  it('an edge function with a client certificate: its imports are there', async () => {
    const folder = await folderOf(await examplesOf('docs/guides/edge-function.md'));
    try {
      const { warnings } = await build({
        entryPoints: [join(folder.path, 'edge.mjs')],
        bundle: true,
        write: false,
        format: 'esm',
        conditions: ['workerd'],
        external: ['cloudflare:*', 'node:*', './openssl*.wasm'],
        logLevel: 'silent',
      });
      // esbuild says nothing of it to users: what a package declares of its own files is none of theirs.
      expect(warnings.filter(({ id }) => id !== 'ignored-bare-import')).toEqual([]);
    } finally {
      await folder.remove();
    }
  });
});
