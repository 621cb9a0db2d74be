/** A system call failed: `errno` as the system numbers it, positive, `code` as Node names it. */
export class SocketError extends Error {
  override name = 'SocketError';
  readonly errno: number;
  readonly code: string;

  constructor(message: string, code: string, errno: number) {
    super(message);
    this.code = code;
    this.errno = errno;
  }

  /** @internal The same of an error of Node's. */
  static of(error: unknown): SocketError {
    if (error instanceof SocketError) return error;
    const {
      message = String(error),
      code = 'EIO',
      errno = 5,
    } = error as { message?: string; code?: string; errno?: number };
    return new SocketError(message, code, Math.abs(errno));
  }
}
