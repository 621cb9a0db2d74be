/** The package with its module given by hand: the benchmark runs it over several modules in one process. */
export { setModuleSource } from '../src/ffi/index.js';
export * from '../src/index.js';
