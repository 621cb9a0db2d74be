/** The table of OpenSSL's own faults in SECURITY.md: it says what the build does. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPin } from '../../openssl-src/pin.mjs';

const ROOT = new URL('../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, ROOT), 'utf8');

const pin = await readPin();
const security = read('SECURITY.md');
const rows = [...security.matchAll(/^\| (CVE-\d{4}-\d+) \| (\w+) \| .+? \| (.+) \|$/gm)].map(
  ([, cve = '', rated = '', here = '']) => ({ cve, rated, here, status: /^[a-z ]+/.exec(here)?.[0] ?? '' }),
);
const withStatus = (status: string) => rows.filter((row) => row.status === status);
const cvesOf = (list: readonly { cve: string }[]) => list.map(({ cve }) => cve).sort();

describe("SECURITY.md's table of OpenSSL's faults", () => {
  it('is of the version that is pinned, and has each fault once', () => {
    expect(security).toContain(`The modules are OpenSSL ${pin.version},`);
    expect(rows.length).toBeGreaterThan(20);
    expect(new Set(cvesOf(rows)).size).toBe(rows.length);
  });

  it('says of each what it is here, in one of five words', () => {
    for (const { cve, status } of rows)
      expect(['patched', 'closed in front', 'not built', 'not reachable', 'open'], cve).toContain(status);
  });

  it('says "patched" of what the pin names, and of nothing else', () => {
    const named = new Set((pin.fixes?.patches ?? []).flatMap(({ cves }) => cves));
    expect(cvesOf(withStatus('patched'))).toEqual([...named].sort());
  });

  it('says "not built" of what the configuration leaves out', () => {
    const options = read('wasm-build/configure.options');
    for (const { cve, here } of withStatus('not built')) {
      const [, by = ''] = /^not built: `([\w.-]+)`/.exec(here) ?? [];
      const isThere = by.startsWith('no-') ? new RegExp(`^${by}\\s`, 'm').test(options) : existsSync(wasmBuild(by));
      expect(isThere, cve).toBe(true);
    }
  });

  it('names the file that closes what is "closed in front", and that is linked', () => {
    const link = read('wasm-build/build/module.mjs');
    for (const { cve, here } of withStatus('closed in front')) {
      const [, file = ''] = /^closed in front: `([\w/]+\.c)`/.exec(here) ?? [];
      const wrapped = [...read(`wasm-build/shim/${file}`).matchAll(/ \*?__wrap_(\w+)\(/g)].map(([, name]) => name);
      expect(wrapped.length, cve).toBeGreaterThan(0);
      for (const name of wrapped) expect(link, cve).toContain(`--wrap=${name}`);
    }
  });

  it('leaves none open that OpenSSL rates High', () => {
    const grave = rows.filter(({ rated }) => rated === 'High' || rated === 'Critical');
    expect(grave.length).toBeGreaterThan(0);
    for (const { cve, status } of grave) expect(status, cve).not.toBe('open');
  });

  it('is what openssl.build.json repeats', () => {
    const built = JSON.parse(read('dist/openssl.build.json')) as {
      openssl: string;
      opensslFixes: { file: string; sha256: string; cves: string[] }[];
    };
    expect(built.openssl).toBe(pin.version);
    expect(built.opensslFixes).toEqual(pin.fixes?.patches ?? []);
  });
});

function wasmBuild(name: string): URL {
  return new URL(`wasm-build/${name}`, ROOT);
}
