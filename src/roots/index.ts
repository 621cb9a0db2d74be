/** `tsopenssl/roots`: the CAs that Mozilla trusts for TLS servers, for runtimes that have none to look up. */
import { DATE, MOZILLA } from './generated/mozilla.js';

/** PEM of some 140 certificates, for the option `ca`. They age: a release of this package brings those of its day. */
export const roots: string = MOZILLA;

/** The day on which they were taken, as `YYYY-MM-DD`. */
export const rootsDate: string = DATE;
