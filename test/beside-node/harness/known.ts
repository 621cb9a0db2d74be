/** Differences that are known: those that stay, with their reason, and those that are still to be mended. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Difference } from './compare.js';
import { KEPT_OF_SESSIONS, type Kept } from './kept-of-sessions.js';
import { KEPT_OF_OPTIONS } from './kept-options.js';
import { isPinned, pin } from './pinned.js';
import type { Script } from './script.js';

const AFTER = /^(closed|destroyed)$/;

export const KEPT: readonly Kept[] = [
  ...KEPT_OF_OPTIONS,
  ...KEPT_OF_SESSIONS,
  { scripts: /^failures\/the server's certificate: nameOnly/, row: 'tls.connect.common-name' },
  { scripts: /^members\/isServer\//, row: 'tls.TLSSocket.isServer' },
  { scripts: /^members\/authorized\/wrapped\//, row: 'tls.TLSSocket.authorized.server' },
  { scripts: /^members\/secureConnecting\/wrapped\//, row: 'tls.TLSSocket.secureConnecting' },
  { scripts: /^members\/setMaxSendFragment/, at: AFTER, row: 'tls.TLSSocket.setMaxSendFragment' },
  { scripts: /^members\/exportKeyingMaterial/, at: AFTER, row: 'tls.TLSSocket.exportKeyingMaterial' },
  { scripts: /^exchanges\/mine resets\//, row: 'tls.TLSSocket.resetAndDestroy' },
  { scripts: /^environment\/NODE_TLS_REJECT_UNAUTHORIZED$/, row: 'tls.environment.NODE_TLS_REJECT_UNAUTHORIZED' },
];

/** One a line: the script and under which name it is noted, with a tab between. */
const listFile = () => new URL('../open-differences.tsv', import.meta.url);

export const openDifferences = (): Set<string> =>
  new Set(readFileSync(listFile(), 'utf8').trimEnd().split('\n').slice(1));

/** Writes the list anew, with what has been seen. */
export function listOpen(differences: readonly Difference[], scripts: readonly Script[]): void {
  const open = new Set(differences.filter((one) => !hasReason(one)).map(lineOf));
  writeFileSync(listFile(), `${['script\tat', ...[...open].sort()].join('\n')}\n`);
  pin(differences.filter(hasReason), new Set(scripts.map(({ name }) => name)));
}

export const lineOf = ({ script, at }: Difference): string => `${script}\t${at}`;

/** The rows that give a reason for it. */
export const rowsOf = ({ script, at, node, ours }: Difference): string[] =>
  KEPT.filter(
    (kept) => kept.scripts.test(script) && (kept.at?.test(at) ?? true) && (kept.isAll?.(node, ours) ?? true),
  ).map(({ row }) => row);

export const hasReason = (one: Difference): boolean => rowsOf(one).length > 0;

/** Whether there is a reason, and both values are those that it was given for. */
export const isKept = (one: Difference): boolean => hasReason(one) && isPinned(one);

export const isOpen = (one: Difference): boolean => openDifferences().has(lineOf(one));

/** Those that are in neither list. */
export function newOnes(differences: readonly Difference[]): Difference[] {
  const open = openDifferences();
  return differences.filter((one) => !isKept(one) && !open.has(lineOf(one)));
}

/** Lines of the list that no longer differ. */
export function staleLines(differences: readonly Difference[]): string[] {
  const seen = new Set(differences.map(lineOf));
  return [...openDifferences()].filter((line) => !seen.has(line));
}

/** The scripts of these lines. */
export function scriptsOf(lines: readonly string[], scripts: readonly Script[]): Script[] {
  const names = new Set(lines.map((line) => line.split('\t')[0]));
  return scripts.filter(({ name }) => names.has(name));
}
