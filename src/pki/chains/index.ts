/** Chains of certificates: put together, written, and verified. */
export type {
  BadChain,
  ChainAnswer,
  ChainFailure,
  ChainPolicies,
  ChainPolicy,
  GoodChain,
  JudgedCertificate,
} from './answer.js';
export {
  type BuildOptions,
  type BuiltChain,
  type BuiltChains,
  type BuiltPath,
  buildChain,
  bundle,
  type ChainBundleOptions,
} from './build.js';
export type { CrlHeap } from './crls.js';
export type { ChainCheck } from './fault-row.js';
export type { Fault, FaultCode } from './faults.js';
export type { CertificateHeap, CertificateSource, LeftOut } from './heap.js';
export type { MissingIssuer } from './missing.js';
export type { Purpose, VerifyFlag } from './names.js';
export type { OcspDemand, OcspHeap } from './ocsp.js';
export { verifyChain } from './verify.js';
export type { ChainOptions } from './verify-options.js';
