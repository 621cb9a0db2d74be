/** Bundles the package for the benchmark. */
import { build } from 'esbuild';
import { inRoot } from '../scripts/lib/paths.mjs';

/** The package with nothing around it. @param {string} target */
export async function bundlePackage(target) {
  await build({
    entryPoints: [inRoot('bench/package-entry.ts')],
    outfile: target,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    external: ['node:*'],
    target: 'es2022',
    logLevel: 'warning',
  });
}
