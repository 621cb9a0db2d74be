/** What the reader has opened, as this view knows it. */
import type { Identified, LintFinding } from 'tsopenssl/pki';

/** One thing: a block of a file, a file, or what lies in another thing. */
export interface Item {
  readonly id: number;
  /** What it lies in; left out where the reader has given it. */
  readonly parent: number | undefined;
  /** The name of its file, or what it is called within another; empty where it was pasted. */
  readonly source: string;
  readonly found: Identified;
  /** What the functions of the kit are given: the DER, or the text. */
  readonly input: Uint8Array | string;
}

/** A field: a word of the texts or a name of the standards, and plain data. */
export type Row = readonly [term: string, value: unknown];

/** Fields that belong together. */
export interface Section {
  /** A word of the texts. */
  readonly title: string;
  readonly rows: readonly Row[];
}

/** What lies in another thing. */
export interface Inner {
  readonly name: string;
  readonly der: Uint8Array;
}

/** An item that was read. */
export interface Opened {
  readonly is: 'open';
  readonly sections: readonly Section[];
  /** What stands out, by words of the texts; those of `sections` that a summary shows. */
  readonly summary: readonly Row[];
  /** What is wrong or unwise; left out for what lint knows no rules for. */
  readonly findings?: readonly LintFinding[];
  /** For whom it was judged. */
  readonly profile?: 'web' | 'private';
  /** Why lint could not look at it. */
  readonly unjudged?: string;
  /** What openssl(1) prints of it. */
  readonly text?: string;
  readonly inside: readonly Inner[];
}

/** How an item stands: a password is missing or wrong, or it cannot be read. */
export type Reading =
  | Opened
  | { readonly is: 'locked'; readonly wrong: boolean }
  | { readonly is: 'unreadable'; readonly sentence: string };

/** Whether it is a certificate. */
export const isCertificate = ({ found: { kind, bytes } }: Item): boolean =>
  (kind === 'certificate' || kind === 'trusted-certificate') && bytes !== undefined;
