/** Bundles src/ into dist/ and writes its types. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';
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
  await build({
    entryPoints: entries().map(({ name }) => ({ in: `entry:${name}`, out: name })),
    outdir: inRoot('dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: ['node:*'],
    target: 'es2022',
    sourcemap: true,
    // Beside openssl.wasm, which they name by a relative address.
    chunkNames: 'shared-[hash]',
    logLevel: 'warning',
    plugins: [virtualEntries, wasmImports, parserWithoutBuffer, classNames],
  });
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

/** An entry names the module's source, then exports its face. @type {import('esbuild').Plugin} */
const virtualEntries = {
  name: 'entries',
  setup(builder) {
    const byName = new Map(entries().map((entry) => [entry.name, entry]));
    builder.onResolve({ filter: /^entry:/ }, ({ path }) => ({ path: path.slice('entry:'.length), namespace: 'entry' }));
    builder.onLoad({ filter: /.*/, namespace: 'entry' }, ({ path }) => {
      const { face, source, beside, hasDefault, isProgram } = byName.get(path) ?? {};
      const lines = [
        isProgram && '#!/usr/bin/env node',
        source && `import './entries/source-${source}.js';`,
        beside && `import './${beside}.js';`,
        isProgram ? `import './${face}.js';` : `export * from './${face}.js';`,
        // A star leaves it out.
        hasDefault && `export { default } from './${face}.js';`,
      ];
      return { contents: lines.filter(Boolean).join('\n'), resolveDir: inRoot('src'), loader: 'ts' };
    });
  },
};

/**
 * A class that speaks of itself is `_X509` in a bundle, and one of two of a name `SSLError2`: in errors and logs each shall
 * have the name that it is exported by. A getter, unlike a static block, has no effect that bundlers would keep.
 * @type {import('esbuild').Plugin}
 */
const classNames = {
  name: 'class-names',
  setup(builder) {
    builder.onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const exported = new Map(
        [...text.matchAll(/^export \{ (\w+) as (\w+) \}/gm)].map(([, own, name]) => [own, name]),
      );
      const contents = text.replace(/^(?:export )?(?:abstract )?class (\w+)\b[^{]*\{$/gm, (head, own) =>
        speaksOfItself(text, own) || exported.has(own) || own.endsWith('Error')
          ? `${head} static get name() { return '${exported.get(own) ?? own}'; }`
          : head,
      );
      return { contents, loader: 'ts' };
    });
  },
};

/** Whether a class is named anywhere but at its head. @param {string} text @param {string} name */
function speaksOfItself(text, name) {
  return text.split(new RegExp(`\\b${name}\\b`)).length > 2;
}

/** The module as a file beside the bundle, or its bytes within. @type {import('esbuild').Plugin} */
const wasmImports = {
  name: 'wasm',
  setup(builder) {
    builder.onResolve({ filter: /openssl\.wasm$/ }, () => ({ path: './openssl.wasm', external: true }));
    builder.onResolve({ filter: /openssl\.wasm\?bytes$/ }, () => ({ path: inRoot('dist/openssl.wasm') }));
    builder.onLoad({ filter: /openssl\.wasm$/ }, async ({ path }) => {
      return { contents: await readFile(path), loader: 'binary' };
    });
  },
};

/**
 * bare-http-parser names Node's Buffer for a table of bytes, and where it joins or makes buffers, which src/adapters/fetch
 * never has it do: a Uint8Array serves, in runtimes that have nothing else. @type {import('esbuild').Plugin}
 */
const parserWithoutBuffer = {
  name: 'bare-http-parser',
  setup(builder) {
    builder.onLoad({ filter: /bare-http-parser\/index\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.replaceAll(/\bBuffer\b/g, 'Uint8Array'), loader: 'js' };
    });
  },
};
