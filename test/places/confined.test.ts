/** The packed package in one file of CommonJS, in realms of `node:vm` and edge-runtime, under SES and Node's permissions, within limits of size. */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import vm from 'node:vm';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { describe, expect, inject, it } from 'vitest';
import { node, pathOf, titleOf } from '../runtimes/support/programs.js';
import { closeAfterEach } from '../support/loopback.js';
import { outcomeOf } from './support/outcome.js';
import { program } from './support/programs.js';
import { projectOf } from './support/project.js';

const closers = closeAfterEach();

/** What a script says of a certificate that it has made. */
const BODY = `
const issuer = createCertificateAuthority({ subject: 'Root' });
const { certificate } = issueCertificate({ issuer, names: ['localhost'] });
const said = \`\${certificate instanceof crypto.X509} \${certificate.getIssuer().CN}\`;
`;
const imports = (prefix = 'tsopenssl') =>
  `import { crypto } from '${prefix}'; import { createCertificateAuthority, issueCertificate } from '${prefix}/pki';`;

/** Bundles a script. @returns the bundle */
async function bundle(folder: string, text: string, options: BuildOptions): Promise<string> {
  await writeFile(join(folder, 'script.mjs'), text);
  const outfile = join(folder, options.format === 'cjs' ? 'out/script.cjs' : 'out/script.js');
  await build({
    entryPoints: [join(folder, 'script.mjs')],
    bundle: true,
    outfile,
    logLevel: 'error',
    ...options,
  });
  return outfile;
}

const run = (folder: string, args: readonly string[], executable = process.execPath) =>
  outcomeOf(executable, args, { cwd: folder });

describe('esbuild --platform=node --format=cjs', () => {
  const NODE: BuildOptions = { platform: 'node', format: 'cjs' };

  it('makes one file that works anywhere, where tsopenssl/inline is imported too', async () => {
    const folder = await projectOf(undefined, inject('tarball'), closers);
    const text = `import 'tsopenssl/inline'; ${imports()} import { connect } from 'tsopenssl/node'; ${BODY} console.log(said, typeof connect);`;
    const script = await bundle(folder, text, NODE);
    await copyFile(script, join(folder, 'elsewhere.cjs'));
    expect(await run(folder, ['elsewhere.cjs'])).toMatchObject({ code: 0, stdout: 'true Root function\n' });
  });

  it('finds the module beside the bundle, and says where it was looked for', async () => {
    const folder = await projectOf(undefined, inject('tarball'), closers);
    const script = await bundle(folder, `${imports()} ${BODY} console.log(said);`, NODE);
    const failed = await run(folder, [script]);
    expect(failed.code).not.toBe(0);
    expect(failed.stderr).toContain(
      `openssl.wasm is not in ${join(folder, 'out')}: copy the package's dist/openssl*.wasm there`,
    );
    for (const name of ['openssl.wasm', 'openssl.wide.wasm'])
      await copyFile(join(folder, 'node_modules/tsopenssl/dist', name), join(folder, 'out', name));
    expect(await run(folder, [script])).toMatchObject({ code: 0, stdout: 'true Root\n' });
  });

  it('takes require and import for one', async () => {
    const folder = await projectOf(undefined, inject('tarball'), closers);
    const text = `import { crypto } from 'tsopenssl'; console.log(require('tsopenssl').crypto.X509 === crypto.X509);`;
    expect(await run(folder, [await bundle(folder, text, NODE)])).toMatchObject({ stdout: 'true\n' });
  });
});

describe('realms', () => {
  const ONE: BuildOptions = { format: 'iife', platform: 'browser' };
  const script = async (text: string) => {
    const folder = await projectOf(undefined, inject('tarball'), closers);
    return readFile(await bundle(folder, `${imports('tsopenssl/inline')} ${text}`, ONE), 'utf8');
  };

  it('node:vm, with nothing but WebCrypto given', async () => {
    const context = vm.createContext({ crypto: globalThis.crypto, result: '' });
    vm.runInContext(await script(`${BODY} globalThis.result = said;`), context);
    expect(context['result']).toBe('true Root');
  });

  it('node:vm, without WebCrypto: nothing random is made up', async () => {
    const context = vm.createContext({ result: '' });
    const text = `try { ${BODY} globalThis.result = said; } catch (error) { globalThis.result = String(error); }`;
    vm.runInContext(await script(text), context);
    expect(context['result']).toBe('EntropyError: no randomness: this runtime has no crypto.getRandomValues');
  });

  it('a runtime without WebAssembly, as those that are WebAssembly themselves: a clear error', async () => {
    const context = vm.createContext({ crypto: globalThis.crypto, result: '' });
    vm.runInContext('delete globalThis.WebAssembly', context);
    const text = `try { ${BODY} globalThis.result = said; } catch (error) { globalThis.result = String(error); }`;
    vm.runInContext(await script(text), context);
    expect(context['result']).toBe('OpenSSLError: this runtime has no WebAssembly, which the package needs');
  });

  const edge = program('@edge-runtime/vm/package.json');
  it.skipIf('missing' in edge)(titleOf('@edge-runtime/vm', edge), async () => {
    const folder = await projectOf(undefined, inject('tarball'), closers);
    const out = await bundle(folder, `${imports('tsopenssl/inline')} ${BODY} globalThis.result = said;`, ONE);
    const host = `const { EdgeVM } = require('@edge-runtime/vm'); const vm = new EdgeVM();
      vm.evaluate(require('node:fs').readFileSync(${JSON.stringify(out)}, 'utf8')); console.log(vm.evaluate('result'));`;
    await writeFile(join(folder, 'host.cjs'), host);
    expect(await run(folder, ['host.cjs'])).toMatchObject({ code: 0, stdout: 'true Root\n' });
  });
});

const ses = program('ses/package.json');
describe.skipIf('missing' in ses)(titleOf('SES', ses), () => {
  const inCompartment = async (clock: string) => {
    const folder = await projectOf(undefined, inject('tarball'), closers);
    const text = `${imports('tsopenssl/inline')} const seen = [];
      try { ${BODY} seen.push(said); } catch (error) { seen.push(String(error)); }
      try { seen.push(new crypto.PKey().bits()); } catch (error) { seen.push(String(error)); }
      print(JSON.stringify(seen));`;
    const out = await bundle(folder, text, { format: 'iife', platform: 'browser' });
    const host = `require('ses'); const { crypto: own } = globalThis; lockdown();
      const globals = { WebAssembly, TextEncoder, TextDecoder, URL, btoa, atob, setTimeout, crypto: { getRandomValues: (bytes) => own.getRandomValues(bytes) }, print: console.log${clock} };
      const compartment = new Compartment({ globals, __options__: true });
      compartment.evaluate(require('node:fs').readFileSync(${JSON.stringify(out)}, 'utf8'));`;
    await writeFile(join(folder, 'host.cjs'), host);
    return run(folder, ['host.cjs']);
  };

  it('a compartment without a clock: a clear error, and no trap', async () => {
    const { stdout, stderr } = await inCompartment('');
    expect(JSON.parse(stdout || `[${JSON.stringify(stderr)}]`)).toEqual([
      expect.stringMatching(/^OpenSSLError: this realm has no clock/),
      0,
    ]);
  });

  it('a compartment that is given a Date with a clock', async () => {
    const { stdout, stderr } = await inCompartment(', Date');
    expect(JSON.parse(stdout || `[${JSON.stringify(stderr)}]`)).toEqual(['true Root', 0]);
  });
});

describe('tsopenssl/lazy', () => {
  it('refuses calls until it is loaded, says what it does not take, tries again, and is one with the rest', async () => {
    const folder = await projectOf(undefined, inject('tarball'), closers);
    const text = `
      import { crypto, initialize } from 'tsopenssl/lazy';
      import { createCertificateAuthority } from 'tsopenssl/lazy/pki';
      const seen = [];
      const attempt = async (name, body) => {
        try { seen.push([name, typeof (await body())]); } catch (error) { seen.push([name, error.constructor.name]); }
      };
      await attempt('early', () => createCertificateAuthority({ subject: 'Root' }));
      for (const wrong of [42, true, {}, [], () => undefined, Promise.resolve(null && 1).then(() => 7), new Uint8Array(8), '/nowhere'])
        await attempt('wrong', () => initialize(wrong));
      const both = [initialize(), initialize()];
      seen.push(both[0] === both[1]);
      await both[0];
      await attempt('again', () => initialize('anything'));
      const { certificate } = createCertificateAuthority({ subject: 'Root' });
      seen.push(certificate instanceof crypto.X509);
      console.log(JSON.stringify(seen));`;
    await writeFile(join(folder, 'lazy.mjs'), text);
    const { stdout, stderr } = await run(folder, ['lazy.mjs']);
    expect(JSON.parse(stdout || `[${JSON.stringify(stderr)}]`)).toEqual([
      ['early', 'OpenSSLError'],
      ...Array.from({ length: 6 }, () => ['wrong', 'TypeError']),
      ['wrong', 'CompileError'],
      ['wrong', 'TypeError'],
      true,
      ['again', 'undefined'],
      true,
    ]);
  });
});

describe("Node's permissions", () => {
  const later = node(24);
  it.skipIf('missing' in later)(
    titleOf('Node 24 needs leave to read the package, and for workers', later),
    async () => {
      const folder = await projectOf(undefined, inject('tarball'), closers);
      const pool = `import { WorkerPool } from 'tsopenssl/worker';
      const pool = new WorkerPool({ size: 1 });
      const { key } = await pool.pki.createKey({ type: 'EC', curve: 'P-256' }); await pool.close();`;
      await writeFile(join(folder, 'alone.mjs'), `${imports()} ${BODY} console.log(said);`);
      await writeFile(join(folder, 'pool.mjs'), `${pool} console.log(key.bits());`);
      const flags = ['--permission', `--allow-fs-read=${folder}/*`];
      expect(await run(folder, [...flags, 'alone.mjs'], pathOf(later))).toMatchObject({
        code: 0,
        stdout: 'true Root\n',
      });
      expect(await run(folder, [...flags, '--allow-worker', 'pool.mjs'], pathOf(later))).toMatchObject({
        stdout: '256\n',
      });
      const refused = await run(folder, [...flags, 'pool.mjs'], pathOf(later));
      expect(refused.stderr).toMatch(/ERR_WORKER_START|the worker could not be made/);
    },
  );
});

describe('limits of size', () => {
  it('a worker for workerd is within 3 MB compressed, as the free plan of Cloudflare has it', async () => {
    const folder = await projectOf(undefined, inject('tarball'), closers);
    const text = `import { createFetch } from 'tsopenssl/fetch'; ${imports()} export default { createFetch, crypto, createCertificateAuthority, issueCertificate };`;
    const out = await bundle(folder, text, {
      format: 'esm',
      conditions: ['workerd', 'worker', 'browser'],
      external: ['*.wasm', 'node:*'],
      minify: true,
    });
    const files = [out, join(folder, 'node_modules/tsopenssl/dist/openssl.wasm')];
    const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(file)).length));
    console.log(`compressed: ${sizes.join(' + ')} bytes`);
    expect(sizes[0] ?? 0).toBeLessThan(300_000);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(1_500_000);
  });
});
