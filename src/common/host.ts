/**
 * Whom a certificate must name (RFC 9525): the one reading of a host for all that judges by it, from `matchesHost` to the
 * adapters. What is found in certificates is OpenSSL's to compare.
 */
import { packAddress } from './ip-address.js';

/** A reference identity (RFC 9525, 6.1), in the form that is compared. */
export type ReferenceIdentity =
  | { readonly kind: 'dns'; readonly name: string }
  | { readonly kind: 'ip'; readonly text: string };

const NON_ASCII = /[^\0-\x7f]/;
/** What would end a URL's host, or be decoded in it. */
const URL_SYNTAX = /[\0-\x20/\\?#@:%[\]]/;
/** Letters, digits and hyphens, and the underscore that names of services and containers have. */
const LABEL = /^[a-z0-9_-]+$/i;
const MAX_LABEL = 63;
const MAX_NAME = 253;

/**
 * Reads a host: a DNS name, international or in its ASCII form, absolute (`example.com.`) or not; or an IP address, as
 * text or in the brackets that a URL puts around IPv6.
 * @param called - what the host is called in errors
 * @returns undefined for what has the form of an address and is none (`300.1.1.1`, `1:2`): no certificate names it
 * @throws {RangeError} when it is empty, begins with a dot, or is neither a DNS name nor an address
 */
export function identityOf(host: string, called = 'host'): ReferenceIdentity | undefined {
  if (host === '') throw new RangeError(`${called} must not be empty`);
  if (host.includes('%')) throw refused(called, host, 'has a zone or an escape, which no certificate holds');
  const inner = /^\[(.*)\]$/.exec(host)?.[1];
  if (inner !== undefined && !inner.includes(':')) throw refused(called, host, 'has brackets without an IPv6 address');
  // The one dot at the end says that the name is absolute (RFC 1034, 3.1): certificates do without.
  const text = inner ?? host.replace(/\.$/, '');
  if (text.includes(':') || /^[\d.]+$/.test(text)) {
    const address = packAddress(text);
    if (address === undefined && text.startsWith('.')) throw refused(called, host, 'begins with a dot');
    return address === undefined ? undefined : { kind: 'ip', text: address };
  }
  return { kind: 'dns', name: dnsName(asciiName(text), host, called) };
}

/**
 * As {@link identityOf}, where the host is demanded of a certificate.
 * @throws {RangeError} also for what has the form of an address and is none
 */
export function demandedIdentity(host: string, called = 'host'): ReferenceIdentity {
  const identity = identityOf(host, called);
  if (identity === undefined) throw refused(called, host, 'is no IP address');
  return identity;
}

/** What a client puts into its ClientHello (SNI; RFC 6066, 3): a DNS name without the dot at its end, and no address. */
export function sniOf(host: string, called = 'host'): string | undefined {
  const identity = identityOf(host, called);
  return identity?.kind === 'dns' ? identity.name : undefined;
}

/** A name in ASCII, international labels as A-labels (RFC 5890); undefined where there is none. */
export function asciiName(text: string): string | undefined {
  if (!NON_ASCII.test(text)) return text;
  if (URL_SYNTAX.test(text)) return undefined;
  try {
    // Every runtime has the mapping of UTS 46 in its URL parser.
    const { hostname } = new URL(`http://${text}/`);
    return hostname === '' || NON_ASCII.test(hostname) ? undefined : hostname;
  } catch {
    return undefined;
  }
}

function dnsName(name: string | undefined, host: string, called: string): string {
  if (name === undefined) throw refused(called, host, 'cannot be written in ASCII');
  if (name.startsWith('.')) throw refused(called, host, 'begins with a dot');
  // An address in other digits, or whatever else a parser of URLs takes for one.
  if (packAddress(name) !== undefined) throw refused(called, host, 'is no DNS name');
  const isName = name.split('.').every((label) => LABEL.test(label) && label.length <= MAX_LABEL);
  if (!isName || name.length > MAX_NAME) throw refused(called, host, 'is neither a DNS name nor an IP address');
  return name;
}

function refused(called: string, host: string, reason: string): RangeError {
  const shown = JSON.stringify(host.length > MAX_NAME ? `${host.slice(0, MAX_NAME)}…` : host);
  return Object.assign(new RangeError(`${called} ${reason}: ${shown}`), { code: 'ERR_INVALID_ARG_VALUE' });
}
