/** A time stamping authority (RFC 3161): answers to requests. */

import type { BytesLike } from '../../common/arguments.js';
import { bytesArgument, integerArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { boolean, declareOptions, instance, listOf, type Rule, text } from '../../common/options.js';
import { wrongType } from '../../common/refusals.js';
import type { CRL, X509 } from '../../crypto/index.js';
import { bytes as randomBytes } from '../../rand/index.js';
import { signMessage } from '../cms/signed/sign.js';
import type { MessageSigner, SignedBy } from '../cms/signed/signer.js';
import { dottedOf, oid } from '../der/oid.js';
import { Der } from '../der/reader.js';
import { utf8Bytes, writeText } from '../der/strings.js';
import { context, GENERALIZED_TIME } from '../der/tags.js';
import { generalizedTime } from '../der/time.js';
import { hexOf } from '../der/values.js';
import { boolean as booleanDer, explicit, integer, namedBits, sequence, tlv } from '../der/writer.js';
import { badValue, PkiError, quoted } from '../error.js';
import { after } from '../later.js';
import { native } from '../message-native.js';
import { type GeneralNameInput, writeGeneralName } from '../model/general-name.js';
import type { Encoded } from '../read/input.js';
import { readTimeStampRequest, type TimeStampRequestData } from './request.js';
import { type Accuracy, FAILURES, STATUSES, type TimeStampFailure, TST_INFO } from './token.js';

/** How an authority answers. */
export interface TimeStampResponseOptions<S extends MessageSigner = MessageSigner> {
  /**
   * The authority's certificate, which is good for `timeStamping` alone, and its key. It names its certificate in what it signs
   * whether or not that is asked for.
   */
  readonly signer: S;
  /** The authority's policy, by dotted numbers or a name: what a stamp is worth. */
  readonly policy: string;
  /** Further policies that may be asked for. */
  readonly policies?: readonly string[];
  /** When; now by default. */
  readonly genTime?: Date;
  /** How many digits of a second `genTime` has, 0 to 3; 0 by default. */
  readonly fractionDigits?: number;
  /** The number of the stamp: no two of an authority have the same. 128 random bits by default. */
  readonly serialNumber?: bigint;
  /** How far off the time may be; nothing is said by default. */
  readonly accuracy?: Accuracy;
  /** Whether stamps are ordered by their times. False by default. */
  readonly ordering?: boolean;
  /** What the authority calls itself: a name of its certificate. */
  readonly tsa?: GeneralNameInput;
  /** Digests that may be stamped; `sha256`, `sha384`, `sha512` and those of SHA-3 by default. */
  readonly digests?: readonly string[];
  /** Certificates that go along with the authority's where certificates are asked for. */
  readonly certificates?: readonly (X509 | Encoded)[];
  /** Lists of revoked certificates that go along. */
  readonly crls?: readonly (CRL | Encoded)[];
}

/** An answer that was made. It is sent as `application/timestamp-reply`. */
export interface TimeStampResponse {
  /** The answer as DER. */
  readonly der: Bytes;
  /** Whether there is a stamp in it. */
  readonly granted: boolean;
  /** Why not; left out where there is one. */
  readonly failure?: TimeStampFailure;
  /** The stamp itself, a signed message; left out where there is none. */
  readonly token?: Bytes;
}

const DIGESTS = ['sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-384', 'sha3-512'];
const SERIAL_BYTES = 16;
const MAX_FRACTION = 3;
const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;
const read = declareOptions<TimeStampResponseOptions>({
  signer: asIs(),
  policy: text,
  policies: listOf(text),
  genTime: instance(Date),
  fractionDigits: (value, name) => integerArgument(value as number, name, 0, MAX_FRACTION),
  serialNumber: (value, name) => {
    if (typeof value !== 'bigint') throw wrongType(name, 'a bigint', value);
    return value;
  },
  accuracy: asIs(),
  ordering: boolean,
  tsa: asIs(),
  digests: listOf(text),
  certificates: listOf<X509 | Encoded>((value) => value as Encoded),
  crls: listOf<CRL | Encoded>((value) => value as Encoded),
});

/**
 * Answers a request with a time stamp, or with why there is none: a request that is none (`badRequest`), a digest or a policy that is
 * not taken (`badAlg`, `unacceptedPolicy`), extensions (`unacceptedExtension`).
 * @returns the answer; a promise of it where the signer's key answers by promises
 * @throws {PkiError} when the authority itself is told what it cannot do
 */
export function createTimeStampResponse<const S extends MessageSigner>(
  request: BytesLike,
  options: TimeStampResponseOptions<S>,
): SignedBy<readonly [S], TimeStampResponse>;
export function createTimeStampResponse(
  request: BytesLike,
  options: TimeStampResponseOptions,
): TimeStampResponse | Promise<TimeStampResponse> {
  const given = read(options);
  if (given.policy === undefined) throw badValue('policy must say under which policy the authority stamps');
  const policy = dottedOf(given.policy, 'policy');
  const asked = requestOf(request);
  if (typeof asked === 'string') return refusal(asked);
  const failure = failureOf(asked, given, policy);
  if (failure !== undefined) return refusal(failure);
  const content = stamp(
    { ...asked, der: bytesArgument(request, 'request') },
    given,
    asked.policy === undefined ? policy : dottedOf(asked.policy, 'policy'),
  );
  const signer: MessageSigner = {
    ...given.signer,
    includeCertificate: asked.certificates,
    signedAttributes: given.signer?.signedAttributes === false ? [] : (given.signer?.signedAttributes ?? []),
    signingCertificate: given.signer?.signingCertificate === 'v1' ? 'v1' : 'v2',
  };
  const { certificates = [], crls = [] } = given;
  const lists = asked.certificates ? { certificates, crls } : {};
  const made = signMessage(content, { signers: [signer], contentType: TST_INFO, ...lists });
  return after(made, ({ der }) => ({ der: sequence(sequence(integer(0)), der), granted: true, token: der }));
}

function requestOf(request: BytesLike): TimeStampRequestData | TimeStampFailure {
  try {
    const data = readTimeStampRequest(request);
    return data.version === 1 ? data : 'badRequest';
  } catch (error) {
    if (error instanceof PkiError) return 'badRequest';
    throw error;
  }
}

function failureOf(
  asked: TimeStampRequestData,
  { digests = DIGESTS, policies = [] }: TimeStampResponseOptions,
  policy: string,
): TimeStampFailure | undefined {
  const numbers = digests.map((name) => {
    if (name.includes('\0') || !native.digest_exists(name)) throw badValue(`there is no digest ${quoted(name)}`);
    return native.digest_numbers(name);
  });
  const { digest, value } = asked.imprint;
  if (!native.digest_exists(digest) || !numbers.includes(native.digest_numbers(digest))) return 'badAlg';
  if (native.digest_bytes(digest, new Uint8Array()).length !== value.length) return 'badDataFormat';
  const taken = [policy, ...policies.map((one) => dottedOf(one, 'policies'))];
  if (asked.policy !== undefined && !taken.includes(dottedOf(asked.policy, 'policy'))) return 'unacceptedPolicy';
  return asked.extensions.length > 0 ? 'unacceptedExtension' : undefined;
}

/** A TSTInfo. */
function stamp(
  asked: TimeStampRequestData & { der: Uint8Array },
  given: TimeStampResponseOptions,
  policy: string,
): Bytes {
  const { genTime = new Date(), fractionDigits = 0, serialNumber = randomSerial(), accuracy, ordering, tsa } = given;
  const [, imprint] = Der.parse(asked.der.slice(), 'a request').items('a request');
  return sequence(
    integer(1),
    oid(policy),
    // As it came: whoever asked may compare bytes.
    imprint?.bytes,
    integer(serialNumber),
    timeWithFraction(genTime, fractionDigits),
    accuracy === undefined ? undefined : writeAccuracy(accuracy),
    ordering ? booleanDer(true) : undefined,
    asked.nonce === undefined ? undefined : integer(asked.nonce),
    tsa === undefined ? undefined : explicit(0, writeGeneralName(tsa, 'tsa')),
  );
}

/** RFC 3161, 2.4.2: a fraction has no zeros at its end. */
function timeWithFraction(date: Date, digits: number): Bytes {
  if (Number.isNaN(date.getTime())) throw badValue('genTime must be a valid date');
  const whole = generalizedTime(date, 'genTime');
  const fraction = String(date.getUTCMilliseconds()).padStart(3, '0').slice(0, digits).replace(/0+$/, '');
  if (fraction === '') return whole;
  return tlv(GENERALIZED_TIME, whole.subarray(2, -1), utf8Bytes(`.${fraction}Z`));
}

function writeAccuracy(input: Accuracy): Bytes {
  if (typeof input !== 'object' || input === null) throw wrongType('accuracy', 'an object', input);
  const { seconds = 0, milliseconds = 0, microseconds = 0 } = input;
  const [s, milli, micro] = [
    integerArgument(seconds, 'accuracy.seconds', 0),
    integerArgument(milliseconds, 'accuracy.milliseconds', 0, 999),
    integerArgument(microseconds, 'accuracy.microseconds', 0, 999),
  ];
  return sequence(
    s === 0 ? undefined : integer(s),
    milli === 0 ? undefined : integer(milli, context(0)),
    micro === 0 ? undefined : integer(micro, context(1)),
  );
}

function refusal(failure: TimeStampFailure): TimeStampResponse {
  const why = sequence(writeText(SENTENCES[failure], 'utf8', 'a reason'));
  const status = sequence(integer(STATUSES.indexOf('rejection')), why, namedBits(new Set([FAILURES[failure]])));
  return { der: sequence(status), granted: false, failure };
}

const SENTENCES: Readonly<Record<TimeStampFailure, string>> = {
  badAlg: 'the digest is not taken',
  badRequest: 'this is no request for a time stamp',
  badDataFormat: 'the imprint has another length than its digest',
  timeNotAvailable: 'the time is not known',
  unacceptedPolicy: 'the policy is not one of this authority',
  unacceptedExtension: 'extensions are not taken',
  addInfoNotAvailable: 'what is asked for beside is not known',
  systemFailure: 'the authority has failed',
};

function randomSerial(): bigint {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return BigInt(`0x${hexOf(bytes)}`);
}
