/** What the package carries of others, and the licence of each, which lies in dist/ beside it. */
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';

/**
 * @typedef {object} Component
 * @property {string} name - the licence's file is LICENSE.name.txt
 * @property {string} what - what of it the package has, and where
 * @property {string} licence - its SPDX expression
 * @property {string} [from] - the text in this repository or in node_modules; OpenSSL's comes with its source
 */

/** @type {Component[]} */
export const COMPONENTS = [
  {
    name: 'openssl',
    what: 'OpenSSL, compiled into openssl.wasm and openssl.wide.wasm; openssl.build.json names its version and the fixes applied to it',
    licence: 'Apache-2.0',
  },
  {
    name: 'musl',
    what: 'the C library, compiled into the same modules',
    licence: 'MIT',
    from: 'licences/musl.txt',
  },
  {
    name: 'emscripten',
    what: "the compiler's runtime, compiled into the same modules",
    licence: 'MIT OR NCSA',
    from: 'licences/emscripten.txt',
  },
  {
    name: 'mozilla-ca',
    what: "the certificates of Mozilla's programme, unchanged, in src/roots/generated/mozilla.ts and in what roots.adapter.js loads",
    licence: 'MPL-2.0',
    from: 'licences/mozilla-ca.txt',
  },
  {
    name: 'comlink',
    what: 'messages between threads, bundled into the files of tsopenssl/worker',
    licence: 'Apache-2.0',
    from: 'node_modules/comlink/LICENSE',
  },
  {
    name: 'bare-http-parser',
    what: 'the HTTP parser of tsopenssl/fetch, bundled; changed: Uint8Array stands for Buffer',
    licence: 'Apache-2.0',
    from: 'node_modules/bare-http-parser/LICENSE',
  },
  {
    name: 'commander',
    what: 'the parser of the command line, bundled into cli.js',
    licence: 'MIT',
    from: 'node_modules/commander/LICENSE',
  },
];

/**
 * Puts the licences into dist/, and NOTICE.txt, which lists them.
 * @param {string} source - OpenSSL's
 */
export async function installLicences(source) {
  for (const { name, from } of COMPONENTS) {
    const text = from === undefined ? join(source, 'LICENSE.txt') : inRoot(from);
    await cp(text, inRoot(`dist/LICENSE.${name}.txt`));
  }
  await writeFile(inRoot('dist/NOTICE.txt'), notice());
}

/** What a reader of the package is told. */
export function notice() {
  const entries = COMPONENTS.map(
    ({ name, what, licence }) => `${name} (${licence}, LICENSE.${name}.txt):\n  ${what}.\n`,
  );
  return `tsopenssl is under the Apache License 2.0. This folder also holds, of others:

${entries.join('\n')}
compiler-rt, of the LLVM project, is compiled in too; its licence (Apache-2.0 WITH LLVM-exception) asks for no notice in
compiled code.
`;
}
