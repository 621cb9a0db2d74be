/** Verifies time stamps (RFC 3161, 2.2): OpenSSL judges them. */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { bytes, declareOptions, text, textOrBytes } from '../../common/options.js';
import { wrongType } from '../../common/refusals.js';
import { Error as CryptoError, type X509 } from '../../crypto/index.js';
import { chainOf } from '../../crypto/internal.js';
import { explained, HANDLE } from '../../ffi/index.js';
import { loadMessage } from '../cms/message.js';
import { certificatesIn, storeOf, TRUST_RULES, type TrustOptions, verifyMessage } from '../cms/signed/verify.js';
import { badDer, badValue } from '../error.js';
import { native } from '../message-native.js';
import type { ImprintInput } from './imprint.js';
import { createTimeStampRequest } from './request.js';
import { readTimeStamp, readTimeStampResponse, type TimeStampData } from './token.js';

/** Whom to trust, and what the stamp must be of. */
export interface VerifyTimeStampOptions extends TrustOptions, ImprintInput {
  /** The request as it was sent: its digest, nonce and policy must come back. */
  readonly request?: Uint8Array;
  /** The number that the request had, where the request itself is not given. */
  readonly nonce?: bigint;
  /** The policy that the stamp must be under. */
  readonly policy?: string;
}

/** A time stamp that holds, or why it does not. */
export type VerifiedTimeStamp =
  | {
      /** Whether it holds. */
      readonly valid: true;
      /** What it says. */
      readonly stamp: TimeStampData;
      /** The authority's certificate. */
      readonly certificate: X509;
      /** From the authority's certificate to the trusted one. */
      readonly chain: readonly X509[];
    }
  | {
      /** Whether it holds. */
      readonly valid: false;
      /** Why not, in one sentence. */
      readonly reason: string;
    };

const read = declareOptions<VerifyTimeStampOptions>({
  ...TRUST_RULES,
  data: textOrBytes,
  imprint: bytes,
  digest: text,
  request: bytes,
  nonce: (value, name) => {
    if (typeof value !== 'bigint') throw wrongType(name, 'a bigint', value);
    return value;
  },
  policy: text,
});

/** A response begins with a sequence, its status; a token, a message, with an identifier. */
const OBJECT_IDENTIFIER = 0x06;

/**
 * Verifies a time stamp: that an authority whose certificate is trusted, and good for this alone, has signed it; and that it is of
 * this data, and the answer to this request.
 *
 * `time` is when the certificates must be good, now by default. A stamp outlives the certificate of its authority: with the time of
 * the stamp itself nothing is shown but that somebody who has the key now says so.
 * @param input - the authority's answer, or the token in it, as DER
 * @throws {PkiError} when it is neither, or nothing is said of what it must be of
 * @corresponds TS_RESP_verify_token
 */
export function verifyTimeStamp(input: BytesLike, options: VerifyTimeStampOptions): VerifiedTimeStamp {
  const given = read(options);
  const { data, imprint, request } = given;
  if (data === undefined && imprint === undefined && request === undefined)
    throw badValue('data, imprint or request must say what the stamp is of');
  // What is not looked at must not seem to be.
  if (request !== undefined && [imprint, given.digest, given.nonce, given.policy].some((one) => one !== undefined))
    throw badValue('request says itself what imprint, digest, nonce and policy are');
  const token = tokenOf(bytesArgument(input, 'a time stamp').slice());
  if (typeof token === 'string') return { valid: false, reason: token };
  const stamp = readTimeStamp(token);
  if (stamp.genTime.date === null) return { valid: false, reason: 'its time is none' };
  const asked = request ?? requestFor(given, stamp);
  using store = storeOf(given);
  using further = chainOf(certificatesIn(given.intermediates ?? []));
  const bytesOfData = data === undefined ? null : bytesArgument(data, 'data');
  const der = binary(token);
  try {
    explained('it does not hold', () => native.ts_verify(der, store[HANDLE], further, asked, bytesOfData));
  } catch (error) {
    if (error instanceof CryptoError) return { valid: false, reason: `the time stamp does not hold: ${error.message}` };
    throw error;
  }
  return asMessage(token, given, stamp);
}

/** Judges the token as any signed message, too: RFC 5652 asks for more than OpenSSL's time stamps do. */
function asMessage(token: Uint8Array, given: VerifyTimeStampOptions, stamp: TimeStampData): VerifiedTimeStamp {
  const { trust, intermediates, crls, revocation, time, partialChain } = given;
  const verdict = verifyMessage(token, {
    ...{ trust, purpose: 'timestampsign' },
    ...(intermediates && { intermediates }),
    ...(crls && { crls }),
    ...(revocation && { revocation }),
    ...(time && { time }),
    ...(partialChain !== undefined && { partialChain }),
  });
  const [signer] = verdict.signers;
  if (!verdict.valid) return { valid: false, reason: verdict.reason };
  if (signer?.certificate === undefined) return { valid: false, reason: 'its certificate was not found' };
  return { valid: true, stamp, certificate: signer.certificate, chain: signer.chain };
}

/** A request that would have had this answer: OpenSSL compares by one. */
function requestFor(given: VerifyTimeStampOptions, stamp: TimeStampData): Bytes {
  const { data, imprint, nonce, policy } = given;
  const digest = given.digest ?? (data === undefined ? 'sha256' : stamp.imprint.digest);
  const what = data === undefined ? { imprint: imprint ?? new Uint8Array() } : { data };
  return createTimeStampRequest({ ...what, digest, nonce: nonce ?? false, ...(policy !== undefined && { policy }) })
    .der;
}

/** The token in an answer, or why there is none. */
function tokenOf(der: Uint8Array): Uint8Array | string {
  if (der[0] !== 0x30) throw badDer('this is not a time stamp: it is no DER');
  const length = der[1] ?? 0;
  const begin = length < 0x80 ? 2 : 2 + (length & 0x7f);
  if (der[begin] === OBJECT_IDENTIFIER) return der;
  const { status, texts, failures = [], token } = readTimeStampResponse(der);
  const why = [...failures, ...texts.map((text) => JSON.stringify(text))].join(', ');
  if (status !== 'granted' && status !== 'grantedWithMods') return `the authority has answered ${status}: ${why}`;
  return token ?? `the authority has answered ${status}, without a stamp`;
}

/** As OpenSSL's PKCS #7 reads it. */
function binary(token: Uint8Array): Bytes {
  using cms = loadMessage(token, 'a time stamp').cms;
  return native.der_write_cms(cms);
}
