/**
 * The entries of the package. Each runtime has its own way to the module (src/entries/source-*.ts); everything else is
 * the same, and shared, so that the objects of one entry are those of all.
 */

/** Where each runtime's way to the module is, by the name of its entry. */
export const SOURCES = ['node', 'browser', 'workerd', 'inline'];

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

/** Which source each condition of package.json takes, first match first. */
const CONDITIONS = {
  workerd: 'workerd',
  deno: 'node',
  bun: 'node',
  node: 'node',
  browser: 'browser',
  default: 'inline',
};

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
    for (const source of SOURCES) all.push({ name: nameOf(path, source), face, source, beside: BESIDE.get(path) });
  for (const [path, entry] of SPECIAL) all.push({ name: entry.file ?? `${path}.adapter`, ...entry });
  for (const [name, face] of PARTS) all.push({ name, face, isPart: true });
  for (const [name, entry] of PROGRAMS) all.push({ name, ...entry, isProgram: true });
  return all;
}

/** The `exports` of package.json. */
export function packageExports() {
  /** @type {Record<string, unknown>} */
  const result = {};
  for (const [path, face] of ANYWHERE) {
    const types = `./dist/types/${face}.d.ts`;
    result[path === '' ? '.' : `./${path}`] = {
      types,
      ...Object.fromEntries(
        Object.entries(CONDITIONS).map(([condition, source]) => [condition, `./dist/${nameOf(path, source)}.js`]),
      ),
    };
    result[path === '' ? './inline' : `./inline/${path}`] = { types, default: `./dist/${nameOf(path, 'inline')}.js` };
  }
  for (const [path, { face, file }] of SPECIAL)
    result[`./${path}`] = { types: `./dist/types/${face}.d.ts`, default: `./dist/${file ?? `${path}.adapter`}.js` };
  return { ...result, './openssl.wasm': './dist/openssl.wasm', './package.json': './package.json' };
}

/** @param {string} path @param {string} source */
const nameOf = (path, source) => (path === '' ? source : `${path}.${source}`);
