/** What esbuild is told of this package: its entries, its module, and what is done to each file of src/. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { entries, NAMESPACES } from '../entries.mjs';
import { inRoot } from '../paths.mjs';
import { withClassNames } from './class-names.mjs';

/** An entry names the module's source, then exports its face. @type {import('esbuild').Plugin} */
const virtualEntries = {
  name: 'entries',
  setup(builder) {
    const byName = new Map(entries().map((entry) => [entry.name, entry]));
    builder.onResolve({ filter: /^entry:/ }, ({ path }) => {
      const name = path.slice('entry:'.length);
      return { path: name, namespace: 'entry' };
    });
    builder.onResolve({ filter: /^part:/ }, ({ path }) => ({
      path: `./${path.slice('part:'.length)}.js`,
      external: true,
    }));
    builder.onLoad({ filter: /.*/, namespace: 'entry' }, ({ path }) => {
      const { face, source, beside, hasDefault, isProgram } = byName.get(path) ?? {};
      const lines = [
        isProgram && '#!/usr/bin/env node',
        ...groupsOf(face ?? '').map((group) => `import 'group:${group}';`),
        source && `import 'part:source-${source}';`,
        beside && `import 'part:${beside}';`,
        isProgram ? `import './${face}.js';` : `export * from './${face}.js';`,
        // A star leaves it out.
        hasDefault && `export { default } from './${face}.js';`,
      ];
      return { contents: lines.filter(Boolean).join('\n'), resolveDir: inRoot('src'), loader: 'ts' };
    });
  },
};

/**
 * What is in one file of dist/ for all, so that Node opens few: a bundler takes out of a file what is used. Each entry has the
 * whole of a group or nothing of it, for esbuild makes a file of what the same entries need.
 */
const GROUPS = {
  base: ['common', 'ffi', 'crypto', 'signers', 'verification', 'rand', 'socket'],
  tls: ['tls', 'ssl'],
};
const WITHOUT_TLS = /^(crypto|rand|socket|pki|entries\/source-.*|entries\/worker-host)(\/|$)/;

/** @param {string} face @returns {(keyof typeof GROUPS)[]} */
function groupsOf(face) {
  if (face === 'roots/index') return [];
  return WITHOUT_TLS.test(face) ? ['base'] : ['base', 'tls'];
}

/** @type {import('esbuild').Plugin} */
const groups = {
  name: 'groups',
  setup(builder) {
    builder.onResolve({ filter: /^group:/ }, ({ path }) => ({
      path: path.slice('group:'.length),
      namespace: 'group',
      sideEffects: true,
    }));
    builder.onResolve({ filter: /.*/, namespace: 'group' }, ({ path }) => ({ path, sideEffects: true }));
    builder.onLoad({ filter: /.*/, namespace: 'group' }, async ({ path }) => {
      const folders = GROUPS[/** @type {keyof typeof GROUPS} */ (path)];
      const files = await Promise.all(
        folders.map(async (folder) =>
          (await readdir(inRoot(`src/${folder}`), { recursive: true })).map((name) => inRoot(`src/${folder}/${name}`)),
        ),
      );
      const modules = files.flat().filter((name) => /(?<!\.d)\.ts$/.test(name));
      return {
        contents: modules
          .sort()
          .map((name) => `import ${JSON.stringify(name)};`)
          .join('\n'),
        resolveDir: inRoot('src'),
      };
    });
  },
};

/** A module that is exported as a namespace is a file of its own: esbuild would make an object of it, kept whole. @type {import('esbuild').Plugin} */
const namespaces = {
  name: 'namespaces',
  setup(builder) {
    const files = new Set(
      ['index.ts', 'worker/index.ts', 'entries/pki-thread.ts'].map((name) => inRoot(`src/${name}`)),
    );
    builder.onResolve({ filter: /\/index\.js$/ }, ({ path, importer, resolveDir }) => {
      if (!files.has(importer)) return undefined;
      const name = NAMESPACES.get(relative(inRoot('src'), join(resolveDir, path)).replace(/\.js$/, ''));
      return name === undefined ? undefined : { path: `./${name}.js`, external: true };
    });
  },
};

/** @type {import('esbuild').Plugin} */
const sources = {
  name: 'sources',
  setup(builder) {
    builder.onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: withClassNames(text), loader: 'ts' };
    });
  },
};

/** The module as a file beside the bundle, or its bytes within. @type {import('esbuild').Plugin} */
const wasmImports = {
  name: 'wasm',
  setup(builder) {
    builder.onResolve({ filter: /openssl\.wasm(\?module)?$/ }, ({ path }) => ({ path, external: true }));
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

export const PLUGINS = [virtualEntries, groups, namespaces, wasmImports, parserWithoutBuffer, sources];
