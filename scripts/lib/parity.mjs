/**
 * The names that the two manuals and their living descendants have, and what proves each of them here: a test whose title
 * holds its marker, such as `[crypto.X509.get_subject]`, or a reason why it cannot be.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';

const FOLDER = 'test/parity';
const MARKER = /\[((?:SSL|crypto|rand|ssl|tls)\.[A-Za-z0-9_.-]+)\]/g;
/** Constants: a whole name in capitals. */
const UNCHANGED = /^[A-Z0-9_]+$|^(OP|VERIFY|PROTOCOL|SSLv\d+|TLSv[\d_]+|HAS|OPENSSL)_|_METHOD$/;
/** What is read and set without a call keeps its name as well. */
const ATTRIBUTES = new Set(
  'check_hostname hostname_checks_common_name keylog_filename maximum_version minimum_version num_tickets post_handshake_auth security_level sni_callback sslobject_class sslsocket_class verify_flags verify_mode server_hostname server_side session_reused has_ticket ticket_lifetime_hint'.split(
    ' ',
  ),
);

/**
 * @typedef {object} Row
 * @property {string} source - the list that names it
 * @property {string} module - `crypto`, `rand`, `SSL` or `ssl`
 * @property {string} className - empty for the module's own
 * @property {string} python - its name in Python
 * @property {string} here - its name in this package
 * @property {string} marker - what a test's title says in brackets
 */
/** @typedef {Row & { tests: { file: string, title: string }[], reason: string | undefined }} Proof */

/** The one naming rule: each `_x` is made `X`. @param {string} name */
export function nameHere(name) {
  if (UNCHANGED.test(name) || ATTRIBUTES.has(name)) return name;
  return name.replace(/(?<=.)_([A-Za-z])/g, (_, letter) => letter.toUpperCase());
}

/** @returns {Promise<Row[]>} every name, in the order of the lists */
export async function readRows() {
  const rows = [];
  for (const file of (await readdir(inRoot(`${FOLDER}/names`))).toSorted()) {
    const [head, ...lines] = (await readFile(inRoot(`${FOLDER}/names/${file}`), 'utf8')).trimEnd().split('\n');
    const columns = (head ?? '').split('\t');
    for (const line of lines) {
      const cells = line.split('\t');
      const cell = (/** @type {string} */ name) => cells[columns.indexOf(name)] ?? '';
      // The list of Python's ssl has no column for the module.
      const module = columns.includes('module') ? cell('module') : 'ssl';
      const python = cell('name').replace(/\(\)$/, '');
      const className = cell('class');
      rows.push({
        source: columns.includes('since') ? `Python's ssl, ${cell('since')}` : file.replace(/\.tsv$/, ''),
        module,
        className,
        python,
        here: nameHere(python),
        marker: [module, className, python].filter(Boolean).join('.'),
      });
    }
  }
  return rows;
}

/** @returns {Promise<Proof[]>} */
export async function readProofs() {
  const [rows, tests, reasons] = await Promise.all([readRows(), readMarkers(), readReasons()]);
  return rows.map((row) => ({ ...row, tests: tests.get(row.marker) ?? [], reason: reasons.get(row.marker) }));
}

/** The tests by the names that their titles hold. */
export async function readMarkers() {
  /** @type {Map<string, { file: string, title: string }[]>} */
  const found = new Map();
  const files = (await readdir(inRoot('test'), { recursive: true })).filter((name) => name.endsWith('.test.ts'));
  for (const file of files.toSorted()) {
    const text = await readFile(inRoot(`test/${file}`), 'utf8');
    for (const match of text.matchAll(MARKER)) {
      const marker = match[1] ?? '';
      const tests = found.get(marker) ?? [];
      tests.push({ file: join('test', file), title: titleAt(text, match.index) });
      found.set(marker, tests);
    }
  }
  return found;
}

/** The words before the markers in a test's title; empty in a table of names. @param {string} text @param {number} index */
function titleAt(text, index) {
  const line = text.slice(text.lastIndexOf('\n', index) + 1, index);
  const title = /(['"`])((?:(?!\1).)*)$/.exec(line)?.[2] ?? '';
  return title.replace(MARKER, '').trim();
}

async function readReasons() {
  /** @type {Map<string, string>} */
  const reasons = new Map();
  for (const file of (await readdir(inRoot(FOLDER))).filter((name) => /^reasons.*\.json$/.test(name)))
    for (const [name, reason] of Object.entries(JSON.parse(await readFile(inRoot(`${FOLDER}/${file}`), 'utf8'))))
      reasons.set(name, reason);
  return reasons;
}

/** @param {Proof[]} proofs @returns {string[]} one line a name that has neither test nor reason, or a reason for no name */
export function faultsOf(proofs) {
  return proofs
    .filter(({ tests, reason }) => tests.length === 0 && reason === undefined)
    .map(({ marker }) => `${marker}: neither a test nor a reason in ${FOLDER}`);
}

/** @param {Proof[]} proofs @returns {string} docs/parity.md */
export function renderTable(proofs) {
  const proven = proofs.filter(({ tests }) => tests.length > 0).length;
  const lines = [
    '# Parity',
    '',
    '<!-- Generated by `npm run parity` from test/parity and the titles of the tests. -->',
    '',
    "Every name of the manuals of pyOpenSSL 0.11 and of Python's `ssl` module of 2007, and every name that today's pyOpenSSL",
    "and Python's `ssl` have beyond them: its name here, and the test that proves it, or why it cannot be.",
    '',
    `${proofs.length} names: ${proven} proven by tests, ${proofs.length - proven} with a reason why they cannot be.`,
  ];
  for (const [group, members] of groupsOf(proofs)) {
    lines.push('', `## ${group}`, '', '| In Python | Here | Proof | List |', '|---|---|---|---|');
    for (const { python, here, tests, reason, source } of members)
      lines.push(`| \`${python}\` | \`${tests.length > 0 ? here : '–'}\` | ${proofCell(tests, reason)} | ${source} |`);
  }
  return `${lines.join('\n')}\n`;
}

/** By module and class, in the order of their first names. @param {Proof[]} proofs */
function groupsOf(proofs) {
  /** @type {Map<string, Proof[]>} */
  const groups = new Map();
  for (const proof of proofs) {
    const group = [proof.module, proof.className].filter(Boolean).join('.');
    groups.set(group, [...(groups.get(group) ?? []), proof]);
  }
  return groups;
}

/** @param {Proof['tests']} tests @param {string | undefined} reason */
function proofCell(tests, reason) {
  const [test] = tests;
  if (test === undefined) return `none: ${reason}`;
  const link = `[${test.file.replace(/^test\//, '')}](../${test.file})`;
  return test.title === '' ? link : `${link}: ${test.title.replaceAll('|', '\\|')}`;
}
