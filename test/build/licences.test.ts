/** The package carries the licence of all that it has of others. */
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMPONENTS, notice } from '../../scripts/lib/licences.mjs';
import { run } from '../../scripts/lib/run.mjs';

const ROOT = new URL('../../', import.meta.url).pathname;
/** A sentence that each text must hold. */
const SENTENCES: Record<string, string> = {
  openssl: 'Apache License',
  musl: 'musl as a whole is licensed under the following standard MIT license',
  emscripten: 'University of Illinois/NCSA Open Source License',
  'mozilla-ca': 'Mozilla Public License Version 2.0',
  comlink: 'Apache License',
  'bare-http-parser': 'Apache License',
  commander: 'Permission is hereby granted, free of charge',
};

describe('the packed package', () => {
  let packed: string[] = [];

  beforeAll(async () => {
    const answer = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT });
    packed = [...answer.matchAll(/"path":\s*"([^"]+)"/g)].map(([, path = '']) => path);
  });

  it.each(COMPONENTS)('has the licence of $name', ({ name, licence, what }) => {
    const file = `dist/LICENSE.${name}.txt`;
    expect(packed).toContain(file);
    const text = readFileSync(`${ROOT}${file}`, 'utf8');
    expect(text).toContain(SENTENCES[name] ?? 'a sentence for it is missing in this test');
    for (const part of [name, licence, what, `LICENSE.${name}.txt`]) expect(notice()).toContain(part);
  });

  it('has its own licence, and the notice that lists the others', () => {
    expect(packed).toContain('LICENSE');
    expect(packed).toContain('dist/NOTICE.txt');
    expect(readFileSync(`${ROOT}dist/NOTICE.txt`, 'utf8')).toBe(notice());
    const licences = packed.filter((path) => /^dist\/LICENSE\./.test(path));
    expect(licences).toHaveLength(COMPONENTS.length);
  });
});

it('names all that is bundled out of node_modules', async () => {
  const { metafile } = await build({
    entryPoints: [
      `${ROOT}src/entries/worker-thread.ts`,
      `${ROOT}src/entries/pki-thread.ts`,
      `${ROOT}src/worker/index.ts`,
      `${ROOT}src/adapters/fetch/index.ts`,
      `${ROOT}src/cli/index.ts`,
    ],
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'unused',
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: ['node:*', '*.wasm', '*.wasm?bytes'],
    logLevel: 'silent',
  });
  const bundled = Object.keys(metafile.inputs).flatMap((path) => /node_modules\/([^/]+)/.exec(path)?.[1] ?? []);
  const named = COMPONENTS.flatMap(({ from }) => /^node_modules\/([^/]+)/.exec(from ?? '')?.[1] ?? []);
  expect([...new Set(bundled)].sort()).toEqual(named.sort());
});
