/** The declarations of the packed package, as compilers of its users read them: with libraries looked into. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { packageExports } from '../../scripts/lib/entries.mjs';
import { run } from '../../scripts/lib/run.mjs';

const ROOT = new URL('../../', import.meta.url).pathname;
const MATRIX = new URL('./support/type-matrix.mjs', import.meta.url).pathname;
const COMPILERS = {
  '5.4': 'test/runtimes/node_modules/typescript-5.4',
  '5.9': 'test/runtimes/node_modules/typescript-5.9',
  '6': 'node_modules/typescript',
};

/** Every entry that has types, by its name. */
const entries = Object.entries(packageExports())
  .filter(([, target]) => JSON.stringify(target).includes('.d.ts'))
  .map(([path]) => path.replace(/^\./, 'tsopenssl'));
const EVERY = entries.map((entry, index) => `export * as entry${index} from '${entry}';`).join('\n');

/** What users do with bytes that come out. */
const BYTES = `
import { crypto as pyca, rand } from 'tsopenssl';
import { createCertificateAuthority, readCertificate } from 'tsopenssl/pki';
const { der, certificate } = createCertificateAuthority({ name: 'A', days: 1 } as never);
export const parts: Blob = new Blob([der, pyca.dumpCertificate(pyca.FILETYPE_ASN1, certificate)]);
export const sent: Promise<Response> = fetch('/', { method: 'POST', body: readCertificate(der).der });
export const key: Promise<unknown> = crypto.subtle.importKey('raw', rand.bytes(32), 'AES-GCM', false, ['encrypt']);
export const view: Uint8Array = der;
`;

describe.each(Object.entries(COMPILERS))('TypeScript %s', (version, path) => {
  it('finds nothing wrong in any entry, by any resolution, with and without the DOM and @types/node', async () => {
    const folder = inject('consumer');
    await writeFile(join(folder, `every-${version}.ts`), EVERY);
    await writeFile(join(folder, `bytes-${version}.dom.ts`), BYTES);
    const files = [`every-${version}.ts`, `bytes-${version}.dom.ts`];
    const args = [MATRIX, join(ROOT, path), folder, join(ROOT, 'node_modules/@types'), ...files];
    const answer = JSON.parse(await run(process.execPath, args)) as { version: string; found: string[] };
    expect(answer.version.startsWith(version)).toBe(true);
    expect(answer.found).toEqual([]);
  }, 300_000);
});
