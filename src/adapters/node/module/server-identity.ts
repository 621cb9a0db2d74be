/** Whom a certificate names, in the shape of node:tls. */
import type { PeerCertificate } from 'node:tls';
import { plainView } from '../../../common/bytes.js';
import { identityOf, type ReferenceIdentity } from '../../../common/host.js';
import { packAddress } from '../../../common/ip-address.js';
import { text } from '../../../common/options.js';
import { wrongType } from '../../../common/refusals.js';
import { crypto } from '../../../index.js';
import { altnameInvalid, namesHost } from '../../identity.js';
import { legacyCertificate } from '../peer.js';

/** What `getPeerCertificate()` gives, as far as it is looked at. */
export type IdentityCertificate = Partial<Pick<PeerCertificate, 'subject' | 'subjectaltname' | 'raw'>>;

/**
 * Checks that a certificate names a host, as `tls.checkServerIdentity` does. The common name alone names nobody (RFC 9525, 2),
 * and a wildcard stands for a whole label. Where the certificate's DER is there, in `raw`, OpenSSL judges it.
 * @param hostname - a DNS name or an IP address
 * @param cert - as `getPeerCertificate()` gives it, or a `crypto.X509`
 * @returns an error with `code`, `reason`, `host` and `cert`; undefined where it names the host
 * @throws {Error} `ERR_TLS_CERT_ALTNAME_FORMAT` when the alternative names cannot be read
 * @corresponds X509_check_host, X509_check_ip_asc
 */
export function checkServerIdentity(hostname: string, cert: IdentityCertificate | crypto.X509): Error | undefined {
  const host = text(hostname, 'hostname').replace(/\.$/, '');
  if (typeof cert !== 'object' || cert === null) throw wrongType('cert', 'a certificate', cert);
  const legacy: IdentityCertificate = cert instanceof crypto.X509 ? legacyCertificate(cert) : cert;
  const names = namesOf(legacy.subjectaltname ? text(legacy.subjectaltname, 'cert.subjectaltname') : undefined);
  const identity = readIdentity(host);
  if (identity !== undefined && isNamed(identity, host, legacy, names)) return undefined;
  return altnameInvalid(reasonOf(host, identity, legacy, names), host, cert);
}

interface Names {
  readonly dns: readonly string[];
  readonly ips: readonly string[];
}

function readIdentity(host: string): ReferenceIdentity | undefined {
  try {
    return identityOf(host);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isNamed(identity: ReferenceIdentity, host: string, { raw }: IdentityCertificate, names: Names): boolean {
  const der = plainView(raw);
  if (der !== undefined) {
    using certificate = crypto.X509.fromCryptography({ raw: der });
    return namesHost(certificate, host);
  }
  if (identity.kind === 'ip') return names.ips.some((ip) => packAddress(ip) === identity.text);
  return names.dns.some((pattern) => matches(identity.name.toLowerCase(), pattern));
}

/** A wildcard stands for the whole of the first label, of three at least (RFC 9525, 6.3). */
function matches(name: string, its: string): boolean {
  const pattern = its.replace(/\.$/, '').toLowerCase();
  if (!pattern.startsWith('*.')) return /^[\x21-\x7e]+$/.test(pattern) && pattern === name;
  const rest = pattern.slice(1);
  const isPlain = !rest.includes('*') && rest.slice(1).split('.').length >= 2 && !rest.includes('..');
  return isPlain && name.indexOf('.') === name.length - rest.length && name.endsWith(rest) && name.length > rest.length;
}

function reasonOf(
  host: string,
  identity: ReferenceIdentity | undefined,
  { subjectaltname }: IdentityCertificate,
  { dns, ips }: Names,
): string {
  if (identity?.kind === 'ip') return `IP: ${host} is not in the cert's list: ${ips.map(spelled).join(', ')}`;
  if (dns.length === 0) return 'Cert does not contain a DNS name';
  return `Host: ${host}. is not in the cert's altnames: ${subjectaltname}`;
}

/** An address in the short spelling (RFC 5952), as a URL has it. */
function spelled(ip: string): string {
  if (packAddress(ip) === undefined || !ip.includes(':')) return ip;
  return new URL(`http://[${ip}]/`).hostname.slice(1, -1);
}

/** Reads Node's text of alternative names, in which a name with a comma or a quote is written as JSON. */
function namesOf(list: string | undefined): Names {
  const entries = [...splitNames(list ?? '')];
  const of = (prefix: string) =>
    entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
  return { dns: of('DNS:'), ips: of('IP Address:') };
}

const PIECE = /^(?:[^"]|"(?:[^"\\]|\\.)*")+?(?:, |$)/;
const QUOTED = /"(?:[^"\\]|\\.)*"/g;

function* splitNames(list: string): Generator<string> {
  for (let rest = list; rest !== ''; ) {
    const [piece] = PIECE.exec(rest) ?? [''];
    if (piece === '') throw unreadable();
    rest = rest.slice(piece.length);
    yield piece.replace(/, $/, '').replace(QUOTED, unquoted);
  }
}

function unquoted(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw unreadable();
  }
}

function unreadable(): Error {
  const error = new Error('the alternative names of the certificate cannot be read');
  return Object.assign(error, { code: 'ERR_TLS_CERT_ALTNAME_FORMAT' });
}
