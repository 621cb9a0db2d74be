/** Extensions and attributes that are asked for. */
import { shortName } from '../der/oid.js';
import { badValue } from '../error.js';
import type { KeyUsageName } from '../extensions/basic.js';
import { type Extension, extensionOid, type RawExtension } from '../extensions/index.js';
import type { Judging } from './judgement.js';
import type { Otherwise, RequestPolicy } from './policy.js';

const SUBJECT_ALT_NAME = '2.5.29.17';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
/** What makes a CA, bounds one, or speaks in the name of the issuer: it is never the subject's to say. */
const ISSUERS_OWN = new Set([
  ...['2.5.29.19', '2.5.29.30', '2.5.29.33', '2.5.29.36', '2.5.29.54', '2.5.29.35', '2.5.29.14', '2.5.29.18'],
  ...['2.5.29.31', '2.5.29.32', '2.5.29.46', '1.3.6.1.5.5.7.1.1', '1.3.6.1.5.5.7.48.1.5'],
  ...[
    '1.3.6.1.4.1.11129.2.4.2',
    '1.3.6.1.4.1.11129.2.4.3',
    '1.3.6.1.5.5.7.1.3',
    '1.3.6.1.5.5.7.1.7',
    '1.3.6.1.5.5.7.1.8',
  ],
]);
/** Extensions that have a way of their own into a certificate. */
const JUDGED = new Set([SUBJECT_ALT_NAME, KEY_USAGE, EXTENDED_KEY_USAGE]);
const OF_CAS: readonly KeyUsageName[] = ['keyCertSign', 'cRLSign'];

/** What is taken of the extensions. */
export interface TakenExtensions {
  readonly keyUsages: readonly KeyUsageName[] | undefined;
  readonly usages: readonly string[] | undefined;
  readonly raw: readonly RawExtension[];
}

/** @throws {PkiError} for a policy that takes what is the issuer's to say */
export function judgeExtensions(
  extensions: readonly Extension[],
  policy: RequestPolicy,
  isUnchecked: boolean,
  judging: Judging,
): TakenExtensions {
  const { otherwise: { extensions: otherwise = 'drop' } = {} } = policy;
  const allowed = new Set((policy.extensions ?? []).map((name) => extensionOid(name, 'the extensions of a policy')));
  for (const oid of allowed) {
    if (JUDGED.has(oid))
      throw badValue(`a policy takes ${shortName(oid)} by names, usages and keyUsages, not by extensions`);
    if (ISSUERS_OWN.has(oid) && !isUnchecked)
      throw badValue(`${shortName(oid)} is the issuer's to say, and not a request's`);
  }
  let keyUsages: readonly KeyUsageName[] | undefined;
  let usages: readonly string[] | undefined;
  const raw: RawExtension[] = [];
  for (const { oid, name, critical, value, content, fault } of extensions) {
    if (fault !== undefined) judging.leave('extension', name, `cannot be read: ${fault}`, 'refuse');
    else if (content?.type === 'keyUsage')
      keyUsages = usagesOf(name, content.usages, policy.keyUsages, isUnchecked ? [] : OF_CAS, otherwise, judging);
    else if (content?.type === 'extKeyUsage')
      usages = usagesOf(name, content.usages, policy.usages, [], otherwise, judging);
    else if (allowed.has(oid)) {
      judging.take('extension', name);
      raw.push({ oid, critical, value });
    } else if (oid !== SUBJECT_ALT_NAME)
      judging.leave('extension', name, ISSUERS_OWN.has(oid) ? "is the issuer's to say" : NOT_ALLOWED, otherwise);
  }
  return { keyUsages, usages, raw };
}

const NOT_ALLOWED = 'is not allowed by the policy';

/** Those of the usages that are allowed; undefined for none, so that the usual ones are issued. */
function usagesOf<T extends string>(
  name: string,
  asked: readonly T[],
  allowed: readonly T[] = [],
  never: readonly T[],
  otherwise: Otherwise,
  judging: Judging,
): readonly T[] | undefined {
  const dotted = new Set(allowed.map(comparable));
  const taken = asked.filter((usage) => {
    const isTaken = dotted.has(comparable(usage)) && !never.includes(usage);
    if (isTaken) judging.take('extension', `${name} ${usage}`);
    else judging.leave('extension', `${name} ${usage}`, never.includes(usage) ? "is a CA's" : NOT_ALLOWED, otherwise);
    return isTaken;
  });
  return taken.length === 0 ? undefined : taken;
}

/** Short names of extended usages have dotted numbers, those of key usages none. */
function comparable(usage: string): string {
  return /^[0-9.]+$/.test(usage) ? shortName(usage) : usage;
}
