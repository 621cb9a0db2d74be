/** What the tables of reasons hold. */

/**
 * What of a certificate is looked at: whether its `issuer` is there; its `signature`; its `validity` in time; whether it may be
 * the `ca` that it is; whether it serves the `purpose`; its `extensions`; its `names` under the constraints of CAs; whether it
 * is of the `identity` that is asked for; the `strength` of key and signature; its `revocation`; its `policy`; whether it is to
 * be given `trust`; the `resources` of RFC 3779; and the `run` of verification itself.
 */
export type ChainCheck =
  | 'issuer'
  | 'signature'
  | 'validity'
  | 'ca'
  | 'purpose'
  | 'extensions'
  | 'names'
  | 'identity'
  | 'strength'
  | 'revocation'
  | 'policy'
  | 'trust'
  | 'resources'
  | 'run';

/** OpenSSL's number, what it is about, what is wrong, and what to do. */
export type FaultRow = readonly [number: number, check: ChainCheck, sentence: string, advice: string];
