/** The harness as a WebAssembly module, in this process; also in a browser. */

/**
 * @param {string} name
 * @param {WebAssembly.Module} module
 * @returns {import('../measure.mjs').Contender}
 */
export function wasmHarness(name, module) {
  /** @type {Record<string, any> & { memory: WebAssembly.Memory }} */
  const c = instantiate(module);
  const address = c['harness_alloc'](64);
  return {
    name,
    prepare(test) {
      const text = new TextEncoder().encode(`${test.harness ?? test.name}\0`);
      new Uint8Array(c.memory.buffer).set(text, address);
      if (c['harness_setup'](address, test.size ?? 0) !== 1) return undefined;
      return {
        run(times) {
          if (c['harness_run'](times) !== 1) throw new Error(`${name} fails in ${test.name}`);
          return undefined;
        },
      };
    },
  };
}

/**
 * The cipher of the records that are sent, without TLS and without the package around it.
 * @param {WebAssembly.Module} module
 * @returns {import('../measure.mjs').Contender}
 */
export function cipherAlone(module) {
  const harness = wasmHarness('cipher', module);
  return {
    name: 'cipher',
    prepare(test) {
      const [, cipher] = /^TLS send (.*)$/.exec(test.name) ?? [];
      return cipher === undefined ? undefined : harness.prepare({ ...test, harness: cipher });
    },
  };
}

/** @param {WebAssembly.Module} module @returns {any} */
function instantiate(module) {
  /** @type {Record<string, Record<string, Function>>} */
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = name.startsWith('environ') ? () => 0 : () => 8;
  }
  const memory = () => /** @type {WebAssembly.Memory} */ (instance.exports['memory']).buffer;
  Object.assign(imports, {
    tsopenssl: {
      entropy: (/** @type {number} */ address, /** @type {number} */ length) => {
        crypto.getRandomValues(new Uint8Array(memory(), address, length));
        return length;
      },
    },
  });
  Object.assign(imports['wasi_snapshot_preview1'] ?? {}, {
    clock_time_get: (/** @type {number} */ _clock, /** @type {bigint} */ _precision, /** @type {number} */ result) => {
      new DataView(memory()).setBigUint64(result, BigInt(Date.now()) * 1_000_000n, true);
      return 0;
    },
  });
  const instance = new WebAssembly.Instance(module, /** @type {WebAssembly.Imports} */ (imports));
  const exports = /** @type {any} */ (instance.exports);
  exports._initialize();
  if (exports.harness_start() !== 1) throw new Error('the harness did not start');
  return exports;
}
