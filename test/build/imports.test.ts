/** What stays out of a user's bundle: an import of one part of the package does not carry the others. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from '@rollup/wasm-node';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url).pathname.replace(/\/$/, '');
/** What each part has and no other: functions of the shim and sentences, which no minifier shortens. */
const TLS = /\.ssl_ctx_new\(/;
const MESSAGES = /\.cms_\w+\(/;
const ISSUING = /a CA must have a subject/;

let project = '';
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'tsopenssl-imports-'));
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  await mkdir(join(project, 'node_modules'));
  await symlink(ROOT, join(project, 'node_modules/tsopenssl'));
});
afterAll(() => rm(project, { recursive: true, force: true }));

async function withEsbuild(code: string, platform: 'browser' | 'node' = 'browser'): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: project },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform,
    preserveSymlinks: true,
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

async function withRollup(code: string): Promise<string> {
  const input = join(project, 'in.js');
  await writeFile(input, code);
  const bundle = await rollup({ input, plugins: [nodeResolve({ browser: true })], preserveSymlinks: true });
  const { output } = await bundle.generate({ format: 'es', inlineDynamicImports: true });
  await bundle.close();
  return output[0].code;
}

describe.each([
  ['esbuild', withEsbuild],
  ['Rollup', withRollup],
])('a bundle of %s', (_name, bundle) => {
  it('has no TLS and no messages for a certificate of tsopenssl/crypto', async () => {
    const code = await bundle("import { X509 } from 'tsopenssl/crypto'; console.log(X509);");
    expect(code).toMatch(/\.x509_digest\(/);
    for (const other of [TLS, MESSAGES]) expect(code).not.toMatch(other);
  });

  it('has no TLS, no messages and no issuing for a certificate that tsopenssl/pki reads', async () => {
    const code = await bundle("import { readCertificate } from 'tsopenssl/pki'; console.log(readCertificate);");
    for (const other of [TLS, MESSAGES, ISSUING]) expect(code).not.toMatch(other);
    const all = await bundle("import * as pki from 'tsopenssl/pki'; console.log(pki);");
    for (const other of [MESSAGES, ISSUING]) expect(all).toMatch(other);
  });

  it("has no TLS for crypto of the package's main entry, and TLS for SSL", async () => {
    expect(await bundle("import { crypto } from 'tsopenssl'; console.log(crypto.X509);")).not.toMatch(TLS);
    const both = await bundle("import { SSL } from 'tsopenssl'; console.log(SSL.Context);");
    expect(both).toMatch(TLS);
    expect(both).not.toMatch(MESSAGES);
  });
});

it('classes have their names in a bundle that is minified', async () => {
  const code = "import * as crypto from 'tsopenssl/crypto'; export default crypto;";
  const file = join(project, 'bundle.mjs');
  await writeFile(file, await withEsbuild(code, 'node'));
  const { default: crypto } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
    default: Record<string, { readonly name: string }>;
  };
  for (const name of [
    'X509',
    'X509Name',
    'X509Req',
    'X509Store',
    'X509StoreContextError',
    'CRL',
    'PKey',
    'PKCS12',
    'Error',
  ])
    expect(crypto[name]?.name).toBe(name);
});
