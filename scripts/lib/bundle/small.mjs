/**
 * Writes what esbuild has made without its white space, and maps that name the sources of src/, which the package has beside
 * dist/: their text stands in a map only where the package has no such file, as for what is bundled of others.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { minify } from 'terser';
import { inRoot } from '../paths.mjs';
import { withEdits } from './edits.mjs';
import { pureConstants } from './pure.mjs';

/** What is longer than this is the module in base64. */
const LONGEST = 1_000_000;

/** @typedef {{ sources: string[], sourcesContent?: (string | null)[], mappings: string, names: string[], version: number }} SourceMap */

/** @param {readonly import('esbuild').OutputFile[]} files */
export async function writeSmall(files) {
  await mkdir(inRoot('dist'), { recursive: true });
  const maps = new Map(files.filter(({ path }) => path.endsWith('.map')).map((file) => [file.path, file.text]));
  for (const { path, text } of files) {
    if (path.endsWith('.map')) continue;
    const map = maps.get(`${path}.map`);
    if (map === undefined || text.length > LONGEST) {
      await writeFile(path, text.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'));
      continue;
    }
    const pure = withEdits(text, map, pureConstants(text));
    const small = await withoutSpace(pure.code, pure.map, path);
    const slim = withTexts(JSON.parse(small.map), JSON.parse(map), path);
    await writeFile(path, `${small.code}\n//# sourceMappingURL=${basename(path)}.map\n`);
    await writeFile(`${path}.map`, JSON.stringify(slim));
    if (text.startsWith('#!')) await chmod(path, 0o755);
  }
}

/** @param {string} code @param {string} map @param {string} path */
async function withoutSpace(code, map, path) {
  const result = await minify(code, {
    module: true,
    compress: false,
    mangle: false,
    format: { comments: false, preserve_annotations: true, ecma: 2020, semicolons: false },
    sourceMap: { content: map, filename: basename(path) },
  });
  if (typeof result.code !== 'string' || typeof result.map !== 'string') throw new Error(`${path} was not written`);
  return { code: result.code, map: result.map };
}

/**
 * The map with the texts that are nowhere else: terser gives none.
 * @param {SourceMap} map
 * @param {SourceMap} first - esbuild's, with all texts
 * @param {string} path - of their script
 * @returns {SourceMap}
 */
function withTexts(map, first, path) {
  const inPackage = (/** @type {string} */ source) =>
    !relative(inRoot('src'), join(dirname(path), source)).startsWith('..');
  const texts = new Map(first.sources.map((source, index) => [source, first.sourcesContent?.[index] ?? null]));
  const sourcesContent = map.sources.map((source) => (inPackage(source) ? null : (texts.get(source) ?? null)));
  return { ...map, sourcesContent };
}
