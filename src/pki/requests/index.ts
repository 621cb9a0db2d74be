/** Requests signed under a policy. */
export {
  type IssuedFromRequest,
  issueFromRequest,
  type JudgeRequestOptions,
  judgeRequest,
  type RequestIssueOptions,
} from './issue.js';
export { type LeftPart, type RequestJudgement, type RequestPart, RequestRefusedError } from './judgement.js';
export type { KeyRule, NamePolicy, Otherwise, RequestPolicy } from './policy.js';
