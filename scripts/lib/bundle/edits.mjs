/** Puts text into a script, and moves what its source map says with it. */
import { decode, encode } from '@jridgewell/sourcemap-codec';

/** @typedef {import('./pure.mjs').Edit} Edit */

/**
 * @param {string} code
 * @param {string} map - its source map
 * @param {readonly Edit[]} edits - within lines, in the order of their places
 */
export function withEdits(code, map, edits) {
  const parsed = JSON.parse(map);
  const lines = decode(parsed.mappings);
  const starts = lineStarts(code);
  let line = starts.length - 1;
  let result = code;
  // From the end, so that places before stay where they are.
  for (const { at, put } of edits.toReversed()) {
    result = result.slice(0, at) + put + result.slice(at);
    while ((starts[line] ?? 0) > at) line -= 1;
    const column = at - (starts[line] ?? 0);
    for (const segment of lines[line] ?? []) if (segment[0] >= column) segment[0] += put.length;
  }
  return { code: result, map: JSON.stringify({ ...parsed, mappings: encode(lines) }) };
}

/** @param {string} code */
function lineStarts(code) {
  const starts = [0];
  for (let at = code.indexOf('\n'); at >= 0; at = code.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
