/**
 * Reads the shim's C files and returns every export and import as data.
 * Whatever starts like an export and cannot be understood is an error: C and TypeScript cannot drift.
 */

/** @typedef {{ kind: string, name: string, tag?: string }} Parameter */
/** @typedef {{ name: string, result: { kind: string, tag?: string }, parameters: Parameter[], comment: string, file: string }} ShimFunction */

const EXPORT = /^EXPORT\(([^,]+), (\w+)\)\(([^{;]*)\)\s*\{/;
const IMPORT = /^IMPORT\((\w+)\) ([\w ]+?) ?\*?js_(\w+)\(([^;]*)\);/;
const TAGGED = /^(Owned|OwnedOrNull|Borrowed|BorrowedOrNull|Taken)\((\w+)\)(?: (\w+))?$/;
const MACRO_PARAMETER = /^(BYTES|BYTES_OR_NULL|STRING|CSTRING|CSTRING_OR_NULL)\((\w+)\)$/;
const PLAIN_PARAMETER = /^(int|unsigned int|Number|Out|OutOrNull|OutText|OutTextOrNull|OutInt) (\*?)(\w+)$/;
const RESULTS = new Set(['void', 'Status', 'Flag', 'Raw', 'Number', 'Text', 'TextOrNull']);
/** TypeScript words that C may use as names. */
const RESERVED = new Set(['function', 'new', 'class', 'export', 'import', 'in', 'this', 'delete', 'enum', 'default']);
const OUTPUTS = new Set(['Out', 'OutOrNull', 'OutText', 'OutTextOrNull', 'OutInt']);

/**
 * @param {string} source - the text of one C file
 * @param {string} file - its name, for messages
 * @returns {{ exports: ShimFunction[], imports: { name: string, parameters: string[], result: string }[] }}
 */
export function parseShim(source, file) {
  const exports = [];
  const imports = [];
  for (const match of source.matchAll(/^(EXPORT|IMPORT)\(/gm)) {
    const rest = source.slice(match.index);
    const line = source.slice(0, match.index).split('\n').length;
    const where = `${file}:${line}`;
    if (match[1] === 'EXPORT') exports.push(parseExport(rest, commentBefore(source, match.index), where, file));
    else imports.push(parseImport(rest, where));
  }
  return { exports, imports };
}

/** @param {string} source @param {number} index */
function commentBefore(source, index) {
  const match = /\/\*((?:(?!\*\/)[\s\S])*)\*\/\n$/.exec(source.slice(0, index));
  return match?.[1] === undefined
    ? ''
    : match[1]
        .split('\n')
        .map((line) => line.replace(/^\s*\* ?/, '').trim())
        .filter(Boolean)
        .join(' ');
}

/** @param {string} text @param {string} comment @param {string} where @param {string} file @returns {ShimFunction} */
function parseExport(text, comment, where, file) {
  const match = EXPORT.exec(text);
  if (!match) throw new Error(`${where}: this export cannot be parsed: ${text.split('\n')[0]}`);
  const [, result = '', name = '', list = ''] = match;
  return { name, result: parseResult(result.trim(), where), parameters: parseParameters(list, where), comment, file };
}

/** @param {string} text @param {string} where */
function parseResult(text, where) {
  if (RESULTS.has(text)) return { kind: text };
  const match = TAGGED.exec(text);
  if (!match?.[1] || !match[2] || match[1] === 'Taken') throw new Error(`${where}: unknown result type '${text}'`);
  return { kind: match[1], tag: match[2] };
}

/** @param {string} list @param {string} where @returns {Parameter[]} */
function parseParameters(list, where) {
  const text = list.replace(/\s+/g, ' ').trim();
  if (text === 'void') return [];
  return text.split(/,\s*/).map((parameter) => parseParameter(parameter.trim(), where));
}

/** @param {string} text @param {string} where @returns {Parameter} */
function parseParameter(text, where) {
  const tagged = TAGGED.exec(text);
  if (tagged?.[1] && tagged[2] && tagged[3] && !tagged[1].startsWith('Owned')) {
    return { kind: tagged[1], tag: tagged[2], name: tagged[3] };
  }
  const macro = MACRO_PARAMETER.exec(text);
  if (macro?.[1] && macro[2]) return { kind: macro[1], name: macro[2] };
  const plain = PLAIN_PARAMETER.exec(text);
  if (plain?.[1] && plain[3] && OUTPUTS.has(plain[1]) === (plain[2] === '*')) return { kind: plain[1], name: plain[3] };
  throw new Error(`${where}: unknown parameter '${text}'`);
}

/** @param {string} text @param {string} where */
function parseImport(text, where) {
  const match = IMPORT.exec(text);
  if (!match) throw new Error(`${where}: this import cannot be parsed: ${text.split('\n')[0]}`);
  const [, name = '', result = '', symbol, list = ''] = match;
  if (name !== symbol) throw new Error(`${where}: js_${symbol} imports '${name}'`);
  const parameters =
    list.trim() === 'void' ? [] : list.split(',').map((part) => camel(/(\w+)$/.exec(part.trim())?.[1] ?? ''));
  return { name, parameters, result: result.trim() };
}

/** @param {string} name */
export function camel(name) {
  const joined = name.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
  return RESERVED.has(joined) ? `${joined}Value` : joined;
}
