import { type BytesLike, bytesArgument, integerArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { HANDLE, NativeObject } from '../../ffi/index.js';
import { SSLError } from '../errors/errors.js';
import { native } from '../native.js';

/** A buffer in memory that carries bytes to or from an {@link SSLObject}; two objects can share one. */
export class MemoryBIO extends NativeObject<'BIO'> {
  #ended = false;

  constructor() {
    super(() => native.bio_new_memory());
  }

  /** How many bytes wait to be read. @corresponds BIO_ctrl_pending */
  get pending(): number {
    return native.bio_pending(this[HANDLE]);
  }

  /** Whether the end was written, and all before it has been read. */
  get eof(): boolean {
    return this.#ended && this.pending === 0;
  }

  /**
   * Takes bytes out.
   * @param size - most bytes; all of them when it is negative, as by default
   * @returns the bytes, none where there are none
   * @corresponds BIO_read
   */
  read(size = -1): Bytes {
    return native.bio_read(this[HANDLE], integerArgument(size, 'size'));
  }

  /**
   * Puts bytes in.
   * @returns how many were taken: all
   * @throws {SSLError} after {@link writeEof}
   * @corresponds BIO_write
   */
  write(buf: BytesLike): number {
    const data = bytesArgument(buf, 'buf');
    if (this.#ended) throw new SSLError(1, 'cannot write() after write_eof()');
    native.bio_write(this[HANDLE], data);
    return data.length;
  }

  /** Puts the end in: whoever reads finds the transport closed behind the bytes that are in. @corresponds BIO_set_mem_eof_return */
  writeEof(): void {
    native.bio_write_eof(this[HANDLE]);
    this.#ended = true;
  }
}
