/** What is wrong or unwise with certificates, requests, lists and keys. */
export type { LintFinding, LintSeverity } from './finding.js';
export { type LintOptions, type LintSource, lint } from './lint.js';
