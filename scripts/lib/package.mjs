/** Bundles src/ into dist/ and writes its types. */
import { readdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { writeCommonJs, writeCommonTypes } from './bundle/commonjs.mjs';
import { PLUGINS } from './bundle/plugins.mjs';
import { writeSmall } from './bundle/small.mjs';
import { entries } from './entries.mjs';
import { installLicences } from './licences.mjs';
import { inRoot, ROOT } from './paths.mjs';
import { markPlatformTypes } from './platform-types.mjs';
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
    // Some places have no TextDecoder.
    inject: [inRoot('src/common/text-codec.ts')],
    target: 'es2022',
    // White space is taken out later: esbuild would take the marks of what is pure with it.
    minifySyntax: true,
    minifyIdentifiers: true,
    legalComments: 'none',
    sourcemap: true,
    // Beside openssl.wasm, which they name by a relative address.
    chunkNames: 'shared-[hash]',
    logLevel: 'warning',
    // Of a group every module is named, whether this entry uses it or not.
    logOverride: { 'ignored-bare-import': 'silent' },
    plugins: PLUGINS,
    write: false,
  });
  await writeSmall(outputFiles);
  await writeCommonJs();
  await installLicences(source);
  report('writing types');
  await rm(inRoot('dist/types'), { recursive: true, force: true });
  await run(process.execPath, [inRoot('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: ROOT });
  await markPlatformTypes();
  await writeCommonTypes();
}

/** Chunks have names of their own at each build. */
async function removeOld() {
  const files = await readdir(inRoot('dist')).catch(() => []);
  for (const name of files) if (/\.c?js(\.map)?$/.test(name)) await rm(inRoot(`dist/${name}`));
}
