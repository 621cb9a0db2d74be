/** Which version this is: what the package.json of this package says. */
import { readFileSync } from 'node:fs';

/** The package.json lies one folder above the bundle, and two above the source. */
function find(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
      const { name, version } = manifest as { name?: unknown; version?: unknown };
      if (name === 'tsopenssl' && typeof version === 'string') return version;
    } catch {
      // Not there.
    }
  }
  return 'unknown';
}

/** The version of the package. */
export const VERSION: string = find();
