/** Names of leaves. */
import { asciiName, identityOf } from '../../common/host.js';
import { packAddress } from '../../common/ip-address.js';
import { wrongType } from '../../common/refusals.js';
import { badValue, quoted } from '../error.js';
import type { GeneralNameInput } from '../model/general-name.js';

/**
 * A name that a certificate is for: a host as text (a DNS name, also an international one or `*.example.com`, or an IP
 * address), or a general name of any kind.
 */
export type SubjectNameInput = string | GeneralNameInput;

/** General names of what may be hosts as text. @throws {PkiError} for what is neither a DNS name nor an address */
export function generalNames(names: readonly SubjectNameInput[], isUnchecked: boolean): GeneralNameInput[] {
  if (!Array.isArray(names)) throw wrongType('names', 'a list', names);
  return (names as readonly SubjectNameInput[]).map((name) => {
    if (typeof name === 'string') return hostName(name);
    if (typeof name !== 'object' || name === null)
      throw wrongType('a name', 'a host, or an object with type and value', name);
    if (!isUnchecked && name.type === 'dns') judgeDns(name.value);
    return name;
  });
}

/** Whether it names hosts, of which a server's certificate needs one. */
export const namesHost = (names: readonly GeneralNameInput[]): boolean =>
  names.some(({ type }) => type === 'dns' || type === 'ip');

function hostName(text: string): GeneralNameInput {
  if (packAddress(text) !== undefined) return { type: 'ip', value: text };
  const value = asciiName(text);
  if (value === undefined)
    throw badValue(`names must be DNS names or IP addresses, or say their type: ${quoted(text)}`);
  judgeDns(value);
  return { type: 'dns', value };
}

/** A DNS name as certificates have it (RFC 9525, 6.3): a wildcard is the whole of the first label, and has two labels behind it. */
function judgeDns(name: string): void {
  const isWildcard = typeof name === 'string' && name.startsWith('*.');
  const rest = isWildcard ? name.slice(2) : name;
  if (isWildcard && !rest.includes('.')) throw badValue(`a wildcard needs two labels behind it: ${quoted(name)}`);
  if (rest.endsWith('.')) throw badValue(`a DNS name in a certificate has no dot at its end: ${quoted(name)}`);
  try {
    const identity = identityOf(rest, 'a name');
    if (identity?.kind === 'dns' && identity.name === rest) return;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw badValue(`this is no DNS name as a certificate has it: ${quoted(name)}`);
}
