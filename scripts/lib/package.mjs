/** Bundles src/ into dist/ and writes its types. */
import { readdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { PLUGINS } from './bundle/plugins.mjs';
import { writeSmall } from './bundle/small.mjs';
import { entries } from './entries.mjs';
import { installLicences } from './licences.mjs';
import { inRoot, ROOT } from './paths.mjs';
import { run } from './run.mjs';

/**
 * @param {string} source - OpenSSL's, for its licence
 * @param {(text: string) => void} report
 */
export async function buildPackage(source, report) {
  report('bundling');
  await removeOld();
  const { outputFiles } = await build({
    entryPoints: entries().map(({ name }) => ({ in: `entry:${name}`, out: name })),
    outdir: inRoot('dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: ['node:*'],
    target: 'es2022',
    // White space is taken out later: esbuild would take the marks of what is pure with it.
    minifySyntax: true,
    minifyIdentifiers: true,
    legalComments: 'none',
    sourcemap: true,
    // Beside openssl.wasm, which they name by a relative address.
    chunkNames: 'shared-[hash]',
    logLevel: 'warning',
    plugins: PLUGINS,
    write: false,
  });
  await writeSmall(outputFiles);
  await installLicences(source);
  report('writing types');
  await rm(inRoot('dist/types'), { recursive: true, force: true });
  await run(process.execPath, [inRoot('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: ROOT });
}

/** Chunks have names of their own at each build. */
async function removeOld() {
  const files = await readdir(inRoot('dist')).catch(() => []);
  for (const name of files) if (/\.js(\.map)?$/.test(name)) await rm(inRoot(`dist/${name}`));
}
