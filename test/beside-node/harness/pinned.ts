/**
 * The two values of every difference that stays: where one of them becomes another, it is a difference like any other, whatever
 * row would have a reason for it. `TSOPENSSL_LIST_DIFFERENCES=1` adds what it sees; what is to go, is deleted by hand.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Difference } from './compare.js';

const HEAD = 'script\tat\tnode\tours';

const listFile = () => new URL('../kept-differences.tsv', import.meta.url);

const FINGERPRINT = /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/;

let known: ReadonlySet<string> | undefined;

const lines = (): string[] => readFileSync(listFile(), 'utf8').trimEnd().split('\n').slice(1);

/** Whether both values are those that are known. */
export function isPinned(difference: Difference): boolean {
  known ??= new Set(lines());
  return known.has(lineOf(difference));
}

/** The scripts of which a difference is known. */
export const pinnedScripts = (): string[] => [...new Set(lines().map((line) => line.split('\t')[0] ?? ''))];

/** Adds differences to the list, and takes out those of scripts that are gone. */
export function pin(differences: readonly Difference[], scripts: ReadonlySet<string>): void {
  const before = lines().filter((line) => scripts.has(line.split('\t')[0] ?? ''));
  const all = new Set([...before, ...differences.map(lineOf)]);
  writeFileSync(listFile(), `${[HEAD, ...[...all].sort()].join('\n')}\n`);
}

function lineOf({ script, at, node, ours }: Difference): string {
  return [script, at, textOf(script, node), textOf(script, ours)].join('\t');
}

/** Without what is new in each run, or each machine's own: certificates are known by whom they name. */
function textOf(script: string, value: unknown): string {
  const isOfMachine = script.startsWith('module/getCACertificates');
  return (
    JSON.stringify(value, (_name, item: unknown) => {
      if (typeof item === 'number' && isOfMachine) return '<count>';
      if (typeof item === 'string')
        return item.replace(/^<X509Certificate .*>$/, '<X509Certificate>').replace(FINGERPRINT, '<fingerprint>');
      return isCertificate(item) ? nameOf(item) : item;
    }) ?? '<nothing>'
  );
}

interface Certificate {
  readonly fingerprint256: string;
  readonly subject?: { readonly CN?: string };
  readonly issuerCertificate?: unknown;
}

function isCertificate(value: unknown): value is Certificate {
  return typeof value === 'object' && value !== null && 'fingerprint256' in value;
}

function nameOf({ subject, issuerCertificate }: Certificate): string {
  const { CN = 'nobody' } = subject ?? {};
  if (issuerCertificate === undefined) return `<certificate of ${CN}>`;
  return `<certificate of ${CN}, by ${isCertificate(issuerCertificate) ? nameOf(issuerCertificate) : 'itself'}>`;
}
