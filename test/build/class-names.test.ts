/** What the bundles call their classes: what logs and errors show. */
import { describe, expect, it } from 'vitest';

const bundle = new URL('../../dist/node.js', import.meta.url).href;
/** Second names of the originals. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['CertificateError', 'SSLCertVerificationError'],
  ['sslerror', 'SSLError'],
]);

const isClass = (value: unknown): value is { readonly name: string } =>
  typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));

describe('classes of the bundle', () => {
  it('have the names that they are exported by', async () => {
    const modules = (await import(/* @vite-ignore */ bundle)) as Record<string, Record<string, unknown>>;
    const found: string[] = [];
    for (const module of ['crypto', 'SSL', 'ssl', 'socket']) {
      for (const [name, value] of Object.entries(modules[module] ?? {})) {
        if (!isClass(value)) continue;
        found.push(name);
        expect(value.name, `${module}.${name}`).toBe(ALIASES.get(name) ?? name.replace(/Type$/, ''));
      }
    }
    expect(found).toEqual(expect.arrayContaining(['X509', 'X509Name', 'PKey', 'Error', 'SSLError', 'Context']));
  });
});
