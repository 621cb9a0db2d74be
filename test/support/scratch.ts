/** A folder of files that goes with its tests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Scratch {
  readonly folder = mkdtempSync(join(tmpdir(), 'tsopenssl-test-'));

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes a file. @returns its path */
  file(name: string, content: string | Uint8Array): string {
    const path = this.path(name);
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
