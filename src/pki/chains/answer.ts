/** What verification has found, certificate by certificate. */
import type { Bytes } from '../../common/bytes.js';
import { dumpCertificate, FILETYPE_ASN1 } from '../../crypto/index.js';
import type { X509 } from '../../crypto/internal.js';
import * as c from '../../ffi/constants.js';
import { longName } from '../der/oid.js';
import { nameText, printable } from '../model/name-text.js';
import type { OcspSingle } from '../ocsp/read/response.js';
import type { ChainCheck } from './fault-row.js';
import { type Fault, faultOf } from './faults.js';
import { dataOf, type MissingIssuer, missingIssuer } from './missing.js';
import { isCrlDue } from './names.js';
import type { OcspFindings } from './ocsp.js';

/** One failure of a chain. */
export interface ChainFailure extends Fault {
  /** Where in the chain: 0 is the certificate itself, 1 who has issued it. */
  readonly depth: number;
  /** Whether it is of the chain of who has signed a CRL, and not of the certificate's own; `depth` then counts in that one. */
  readonly ofCrlIssuer?: true;
  /** Why, where more is known than its sentence says: why an OCSP response is not to be believed. */
  readonly detail?: string;
}

/** One certificate of a chain, and what is to be said of it. */
export interface JudgedCertificate {
  /** The certificate. */
  readonly certificate: X509;
  /** Its DER. */
  readonly der: Bytes;
  /** Whose it is, in one line. */
  readonly subject: string;
  /** Where it stands: 0 is the certificate that was asked about. */
  readonly depth: number;
  /** What it is in the chain; `top` is the last of a chain that leads to no anchor. */
  readonly role: 'leaf' | 'intermediate' | 'anchor' | 'top';
  /** Whether it is one of the anchors. */
  readonly trusted: boolean;
  /** What was looked at and holds; nothing is said to hold where verification did not come to its end. */
  readonly holds: readonly ChainCheck[];
  /** What does not hold. */
  readonly failures: readonly ChainFailure[];
  /** What an OCSP response, that is to be believed, says of it; left out where none does. */
  readonly ocsp?: OcspSingle;
}

/** Policies (RFC 5280, 6.1) that hold for a whole chain; worked out with `POLICY_CHECK` and the flags that bring it. */
export interface ChainPolicy {
  /** In dotted numbers. */
  readonly oid: string;
  /** What OpenSSL calls it, where it has a name. */
  readonly name?: string;
}

/** What is said of policies. */
export interface ChainPolicies {
  /** Whether one was demanded: by a flag, by policies that were asked for, or by a CA of the chain. */
  readonly explicit: boolean;
  /** Those of the CAs. */
  readonly authorities: readonly ChainPolicy[];
  /** Those of them that were asked for; all, where none was. */
  readonly user: readonly ChainPolicy[];
}

/** A chain that verifies. */
export interface GoodChain {
  /** It does. */
  readonly ok: true;
  /** The certificate, those between, and the anchor. */
  readonly chain: readonly JudgedCertificate[];
  /** The policies that hold; left out where they were not worked out. */
  readonly policies?: ChainPolicies;
}

/** A chain that does not verify. */
export interface BadChain {
  /** It does not. */
  readonly ok: false;
  /** The chain as far as it could be built. */
  readonly chain: readonly JudgedCertificate[];
  /** All that fails, in the order in which OpenSSL has found it; never empty. */
  readonly failures: readonly [ChainFailure, ...ChainFailure[]];
  /** Who is missing, where an issuer is. */
  readonly missing?: MissingIssuer;
  /** Whether verification came to its end: otherwise there may be more that fails. */
  readonly complete: boolean;
}

/** What verification comes to; `ok` tells which. */
export type ChainAnswer = GoodChain | BadChain;

/** A failure as C tells it. */
export interface FoundFault {
  readonly number: number;
  readonly depth: number;
  readonly nested: number;
  readonly detail?: string;
}

/** What C has told. */
export interface Findings {
  readonly certificate: X509;
  readonly chain: readonly X509[];
  readonly faults: readonly FoundFault[];
  readonly whole: boolean;
  /** How many of the chain are no anchors. */
  readonly untrusted: number;
  readonly flags: number;
  readonly securityLevel: number;
  readonly hasPurpose: boolean;
  readonly hasIdentity: boolean;
  /** What OCSP responses say. */
  readonly ocsp: OcspFindings;
  /** Lines of the shim. */
  readonly policies: string;
}

/** Reasons that mean that an issuer is not there. */
const MISSING: ReadonlySet<number> = new Set([
  c.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
  c.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
  c.X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
]);

/** Puts the answer together. */
export function report(findings: Findings): ChainAnswer {
  const { faults, whole } = findings;
  const certificates = findings.chain.length > 0 ? findings.chain : [findings.certificate];
  const failures = [...faults, ...withoutTwice(findings)].map(
    ({ number, depth, nested, detail }): ChainFailure => ({
      ...faultOf(number),
      depth,
      ...(nested > 0 && { ofCrlIssuer: true as const }),
      ...(detail !== undefined && { detail }),
    }),
  );
  const chain = certificates.map((certificate, depth) => judged(findings, failures, certificate, depth, certificates));
  const [first, ...rest] = failures;
  if (first === undefined) {
    const policies = policiesOf(findings);
    return { ok: true, chain, ...(policies && { policies }) };
  }
  const last = certificates.at(-1);
  const isMissing = failures.some(({ number, ofCrlIssuer }) => MISSING.has(number) && !ofCrlIssuer);
  return {
    ok: false,
    ...{ chain, failures: [first, ...rest], complete: whole },
    ...(isMissing && last && { missing: missingIssuer(last) }),
  };
}

/** A certificate that list and responder both revoke is revoked once. */
const withoutTwice = ({ faults, ocsp }: Findings): readonly FoundFault[] =>
  ocsp.faults.filter(
    (one) => !faults.some(({ number, depth, nested }) => number === one.number && depth === one.depth && nested === 0),
  );

function judged(
  findings: Findings,
  all: readonly ChainFailure[],
  certificate: X509,
  depth: number,
  chain: readonly X509[],
): JudgedCertificate {
  const trusted = depth >= findings.untrusted;
  const isTop = depth === chain.length - 1;
  const failures = all.filter((failure) => failure.depth === depth && !failure.ofCrlIssuer);
  const status = findings.ocsp.statuses.get(depth);
  const failed = new Set(failures.map(({ check }) => check));
  const holds = findings.whole ? lookedAt(findings, depth, isTop, trusted).filter((check) => !failed.has(check)) : [];
  return {
    ...{ certificate, der: dumpCertificate(FILETYPE_ASN1, certificate), subject: subjectOf(certificate) },
    ...{ depth, role: roleOf(depth, isTop, trusted), trusted, holds, failures },
    ...(status && { ocsp: status }),
  };
}

function roleOf(depth: number, isTop: boolean, trusted: boolean): JudgedCertificate['role'] {
  if (depth === 0 && !(isTop && trusted)) return 'leaf';
  if (!isTop) return 'intermediate';
  return trusted ? 'anchor' : 'top';
}

/** What OpenSSL looks at in a certificate at this place, with these options. */
function lookedAt(findings: Findings, depth: number, isTop: boolean, trusted: boolean): ChainCheck[] {
  const { flags, hasPurpose, hasIdentity, securityLevel, ocsp } = findings;
  const has = (flag: number) => (flags & flag) !== 0;
  const checks: [ChainCheck, boolean][] = [
    ['issuer', !isTop || trusted],
    // A root's own signature says nothing, and is looked at when it is asked for alone.
    ['signature', !isTop || has(c.X509_V_FLAG_CHECK_SS_SIGNATURE)],
    ['validity', !has(c.X509_V_FLAG_NO_CHECK_TIME)],
    ['ca', depth > 0],
    ['purpose', hasPurpose],
    ['extensions', true],
    ['names', !isTop],
    ['identity', depth === 0 && hasIdentity],
    ['strength', securityLevel > 0],
    ['revocation', isCrlDue(flags, depth) || ocsp.statuses.has(depth)],
    ['policy', has(c.X509_V_FLAG_POLICY_CHECK | c.X509_V_FLAG_EXPLICIT_POLICY)],
    ['trust', trusted],
  ];
  return checks.filter(([, isLookedAt]) => isLookedAt).map(([check]) => check);
}

function subjectOf(certificate: X509): string {
  const data = dataOf(certificate);
  if (data !== undefined) return nameText(data.subject);
  // What is no strict DER is shown as OpenSSL lists it.
  const parts = certificate.getSubject().getComponents();
  return parts.map(([type, value]) => `${type}=${printable(new TextDecoder().decode(value))}`).join(', ');
}

function policiesOf({ policies, flags }: Findings): ChainPolicies | undefined {
  const lines = policies.split('\n').filter((line) => line !== '');
  const asked =
    flags &
    (c.X509_V_FLAG_POLICY_CHECK |
      c.X509_V_FLAG_EXPLICIT_POLICY |
      c.X509_V_FLAG_INHIBIT_ANY |
      c.X509_V_FLAG_INHIBIT_MAP);
  if (asked === 0 && lines.length === 0) return undefined;
  const ofKind = (kind: string) =>
    lines
      .filter((line) => line.startsWith(`${kind} `))
      .map((line): ChainPolicy => {
        const oid = line.slice(2);
        const name = longName(oid);
        return name === oid ? { oid } : { oid, name };
      });
  return { explicit: lines.includes('x'), authorities: ofKind('a'), user: ofKind('u') };
}
