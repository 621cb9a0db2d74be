/** Whether a response is to be believed, and what it then says. */
import { boolean, declareOptions, instance, integer, listOf, oneOf, type Rule } from '../../common/options.js';
import { CRL, Error as CryptoError, type X509, X509Store } from '../../crypto/index.js';
import { chainOf, X509 as X509Class } from '../../crypto/internal.js';
import * as c from '../../ffi/constants.js';
import { adopt, HANDLE, type Handle } from '../../ffi/index.js';
import { sameBytes } from '../der/values.js';
import { badValue, unverified } from '../error.js';
import { native } from '../message-native.js';
import { CRL_FORMS } from '../read/crl.js';
import { type Encoded, loadForm } from '../read/input.js';
import { type AskedOf, type OcspVerified, verifiedOf } from './asked.js';
import { type KnownCertificate, knownCertificate } from './id.js';
import { type OcspBounds, ocspDer } from './input.js';
import { type OcspRequestData, ocspRequestData, REQUEST_LABEL } from './read/request.js';
import { type OcspAnswer, ocspResponseData, RESPONSE_LABEL } from './read/response.js';

/** What a response is judged by. */
export interface OcspVerifyOptions extends OcspBounds {
  /** What the responder has answered, or a server has stapled. */
  readonly response: Encoded | OcspAnswer;
  /** What was asked: its certificates are looked up, and its nonce is compared. */
  readonly request?: Encoded | OcspRequestData;
  /** The certificate that is asked about, with its `issuer`, where there is no request: as with a staple. */
  readonly certificate?: X509 | Encoded;
  /** The certificate of the issuer. Without a `store`, this very one is trusted to answer, and to delegate. */
  readonly issuer?: X509 | Encoded;
  /** What is trusted, instead: who answers must be an issuer, or delegated by one, that leads to it. */
  readonly store?: X509Store;
  /** Certificates that may be the responder's, or lead from it to the store; none of them is trusted. */
  readonly certificates?: readonly (X509 | Encoded)[];
  /** Lists by which a delegated responder may be revoked, with `issuer`; to a `store` they are added. Then one must be there. */
  readonly crls?: readonly (CRL | Encoded)[];
  /** The moment to judge at; now by default. */
  readonly at?: Date;
  /** How many seconds clocks may differ by; 300 by default. */
  readonly leeway?: number;
  /** How many seconds old what is said may be, however long it says that it is good; any number by default. */
  readonly maxAge?: number;
  /**
   * Whether the nonce of the request must be in the answer: `required`, the default, where the request has one; `optional`, where
   * it may be missing and must not be another; `ignored`.
   */
  readonly nonce?: 'required' | 'optional' | 'ignored';
  /** Whether signatures over MD5 and SHA-1, by which answers can be forged, are taken. False by default. */
  readonly allowBrokenDigests?: boolean;
}

const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;
const MAX_SECONDS = 0x7fff_ffff;

const read = declareOptions<OcspVerifyOptions>({
  response: asIs(),
  request: asIs(),
  certificate: asIs(),
  issuer: asIs(),
  store: instance(X509Store),
  certificates: listOf<X509 | Encoded>(asIs()),
  crls: listOf<CRL | Encoded>(asIs()),
  at: instance(Date),
  leeway: integer(0, MAX_SECONDS),
  maxAge: integer(0, MAX_SECONDS),
  nonce: oneOf('required', 'optional', 'ignored'),
  allowBrokenDigests: boolean,
  maxBytes: integer(1, 0x0800_0000),
  maxEntries: integer(1, MAX_SECONDS),
  maxCertificates: integer(0, MAX_SECONDS),
});

const LEEWAY = 300;
/** No level, and the lowest that refuses SHA-1. */
const ANY_LEVEL = -1;
const LEVEL = 1;
const BROKEN = /^(md|sha1$|ripemd)/i;

/**
 * Verifies a response as OpenSSL does, and says what it says of the certificates that were asked about. It is not believed unless it
 * is signed by their issuer or by whom that issuer has delegated (RFC 6960, 4.2.2.2), is of its time, has the nonce of its
 * request, and tells of them all. What it says then may still be `revoked` or `unknown`: look at `status`.
 * @throws {PkiError} with `ERR_PKI_UNVERIFIED` when it is not to be believed, and `ERR_PKI_DER` when it is none
 * @corresponds OCSP_basic_verify, OCSP_resp_find, OCSP_check_nonce
 */
export function verifyOcspResponse(options: OcspVerifyOptions): OcspVerified {
  const { leeway = LEEWAY, maxAge = -1, at = new Date(), nonce = 'required', ...given } = read(options);
  if (Number.isNaN(at.getTime())) throw badValue('at must be a valid date');
  const der = ocspDer(given.response, RESPONSE_LABEL, 'an OCSP response', given);
  const data = ocspResponseData(der, given);
  if (data.status !== 'successful') throw unverified(`the responder tells nothing: ${data.status}`);
  const request =
    given.request === undefined ? undefined : ocspDer(given.request, REQUEST_LABEL, 'an OCSP request', given);
  const asked = askedOf(given, request && ocspRequestData(request, given));
  using response = judged(() => native.der_read_ocsp_response(der.bytes));
  using basic = judged(() => native.ocsp_basic(response));
  const responder = judgeSigner(basic, given, at);
  if (request !== undefined && nonce !== 'ignored') judgeNonce(basic, request.bytes, nonce);
  return { responder, ...verifiedOf(basic, data, asked, { at, leeway, maxAge }) };
}

function askedOf(given: OcspVerifyOptions, request: OcspRequestData | undefined): AskedOf {
  if (given.certificate !== undefined) {
    if (given.issuer === undefined) throw badValue('a certificate needs its issuer beside it');
    const [own, issuer] = [
      knownCertificate(given.certificate, 'certificate'),
      knownCertificate(given.issuer, 'issuer'),
    ];
    return { certificate: own, issuer };
  }
  if (request === undefined) throw badValue('what was asked must be said: by request, or by certificate and issuer');
  return { ids: request.requests.map(({ id }) => id) };
}

/** @returns the certificate of who has signed */
function judgeSigner(basic: Handle<'OCSP_BASICRESP'>, given: OcspVerifyOptions, at: Date): X509 {
  const { store, certificates = [], crls = [], allowBrokenDigests = false } = given;
  const issuer = given.issuer === undefined ? undefined : knownCertificate(given.issuer, 'issuer');
  if (store === undefined && issuer === undefined)
    throw badValue('what is trusted must be said: by issuer, or by store');
  if (store !== undefined && crls.length > 0) throw badValue('crls go with an issuer: add them to the store');
  const digest = native.ocsp_digest(basic);
  if (!allowBrokenDigests && digest !== null && BROKEN.test(digest))
    throw unverified(`the response is signed over ${digest}, by which it can be forged`);
  const others = certificates.map((one) => knownCertificate(one, 'a certificate of certificates').object);
  using chain = chainOf(issuer === undefined ? others : [issuer.object, ...others]);
  const handle = native.ocsp_signer(basic, chain);
  if (handle === null) throw unverified("the responder's certificate is neither in the response nor beside it");
  const signer = adopt(X509Class, handle);
  using own = store === undefined && issuer !== undefined ? storeOf(issuer, signer, crls) : undefined;
  const trusted = store ?? own;
  if (trusted === undefined) throw badValue('what is trusted must be said: by issuer, or by store');
  const level = allowBrokenDigests ? ANY_LEVEL : LEVEL;
  const flags = store === undefined ? c.OCSP_PARTIAL_CHAIN : 0;
  const seconds = Math.floor(at.getTime() / 1000);
  judged(() => native.ocsp_verify_response(basic, trusted[HANDLE], chain, flags, seconds, level));
  return signer;
}

/** The issuer alone is trusted. Lists are looked at for whom it has delegated: it answers for itself. */
function storeOf(issuer: KnownCertificate, signer: X509, crls: readonly (CRL | Encoded)[]): X509Store {
  const store = new X509Store();
  store.addCert(issuer.object);
  for (const crl of crls) store.addCrl(crl instanceof CRL ? crl : loadForm(crl, CRL, CRL_FORMS).object);
  const isDelegated = !sameBytes(knownCertificate(signer, 'the responder').data.der, issuer.data.der);
  if (crls.length > 0 && isDelegated) store.setFlags(c.X509_V_FLAG_CRL_CHECK);
  return store;
}

function judgeNonce(basic: Handle<'OCSP_BASICRESP'>, der: Uint8Array, rule: 'required' | 'optional'): void {
  using request = judged(() => native.der_read_ocsp_request(der));
  const found = native.ocsp_nonces(request, basic);
  if (found === 0) throw unverified('the response has another nonce than the request: it answers another one');
  if (found === -1 && rule === 'required')
    throw unverified('the response has no nonce, and the request has one: it may be an old one that is sent again');
}

function judged<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    throw unverified(`the response is not to be believed: ${error.message}`, error);
  }
}
