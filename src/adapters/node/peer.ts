/** What node:tls says of a session and of the peer, in its shapes. */
import { X509Certificate } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';
import { crypto, type SSL } from '../../index.js';

/** The name, the standard's name and the version of the cipher in use. */
export interface CipherInfo {
  /** OpenSSL's name, such as `TLS_AES_256_GCM_SHA384`. */
  readonly name: string;
  /** The name of its RFC, such as `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`. */
  readonly standardName: string;
  /** The version of TLS in which it was defined. */
  readonly version: string;
}

const der = (cert: crypto.X509): Buffer => Buffer.from(crypto.dumpCertificate(crypto.FILETYPE_ASN1, cert));

/** A certificate as Node's own object. */
export function platformCertificate(cert: crypto.X509 | null): X509Certificate | undefined {
  return cert === null ? undefined : new X509Certificate(der(cert));
}

/** A certificate in the shape of `getPeerCertificate()`; an empty object for none. */
export function legacyCertificate(cert: crypto.X509 | null): PeerCertificate | Record<string, never> {
  const certificate = platformCertificate(cert);
  if (certificate === undefined) return {};
  if (typeof certificate.toLegacyObject === 'function') return certificate.toLegacyObject() as PeerCertificate;
  const { subject, issuer, subjectAltName, fingerprint, fingerprint256, serialNumber, raw } = certificate;
  const { validFrom, validTo } = certificate;
  return {
    subject: fieldsOf(subject),
    issuer: fieldsOf(issuer),
    subjectaltname: subjectAltName,
    valid_from: validFrom,
    valid_to: validTo,
    fingerprint,
    fingerprint256,
    serialNumber,
    raw,
  } as unknown as PeerCertificate;
}

/** `CN=a\nO=b` as an object. */
function fieldsOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split('\n').map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]));
}

/** The peer's chain, each with its issuer in `issuerCertificate`: a root is its own, and what lies above may be unknown. */
export function legacyChain(chain: readonly crypto.X509[] | null): PeerCertificate | Record<string, never> {
  const certificates = chain ?? [];
  const objects = certificates.map((cert) => legacyCertificate(cert) as PeerCertificate);
  certificates.forEach((cert, index) => {
    const issuer = objects[index + 1] ?? (isItsOwnIssuer(cert) ? objects[index] : undefined);
    if (issuer !== undefined) Object.assign(objects[index] ?? {}, { issuerCertificate: issuer });
  });
  return objects[0] ?? {};
}

function isItsOwnIssuer(cert: crypto.X509): boolean {
  return Buffer.from(cert.getSubject().der()).equals(cert.getIssuer().der());
}

/** The cipher in use. */
export function cipherOf(connection: SSL.Connection): CipherInfo | undefined {
  const name = connection.getCipherName();
  if (name === null) return undefined;
  return {
    name,
    standardName: connection.getCipherStandardName() ?? name,
    version: connection.getCipherVersion() ?? '',
  };
}

/** The key exchange, as node:tls tells it. */
export interface EphemeralKeyInfo {
  /**
   * `DH` over a finite field, `ECDH` over a curve, `TLSGroup` for a key encapsulation, alone or beside a curve's; undefined where
   * no keys were made for this handshake, as with a pre-shared key or RSA alone in TLS 1.2.
   */
  readonly type: 'DH' | 'ECDH' | 'TLSGroup' | undefined;
  /** The group, such as `prime256v1` or `X25519MLKEM768`; none for `DH`. */
  readonly name?: string | undefined;
  /** The size of the key in bits; undefined for a key encapsulation. */
  readonly size: number | undefined;
}

/** The key that the peer has made for this handshake; an empty object before it, and where a session of TLS 1.2 was resumed. */
export function ephemeralKeyOf(connection: SSL.Connection): EphemeralKeyInfo | Record<string, never> {
  if (!connection.isHandshakeDone) return {};
  const key = connection.getPeerTemporaryKey();
  if (key === null) return connection.sessionReused() ? {} : { type: undefined, name: undefined, size: undefined };
  const { type, name, size } = key;
  if (type === 'DH') return { type, name: undefined, size };
  return type === 'ECDH' ? { type, name, size } : { type: 'TLSGroup', name, size: undefined };
}

/** The first of a chain as Node's own object, with each one's issuer in `issuerCertificate`. */
export function platformChain(chain: readonly crypto.X509[]): X509Certificate | undefined {
  const [first, ...issuers] = chain.map((cert) => new X509Certificate(der(cert)));
  let subject = first;
  for (const issuer of issuers) {
    // Node's own is a getter of the prototype, which knows nothing of a chain of ours.
    if (subject !== undefined)
      Object.defineProperty(subject, 'issuerCertificate', { value: issuer, configurable: true });
    subject = issuer;
  }
  return first;
}
