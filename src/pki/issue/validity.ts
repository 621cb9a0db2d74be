/** From when to when. */
import { instanceArgument } from '../../common/arguments.js';
import { badValue, refused } from '../error.js';

/** How long a certificate is good; `days` and `notAfter` exclude each other. */
export interface ValidityOptions {
  /** The begin; five minutes ago by default, for clocks that are late. */
  readonly notBefore?: Date;
  /** The end. */
  readonly notAfter?: Date;
  /** How many days from the begin on. */
  readonly days?: number;
}

/** The begin and the end, in whole seconds. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const DAY_MS = 86_400_000;
const SKEW_MS = 300_000;
/** Longest that Apple's systems take a certificate for servers, whoever has issued it. */
const MAX_SERVER_DAYS = 825;

/** @param within - what the validity is cut to where the end is not said: that of the issuer */
export function validityOf(options: ValidityOptions, defaultDays: number, within: Date | null): Validity {
  const { days, notAfter } = options;
  if (days !== undefined && notAfter !== undefined) throw badValue('days and notAfter exclude each other');
  const notBefore = seconds(options.notBefore ?? new Date(Date.now() - SKEW_MS), 'notBefore');
  if (notAfter !== undefined) return { notBefore, notAfter: seconds(notAfter, 'notAfter') };
  const end = notBefore.getTime() + (days ?? defaultDays) * DAY_MS;
  const isCut = days === undefined && within !== null && within.getTime() < end;
  return { notBefore, notAfter: seconds(isCut ? within : new Date(end), 'notAfter') };
}

/** @throws {PkiError} when nobody would take it */
export function judgeValidity(
  { notBefore, notAfter }: Validity,
  within: Validity | undefined,
  isServer: boolean,
): void {
  if (notAfter <= notBefore) throw refused('the certificate would end before it begins');
  if (within !== undefined && notAfter > within.notAfter) throw refused('the certificate would outlive its issuer');
  if (isServer && notAfter.getTime() - notBefore.getTime() > MAX_SERVER_DAYS * DAY_MS)
    throw refused(`a server's certificate of more than ${MAX_SERVER_DAYS} days is refused by today's browsers`);
}

function seconds(date: Date, name: string): Date {
  const time = instanceArgument(date, Date, name).getTime();
  if (Number.isNaN(time)) throw badValue(`${name} must be a valid date`);
  return new Date(Math.floor(time / 1000) * 1000);
}
