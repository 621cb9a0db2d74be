/** Differences that are known: those that stay, with their reason, and those that are still to be mended. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Difference } from './compare.js';
import { KEPT_OF_SESSIONS, type Kept } from './kept-of-sessions.js';
import { KEPT_OF_OPTIONS } from './kept-options.js';
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
export function listOpen(differences: readonly Difference[]): void {
  const lines = new Set(differences.filter((one) => !isKept(one)).map(lineOf));
  writeFileSync(listFile(), `${['script\tat', ...[...lines].sort()].join('\n')}\n`);
}

export const lineOf = ({ script, at }: Difference): string => `${script}\t${at}`;

export const isKept = ({ script, at, node, ours }: Difference): boolean =>
  KEPT.some((kept) => kept.scripts.test(script) && (kept.at?.test(at) ?? true) && (kept.isAll?.(node, ours) ?? true));

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
