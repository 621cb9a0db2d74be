/** Files, where the runtime has them. */
import type { Bytes } from './bytes.js';
import { platformModule } from './platform.js';

type FileSystem = Pick<
  typeof import('node:fs'),
  | 'appendFileSync'
  | 'closeSync'
  | 'existsSync'
  | 'fchmodSync'
  | 'fstatSync'
  | 'openSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'readSync'
  | 'statSync'
  | 'writeFileSync'
>;

/** A path or a file URL. */
export type PathLike = string | URL;

/** @throws {TypeError} unless it is a string or a URL */
export function pathArgument(path: PathLike, name = 'a path'): PathLike {
  if (typeof path !== 'string' && !(path instanceof URL)) throw new TypeError(`${name} must be a string or a URL`);
  return path;
}

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
export function readFile(path: PathLike): Bytes {
  return new Uint8Array(fileSystem().readFileSync(path));
}
