/** The bill of materials, in CycloneDX: what npm knows of, and what it does not: OpenSSL, its fixes, the compiler, what is carried. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COMPONENTS } from './licences.mjs';
import { run } from './run.mjs';

/** @typedef {{ 'bom-ref': string, name: string, version?: string, scope?: string, [member: string]: unknown }} Part */
/** @typedef {{ specVersion: string, metadata: { component: Part }, components: Part[], dependencies: unknown[] }} Bill */

/** @param {string} root - of the checkout; its dependencies must be installed @returns {Promise<Bill>} */
export async function billOfMaterials(root) {
  /** @type {Bill} */
  const bill = JSON.parse(await run('npm', ['sbom', '--sbom-format', 'cyclonedx'], { cwd: root }));
  const read = async (/** @type {string} */ file) => JSON.parse(await readFile(join(root, file), 'utf8'));
  const pin = await read('openssl-src/pin.json');
  const { emscripten } = await read('wasm-build/toolchain.json');
  const carried = new Map(COMPONENTS.map((component) => [component.name, component]));
  // npm calls the package by its folder, and says of all that it is shipped.
  bill.metadata.component.name = (await read('package.json')).name;
  for (const part of bill.components) part.scope = carried.has(part.name) ? 'required' : 'excluded';
  const known = new Set(bill.components.map(({ name }) => name));
  for (const { name, what, licence } of COMPONENTS) {
    if (known.has(name)) continue;
    const own = name === 'openssl' ? opensslOf(pin) : name === 'emscripten' ? { version: emscripten } : {};
    bill.components.push({
      type: 'library',
      'bom-ref': name,
      name,
      description: what,
      scope: 'required',
      licenses: [/ OR /.test(licence) ? { expression: licence } : { license: { id: licence } }],
      ...own,
    });
  }
  return bill;
}

/** @param {{ version: string, url: string, sha256: string, fixes?: { patches: { cves: string[], file: string, sha256: string }[] } }} pin */
function opensslOf({ version, url, sha256, fixes }) {
  return {
    version,
    purl: `pkg:generic/openssl@${version}?download_url=${encodeURIComponent(url)}&checksum=sha256:${sha256}`,
    cpe: `cpe:2.3:a:openssl:openssl:${version}:*:*:*:*:*:*:*`,
    hashes: [{ alg: 'SHA-256', content: sha256 }],
    pedigree: {
      patches: (fixes?.patches ?? []).map(({ cves, file }) => ({
        type: 'backport',
        diff: { text: { content: file } },
        resolves: cves.map((id) => ({ type: 'security', id })),
      })),
    },
  };
}
