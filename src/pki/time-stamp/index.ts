/** Time stamps (RFC 3161). */
export type { Imprint, ImprintInput } from './imprint.js';
export {
  createTimeStampRequest,
  readTimeStampRequest,
  type TimeStampRequest,
  type TimeStampRequestData,
  type TimeStampRequestOptions,
} from './request.js';
export { createTimeStampResponse, type TimeStampResponse, type TimeStampResponseOptions } from './respond.js';
export {
  type Accuracy,
  readTimeStamp,
  readTimeStampResponse,
  type TimeStampData,
  type TimeStampFailure,
  type TimeStampResponseData,
  type TimeStampStatus,
} from './token.js';
export { type VerifiedTimeStamp, type VerifyTimeStampOptions, verifyTimeStamp } from './verify.js';
