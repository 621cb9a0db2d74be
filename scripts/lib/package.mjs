/** Bundles src/ into dist/ and writes its types. */
import { build } from 'esbuild';
import { inRoot, ROOT } from './paths.mjs';
import { run } from './run.mjs';

/** The entries of the package, as package.json's `exports` names them. */
const ENTRIES = ['node'];

/** @param {(text: string) => void} report */
export async function buildPackage(report) {
  report('bundling');
  await build({
    entryPoints: ENTRIES.map((name) => inRoot(`src/entries/${name}.ts`)),
    outdir: inRoot('dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    external: ['node:*'],
    target: 'es2022',
    sourcemap: true,
    chunkNames: 'chunks/[name]-[hash]',
    logLevel: 'warning',
  });
  report('writing types');
  await run(process.execPath, [inRoot('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: ROOT });
}
