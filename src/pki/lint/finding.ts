/** What lint says, and how its rules say it. */
import type { CertificateData } from '../read/certificate.js';

/** How bad it is: `error` is what others refuse, or a standard forbids; `warning` what is unwise; `notice` what is worth to know. */
export type LintSeverity = 'error' | 'warning' | 'notice';

/** One finding. */
export interface LintFinding {
  /** What was found, for programs: the same word in all versions. */
  readonly id: string;
  /** How bad it is. */
  readonly severity: LintSeverity;
  /** What is wrong or unwise: one sentence. */
  readonly sentence: string;
  /** What a person can do about it. */
  readonly advice: string;
  /** Where that is written. */
  readonly reference: string;
  /** Which one of a chain it is about: 0 is the first; left out otherwise. */
  readonly depth?: number;
}

/** What rules know beside the structure. */
export interface LintContext {
  /** The moment at which it is judged. */
  readonly now: Date;
  /** Whether it is judged as one of a public CA, for browsers. */
  readonly web: boolean;
}

/** A rule: what it is about, and what it finds. */
export interface LintRule<T> {
  readonly id: string;
  readonly severity: LintSeverity;
  readonly advice: string;
  readonly reference: string;
  /** @returns what is wrong: a sentence; undefined where nothing is */
  readonly find: (subject: T, context: LintContext) => string | undefined;
}

/** The findings of rules. */
export function findingsOf<T>(rules: readonly LintRule<T>[], subject: T, context: LintContext): LintFinding[] {
  const found: LintFinding[] = [];
  for (const { id, severity, advice, reference, find } of rules) {
    const sentence = find(subject, context);
    if (sentence !== undefined) found.push({ id, severity, sentence, advice, reference });
  }
  return found;
}

/** A sentence where something is so. */
export const when = (isSo: boolean, sentence: string): string | undefined => (isSo ? sentence : undefined);

/** A certificate, and what many rules ask of it. */
export interface Linted {
  readonly data: CertificateData;
  readonly isCa: boolean;
  /** Whether issuer and subject are the same. */
  readonly isSelfIssued: boolean;
  /** Whether it is for TLS servers: it says so, or says nothing and names hosts. */
  readonly isServer: boolean;
  /** Its days, from the begin to the end. */
  readonly days: number;
}

/** Days between two moments: the second that ends it counts (RFC 5280, 4.1.2.5). */
export function daysBetween(begin: Date | null, end: Date | null): number {
  if (begin === null || end === null) return Number.NaN;
  return (end.getTime() + 1000 - begin.getTime()) / 86_400_000;
}
