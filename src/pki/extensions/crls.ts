/** What lists of revoked certificates say, of themselves and of their entries. */

import { dottedOf, oid, readOid, shortName } from '../der/oid.js';
import { ENUMERATED, GENERALIZED_TIME } from '../der/tags.js';
import { generalizedTime, readTime, type Time } from '../der/time.js';
import { readSmall } from '../der/values.js';
import { integer } from '../der/writer.js';
import { badDer, badValue, quoted } from '../error.js';
import { numberCodec } from './basic.js';
import type { Codec } from './codec.js';

/** Which list of its issuer it is: each has a higher number (RFC 5280, 5.2.3). */
export interface CrlNumber {
  /** Which kind this is. */
  readonly type: 'crlNumber';
  /** At most 20 bytes. */
  readonly number: bigint;
}

/** That the list holds what is new since another (RFC 5280, 5.2.4). */
export interface DeltaCrlIndicator {
  /** Which kind this is. */
  readonly type: 'deltaCrlIndicator';
  /** The number of that other. */
  readonly base: bigint;
}

/** The names of RFC 5280, 5.3.1, by their numbers; 7 has none. */
const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

/** Why a certificate was revoked. */
export type RevocationReason = Exclude<(typeof REASONS)[number], undefined>;

/** Why a certificate was revoked (RFC 5280, 5.3.1). */
export interface ReasonCode {
  /** Which kind this is. */
  readonly type: 'reasonCode';
  /** Its name. */
  readonly reason: RevocationReason;
}

/** A moment without the text of it. */
export interface Moment {
  /** The moment, to the second. */
  readonly date: Date;
}

/** Since when the certificate's key is not to be trusted (RFC 5280, 5.3.2). */
export interface InvalidityDate {
  /** Which kind this is. */
  readonly type: 'invalidityDate';
  /** The moment; a text is read, and not needed to write. */
  readonly date: Time | Moment;
}

/** What to do about a certificate on hold, as X9.57 has it and RFC 3280, 5.3.2 had. */
export interface HoldInstructionCode {
  /** Which kind this is. */
  readonly type: 'holdInstructionCode';
  /** `holdInstructionNone`, `holdInstructionCallIssuer` or `holdInstructionReject`, or dotted numbers. */
  readonly instruction: string;
}

export const crlNumber = numberCodec<CrlNumber>(
  '2.5.29.20',
  false,
  (number) => ({ number }),
  ({ number }) => number,
);

export const deltaCrlIndicator = numberCodec<DeltaCrlIndicator>(
  '2.5.29.27',
  true,
  (base) => ({ base }),
  ({ base }) => base,
);

export const reasonCode: Codec<ReasonCode> = {
  oid: '2.5.29.21',
  critical: false,
  read(value, what) {
    const number = readSmall(value, what, ENUMERATED);
    const reason = REASONS[number];
    if (reason === undefined) throw badDer(`${what} is a reason that has no name: ${number}`);
    return { reason };
  },
  write({ reason }, what) {
    const number = REASONS.indexOf(reason);
    if (reason === undefined || number < 0) throw badValue(`${what} is a reason that nobody knows: ${quoted(reason)}`);
    return integer(number, ENUMERATED);
  },
};

export const invalidityDate: Codec<InvalidityDate> = {
  oid: '2.5.29.24',
  critical: false,
  read: (value, what) => ({ date: readTime(value.expect(GENERALIZED_TIME, what), what) }),
  write({ date }, what) {
    if (date?.date === null || date?.date === undefined) throw badValue(`${what} must have a date`);
    return generalizedTime(date.date, what);
  },
};

export const holdInstructionCode: Codec<HoldInstructionCode> = {
  oid: '2.5.29.23',
  critical: false,
  read: (value, what) => ({ instruction: shortName(readOid(value, what)) }),
  write: ({ instruction }, what) => oid(dottedOf(instruction, what)),
};
