/**
 * Types of a platform that not everybody has: the DOM's, those of Node, `Symbol.dispose`. A declaration that names one is an error
 * for whoever compiles without it and looks into libraries. Its line is marked to be passed over, so that the name is `any`
 * there, and itself everywhere else.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { packageExports } from './entries.mjs';
import { inRoot, ROOT } from './paths.mjs';

const MARK = '// @ts-ignore: of a platform, and any where that has no types';
const DOM = ['lib.dom.d.ts', 'lib.dom.iterable.d.ts'];
/** Who has a part of it. */
const PARTS = [
  { lib: ['lib.es2022.d.ts'], types: [] },
  { lib: ['lib.es2022.d.ts', ...DOM], types: [] },
  { lib: ['lib.es2022.d.ts'], types: ['node'] },
];
/** A member by the key `Symbol.dispose` or `Symbol.asyncDispose`. */
const DISPOSE = /^\s*\[[\w.]*dispose\]/i;
const FULL = { lib: ['lib.esnext.d.ts', ...DOM], types: ['node'] };

/** Marks what depends on a platform, after it has been seen that all of it is right where everything is there. */
export async function markPlatformTypes() {
  const files = declarationsOfEntries();
  const faults = faultsOf(files, FULL);
  if (faults.length > 0) throw new Error(`the types of the package are wrong:\n${ts.formatDiagnostics(faults, HOST)}`);
  /** @type {Map<string, Set<number>>} */
  const lines = new Map();
  for (const { file, start } of PARTS.flatMap((part) => faultsOf(files, part))) {
    if (file === undefined || start === undefined) continue;
    const marked = lines.get(file.fileName) ?? new Set();
    lines.set(file.fileName, marked.add(file.getLineAndCharacterOfPosition(start).line));
  }
  for (const file of await filesOf(inRoot('dist/types'))) {
    const written = await readFile(file, 'utf8');
    // What the compiler itself writes for a type that is inferred; it means the same.
    const text = written.replaceAll('Uint8Array<ArrayBufferLike>', 'Uint8Array');
    if (text !== written) await writeFile(file, text);
    if (/^(?!\s*\*).*Uint8Array<ArrayBuffer>/m.test(text))
      throw new Error(`${file}: before TypeScript 5.7 no Uint8Array has a parameter; Bytes says it`);
    // A key whose type is not there is an error of its own before TypeScript 5.5.
    for (const [index, line] of text.split('\n').entries())
      if (DISPOSE.test(line)) lines.set(file, (lines.get(file) ?? new Set()).add(index));
  }
  await Promise.all([...lines].map(([file, marked]) => mark(file, marked)));
}

/** The declarations that `exports` of package.json names. */
export function declarationsOfEntries() {
  const text = JSON.stringify(packageExports());
  return [...new Set(text.match(/\.\/dist\/types\/[^"]+\.d\.ts/g))].map((path) => inRoot(path.slice(2)));
}

/** @param {string} folder */
async function filesOf(folder) {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.d.ts')).map((name) => join(folder, name));
}

const HOST = {
  getCanonicalFileName: (/** @type {string} */ name) => name,
  getCurrentDirectory: () => ROOT,
  getNewLine: () => '\n',
};

/** @param {string[]} files @param {{ lib: string[], types: string[] }} platform @returns what is wrong in files of ours */
function faultsOf(files, platform) {
  const program = ts.createProgram(files, {
    ...platform,
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  });
  return program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(inRoot('dist/types')))
    .flatMap((file) => [...program.getSemanticDiagnostics(file), ...program.getSyntacticDiagnostics(file)]);
}

/** Puts the mark before lines of a file, and leaves the map to its sources right. @param {string} file @param {Set<number>} marked */
async function mark(file, marked) {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const out = lines.flatMap((line, index) =>
    marked.has(index) ? [`${/^\s*/.exec(line)?.[0] ?? ''}${MARK}`, line] : [line],
  );
  await writeFile(file, out.join('\n'));
  const address = /^\/\/# sourceMappingURL=(\S+)$/m.exec(out.at(-1) ?? '')?.[1];
  if (address === undefined) return;
  const path = join(dirname(file), address);
  const map = JSON.parse(await readFile(path, 'utf8'));
  const mapped = String(map.mappings).split(';');
  map.mappings = mapped.flatMap((line, index) => (marked.has(index) ? ['', line] : [line])).join(';');
  await writeFile(path, JSON.stringify(map));
}
