/** Every reason for which OpenSSL refuses a chain: its name, what it is about, what it says, and what a person can do. */
import type { ChainCheck, FaultRow } from './fault-row.js';
import { FURTHER_FAULTS } from './faults-of-certificates.js';
import { FAULTS } from './faults-of-chains.js';

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

const UNSPECIFIED = FAULTS.UNSPECIFIED[0];
