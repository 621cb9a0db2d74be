/** Every public name of an entry, as its types have it: exports, their namespaces, and the members of classes and interfaces. */
import ts from 'typescript';

/** One name, from the entry on. */
export interface Member {
  readonly path: readonly string[];
}

/** @param entry - its name @param file - its types */
export function publicMembers(entry: string, file: string): Member[] {
  const options = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: ['node'],
    skipLibCheck: true,
  };
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} has no exports`);
  return exportsOf(checker, module, [entry]);
}

function exportsOf(checker: ts.TypeChecker, module: ts.Symbol, path: readonly string[]): Member[] {
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const here = [...path, exported.name];
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (symbol.flags & ts.SymbolFlags.ValueModule) return [{ path: here }, ...exportsOf(checker, symbol, here)];
    return [{ path: here }, ...membersOf(checker, symbol, exported, here)];
  });
}

/** Members of a class or an interface that are written here; a second name of one leads to the page of the first. */
function membersOf(checker: ts.TypeChecker, symbol: ts.Symbol, exported: ts.Symbol, path: readonly string[]): Member[] {
  if (!(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) || symbol.name !== exported.name) return [];
  const properties = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol));
  return properties.filter(isOurs).map(({ name }) => ({ path: [...path, name] }));
}

function isOurs({ name, declarations = [] }: ts.Symbol): boolean {
  // Of symbols, and the mark of fields that no type names.
  if (name.startsWith('__') || name === '#private') return false;
  return declarations.some((declaration) => {
    const isPublic =
      (ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0;
    return isPublic && /\/dist\/types\//.test(declaration.getSourceFile().fileName);
  });
}
