/** What verification of a chain is told. */
import { declareOptions, instance, integer, listOf, oneOf, type Rule, text } from '../../common/options.js';
import { wrongValue } from '../../common/refusals.js';
import { badValue } from '../error.js';
import type { CrlHeap } from './crls.js';
import type { CertificateHeap, CertificateSource } from './heap.js';
import { PURPOSE_NAMES, type Purpose, VERIFY_FLAGS, type VerifyFlag } from './names.js';
import type { OcspDemand, OcspHeap } from './ocsp.js';

/** What {@link verifyChain} is told. */
export interface ChainOptions {
  /** Whose chain: an object, PEM (the first of the text) or DER. */
  readonly certificate: CertificateSource;
  /** Certificates that may lead from it to an anchor, in any order; none of them is trusted. */
  readonly intermediates?: CertificateHeap;
  /**
   * What is trusted: roots of your own, or `roots` of `tsopenssl/roots`, which Mozilla trusts for servers. OpenSSL's settings of
   * trust count (`TRUSTED CERTIFICATE`). None are built in, and an empty list trusts nobody.
   */
  readonly anchors: CertificateHeap;
  /** What it shall serve for; `sslserver` by default where a host or an IP address is asked for, otherwise anything. */
  readonly purpose?: Purpose;
  /** The DNS name, or IP address, that it must name (RFC 9525): in its subjectAltName, never as common name. */
  readonly host?: string;
  /** The IP address that it must name. */
  readonly ip?: string;
  /** The address of mail that it must name. */
  readonly email?: string;
  /** The moment at which all must be valid; now by default. */
  readonly at?: Date;
  /** Policies of which one must hold for the whole chain, in dotted numbers; `2.5.29.32.0` is any. They bring `EXPLICIT_POLICY`. */
  readonly policies?: readonly string[];
  /** Flags of X509_VERIFY_PARAM_set_flags(3) by their names. */
  readonly flags?: readonly VerifyFlag[];
  /**
   * What keys and signatures must be worth, 0 to 5 as in SSL_CTX_set_security_level(3): 2 by default, as for TLS, which refuses
   * RSA below 2048 bits and SHA-1; 0 refuses nothing.
   */
  readonly securityLevel?: number;
  /** Most certificates between this one and the anchor; 100 by default. */
  readonly depth?: number;
  /** Lists of revoked certificates. They bring `CRL_CHECK`: of the certificate itself; `CRL_CHECK_ALL` is for the whole chain. */
  readonly crls?: CrlHeap;
  /**
   * OCSP responses, as a responder has given them or a server has stapled them. Of each certificate but the anchor, those that tell of
   * it are judged as {@link verifyOcspResponse} does, by the issuer that the chain has; the worst that is believed counts.
   */
  readonly ocsp?: OcspHeap;
  /**
   * Which certificates must have a response that tells of them: the `leaf`, the default where there are responses; the `chain`, all
   * but the anchor; or those alone for which one is `given`.
   */
  readonly ocspFor?: OcspDemand;
  /** Most certificates among intermediates and among anchors, each; 10,000 by default. */
  readonly maxCertificates?: number;
}

const MAX_CERTIFICATES = 10_000;
const MAX_LEVEL = 5;
/** Longer than any chain that somebody has. */
const MAX_DEPTH = 10_000;
const MOST = 0x7fff_ffff;
const DEFAULT_LEVEL = 2;

const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;

/** A name that is empty is checked by nobody. */
const someText: Rule<string> = (value, name) => {
  const given = text(value, name);
  if (given === '') throw wrongValue(name, 'a name and not empty', given);
  return given;
};

const date: Rule<Date> = (value, name) => {
  const given = instance(Date)(value, name);
  if (Number.isNaN(given.getTime())) throw wrongValue(name, 'a valid date', 'Invalid Date');
  return given;
};

const read = declareOptions<ChainOptions>({
  certificate: asIs(),
  intermediates: asIs(),
  anchors: asIs(),
  purpose: oneOf(...PURPOSE_NAMES),
  host: someText,
  ip: someText,
  email: someText,
  at: date,
  policies: listOf(someText),
  flags: listOf(oneOf(...VERIFY_FLAGS)),
  securityLevel: integer(0, MAX_LEVEL),
  depth: integer(0, MAX_DEPTH),
  crls: asIs(),
  ocsp: asIs(),
  ocspFor: oneOf('given', 'leaf', 'chain'),
  maxCertificates: integer(1, MOST),
});

/** What is always settled. */
type Settled = ChainOptions & Required<Pick<ChainOptions, 'flags' | 'securityLevel' | 'maxCertificates'>>;

/** @throws {PkiError} where what cannot be done without is missing */
export function readChainOptions(options: ChainOptions): Settled {
  const given = read(options);
  if (given.certificate === undefined) throw badValue('certificate must be given: whose chain is verified');
  if (given.anchors === undefined)
    throw badValue('anchors must be given: what is trusted, such as roots of tsopenssl/roots');
  // OpenSSL would judge the moment all the same.
  if (given.at !== undefined && given.flags?.includes('NO_CHECK_TIME'))
    throw badValue('at and the flag NO_CHECK_TIME exclude each other');
  const isForHost = given.host !== undefined || given.ip !== undefined;
  return {
    flags: [],
    securityLevel: DEFAULT_LEVEL,
    maxCertificates: MAX_CERTIFICATES,
    ...(isForHost && { purpose: 'sslserver' as const }),
    ...given,
  };
}
