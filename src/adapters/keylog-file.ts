/** SSLKEYLOGFILE: where the environment names a file, all key material goes there, as from curl, Python and browsers. */
import { environment } from '../common/environment.js';
import { platformModule } from '../common/platform.js';

/** What appends a line, undefined where the environment names no file. */
export function keylogFile(): ((line: Uint8Array) => void) | undefined {
  const path = environment('SSLKEYLOGFILE');
  if (!path) return undefined;
  const fs = platformModule<typeof import('node:fs')>('node:fs');
  return fs && ((line) => fs.appendFileSync(path, `${new TextDecoder().decode(line)}\n`, { mode: 0o600 }));
}
