/** Certificates for what a request asks for. */
import { boolean, declareOptions, type Rule, without } from '../../common/options.js';
import type { PKey, X509Req } from '../../crypto/index.js';
import { PkiError } from '../error.js';
import type { ExtensionInput } from '../extensions/index.js';
import type { Issued } from '../issue/assemble.js';
import { issueIntermediate } from '../issue/authority.js';
import type { PlainKey, Signed, SigningKeyInput } from '../issue/keys.js';
import { issueCertificate } from '../issue/leaf.js';
import { LEAF_RULES, type LeafOptions } from '../issue/options.js';
import { after } from '../later.js';
import type { GeneralName } from '../model/general-name.js';
import type { Name } from '../model/name.js';
import type { Encoded } from '../read/input.js';
import { judgeExtensions, type TakenExtensions } from './extensions.js';
import { Judging, type LeftPart, type RequestJudgement, type RequestPart, RequestRefusedError } from './judgement.js';
import { keyFault, keyTitle } from './keys.js';
import { judgeNames } from './names.js';
import { type RequestPolicy, readPolicy } from './policy.js';
import { judgeForm, judgeSignature, knownRequest } from './request.js';
import { judgeSubject } from './subject.js';

/** What a request is judged by. */
export interface JudgeRequestOptions {
  /** The request: an object, PEM or DER. */
  readonly request: X509Req | Encoded;
  /** What may be taken over; by default its key alone. */
  readonly policy?: RequestPolicy;
  /** Whether the request must be signed by the key that it asks for; true by default. */
  readonly proofOfPossession?: boolean;
  /** Whether a policy may take what is the issuer's to say, and the key be one that nobody should take. False by default. */
  readonly unchecked?: boolean;
}

/** What a certificate for a request can be told: what it says beside what is taken over. */
export interface RequestIssueOptions<K extends SigningKeyInput = PlainKey>
  extends Omit<LeafOptions<K>, 'key' | 'passphrase'>,
    JudgeRequestOptions {
  /** Whose certificate it is, instead of what the request says. */
  readonly subject?: LeafOptions['subject'] & {};
  /** Issues the certificate of a CA: because the issuer says so, whatever the request asks for. */
  readonly authority?: {
    /** How many CAs may stand below it; 0 by default. */
    readonly pathLength?: number;
  };
}

/** A certificate that was issued for a request, and what of the request is in it. */
export interface IssuedFromRequest extends Issued<PKey> {
  /** What the certificate has of the request. */
  readonly taken: readonly RequestPart[];
  /** What it was issued without, and why. */
  readonly dropped: readonly LeftPart[];
}

/** A request that may be issued for, with what is taken. */
interface Judged {
  readonly judging: Judging;
  readonly key: PKey | undefined;
  readonly subject: Name;
  readonly names: readonly GeneralName[];
  readonly extensions: TakenExtensions;
}

const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;
const OWN_RULES = {
  request: asIs<X509Req | Encoded>(),
  policy: (value: unknown, name: string) => readPolicy(value, name),
  proofOfPossession: boolean,
  unchecked: boolean,
};
const readJudging = declareOptions<JudgeRequestOptions>(OWN_RULES);
const readAuthority = declareOptions<{ pathLength?: number }>({ pathLength: asIs() });
const read = declareOptions<RequestIssueOptions<SigningKeyInput>>({
  ...without(LEAF_RULES, 'key', 'passphrase'),
  ...OWN_RULES,
  subject: asIs(),
  authority: (value, name) => readAuthority(value, name),
});

/**
 * Says what of a request would be taken, dropped and refused under a policy, and issues nothing.
 * @throws {PkiError} when it is no DER, such as with a length that lies
 * @throws {crypto.Error} when OpenSSL does not take it for a request
 */
export function judgeRequest(options: JudgeRequestOptions): RequestJudgement {
  const { taken, dropped, refused } = judge(readJudging(options)).judging;
  return { taken, dropped, refused };
}

/**
 * Issues a certificate for a request. By default nothing of it is taken but its key: which names, attributes of the subject and
 * extensions are taken over, the policy says by name. What makes a CA never is. Whatever the policy, a request is refused that is not
 * signed by its key, or that asks for the same extension twice, in one list or in two.
 * @throws {RequestRefusedError} when the request is refused; it says why, and what of it was taken and dropped
 * @throws {PkiError} when the certificate cannot be made, or nobody should take it, as {@link issueCertificate}
 */
export function issueFromRequest(options: RequestIssueOptions): IssuedFromRequest;
/** Issues it by a CA whose key is elsewhere: at once, or a promise of it, as the issuer's signer answers. */
export function issueFromRequest<K extends SigningKeyInput>(
  options: RequestIssueOptions<K>,
): Signed<K, IssuedFromRequest>;
export function issueFromRequest(
  options: RequestIssueOptions<SigningKeyInput>,
): IssuedFromRequest | Promise<IssuedFromRequest> {
  const { policy, request, proofOfPossession, authority, ...given } = read(options);
  const { judging, key, subject, names, extensions } = judge(read(options));
  if (judging.refused.length > 0 || key === undefined) throw new RequestRefusedError(judging);
  const { taken, dropped } = judging;
  const common = { ...given, key, subject: given.subject ?? subject };
  const own = [...extensions.raw, ...(given.extensions ?? [])];
  const issued =
    authority === undefined
      ? issueCertificate<SigningKeyInput, PKey>({ ...common, ...leafParts(given, names, extensions) })
      : issueIntermediate<SigningKeyInput, PKey>({ ...common, ...authority, extensions: own });
  return after(issued as Issued | Promise<Issued>, (done) => ({ ...done, taken, dropped }));
}

/** What the issuer says counts before what the request asks for. */
function leafParts(
  given: Pick<LeafOptions, 'names' | 'usages' | 'extensions'>,
  names: readonly GeneralName[],
  { keyUsages, usages, raw }: TakenExtensions,
): Pick<LeafOptions, 'names' | 'usages' | 'extensions'> {
  const keyUsage: ExtensionInput[] = keyUsages === undefined ? [] : [{ type: 'keyUsage', usages: keyUsages }];
  const wanted = given.usages ?? usages;
  return {
    names: [...(given.names ?? []), ...names],
    ...(wanted !== undefined && { usages: wanted }),
    extensions: [...keyUsage, ...raw, ...(given.extensions ?? [])],
  };
}

function judge(given: JudgeRequestOptions): Judged {
  const { policy = {}, unchecked = false, proofOfPossession = true } = given;
  const { subject: subjectRule = 'drop', names: nameRule = 'refuse' } = policy.otherwise ?? {};
  const known = knownRequest(given.request, policy.maxBytes);
  const { data } = known;
  const judging = new Judging();
  judgeForm(known, judging);
  const key = keyOf(known.object, judging);
  if (key !== undefined) {
    const why = unchecked && policy.keys === undefined ? undefined : keyFault(key, policy.keys);
    if (why === undefined) judging.take('key', keyTitle(key));
    else judging.leave('key', keyTitle(key), why, 'refuse');
    if (proofOfPossession) judgeSignature(known, key, judging);
  }
  const names = policy.names ?? {};
  return {
    ...{ judging, key },
    subject: judgeSubject(data.subject, policy.subject ?? [], names, subjectRule, judging),
    names: judgeNames(data.subjectAltName, names, nameRule, judging),
    extensions: judgeExtensions(data.extensions, policy, unchecked, judging),
  };
}

function keyOf(request: X509Req, judging: Judging): PKey | undefined {
  try {
    return request.getPubkey();
  } catch (error) {
    if (error instanceof PkiError) throw error;
    judging.leave('key', 'the key', `cannot be read: ${error instanceof Error ? error.message : ''}`, 'refuse');
    return undefined;
  }
}
