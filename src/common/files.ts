/** Files, where the runtime has them. */
import { platformModule } from './platform.js';

type FileSystem = Pick<typeof import('node:fs'), 'readFileSync' | 'writeFileSync' | 'readdirSync' | 'existsSync'>;

/** A path or a file URL. */
export type PathLike = string | URL;

/**
 * Node's `fs`.
 * @throws {Error} where this runtime has no files, as in a browser
 */
export function fileSystem(): FileSystem {
  const fs = platformModule<FileSystem>('node:fs');
  if (fs === undefined) throw new Error('this runtime has no file system: pass the bytes instead of a path');
  return fs;
}

/** Reads a whole file. */
export function readFile(path: PathLike): Uint8Array {
  return new Uint8Array(fileSystem().readFileSync(path));
}
