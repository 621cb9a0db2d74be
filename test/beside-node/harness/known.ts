/** Differences that are known: those that stay, with their reason, and those that are still to be mended. */
import { readFileSync } from 'node:fs';
import type { Difference } from './compare.js';
import type { Script } from './script.js';

/** A difference that stays: its row of test/parity/node-tls.tsv says why. */
export interface Kept {
  /** The scripts' names, from their beginnings. */
  readonly scripts: RegExp;
  /** Under which name it is noted; any, where it is not said. */
  readonly at?: RegExp;
  /** The row that holds the reason. */
  readonly row: string;
}

const AFTER = /^(closed|destroyed)$/;

export const KEPT: readonly Kept[] = [
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
const OPEN = new URL('../open-differences.tsv', import.meta.url);

export const openDifferences = (): Set<string> => new Set(readFileSync(OPEN, 'utf8').trimEnd().split('\n').slice(1));

export const lineOf = ({ script, at }: Difference): string => `${script}\t${at}`;

export const isKept = ({ script, at }: Difference): boolean =>
  KEPT.some((kept) => kept.scripts.test(script) && (kept.at?.test(at) ?? true));

/** Those that are in neither list. */
export function newOnes(differences: readonly Difference[]): Difference[] {
  const open = openDifferences();
  return differences.filter((one) => !isKept(one) && !open.has(lineOf(one)));
}

/** The scripts in which one of these was seen. */
export function scriptsOf(differences: readonly Difference[], scripts: readonly Script[]): Script[] {
  const names = new Set(differences.map(({ script }) => script));
  return scripts.filter(({ name }) => names.has(name));
}
