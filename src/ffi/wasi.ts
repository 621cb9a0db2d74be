/**
 * The few system calls that OpenSSL's C library makes. Everything about files says "no such thing": the facade reads
 * files through the runtime and hands over bytes.
 */

const EBADF = 8;
const ENOSYS = 52;
const ESUCCESS = 0;
const CLOCK_REALTIME = 0;
const STDERR = 2;
const WORD = 2 ** 32;
/** Longest line that goes to the console: C code writes here only when it is about to give up. */
const MAX_LINE = 4096;

/** Builds the `wasi_snapshot_preview1` imports over a memory that exists only after instantiation. */
export function wasiImports(memory: () => WebAssembly.Memory): WebAssembly.ModuleImports {
  const view = () => new DataView(memory().buffer);

  const clockTimeGet = (clock: number, _precision: bigint, result: number): number => {
    // Twenty times in a handshake: in two numbers, for a bigint costs more than the clock. The high word counts in steps
    // of 4.29 seconds; what rounding may put past either end of the low one is a microsecond.
    const milliseconds = clock === CLOCK_REALTIME ? Date.now() : performance.now();
    const high = Math.floor(milliseconds / (WORD / 1e6));
    const low = Math.min(Math.max(Math.round(milliseconds * 1e6 - high * WORD), 0), WORD - 1);
    const words = view();
    words.setUint32(result, low, true);
    words.setUint32(result + 4, high, true);
    return ESUCCESS;
  };

  const sizesGet = (count: number, size: number): number => {
    view().setUint32(count, 0, true);
    view().setUint32(size, 0, true);
    return ESUCCESS;
  };

  const fdWrite = (fd: number, vectors: number, count: number, written: number): number => {
    if (fd !== STDERR) return EBADF;
    let total = 0;
    let text = '';
    for (let i = 0; i < count; i++) {
      const address = view().getUint32(vectors + 8 * i, true);
      const length = view().getUint32(vectors + 8 * i + 4, true);
      text += new TextDecoder().decode(new Uint8Array(memory().buffer, address, Math.min(length, MAX_LINE)).slice());
      total += length;
    }
    if (text.trim() !== '') console.error(`openssl.wasm: ${text.trimEnd()}`);
    view().setUint32(written, total, true);
    return ESUCCESS;
  };

  // As many parameters as C gives: for a function of fewer the engine compiles one more adapter, when the start waits for it.
  return {
    clock_time_get: clockTimeGet,
    environ_sizes_get: sizesGet,
    environ_get: (_pointers: number, _texts: number) => ESUCCESS,
    args_sizes_get: sizesGet,
    args_get: (_pointers: number, _texts: number) => ESUCCESS,
    fd_write: fdWrite,
    fd_read: (_fd: number, _vectors: number, _count: number, _read: number) => EBADF,
    fd_close: (_fd: number) => EBADF,
    fd_seek: (_fd: number, _offset: bigint, _whence: number, _position: number) => EBADF,
    fd_fdstat_get: (_fd: number, _stat: number) => EBADF,
    random_get: (_address: number, _size: number) => ENOSYS,
    proc_exit: (code: number) => {
      throw new WebAssembly.RuntimeError(`openssl.wasm called exit(${code})`);
    },
  };
}
