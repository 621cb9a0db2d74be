/** Names that are asked for. */
import { sameBytes } from '../der/values.js';
import { PkiError } from '../error.js';
import { generalNames } from '../issue/names.js';
import type { GeneralName } from '../model/general-name.js';
import { addressBytes, rangeBytes } from '../model/ip.js';
import type { Judging } from './judgement.js';
import type { NamePolicy, Otherwise } from './policy.js';

const MAX_NAMES = 100;

/** @returns those that are allowed */
export function judgeNames(
  names: readonly GeneralName[],
  policy: NamePolicy,
  otherwise: Otherwise,
  judging: Judging,
): GeneralName[] {
  const { max = MAX_NAMES } = policy;
  if (names.length > max) {
    judging.leave('name', `${names.length} names`, `are more than ${max}`, 'refuse');
    return [];
  }
  const seen = new Set<string>();
  return names.filter((name) => {
    const what = `${name.type} ${typeof name.value === 'string' ? name.value : JSON.stringify(name.value)}`;
    if (seen.has(what)) return false;
    seen.add(what);
    const why = nameFault(name, policy);
    if (why === undefined) judging.take('name', what);
    else judging.leave('name', what, why, otherwise);
    return why === undefined;
  });
}

/** Why a name is not allowed; undefined for one that is. */
export function nameFault(name: GeneralName, policy: NamePolicy): string | undefined {
  try {
    // What is no name of its kind is none that somebody could have allowed.
    generalNames([name], false);
    return isAllowed(name, policy) ? undefined : 'is not allowed by the policy';
  } catch (error) {
    if (error instanceof PkiError) return `is none: ${error.message}`;
    throw error;
  }
}

function isAllowed(name: GeneralName, policy: NamePolicy): boolean {
  switch (name.type) {
    case 'dns':
      return isAllowedDns(name.value.toLowerCase(), policy);
    case 'ip':
      return (policy.ip ?? []).some((range) => isWithin(name.value, range));
    case 'email':
      return (policy.email ?? []).some((one) => isMailOf(name.value, one));
    case 'uri':
      return (policy.uri ?? []).some((base) => isBelow(name.value, base));
    default:
      return policy.other?.(name) === true;
  }
}

function isAllowedDns(name: string, { dns = [], wildcards = false }: NamePolicy): boolean {
  if (name.startsWith('*.') && !wildcards) return false;
  // A wildcard stands for any label: one that no list names.
  const asked = name.replace(/^\*/, '\0');
  return dns.some((entry) => {
    const own = entry.toLowerCase();
    if (own === '*' || own === name) return true;
    return own.startsWith('.') && own.length > 1 && asked.endsWith(own) && asked.length > own.length;
  });
}

/** Whether an address is within a range, or is that address. @throws {PkiError} for what is neither */
function isWithin(address: string, range: string): boolean {
  const own = addressBytes(address, 'an IP address');
  if (!range.includes('/')) return sameBytes(own, addressBytes(range, 'an address of the policy'));
  const bytes = rangeBytes(range, 'a range of the policy');
  const [base, mask] = [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)];
  return own.length === base.length && own.every((byte, at) => ((byte ^ (base[at] ?? 0)) & (mask[at] ?? 0)) === 0);
}

const MAIL = /^[!#-'*+\-./0-9=?A-Z^-~]+@([a-z0-9.-]+)$/i;

/** The part in front of the @ counts in its case, the domain does not (RFC 5321, 2.4). */
function isMailOf(address: string, entry: string): boolean {
  const domain = MAIL.exec(address)?.[1]?.toLowerCase();
  if (domain === undefined) return false;
  const [local, allowed = ''] = entry.split('@');
  const isDomain = allowed.toLowerCase() === domain;
  return isDomain && (local === '' || address.startsWith(`${local}@`));
}

/** Whether a URI is below another, and written so that everybody reads it in the same way. */
function isBelow(uri: string, base: string): boolean {
  const [own, above] = [parsed(uri), parsed(base)];
  if (own === undefined || above === undefined || own.username !== '' || own.password !== '') return false;
  if (own.href !== uri && own.href !== `${uri}/`) return false;
  if (own.protocol !== above.protocol || own.host !== above.host || own.host === '') return false;
  const path = above.pathname.replace(/\/$/, '');
  return path === '' || own.pathname === path || own.pathname.startsWith(`${path}/`);
}

function parsed(uri: string): URL | undefined {
  try {
    return new URL(uri);
  } catch {
    return undefined;
  }
}
