/** What the build makes of an import of the module. */
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}

declare module '*.wasm?bytes' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

declare module '*.wasm?module' {
  const module: WebAssembly.Module;
  export default module;
}
