/** What a time stamp says (RFC 3161, 2.4.2), as plain data. */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { expectType, loadMessage } from '../cms/message.js';
import { readSignedParts } from '../cms/signed/data.js';
import { readOid, shortName } from '../der/oid.js';
import { Der } from '../der/reader.js';
import { readText } from '../der/strings.js';
import { BIT_STRING, BOOLEAN, context, contextOf, INTEGER, SEQUENCE } from '../der/tags.js';
import { readTime, type Time } from '../der/time.js';
import { readBoolean, readInteger, readNamedBits, readSmall } from '../der/values.js';
import { badDer } from '../error.js';
import { native } from '../message-native.js';
import { type GeneralName, readGeneralName } from '../model/general-name.js';
import { type Imprint, readImprint } from './imprint.js';
import { asDer } from './request.js';

/** How far off a time may be. */
export interface Accuracy {
  /** Seconds; 0 by default. */
  readonly seconds?: number;
  /** Thousandths of a second, 1 to 999. */
  readonly milliseconds?: number;
  /** Millionths of a second, 1 to 999. */
  readonly microseconds?: number;
}

/** What a time stamp says. */
export interface TimeStampData {
  /** 1, the only one there is. */
  readonly version: number;
  /** The policy that it was made under. */
  readonly policy: string;
  /** What was stamped. */
  readonly imprint: Imprint;
  /** Its number. */
  readonly serialNumber: bigint;
  /** When the data was there; `text` has all digits of its fraction. */
  readonly genTime: Time;
  /** How far off that may be; left out where it is not said. */
  readonly accuracy?: Accuracy;
  /** Whether of two stamps of this authority the earlier one is the earlier. */
  readonly ordering: boolean;
  /** The number of the request; left out where it had none. */
  readonly nonce?: bigint;
  /** What the authority calls itself; left out where it says nothing. */
  readonly tsa?: GeneralName;
}

/** What an authority answers. */
export interface TimeStampResponseData {
  /** Whether there is a stamp: `granted` and `grantedWithMods`, or why not. */
  readonly status: TimeStampStatus;
  /** What the authority says to it, for people. */
  readonly texts: readonly string[];
  /** What was wrong with the request; left out where nothing is said. */
  readonly failures?: readonly TimeStampFailure[];
  /** The stamp itself, a signed message; left out where there is none. */
  readonly token?: Bytes;
  /** What the stamp says, of which nothing is verified: {@link verifyTimeStamp} does. Left out where there is none. */
  readonly untrustedStamp?: TimeStampData;
}

export const STATUSES = [
  'granted',
  'grantedWithMods',
  'rejection',
  'waiting',
  'revocationWarning',
  'revocationNotification',
] as const;
/** RFC 3161, 2.4.2: the bits of PKIFailureInfo. */
export const FAILURES = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  addInfoNotAvailable: 17,
  systemFailure: 25,
} as const;

/** What an authority says of a request. */
export type TimeStampStatus = (typeof STATUSES)[number] | 'other';
/** What can be wrong with a request. */
export type TimeStampFailure = keyof typeof FAILURES;

const WHAT = 'a time stamp';
const RESPONSE = 'a time stamp response';
export const TST_INFO = '1.2.840.113549.1.9.16.1.4';

/**
 * Reads an authority's answer.
 * @param input - the DER of a response, as it comes as `application/timestamp-reply`
 * @throws {PkiError} when it is none
 */
export function readTimeStampResponse(input: BytesLike): TimeStampResponseData {
  const der = bytesArgument(input, RESPONSE).slice();
  const fields = asDer(der, RESPONSE, () => native.ts_check_response(der)).fields(RESPONSE);
  const said = fields.next().fields(RESPONSE);
  const status = STATUSES[readSmall(said.next(), RESPONSE)] ?? 'other';
  const texts = said.optional(SEQUENCE)?.items(RESPONSE) ?? [];
  const bits = said.optional(BIT_STRING);
  said.end();
  const token = fields.optional(SEQUENCE)?.bytes.slice();
  fields.end();
  return {
    status,
    texts: texts.map((one) => readText(one).value),
    ...(bits && { failures: failuresOf(readNamedBits(bits, RESPONSE)) }),
    ...(token && { token, untrustedStamp: readTimeStamp(token) }),
  };
}

const failuresOf = (set: ReadonlySet<number>): TimeStampFailure[] =>
  (Object.keys(FAILURES) as TimeStampFailure[]).filter((name) => set.has(FAILURES[name]));

/**
 * Reads what a token says, and trusts nothing of it: {@link verifyTimeStamp} gives what can be trusted.
 * @throws {PkiError} when it is no time stamp
 */
export function readTimeStamp(token: BytesLike): TimeStampData {
  const loaded = loadMessage(token, WHAT);
  using _ = loaded.cms;
  expectType(loaded, 'signed');
  const { contentType, content } = readSignedParts(loaded.content);
  if (contentType !== TST_INFO || content === undefined)
    throw badDer(`this message is no time stamp: its content is of the kind ${shortName(contentType)}`);
  return stampData(Der.parse(content, WHAT));
}

/** Reads a TSTInfo. */
export function stampData(value: Der): TimeStampData {
  const fields = value.fields(WHAT);
  const version = readSmall(fields.next(), WHAT);
  const policy = shortName(readOid(fields.next(), WHAT));
  const imprint = readImprint(fields.next());
  const serialNumber = readInteger(fields.next(), WHAT);
  const genTime = readTime(fields.next(), WHAT);
  const accuracy = fields.optional(SEQUENCE);
  const ordering = fields.optional(BOOLEAN);
  const nonce = fields.optional(INTEGER);
  const tsa = fields.optional(contextOf(0));
  fields.optional(contextOf(1));
  fields.end();
  return {
    ...{ version, policy, imprint, serialNumber, genTime },
    ...(accuracy && { accuracy: readAccuracy(accuracy) }),
    ordering: ordering !== undefined && readBoolean(ordering, WHAT),
    ...(nonce && { nonce: readInteger(nonce, WHAT) }),
    ...(tsa && { tsa: readGeneralName(tsa.inner(WHAT), WHAT) }),
  };
}

function readAccuracy(value: Der): Accuracy {
  const fields = value.fields(WHAT);
  const [seconds, millis, micros] = [
    fields.optional(INTEGER),
    fields.optional(context(0)),
    fields.optional(context(1)),
  ];
  fields.end();
  return {
    ...(seconds && { seconds: readSmall(seconds, WHAT) }),
    ...(millis && { milliseconds: readSmall(millis, WHAT, context(0)) }),
    ...(micros && { microseconds: readSmall(micros, WHAT, context(1)) }),
  };
}
