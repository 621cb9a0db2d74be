/**
 * The public types of each entry as text, one file an entry: what a change of the API changes there is seen in review. Written from
 * the declarations in dist/, without their comments; names in the order of the alphabet. A type that no entry exports, and that a
 * signature names all the same, is part of the API too: it stands in the report of the first entry that leads to it.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import ts from 'typescript';
import { packageExports } from './entries.mjs';
import { inRoot } from './paths.mjs';

const FOLDER = 'docs/api';
const HEAD = 'Written by `npm run api` from the declarations that the package carries; do not edit.';
const printer = ts.createPrinter({ removeComments: true });

/** @returns the report of each entry, by the name of its file */
export function apiReports() {
  const entries = facesOf();
  const program = ts.createProgram([...entries.keys()], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.esnext.d.ts', 'lib.dom.d.ts'],
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  /** What a symbol is in the end. @param {ts.Symbol} symbol */
  const real = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  /** @type {Map<ts.Symbol, string>} */
  const owners = new Map();
  /** @type {{ subpaths: string[], name: string, lines: string[], symbols: ts.Symbol[] }[]} */
  const reports = [];
  for (const [file, subpaths] of entries) {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${file} exports nothing`);
    const report = {
      subpaths,
      name: nameOf(subpaths),
      lines: /** @type {string[]} */ ([]),
      symbols: /** @type {ts.Symbol[]} */ ([]),
    };
    reports.push(report);
    list(module, '', report);
  }

  /** @param {ts.Symbol} module @param {string} prefix @param {(typeof reports)[number]} report */
  function list(module, prefix, report) {
    const exported = checker.getExportsOfModule(module).toSorted((a, b) => compare(a.name, b.name));
    for (const each of exported) {
      const symbol = real(each);
      const name = `${prefix}${each.name}`;
      const owner = owners.get(symbol);
      if (owner !== undefined) report.lines.push(`${name}: as ${owner}`);
      else if (symbol.flags & ts.SymbolFlags.ValueModule && symbol.declarations?.every(ts.isSourceFile)) {
        owners.set(symbol, `${report.name} ${name}`);
        list(symbol, `${name}.`, report);
      } else {
        owners.set(symbol, `${report.name} ${name}`);
        report.symbols.push(symbol);
        report.lines.push(...textOf(symbol, name));
      }
    }
  }

  for (const report of reports) {
    const reached = [...report.symbols];
    /** @type {[name: string, lines: string[]][]} */
    const unnamed = [];
    for (let symbol = reached.pop(); symbol !== undefined; symbol = reached.pop()) {
      for (const other of namedBy(symbol)) {
        if (owners.has(other)) continue;
        owners.set(other, `${report.name} ${other.name}`);
        reached.push(other);
        unnamed.push([other.name, textOf(other, other.name)]);
      }
    }
    unnamed.sort(([a, one], [b, two]) => compare(a, b) || compare(one.join(), two.join()));
    if (unnamed.length > 0)
      report.lines.push('', '// Not exported, and named above:', ...unnamed.flatMap(([, lines]) => lines));
  }

  /** The types of ours that a declaration names. @param {ts.Symbol} symbol */
  function namedBy(symbol) {
    /** @type {Set<ts.Symbol>} */
    const found = new Set();
    const look = (/** @type {ts.Node} */ node) => {
      if (ts.isIdentifier(node)) {
        const named = checker.getSymbolAtLocation(node);
        const other = named && real(named);
        if (other !== undefined && other !== symbol && isOurs(other)) found.add(other);
      }
      ts.forEachChild(node, look);
    };
    for (const declaration of symbol.declarations ?? []) look(declaration);
    return found;
  }

  return new Map(
    reports.map(({ name, subpaths, lines }) => [
      `${name}.api.md`,
      `# ${subpaths.map((path) => `\`${path}\``).join(', ')}\n\n${HEAD}\n\n\`\`\`ts\n${lines.join('\n')}\n\`\`\`\n`,
    ]),
  );
}

/** Writes the reports. */
export async function writeApiReports() {
  await rm(inRoot(FOLDER), { recursive: true, force: true });
  await mkdir(inRoot(FOLDER), { recursive: true });
  for (const [name, text] of apiReports()) await writeFile(inRoot(`${FOLDER}/${name}`), text);
}

/** @returns the names of the reports that are not what is committed */
export async function changedApiReports() {
  const reports = apiReports();
  const there = await readdir(inRoot(FOLDER)).catch(() => /** @type {string[]} */ ([]));
  /** @type {string[]} */
  const changed = there.filter((name) => !reports.has(name));
  for (const [name, text] of reports)
    if ((await readFile(inRoot(`${FOLDER}/${name}`), 'utf8').catch(() => '')) !== text) changed.push(name);
  return changed;
}

/** The declarations of the entries and the subpaths of each. @returns {Map<string, string[]>} */
function facesOf() {
  const faces = new Map();
  for (const [path, target] of Object.entries(packageExports())) {
    const file = /\.\/(dist\/types\/[^"]+\.d\.ts)/.exec(JSON.stringify(target))?.[1];
    if (file === undefined) continue;
    const subpaths = faces.get(inRoot(file)) ?? [];
    faces.set(inRoot(file), [...subpaths, path.replace(/^\./, 'tsopenssl')]);
  }
  return faces;
}

/** @param {string[]} subpaths */
const nameOf = ([first = '']) => first.replaceAll('/', '-');

/** By the numbers of the letters, wherever it runs. @param {string} a @param {string} b */
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Whether a symbol is a type or value of the package that can be named. @param {ts.Symbol} symbol */
function isOurs(symbol) {
  const kinds =
    ts.SymbolFlags.Class |
    ts.SymbolFlags.Interface |
    ts.SymbolFlags.TypeAlias |
    ts.SymbolFlags.Variable |
    ts.SymbolFlags.Function;
  return (
    (symbol.flags & kinds) !== 0 &&
    (symbol.declarations ?? []).every(
      (one) => one.getSourceFile().fileName.startsWith(inRoot('dist/types')) && isTopmost(one),
    )
  );
}

/** @param {ts.Declaration} declaration */
const isTopmost = (declaration) => {
  const holder = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return ts.isSourceFile(holder.parent);
};

/** @param {ts.Symbol} symbol @param {string} name */
function textOf(symbol, name) {
  return (symbol.declarations ?? []).flatMap((declaration) => {
    const source = declaration.getSourceFile();
    const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
    const text = printer
      .printNode(ts.EmitHint.Unspecified, node, source)
      .replace(/^\s*(?:#private;|private [^;]*;)\n/gm, '')
      .replace(/^export (?:declare )?|^declare /, '');
    return text.includes(name.split('.').at(-1) ?? '') && !name.includes('.') ? [text] : [`// ${name}`, text];
  });
}
