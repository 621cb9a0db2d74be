/** What a task gives: what is said of it, what can be downloaded, what goes on the shelf. */
import type { ShelfEntry } from '../../frame/shelf.js';
import type { FactName, FieldName, ProductName, SentenceName, WordName } from './words.js';

/** A value that is shown: text as it is, a moment in the reader's way, a word in his language. */
export type Shown =
  | string
  | Date
  | number
  | { readonly word: WordName }
  | {
      /** What was chosen, as the form says it. */
      readonly choice: string;
      readonly of: FieldName;
    };

export interface Fact {
  readonly name: FactName;
  readonly values: readonly Shown[];
  /** Whether it is written from left to right in every language: numbers, hosts, hashes. */
  readonly isCode?: boolean;
}

/** A file of a product. */
export interface FileForm {
  /** As it stands on the button: PEM, DER. It has one name in every language. */
  readonly form: string;
  readonly name: string;
  readonly type: string;
  readonly content: string | Uint8Array;
}

export interface Product {
  readonly name: ProductName;
  /** What it is called, beside what it is. */
  readonly title: string;
  /** Whether it must not fall into other hands. */
  readonly isSecret?: boolean;
  /** None, where it cannot leave the browser. */
  readonly forms: readonly FileForm[];
  /** What goes on the shelf. */
  readonly entry?: ShelfEntry;
}

export interface Verdict {
  readonly holds: boolean;
  /** Whether it does not fail either: nobody is there to judge by. */
  readonly isOpen?: boolean;
  readonly sentence: SentenceName;
  /** The kit's own sentence of why not. */
  readonly reason?: string;
}

export interface Outcome {
  readonly sentence: SentenceName;
  /** What stands in the sentence for {title}. */
  readonly title?: string;
  /** Whether something holds, where that was asked. */
  readonly verdict?: Verdict;
  readonly facts: readonly Fact[];
  /** Things to know before it is used. */
  readonly warnings?: readonly SentenceName[];
  readonly products: readonly Product[];
  /** Text that was inside. */
  readonly text?: string;
}

/** A fact; none for what is not there. */
export function fact(
  name: FactName,
  values: Shown | readonly Shown[] | null | undefined,
  isCode = false,
): readonly Fact[] {
  const list = values === null || values === undefined ? [] : Array.isArray(values) ? values : [values as Shown];
  const shown = list.filter((value) => value !== '');
  return shown.length === 0 ? [] : [{ name, values: shown, ...(isCode && { isCode }) }];
}
