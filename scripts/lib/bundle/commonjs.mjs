/**
 * CommonJS of what Node runs, for runners and bundlers whose `require` takes no module of ECMAScript: file by file what the
 * modules are, so that its entries share their objects as those do; and a module around each entry, for the `import` of the same
 * runners.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { transform } from 'esbuild';
import { commonEntries, commonFaces, commonName, wrapperName } from '../entries.mjs';
import { inRoot } from '../paths.mjs';

/** An import of another file of dist/. */
const IMPORT = /require\("\.\/([\w.-]+)\.js"\)/g;
/** Where a script of CommonJS is, in the words of a module. */
const ADDRESS = 'const tsopensslAddress = require("node:url").pathToFileURL(__filename).href;';

export async function writeCommonJs() {
  /** @type {Set<string>} */
  const done = new Set();
  const waiting = commonEntries();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (done.has(name)) continue;
    done.add(name);
    waiting.push(...(await convert(name)));
  }
  for (const name of commonEntries()) await writeAround(name);
}

/** Writes one file as CommonJS. @param {string} name @returns the names of the files that it needs */
async function convert(name) {
  const module = await readFile(inRoot(`dist/${name}.js`), 'utf8');
  const isAddressed = module.includes('import.meta.url');
  const { code } = await transform(module, {
    format: 'cjs',
    platform: 'node',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    define: { 'import.meta.url': 'tsopensslAddress' },
    banner: isAddressed ? ADDRESS : '',
  });
  /** @type {string[]} */
  const needed = [];
  const text = code.replace(IMPORT, (_, other) => {
    needed.push(other);
    return `require("./${commonName(other)}")`;
  });
  await writeFile(inRoot(`dist/${commonName(name)}`), text);
  return needed;
}

/** A module that exports what the CommonJS of an entry does, name by name. @param {string} name */
async function writeAround(name) {
  const exported = await import(new URL(`file://${inRoot(`dist/${name}.js`)}`).href);
  const names = Object.keys(exported).filter((each) => each !== 'default');
  const lines = [
    `import all from './${commonName(name)}';`,
    `export const { ${names.join(', ')} } = all;`,
    'default' in exported && 'export default all.default;',
  ];
  await writeFile(inRoot(`dist/${wrapperName(name)}`), `${lines.filter(Boolean).join('\n')}\n`);
}

/** The types of the same, in the words of TypeScript: a file of CommonJS says what a module has. */
export async function writeCommonTypes() {
  for (const { face, hasDefault } of commonFaces()) {
    const module = `./${face.slice(face.lastIndexOf('/') + 1)}.js`;
    const lines = [`export * from '${module}';`, hasDefault && `export { default } from '${module}';`];
    await writeFile(inRoot(`dist/types/${face}.d.cts`), `${lines.filter(Boolean).join('\n')}\n`);
  }
}
