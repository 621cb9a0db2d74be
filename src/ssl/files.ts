/** Files of certificates and keys: a path where the runtime has files, the bytes themselves everywhere. */

import { binaryArgument } from '../common/arguments.js';
import { type Bytes, isUint8Array } from '../common/bytes.js';
import { type PathLike, readFile } from '../common/files.js';
import { wrongType } from '../common/refusals.js';

/** A path or a file URL; or, as bytes, what the file would hold. */
export type FileLike = PathLike | Uint8Array;

/**
 * What a file holds. The bytes are a copy: the caller may wipe them.
 * @throws the system's own error, with a `code` such as `ENOENT`, when it cannot be read
 */
export function contentOf(file: FileLike, name: string): Bytes {
  if (isUint8Array(file)) return binaryArgument(file, name).slice();
  if (typeof file !== 'string' && !(file instanceof URL))
    throw wrongType(name, 'a path, or bytes of what the file holds', file);
  return readFile(file);
}
