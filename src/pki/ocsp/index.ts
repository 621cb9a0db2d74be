/** The status of certificates as their responders tell it (RFC 6960). */
export type { OcspVerified } from './asked.js';
export type { CertId, IssuedCertificate } from './id.js';
export type { OcspBounds } from './input.js';
export type { OcspKnowledge, OcspResponseOptions, OcspStatusInput } from './make/options.js';
export { type CreatedOcspRequest, createOcspRequest, type OcspRequestOptions } from './make/request.js';
export { type CreatedOcspResponse, createOcspResponse } from './make/response.js';
export { type OcspAsked, type OcspRequestData, type OcspRequestSignature, readOcspRequest } from './read/request.js';
export {
  type CertificateStatus,
  type OcspAnswer,
  type OcspRefusal,
  type OcspResponderId,
  type OcspResponderKey,
  type OcspResponderName,
  type OcspResponseData,
  type OcspResponseStatus,
  type OcspSingle,
  readOcspResponse,
} from './read/response.js';
export {
  createOcspResponder,
  type OcspError,
  type OcspResponder,
  type OcspResponderOptions,
} from './serve/responder.js';
export { mustStaple, ocspGetUrl, ocspUrl, ocspUrls } from './url.js';
export { type OcspVerifyOptions, verifyOcspResponse } from './verify.js';
