/** Names of texts: what a task says, it says by these. */
import type { make } from '../../texts/en/make.js';

type Texts = typeof make;

export type TaskName = keyof Texts['tasks'];
export type GroupName = keyof Texts['groups'];
export type FieldName = keyof Texts['fields'];
/** Names of facts of a result. */
export type FactName = keyof Texts['facts'];
/** Names of what a result has to download. */
export type ProductName = keyof Texts['products'];
/** Whole sentences of a result. */
export type SentenceName = keyof Texts['sentences'];
/** What is wrong with a field, where the page itself says it. */
export type ProblemName = keyof Texts['problems'];
/** Words that are values: of choices and of facts. */
export type WordName = keyof Texts['words'];
