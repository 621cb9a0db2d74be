/** Every reason for which OpenSSL refuses a chain: its name, what it is about, what it says, and what a person can do. */
import { FURTHER_FAULTS } from './faults-of-certificates.js';
import { FAULTS } from './faults-of-chains.js';

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

const TABLE = { ...FAULTS, ...FURTHER_FAULTS };

/** OpenSSL's name of a reason. */
export type FaultCode = `X509_V_ERR_${keyof typeof TABLE}`;

/** What can be said of a reason. */
export interface Fault {
  /** OpenSSL's name. */
  readonly code: FaultCode;
  /** OpenSSL's number. */
  readonly number: number;
  /** What it is about. */
  readonly check: ChainCheck;
  /** What is wrong. */
  readonly sentence: string;
  /** What a person can do about it. */
  readonly advice: string;
}

const BY_NUMBER = new Map(
  Object.entries<FaultRow>(TABLE).map(([name, [number, check, sentence, advice]]) => [
    number,
    { code: `X509_V_ERR_${name}` as FaultCode, number, check, sentence, advice },
  ]),
);

/** @internal All reasons. */
export const allFaults = (): readonly Fault[] => [...BY_NUMBER.values()];

/** What can be said of a number of OpenSSL; a number that a later version may have is the one that has no name. */
export function faultOf(number: number): Fault {
  const found = BY_NUMBER.get(number) ?? BY_NUMBER.get(UNSPECIFIED);
  if (found === undefined) throw new RangeError(`there is no reason ${number}`);
  return found.number === number ? found : { ...found, number };
}

const [UNSPECIFIED] = FAULTS.UNSPECIFIED;
