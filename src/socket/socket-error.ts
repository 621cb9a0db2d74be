/** A system call failed: `errno` as the system numbers it, positive, `code` as Node names it. */
export class SocketError extends Error {
  /** The name of the class, which no minifier changes. */
  override name = 'SocketError';
  /** The system's error number, positive. */
  readonly errno: number;
  /** Its name, such as `ECONNREFUSED`. */
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
