/** What became of each part of a request. */
import { PkiError } from '../error.js';
import type { Otherwise } from './policy.js';

/** A part of a request. */
export interface RequestPart {
  /** Where it stands. */
  readonly part: 'request' | 'key' | 'subject' | 'name' | 'extension' | 'attribute';
  /** Which it is, as `dns www.example.com` or `keyUsage keyCertSign`. */
  readonly what: string;
}

/** A part that is not in the certificate. */
export interface LeftPart extends RequestPart {
  /** Why, in a sentence's end. */
  readonly why: string;
}

/** What became of each part of a request. */
export interface RequestJudgement {
  /** What the certificate has of it. */
  readonly taken: readonly RequestPart[];
  /** What the certificate is issued without. */
  readonly dropped: readonly LeftPart[];
  /** What it is not issued for. */
  readonly refused: readonly LeftPart[];
}

/** A request that no certificate is issued for. */
export class RequestRefusedError extends PkiError implements RequestJudgement {
  /** The name of the class, which no minifier changes. */
  override name = 'RequestRefusedError';
  /** What the certificate would have of it. */
  readonly taken: readonly RequestPart[];
  /** What it would be issued without. */
  readonly dropped: readonly LeftPart[];
  /** What it is not issued for, and why. */
  readonly refused: readonly LeftPart[];

  constructor({ taken, dropped, refused }: RequestJudgement) {
    const [first] = refused;
    const more = refused.length > 1 ? `, and ${refused.length - 1} more` : '';
    super('ERR_PKI_REFUSED', `the request is refused: ${first?.what ?? 'it'} ${first?.why ?? 'is not allowed'}${more}`);
    this.taken = taken;
    this.dropped = dropped;
    this.refused = refused;
  }
}

/** Longest that a part is quoted: a request may hold what it likes. */
const MAX_QUOTED = 120;

/** Collects what becomes of the parts. */
export class Judging implements RequestJudgement {
  readonly taken: RequestPart[] = [];
  readonly dropped: LeftPart[] = [];
  readonly refused: LeftPart[] = [];

  /** Notes that a part is in the certificate. */
  take(part: RequestPart['part'], what: string): void {
    this.taken.push({ part, what: short(what) });
  }

  /** Notes that a part is not in the certificate. */
  leave(part: RequestPart['part'], what: string, why: string, otherwise: Otherwise = 'drop'): void {
    (otherwise === 'drop' ? this.dropped : this.refused).push({ part, what: short(what), why });
  }
}

function short(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a request holds is shown, and must not move a terminal.
  const plain = text.replace(/[\0-\x1f\x7f-\x9f]/g, '?');
  return plain.length > MAX_QUOTED ? `${plain.slice(0, MAX_QUOTED)}…` : plain;
}
