/** The certificates of the tests as files, for peers that read files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Identity } from './pki.js';

export interface CertificateFiles {
  readonly folder: string;
  path(name: string): string;
  remove(): void;
}

/** Writes `NAME.pem` (certificate, then key) and `NAME-cert.pem` for each. */
export function writeIdentities(identities: Record<string, Identity>): CertificateFiles {
  const folder = mkdtempSync(join(tmpdir(), 'tsopenssl-ssl-'));
  for (const [name, { certPem, keyPem }] of Object.entries(identities)) {
    writeFileSync(join(folder, `${name}.pem`), certPem + keyPem);
    writeFileSync(join(folder, `${name}-cert.pem`), certPem);
    writeFileSync(join(folder, `${name}-key.pem`), keyPem);
  }
  return {
    folder,
    path: (name) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
