/** What OCSP responses (RFC 6960) say of the certificates of a chain. */
import { wrongType } from '../../common/refusals.js';
import type { CRL, X509 } from '../../crypto/index.js';
import * as c from '../../ffi/constants.js';
import { badValue, PkiError } from '../error.js';
import { isOfIssuer, type KnownCertificate, knownCertificate } from '../ocsp/id.js';
import { type OcspAnswer, type OcspRefusal, type OcspSingle, readOcspResponse } from '../ocsp/read/response.js';
import { verifyOcspResponse } from '../ocsp/verify.js';
import type { Encoded } from '../read/input.js';

/** OCSP responses: PEM, DER, or what reading one gave; or a list of such. */
export type OcspHeap = Encoded | OcspAnswer | OcspRefusal | Iterable<Encoded | OcspAnswer | OcspRefusal>;

/** Of which certificates a response must be there. */
export type OcspDemand = 'given' | 'leaf' | 'chain';

/** A failure that responses bring. */
export interface OcspFault {
  readonly number: number;
  readonly depth: number;
  readonly nested: 0;
  /** Why, where more is known. */
  readonly detail?: string;
}

/** What responses come to. */
export interface OcspFindings {
  readonly faults: readonly OcspFault[];
  /** By depth: what is said, and is to be believed. */
  readonly statuses: ReadonlyMap<number, OcspSingle>;
}

/** @internal Where nobody asks for responses. */
export const NOTHING_TOLD: OcspFindings = { faults: [], statuses: new Map() };

/** By what responses are judged. */
export interface OcspSettings {
  readonly demand: OcspDemand;
  /** The certificates that are no anchors, each with its issuer behind it. */
  readonly chain: readonly X509[];
  /** How many of them are no anchors. */
  readonly untrusted: number;
  /** Certificates by which a responder may be found. */
  readonly others: readonly X509[];
  /** The lists in which a responder of the issuer of a certificate is looked up. @param depth - of the certificate */
  readonly crlsFor: (depth: number) => readonly CRL[];
  readonly at: Date;
  readonly allowBrokenDigests: boolean;
}

/** The responses of a heap. @throws {PkiError} for what is none: who gives a response means it to count */
export function readResponses(heap: OcspHeap, most: number): (OcspAnswer | OcspRefusal)[] {
  const isMany = typeof heap === 'object' && heap !== null && !ArrayBuffer.isView(heap) && Symbol.iterator in heap;
  const sources = isMany ? [...heap] : [heap as Encoded | OcspAnswer | OcspRefusal];
  if (sources.length > most) throw badValue(`ocsp has more than ${most} responses`);
  return sources.map((source, index) => {
    const isData = typeof source === 'object' && source !== null && 'der' in source;
    if (!isData && typeof source !== 'string' && (typeof source !== 'object' || source === null))
      throw wrongType(isMany ? `ocsp[${index}]` : 'ocsp', 'an OCSP response: PEM, DER, or as it was read', source);
    // What was read may have been changed since: the bytes count.
    return readOcspResponse(isData ? source.der : source);
  });
}

/** Asks the responses about each certificate. */
export function judgeByOcsp(responses: readonly (OcspAnswer | OcspRefusal)[], settings: OcspSettings): OcspFindings {
  const faults: OcspFault[] = [];
  const statuses = new Map<number, OcspSingle>();
  const { chain, untrusted, demand } = settings;
  for (let depth = 0; depth < Math.min(untrusted, chain.length - 1); depth++) {
    const [certificate, issuer] = [chain[depth], chain[depth + 1]];
    if (certificate === undefined || issuer === undefined) break;
    const isDue = demand === 'chain' || (demand === 'leaf' && depth === 0);
    const found = judgeOne(responses, { certificate, issuer, depth, isDue }, settings);
    if ('status' in found) {
      statuses.set(depth, found);
      if (found.status !== 'good') faults.push({ number: NUMBERS[found.status], depth, nested: 0 });
    } else if (found.number !== undefined) {
      const { number, detail } = found;
      faults.push({ number, depth, nested: 0, ...(detail !== undefined && { detail }) });
    }
  }
  return { faults, statuses };
}

const NUMBERS = { revoked: c.X509_V_ERR_CERT_REVOKED, unknown: c.X509_V_ERR_OCSP_CERT_UNKNOWN } as const;
/** From the best to the worst: responders that contradict each other are not taken at their best. */
const ORDER = ['good', 'unknown', 'revoked'];

interface Asked {
  readonly certificate: X509;
  readonly issuer: X509;
  readonly depth: number;
  readonly isDue: boolean;
}

/** What is believed; or the number of a fault, where there is one. */
type One = OcspSingle | { readonly number: number | undefined; readonly detail?: string };

function judgeOne(responses: readonly (OcspAnswer | OcspRefusal)[], asked: Asked, settings: OcspSettings): One {
  const { certificate, issuer, depth, isDue } = asked;
  let [believed, detail]: [OcspSingle | undefined, string | undefined] = [undefined, undefined];
  let isAsked = false;
  const [own, above] = known(certificate, issuer) ?? [];
  for (const response of responses) {
    if (response.status !== 'successful') {
      if (!isAsked) detail ??= `the responder tells nothing: ${response.status}`;
      continue;
    }
    if (own === undefined || above === undefined || !tellsOf(response, own, above)) continue;
    const verdict = believe(response, asked, settings.crlsFor(depth), settings);
    if (typeof verdict === 'string') {
      detail = isAsked ? (detail ?? verdict) : verdict;
      isAsked = true;
    } else if (believed === undefined || rank(verdict) > rank(believed)) believed = verdict;
  }
  if (believed !== undefined) return believed;
  const number = isAsked ? c.X509_V_ERR_OCSP_VERIFY_FAILED : isDue ? c.X509_V_ERR_OCSP_VERIFY_NEEDED : undefined;
  return { number, ...(detail !== undefined && { detail }) };
}

const rank = ({ status }: OcspSingle): number => ORDER.indexOf(status);

/** What both say; undefined for what OpenSSL reads, and that is no strict DER: no response can name it. */
function known(certificate: X509, issuer: X509): readonly [KnownCertificate, KnownCertificate] | undefined {
  try {
    return [knownCertificate(certificate, 'the certificate'), knownCertificate(issuer, 'the issuer')];
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

const tellsOf = ({ responses }: OcspAnswer, own: KnownCertificate, issuer: KnownCertificate): boolean =>
  responses.some(({ id }) => id.serialNumber === own.data.serialNumber && isOfIssuer(id, issuer));

/** What a response says of a certificate; or why it is not to be believed. */
function believe(
  response: OcspAnswer,
  { certificate, issuer }: Asked,
  crls: readonly CRL[],
  { others, at, allowBrokenDigests }: OcspSettings,
): OcspSingle | string {
  try {
    const { answers } = verifyOcspResponse({
      ...{ response, certificate, issuer, certificates: others, crls, at, allowBrokenDigests },
    });
    return answers[0] ?? 'it says nothing';
  } catch (error) {
    if (error instanceof PkiError && error.code === 'ERR_PKI_UNVERIFIED') return error.message;
    throw error;
  }
}
