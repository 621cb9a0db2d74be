/** The pin of OpenSSL: what of Debian's index is believed, and how upstream's fixes are applied. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyPatch, withoutTests } from '../../openssl-src/fixes.mjs';
import { movedPin, readPin, sourceKey } from '../../openssl-src/pin.mjs';
import { parseSources, tarballHash } from '../../scripts/lib/debian.mjs';

const HASHES = { seven: '7'.repeat(64), nine: '9'.repeat(64), packaging: 'a'.repeat(64), other: 'b'.repeat(64) };

/** A stanza as `apt-cache showsrc` prints it. */
const stanza = (version: string, tarball: string, hash: string) => `Package: openssl
Binary: openssl, libssl3t64
Version: ${version}
Files:
 81887cbcbcfffb723ad8f7dcfdcaef70 2707 openssl_${version}.dsc
 36608cd5445f708d0c2200aea9682c35 53153930 ${tarball}
Checksums-Sha256:
 ${HASHES.packaging} 2707 openssl_${version}.dsc
 ${hash} 53153930 ${tarball}
 ${HASHES.packaging} 833 ${tarball}.asc
 ${HASHES.packaging} 74836 openssl_${version}.debian.tar.xz
Package-List:
 openssl deb utils optional arch=any
`;
const INDEX = [
  stanza('3.5.7-1~deb13u3', 'openssl_3.5.7.orig.tar.gz', HASHES.seven),
  stanza('3.5.7-1~deb13u2', 'openssl_3.5.7.orig.tar.gz', HASHES.seven),
  stanza('3.5.9-1~deb13u1', 'openssl_3.5.9.orig.tar.gz', HASHES.nine),
].join('\n');

describe("Debian's index of sources", () => {
  it('gives each version with its files and their SHA-256', () => {
    const sources = parseSources(INDEX);
    expect(sources.map(({ version }) => version)).toEqual(['3.5.7-1~deb13u3', '3.5.7-1~deb13u2', '3.5.9-1~deb13u1']);
    expect(sources[2]?.files).toContainEqual({ name: 'openssl_3.5.9.orig.tar.gz', sha256: HASHES.nine });
    expect(sources[2]?.files).toHaveLength(4);
  });

  it('gives the hash of the upstream tarball of a version, and of no other', () => {
    const sources = parseSources(INDEX);
    expect(tarballHash(sources, '3.5.9')).toBe(HASHES.nine);
    expect(tarballHash(sources, '3.5.7')).toBe(HASHES.seven);
    for (const unknown of ['3.5.8', '3.5', '3.5.9-1~deb13u1', ''])
      expect(tarballHash(sources, unknown)).toBeUndefined();
  });

  it('gives none where two listings differ, and none where only weak sums are listed', () => {
    const differing = `${INDEX}\n${stanza('3.5.9-2', 'openssl_3.5.9.orig.tar.gz', HASHES.other)}`;
    expect(tarballHash(parseSources(differing), '3.5.9')).toBeUndefined();
    const weak = INDEX.replaceAll('Checksums-Sha256', 'Checksums-Sha1');
    expect(tarballHash(parseSources(weak), '3.5.9')).toBeUndefined();
    expect(parseSources('')).toEqual([]);
  });
});

describe('the pin', () => {
  it('is another source with another list of fixes, or another order', async () => {
    const pin = await readPin();
    const { packaging, patches } = pin.fixes ?? { packaging: { version: '', url: '', sha256: '' }, patches: [] };
    const keys = [
      pin,
      { ...pin, sha256: HASHES.nine },
      movedPin(pin.version, pin.url, pin.sha256, pin.sourceDateEpoch),
      { ...pin, fixes: { packaging, patches: patches.slice(1) } },
      { ...pin, fixes: { packaging, patches: patches.toReversed() } },
    ].map(sourceKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('names each fix with its CVE and its hash', async () => {
    const pin = await readPin();
    expect(pin.fixes?.packaging.version.startsWith(`${pin.version}-`)).toBe(true);
    for (const { cves, file, sha256 } of pin.fixes?.patches ?? []) {
      expect(cves.length, file).toBeGreaterThan(0);
      for (const cve of cves) expect(cve).toMatch(/^CVE-\d{4}-\d{4,}$/);
      expect(file).toMatch(/^[\w.-]+\.patch$/);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('takes no fix of the old version along to a new one', () => {
    const pin = movedPin('3.5.9', 'https://example.org/openssl-3.5.9.tar.gz', HASHES.nine, 1);
    expect(Object.keys(pin)).toEqual(['version', 'url', 'sha256', 'sourceDateEpoch']);
  });
});

describe('a fix', () => {
  const part = (file: string) =>
    `diff --git a/${file} b/${file}\nindex 1..2 100644\n--- a/${file}\n+++ b/${file}\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n`;
  const head = 'From: Somebody\nSubject: Mends it\n---\n ssl/x.c | 2 +-\n\n';
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tsopenssl-fix-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function patched(source: string, patch: string): Promise<string> {
    const work = await mkdtemp(join(folder, 'source-'));
    await mkdir(join(work, 'ssl'));
    await writeFile(join(work, 'ssl/x.c'), source);
    await writeFile(join(work, 'fix.patch'), patch);
    await applyPatch(join(work, 'fix.patch'), work);
    return readFile(join(work, 'ssl/x.c'), 'utf8');
  }

  it("leaves OpenSSL's tests alone, which the source may have otherwise", () => {
    const text = head + part('ssl/x.c') + part('test/x_test.c') + part('ssl/y.c');
    expect(withoutTests(text, 'fix')).toBe(head + part('ssl/x.c') + part('ssl/y.c'));
    expect(() => withoutTests(head + part('test/x_test.c'), 'fix')).toThrow('fix changes nothing that is built');
    expect(withoutTests(part('ssl/test/x.c'), 'fix')).toBe(part('ssl/test/x.c'));
  });

  it('is applied where its context stands', async () => {
    expect(await patched('one\ntwo\nthree\n', head + part('ssl/x.c'))).toBe('one\n2\nthree\n');
  });

  it.each([
    ['its context is another', 'one\ntwo\nTHREE\n'],
    ['it is applied already', 'one\n2\nthree\n'],
    ['what it changes is another', 'one\nzwei\nthree\n'],
  ])('fails where %s', async (_, source) => {
    await expect(patched(source, head + part('ssl/x.c'))).rejects.toThrow('fix.patch does not apply to the source');
  });

  it('fails where its file is missing', async () => {
    await expect(patched('', head + part('ssl/missing.c'))).rejects.toThrow('does not apply');
  });
});
