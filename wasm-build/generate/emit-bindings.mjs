/** Writes the TypeScript of the bindings from what parse-shim.mjs read. */
import { camel } from './parse-shim.mjs';

/** @typedef {import('./parse-shim.mjs').ShimFunction} ShimFunction */
/** @typedef {import('./parse-shim.mjs').Parameter} Parameter */

export const HEADER = '// Generated from wasm-build/shim by wasm-build/generate (npm run generate). Do not edit.\n';

/** How many WASM arguments a parameter takes: a pointer with its length takes two. @param {Parameter} p */
const width = (p) => (['BYTES', 'BYTES_OR_NULL', 'STRING'].includes(p.kind) ? 2 : 1);
/** @param {Parameter} p */
const isOutput = (p) => p.kind.startsWith('Out');
/** @param {ShimFunction} f */
const isFreer = (f) => f.name.endsWith('_free') && f.parameters.length === 1 && f.parameters[0]?.kind === 'Taken';

/**
 * The raw interface of the module: what the wasm exports and imports, in numbers.
 * @param {ShimFunction[]} functions
 * @param {{ name: string, parameters: string[], result: string }[]} imports
 */
export function emitRaw(functions, imports) {
  const freers = functions.filter(isFreer).map((f) => f.parameters[0]?.tag ?? '');
  const tags = new Set(functions.flatMap((f) => [f.result.tag, ...f.parameters.map((p) => p.tag)]).filter(Boolean));
  for (const f of functions) {
    if (f.result.kind.startsWith('Owned') && !freers.includes(f.result.tag ?? '')) {
      throw new Error(`${f.name} returns Owned(${f.result.tag}), but the shim has no ${f.result.tag}_free`);
    }
  }
  const owned = [...new Set(freers)].sort();
  const lines = functions.map((f) => {
    const parameters = f.parameters.flatMap((p) => {
      const name = camel(p.name);
      return width(p) === 2 ? [`${name}: number`, `${name}Length: number`] : [`${name}: number`];
    });
    return `  ${f.name}(${parameters.join(', ')}): ${f.result.kind === 'void' ? 'void' : 'number'};`;
  });
  const importLines = imports.map(
    (i) =>
      `  ${i.name}(${i.parameters.map((p) => `${p}: number`).join(', ')}): ${i.result === 'void' ? 'void' : 'number'};`,
  );
  return `${HEADER}
/** The C types that a handle can hold. */
export type Tag = ${[...tags]
    .sort()
    .map((t) => `'${t}'`)
    .join(' | ')};

/** The C types that the caller can own, each with a freeing function of its name. */
export type OwnedTag = ${owned.map((t) => `'${t}'`).join(' | ') || 'never'};

/** What the module exports, as the engine sees it: every pointer and every result a number. */
export interface RawExports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
${lines.join('\n')}
}

/** What the module imports from the loader, beside the system interface. */
export interface RawImports {
${importLines.join('\n')}
}
`;
}

/**
 * The families of bindings, each a class and a file, by the folders of the shim: what reads certificates has no TLS in its
 * bundle, and a method is kept whole with its class. A file stands before its folder; what is in no family is in the first.
 * @type {{ file: string, name: string, what: string, of: readonly string[] }[]}
 */
const FAMILIES = [
  {
    file: 'bindings',
    name: 'Bindings',
    what: 'certificates, keys, lists, and what every call needs',
    of: ['message/object_names.c'],
  },
  {
    file: 'message-bindings',
    name: 'MessageBindings',
    what: 'messages, files and answers',
    of: ['message/', 'status/'],
  },
  {
    file: 'tls-bindings',
    name: 'TlsBindings',
    what: 'contexts, connections and sessions',
    of: ['context/', 'connection/', 'session/', 'bounds/floods.c'],
  },
];

/** @param {ShimFunction} f */
function familyOf(f) {
  const of = (/** @type {string} */ path) => FAMILIES.find((family) => family.of.includes(path));
  return of(f.file) ?? of(f.file.replace(/[^/]*$/, '')) ?? FAMILIES[0];
}

/**
 * @param {ShimFunction[]} functions
 * @returns {Record<string, string>} the text of the file of each family
 */
export function emitBindings(functions) {
  const bound = functions.filter((f) => !isFreer(f) && !/^(memory|out|error|io|runtime_init)/.test(f.name));
  return Object.fromEntries(
    FAMILIES.map((family) => [
      `${family.file}.ts`,
      emitFamily(
        family,
        bound.filter((f) => familyOf(f) === family),
      ),
    ]),
  );
}

/** @param {(typeof FAMILIES)[number]} family @param {ShimFunction[]} functions */
function emitFamily({ name, what }, functions) {
  const [first] = FAMILIES;
  const isFirst = name === first?.name;
  const base = isFirst ? 'BindingBase' : first?.name;
  return `${HEADER}
import type { Bytes } from '../../common/bytes.js';
${isFirst ? '' : `import { ${base} } from './${first?.file}.js';\n`}${isFirst ? "import { BindingBase } from '../binding.js';\n" : ''}import { progress } from '../call.js';
import type { Handle } from '../handle.js';

/** The shim's functions of ${what}, with pointers as handles, bytes copied both ways and failures thrown. */
export class ${name} extends ${base} {
${functions.map(emitMethod).join('\n\n')}
}
`;
}

/** @type {Record<string, (p: Parameter) => string>} */
const INPUT_TYPES = {
  Borrowed: (p) => `Handle<'${p.tag}'>`,
  BorrowedOrNull: (p) => `Handle<'${p.tag}'> | null`,
  Taken: (p) => `Handle<'${p.tag}'>`,
  BYTES: () => 'Uint8Array',
  BYTES_OR_NULL: () => 'Uint8Array | null',
  STRING: () => 'string',
  CSTRING: () => 'string',
  CSTRING_OR_NULL: () => 'string | null',
};

/** @type {Record<string, (n: string, tag: string | undefined) => string>} */
const INPUT_ARGUMENTS = {
  Borrowed: (n, tag) => `this.pointer(${n}, '${tag}')`,
  BorrowedOrNull: (n, tag) => `this.pointerOrNull(${n}, '${tag}')`,
  Taken: (n, tag) => `this.taken(${n}, '${tag}')`,
  BYTES: (n) => `this.bytes(${n}), this.lastLength`,
  BYTES_OR_NULL: (n) => `this.bytesOrNull(${n}), this.lastLength`,
  STRING: (n) => `this.string(${n}), this.lastLength`,
  CSTRING: (n) => `this.cstring(${n})`,
  CSTRING_OR_NULL: (n) => `this.cstringOrNull(${n})`,
  int: (n) => `this.int(${n})`,
  'unsigned int': (n) => `this.unsigned(${n})`,
  Number: (n) => `this.number(${n})`,
};

/** @type {Record<string, [type: string, read: (n: string) => string, make: string]>} */
const OUTPUT_FORMS = {
  Out: ['Bytes', (n) => `this.readOut(${n})`, 'this.out()'],
  OutOrNull: ['Bytes | null', (n) => `this.readOutOrNull(${n})`, 'this.out()'],
  OutText: ['string', (n) => `this.readOutText(${n})`, 'this.out()'],
  OutTextOrNull: ['string | null', (n) => `this.readOutTextOrNull(${n})`, 'this.out()'],
  OutInt: ['number', (n) => `this.readOutInt(${n})`, 'this.outInt()'],
};

/** @param {Parameter} p */
function outputForm(p) {
  const form = OUTPUT_FORMS[p.kind];
  if (!form) throw new Error(`no output form for ${p.kind}`);
  return form;
}

/** @param {ShimFunction} f @param {string} call @returns {{ type: string, code: string }} */
function resultForm(f, call) {
  const { kind, tag } = f.result;
  const parent = f.parameters[0] && camel(f.parameters[0].name);
  switch (kind) {
    case 'void':
      return { type: 'void', code: call };
    case 'Status':
      return { type: 'void', code: `this.status(${call})` };
    case 'Flag':
      return { type: 'boolean', code: `this.flag(${call})` };
    case 'Raw':
    case 'Number':
      return { type: 'number', code: call };
    case 'Text':
      return { type: 'string', code: `this.text(${call})` };
    case 'TextOrNull':
      return { type: 'string | null', code: `this.textOrNull(${call})` };
    case 'Owned':
      return { type: `Handle<'${tag}'>`, code: `this.owned('${tag}', ${call})` };
    case 'OwnedOrNull':
      return { type: `Handle<'${tag}'> | null`, code: `this.ownedOrNull('${tag}', ${call})` };
    case 'Borrowed':
      return { type: `Handle<'${tag}'>`, code: `this.borrowed('${tag}', ${call}, ${parent})` };
    case 'BorrowedOrNull':
      return { type: `Handle<'${tag}'> | null`, code: `this.borrowedOrNull('${tag}', ${call}, ${parent})` };
    default:
      throw new Error(`${f.name}: no result form for ${kind}`);
  }
}

/** @param {ShimFunction} f */
function emitMethod(f) {
  const inputs = f.parameters.filter((p) => !isOutput(p));
  const outputs = f.parameters.filter(isOutput);
  const signature = inputs.map((p) => `${camel(p.name)}: ${INPUT_TYPES[p.kind]?.(p) ?? 'number'}`).join(', ');
  const args = f.parameters.map((p) =>
    isOutput(p) ? camel(p.name) : (INPUT_ARGUMENTS[p.kind]?.(camel(p.name), p.tag) ?? `this.number(${camel(p.name)})`),
  );
  const result = resultForm(f, `this.wasm.${f.name}(${args.join(', ')})`);
  const body = outputs.map((p) => `const ${camel(p.name)} = ${outputForm(p)[2]};`);
  let type = result.type;
  if (outputs.length === 0) body.push(type === 'void' ? `${result.code};` : `return ${result.code};`);
  else if (type === 'void' && outputs.length === 1 && outputs[0]) {
    type = outputForm(outputs[0])[0];
    body.push(`${result.code};`, `return ${outputForm(outputs[0])[1](camel(outputs[0].name))};`);
  } else {
    const fields = outputs.map((p) => ({ name: camel(p.name), form: outputForm(p) }));
    const first = result.type === 'void' ? [] : [{ name: 'result', type: result.type }];
    type = `{ ${[...first.map((x) => `${x.name}: ${x.type}`), ...fields.map((x) => `${x.name}: ${x.form[0]}`)].join('; ')} }`;
    body.push(result.type === 'void' ? `${result.code};` : `const result = ${result.code};`);
    body.push(
      `return { ${[...first.map((x) => x.name), ...fields.map((x) => `${x.name}: ${x.form[1](x.name)}`)].join(', ')} };`,
    );
  }
  const doc = f.comment ? `  /** ${f.comment} */\n` : '';
  return `${doc}  ${f.name}(${signature}): ${type} {
    const scope = this.begin();
    try {
      ${body.join('\n      ')}
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }`;
}
