/** Keys with their certificates and chains, out of what a file holds in any order. */
import { dumpCertificate, FILETYPE_ASN1, type X509 } from '../../crypto/index.js';
import { Der } from '../der/reader.js';
import { contextOf } from '../der/tags.js';
import { hexOf, sameBytes } from '../der/values.js';
import { PkiError } from '../error.js';
import type { ExtensionContent } from '../extensions/index.js';
import { type CertificateData, certificateData } from '../read/certificate.js';
import type { CertificateBag, Identity, KeyBag } from './types.js';

/** Longest chain: nobody has a longer one. */
const MAX_CHAIN = 16;

/** What decides who has issued a certificate: names as they are encoded, and the identifiers of keys. */
interface Names {
  readonly certificate: X509;
  readonly subject: string;
  readonly issuer: string;
  readonly keyId: string | undefined;
  readonly issuerKeyId: string | undefined;
}

/** Puts together what belongs together. */
export function identitiesOf(keys: readonly KeyBag[], certificates: readonly CertificateBag[]): Identity[] {
  if (keys.length === 0) return [];
  const bySubject = new Map<string, Names[]>();
  const all = certificates.map(({ certificate }) => namesOf(certificate));
  for (const names of all) bySubject.set(names.subject, [...(bySubject.get(names.subject) ?? []), names]);
  const publicKeys = new Map(certificates.map((bag) => [bag, publicKeyOf(bag.certificate)]));
  return keys.map((bag) => {
    const mine = certificates.filter((one) => publicKeys.get(one)?.equals(bag.key));
    const isNamed = ({ localKeyId }: CertificateBag) =>
      localKeyId !== null && bag.localKeyId !== null && sameBytes(localKeyId, bag.localKeyId);
    const own = mine.find(isNamed) ?? mine[0];
    return {
      ...{ key: bag.key, certificate: own?.certificate ?? null },
      chain: own === undefined ? [] : chainOf(all[certificates.indexOf(own)], bySubject),
      friendlyName: bag.friendlyName ?? own?.friendlyName ?? null,
    };
  });
}

function chainOf(first: Names | undefined, bySubject: ReadonlyMap<string, readonly Names[]>): X509[] {
  const chain: X509[] = [];
  const seen = new Set([first]);
  for (let last = first; last !== undefined && last.subject !== last.issuer && chain.length < MAX_CHAIN; ) {
    const { issuer, issuerKeyId } = last;
    const candidates: readonly Names[] = (bySubject.get(issuer) ?? []).filter((one) => !seen.has(one));
    const isOfKey = ({ keyId }: Names) => issuerKeyId === undefined || keyId === undefined || keyId === issuerKeyId;
    const next: Names | undefined = candidates.find(isOfKey);
    if (next !== undefined) chain.push(next.certificate);
    seen.add(next);
    last = next;
  }
  return chain;
}

function publicKeyOf(certificate: X509): ReturnType<X509['getPubkey']> | undefined {
  try {
    return certificate.getPubkey();
  } catch {
    // A key that OpenSSL does not know belongs to no private one that it has read.
    return undefined;
  }
}

function namesOf(certificate: X509): Names {
  const der = dumpCertificate(FILETYPE_ASN1, certificate);
  try {
    const value = Der.parse(der, 'a certificate');
    const fields = value.fields('a certificate').next().fields('a certificate');
    fields.optional(contextOf(0));
    fields.next();
    fields.next();
    const issuer = hexOf(fields.next().bytes);
    fields.next();
    const subject = hexOf(fields.next().bytes);
    const data = certificateData(value);
    const keyId = idOf(data, 'subjectKeyIdentifier');
    return { certificate, subject, issuer, keyId, issuerKeyId: idOf(data, 'authorityKeyIdentifier') };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    // OpenSSL reads it, and this does not: it stands by itself.
    return { certificate, subject: hexOf(der), issuer: '', keyId: undefined, issuerKeyId: undefined };
  }
}

function idOf(data: CertificateData, type: 'subjectKeyIdentifier' | 'authorityKeyIdentifier'): string | undefined {
  for (const { content } of data.extensions) {
    const found = content as ExtensionContent | undefined;
    if (found?.type === type && found.keyId !== undefined) return hexOf(found.keyId);
  }
  return undefined;
}
