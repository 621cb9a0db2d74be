/** Why a task was not done, and at which field. */
import type { FieldName, ProblemName } from './words.js';

export class Problem extends Error {
  override name = 'Problem';
  /** The field that it is about; undefined where it is about the whole. */
  readonly field: FieldName | undefined;
  /** The page's own sentence; undefined where `message` is the kit's. */
  readonly word: ProblemName | undefined;

  constructor(field: FieldName | undefined, said: { readonly word: ProblemName } | { readonly sentence: string }) {
    super('word' in said ? said.word : said.sentence);
    this.field = field;
    this.word = 'word' in said ? said.word : undefined;
  }
}

/** Sentences of the kit, and the fields that they are about. The first that fits counts. */
export type Blame = readonly (readonly [sentence: RegExp, field: FieldName])[];

/** Does something that one field alone can spoil. */
export async function about<T>(field: FieldName, body: () => T | Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof Problem || isAbort(error)) throw error;
    throw new Problem(field, { sentence: sentenceOf(error) });
  }
}

/** What went wrong as a problem. What was stopped stays what it is. */
export function blamed(error: unknown, blame: Blame, fields: ReadonlySet<string>): unknown {
  if (error instanceof Problem || isAbort(error)) return error;
  const sentence = sentenceOf(error);
  const found = blame.find(([pattern, field]) => fields.has(field) && pattern.test(sentence));
  return new Problem(found?.[1], { sentence });
}

export const isAbort = (error: unknown): boolean => (error as { name?: unknown } | null)?.name === 'AbortError';

/** A sentence begins with a capital and ends with a full stop; the kit's are parts of sentences. */
export function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [first = ''] = text;
  const sentence = first.toUpperCase() + text.slice(first.length);
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
