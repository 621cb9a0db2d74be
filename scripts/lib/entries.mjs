/**
 * The entries of the package. Each runtime has its own way to the module (src/entries/source-*.ts); everything else is
 * the same, and shared, so that the objects of one entry are those of all.
 */

/** Where each runtime's way to the module is, by the name of its entry. */
export const SOURCES = ['node', 'browser', 'workerd', 'edge', 'inline', 'lazy'];

/** The subpaths that run anywhere: one entry for each source. */
const ANYWHERE = new Map([
  ['', 'index'],
  ['crypto', 'crypto/index'],
  ['web', 'adapters/web/index'],
  ['websocket', 'adapters/websocket/index'],
  ['fetch', 'adapters/fetch/index'],
  ['worker', 'worker/index'],
  ['pki', 'pki/index'],
]);

/** What an entry needs beside its source. */
const BESIDE = new Map([['worker', 'worker-host']]);

/**
 * Files of their own that no subpath names. What acts when it is imported is apart from what does not, so that bundlers leave
 * out the rest; and a module that another exports as a namespace stays a module, whose members they can tell apart.
 */
const PARTS = new Map([
  ...SOURCES.map((source) => /** @type {const} */ ([`source-${source}`, `entries/source-${source}`])),
  ['worker-host', 'entries/worker-host'],
  ['part-crypto', 'crypto/index'],
  ['part-rand', 'rand/index'],
  ['part-socket', 'socket/index'],
  ['part-tls', 'tls/index'],
  ['part-ssl', 'ssl/index'],
  ['part-pki', 'pki/index'],
]);

/** The subpaths for one source, or for none. @type {Map<string, { face: string, source?: string, file?: string, hasDefault?: true }>} */
const SPECIAL = new Map([
  ['node', { face: 'adapters/node/index', source: 'node', hasDefault: true }],
  ['https', { face: 'adapters/https/index', source: 'node', hasDefault: true }],
  ['roots', { face: 'roots/index' }],
  // Named by a relative address in entries/worker-host.
  ['worker-thread', { face: 'entries/worker-thread', file: 'worker-thread' }],
  ['pki-thread', { face: 'entries/pki-thread', file: 'pki-thread' }],
]);

/** What `bin` of package.json names: a program, and no subpath. */
const PROGRAMS = new Map([['cli', { face: 'cli/index', source: 'node' }]]);

/** Sources that have subpaths of their own, in every runtime the same. */
const NAMED = ['inline', 'lazy'];

/**
 * Which file each condition of package.json takes, first match first. One process meets one copy: what asks with `require` and
 * cannot have a module of ECMAScript (Jest) gets CommonJS, and what asks there with `import` gets the same through a module around
 * it. `module-sync` is Node's word, and `module` that of bundlers, that both ways may have one ECMAScript module.
 * @param {string} path
 */
function conditionsOf(path) {
  const to = (/** @type {string} */ source) => `./dist/${nameOf(path, source)}.js`;
  const old = `./dist/${commonName(nameOf(path, 'node'))}`;
  return {
    workerd: to('workerd'),
    deno: to('node'),
    bun: to('node'),
    'edge-light': { module: to('edge'), require: old, default: to('edge') },
    // No script may name its own address there, nor wait.
    'react-native': to('inline'),
    node: shared(nameOf(path, 'node')),
    // `require` waits for nothing, so what it gives has the module inside.
    browser: { module: { require: to('inline'), default: to('browser') }, require: old, default: to('browser') },
    require: old,
    default: to('inline'),
  };
}

/** The conditions of what Node runs. @param {string} name */
function shared(name) {
  const file = `./dist/${name}.js`;
  return {
    'module-sync': file,
    module: file,
    require: `./dist/${commonName(name)}`,
    default: `./dist/${wrapperName(name)}`,
  };
}

/** The CommonJS of an entry. @param {string} name */
export const commonName = (name) => `${name}.cjs`;

/** The module around the CommonJS of an entry. @param {string} name */
export const wrapperName = (name) => `${name}.around.js`;

/** The entries that are CommonJS too: all that run in Node. */
export function commonEntries() {
  return [
    ...[...ANYWHERE.keys()].map((path) => nameOf(path, 'node')),
    ...[...SPECIAL].filter(([, { file }]) => file === undefined).map(([path]) => `${path}.adapter`),
  ];
}

/** The parts that do nothing when they are imported. */
const isNamespace = (/** @type {string} */ name) => name.startsWith('part-');

/** The file in dist/ of each namespace, by the path of its module in src/. */
export const NAMESPACES = new Map([...PARTS].filter(([name]) => isNamespace(name)).map(([name, face]) => [face, name]));

/** The `sideEffects` of package.json: the files that act when they are imported, and those that import such. */
export function sideEffects() {
  const names = entries().map(({ name }) => name);
  return [
    ...names.filter((name) => !isNamespace(name)).map((name) => `./dist/${name}.js`),
    './src/entries/*.ts',
    './src/cli/index.ts',
  ];
}

/** Every entry: the name of its file in dist/, what it exports and where it has the module from. */
export function entries() {
  /** @type {{ name: string, face: string, source?: string | undefined, beside?: string | undefined, hasDefault?: boolean, isProgram?: boolean, isPart?: boolean }[]} */
  const all = [];
  for (const [path, face] of ANYWHERE)
    for (const source of SOURCES)
      all.push({ name: nameOf(path, source), face: faceOf(path, face, source), source, beside: BESIDE.get(path) });
  for (const [path, entry] of SPECIAL) all.push({ name: entry.file ?? `${path}.adapter`, ...entry });
  for (const [name, face] of PARTS) all.push({ name, face, isPart: true });
  for (const [name, entry] of PROGRAMS) all.push({ name, ...entry, isProgram: true });
  return all;
}

/** What the entries of CommonJS export. */
export function commonFaces() {
  const faces = [...SPECIAL.values()].filter(({ file }) => file === undefined);
  return [...[...ANYWHERE.values()].map((face) => ({ face, hasDefault: false })), ...faces];
}

/** The `typesVersions` of package.json, for the resolvers of TypeScript that know no `exports`. */
export function typesVersions() {
  const paths = Object.entries(packageExports()).flatMap(([path, target]) => {
    const types = /** @type {{ types?: string | { default: string } }} */ (target).types;
    const file = typeof types === 'object' ? types.default : types;
    return path === '.' || file === undefined ? [] : [[path.slice(2), [file]]];
  });
  return { '*': Object.fromEntries(paths) };
}

/** The `exports` of package.json. */
export function packageExports() {
  /** @type {Record<string, unknown>} */
  const result = {};
  const typesOf = (/** @type {string} */ face) => ({ types: `./dist/types/${face}.d.ts` });
  const bothTypesOf = (/** @type {string} */ face) => ({
    types: {
      'module-sync': `./dist/types/${face}.d.ts`,
      module: `./dist/types/${face}.d.ts`,
      require: `./dist/types/${face}.d.cts`,
      default: `./dist/types/${face}.d.ts`,
    },
  });
  const under = (/** @type {string} */ parent, /** @type {string} */ path) =>
    ['.', parent, path].filter((part) => part !== '').join('/');
  for (const [path, face] of ANYWHERE) {
    result[under('', path)] = { ...bothTypesOf(face), ...conditionsOf(path) };
    for (const source of NAMED)
      result[under(source, path)] = {
        ...typesOf(faceOf(path, face, source)),
        default: `./dist/${nameOf(path, source)}.js`,
      };
  }
  for (const [path, { face, file }] of SPECIAL) {
    result[`./${path}`] =
      file === undefined
        ? { ...bothTypesOf(face), ...shared(`${path}.adapter`) }
        : { ...typesOf(face), default: `./dist/${file}.js` };
  }
  return { ...result, './openssl.wasm': './dist/openssl.wasm', './package.json': './package.json' };
}

/** What an entry exports: those that are loaded later have `initialize` beside. @param {string} path @param {string} face @param {string} source */
const faceOf = (path, face, source) => (source === 'lazy' ? `entries/lazy/${path === '' ? 'index' : path}` : face);

/** @param {string} path @param {string} source */
const nameOf = (path, source) => (path === '' ? source : `${path}.${source}`);
