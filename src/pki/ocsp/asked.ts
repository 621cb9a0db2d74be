/** What a response, that is believed, says of what was asked. */

import type { X509 } from '../../crypto/index.js';
import { HANDLE, type Handle } from '../../ffi/index.js';
import { unverified } from '../error.js';
import type { Extension } from '../extensions/index.js';
import { native } from '../message-native.js';
import type { CertId, KnownCertificate } from './id.js';
import type { CertificateStatus, OcspAnswer, OcspSingle } from './read/response.js';

/** A response that is to be believed. */
export interface OcspVerified {
  /** The worst that is said of what was asked: `revoked`, `unknown`, `good`. */
  readonly status: CertificateStatus;
  /** What is said of each certificate that was asked about, in that order. */
  readonly answers: readonly OcspSingle[];
  /** The certificate of who has signed. */
  readonly responder: X509;
  /** The whole response. */
  readonly response: OcspAnswer;
}

/** What was asked: a certificate, whatever digest the response names its issuer by; or the names of a request. */
export type AskedOf =
  | { readonly certificate: KnownCertificate; readonly issuer: KnownCertificate }
  | { readonly ids: readonly CertId[] };

/** When, and how exactly. Seconds, but for the moment. */
export interface Timing {
  readonly at: Date;
  readonly leeway: number;
  readonly maxAge: number;
}

/** From the best to the worst. */
const ORDER: readonly CertificateStatus[] = ['good', 'unknown', 'revoked'];
/** By the numbers of ocsp_timing. */
const FAULTS = [
  '',
  'what the response says is from the future',
  'what the response says is older than maxAge allows',
  'what the response says is over: its nextUpdate has passed',
  'the response has a time that is none',
];
const ABSENT = -1;

/** @throws {PkiError} when nothing is said of one of them, or nothing that is of its time */
export function verifiedOf(
  basic: Handle<'OCSP_BASICRESP'>,
  response: OcspAnswer,
  asked: AskedOf,
  timing: Timing,
): Omit<OcspVerified, 'responder'> {
  const critical = unknownCritical(response.extensions);
  if (critical !== undefined) throw unverified(`the response has a critical extension that nobody knows: ${critical}`);
  const finders = 'ids' in asked ? asked.ids.map((id) => byId(basic, id)) : [byCertificate(basic, asked)];
  const answers = finders.map((find) => worst(basic, response, find, timing));
  const status = ORDER.findLast((one) => answers.some((answer) => answer.status === one));
  if (status === undefined) throw unverified('the request asks about no certificate');
  return { status, answers, response };
}

type Find = (start: number) => number;

const byId =
  (basic: Handle<'OCSP_BASICRESP'>, id: CertId): Find =>
  (start) =>
    native.ocsp_find_id(basic, id.der, start);

const byCertificate =
  (basic: Handle<'OCSP_BASICRESP'>, asked: { certificate: KnownCertificate; issuer: KnownCertificate }): Find =>
  (start) =>
    native.ocsp_find(basic, asked.certificate.object[HANDLE], asked.issuer.object[HANDLE], start);

/** The worst of what is said of one certificate and is of its time: a responder that contradicts itself is not taken at its best. */
function worst(basic: Handle<'OCSP_BASICRESP'>, response: OcspAnswer, find: Find, timing: Timing): OcspSingle {
  let found: OcspSingle | undefined;
  let fault = 'the response says nothing of a certificate that was asked about';
  for (let index = find(0); index !== ABSENT; index = find(index + 1)) {
    const single = response.responses[index];
    const seconds = timing.at.getTime() / 1000;
    const verdict = native.ocsp_timing(basic, index, seconds, timing.leeway, timing.maxAge);
    const critical = unknownCritical(single?.extensions ?? []);
    if (critical !== undefined)
      fault = `what the response says has a critical extension that nobody knows: ${critical}`;
    else if (verdict !== 0) fault = FAULTS[verdict] ?? fault;
    else if (single !== undefined && (found === undefined || rank(single) > rank(found))) found = single;
  }
  if (found === undefined) throw unverified(fault);
  return found;
}

const rank = ({ status }: OcspSingle): number => ORDER.indexOf(status);

/** RFC 6960, 4.4: what is critical must be understood, or the response be refused. */
const unknownCritical = (extensions: readonly Extension[]): string | undefined =>
  extensions.find(({ critical, content }) => critical && content === undefined)?.name;
