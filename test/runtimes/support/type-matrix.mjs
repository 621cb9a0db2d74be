/**
 * Compiles a file that uses every entry of the installed package, with one TypeScript, under every combination of what its users
 * set: `node type-matrix.mjs TYPESCRIPT FOLDER TYPE_ROOT FILES...` prints what is wrong, as JSON.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , typescript = '', folder = '', typeRoot = '', ...names] = process.argv;
const ts = createRequire(import.meta.url)(typescript);
const files = names.map((name) => join(folder, name));
const RESOLUTIONS = ['Bundler', 'Node16', 'NodeNext'];

/** The platforms' own declarations are parsed once. */
const parsed = new Map();
/** @param {object} options */
function hostOf(options) {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (
    /** @type {string} */ name,
    /** @type {unknown} */ target,
    /** @type {unknown[]} */ ...rest
  ) => {
    const key = `${name} ${JSON.stringify(target, ['impliedNodeFormat'])}`;
    if (!parsed.has(key)) parsed.set(key, read.call(host, name, target, ...rest));
    return parsed.get(key);
  };
  return host;
}

/** @type {string[]} */
const found = [];
for (const resolution of RESOLUTIONS)
  for (const dom of [true, false])
    for (const node of [true, false]) {
      const options = {
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        target: ts.ScriptTarget.ES2022,
        lib: ['lib.es2022.d.ts', ...(dom ? ['lib.dom.d.ts'] : [])],
        module: resolution === 'Bundler' ? ts.ModuleKind.ESNext : ts.ModuleKind[resolution],
        moduleResolution: ts.ModuleResolutionKind[resolution],
        types: node ? ['node'] : [],
        typeRoots: [typeRoot],
      };
      const program = ts.createProgram(
        files.filter((name) => dom || !name.includes('.dom.')),
        options,
        hostOf(options),
      );
      for (const { file, start, code, messageText } of ts.getPreEmitDiagnostics(program)) {
        // What is wrong in the types of others is theirs.
        if (file !== undefined && !file.fileName.startsWith(folder)) continue;
        const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
        const where = `${file?.fileName.slice(folder.length + 1)}:${line}`;
        const terms = `${resolution}${dom ? ' DOM' : ''}${node ? ' node' : ''}`;
        found.push(`${terms}: ${where} TS${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
      }
    }
console.log(JSON.stringify({ version: ts.version, found }));
