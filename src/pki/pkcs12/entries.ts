/** What is put into a PKCS #12 file, as bags. */
import { binaryArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import { CRL, dumpCertificate, dumpCrl, FILETYPE_ASN1, type PKey, type X509 } from '../../crypto/index.js';
import { HANDLE } from '../../ffi/index.js';
import { dottedOf, oid } from '../der/oid.js';
import { explicit, integer, octets, sequence } from '../der/writer.js';
import { badValue } from '../error.js';
import { certificateOf, keyOf } from '../keys/public-key.js';
import type { KeySource } from '../keys/read.js';
import type { RequestAttributeInput } from '../model/attributes.js';
import { native } from '../native.js';
import { CRL_FORMS } from '../read/crl.js';
import { type Encoded, loadForm } from '../read/input.js';
import { writeBagAttributes } from './bag-attributes.js';
import * as oids from './oids.js';

/** What every entry may be called. */
export interface EntryNames {
  /** What people call it; Java's alias. */
  readonly friendlyName?: string;
  /** What ties a key to its certificate: SHA-1 over the certificate by default, where both are given. */
  readonly localKeyId?: Uint8Array;
  /** Further attributes of the bag. */
  readonly attributes?: readonly RequestAttributeInput[];
}

/** A private key, with its certificate and those of the issuers, where there are any. */
export interface KeyEntry extends EntryNames {
  /** What this is of. */
  readonly type: 'key';
  /** The key: any form that `readKey` takes, unencrypted. */
  readonly key: KeySource;
  /** Its certificate. */
  readonly certificate?: X509 | Encoded;
  /** The issuers. */
  readonly chain?: readonly (X509 | Encoded)[];
}

/** A certificate by itself. */
export interface CertificateEntry extends EntryNames {
  /** What this is of. */
  readonly type: 'certificate';
  /** The certificate. */
  readonly certificate: X509 | Encoded;
  /** What Java shall trust it for, by names or dotted numbers: `['anyExtendedKeyUsage']` makes an entry of a store of roots. */
  readonly trustedFor?: readonly string[];
}

/** A list of revoked certificates. */
export interface CrlEntry extends EntryNames {
  /** What this is of. */
  readonly type: 'crl';
  /** The list. */
  readonly crl: CRL | Encoded;
}

/** A secret. */
export interface SecretEntry extends EntryNames {
  /** What this is of. */
  readonly type: 'secret';
  /** The secret. */
  readonly secret: Uint8Array;
  /** The algorithm of a symmetric key, as Java has them: `AES` by default, or dotted numbers. */
  readonly algorithm?: string;
  /** What kind of secret it is, in dotted numbers; of one that is said, the secret stands open in its bag. Java's by default. */
  readonly secretType?: string;
}

/** What can be in a file. */
export type Pkcs12Entry = KeyEntry | CertificateEntry | CrlEntry | SecretEntry;

/** Encrypts. */
export type Seal = (content: Uint8Array) => { readonly algorithm: Uint8Array; readonly closed: Uint8Array };

/** The bags of certificates and lists, and those of what is secret. */
export interface WrittenBags {
  readonly open: Uint8Array[];
  readonly secret: Uint8Array[];
}

/** The bags of entries, in their order. */
export function writtenBags(entries: readonly Pkcs12Entry[], seal: Seal | undefined, unchecked: boolean): WrittenBags {
  const bags: WrittenBags = { open: [], secret: [] };
  try {
    for (const entry of entries) write(entry, bags, seal, unchecked);
    return bags;
  } catch (error) {
    wipeBags(bags.secret);
    throw error;
  }
}

/** Wipes bags that may hold open keys. */
export function wipeBags(bags: readonly Uint8Array[]): void {
  for (const bag of bags) bag.fill(0);
}

function write(entry: Pkcs12Entry, bags: WrittenBags, seal: Seal | undefined, unchecked: boolean): void {
  if (typeof entry !== 'object' || entry === null) throw wrongType('an entry', 'an object', entry);
  switch (entry.type) {
    case 'key':
      writeKeyEntry(entry, bags, seal, unchecked);
      return;
    case 'certificate':
      bags.open.push(certificateBag(certificateOf(entry.certificate), names(entry), purposesOf(entry)));
      return;
    case 'crl': {
      const { object } = loadForm(entry.crl, CRL, CRL_FORMS);
      const value = sequence(oid(oids.X509_CRL), explicit(0, octets(dumpCrl(FILETYPE_ASN1, object))));
      bags.open.push(bag(oids.CRL_BAG, value, names(entry)));
      return;
    }
    case 'secret':
      bags.secret.push(secretBag(entry, seal));
      return;
    default:
      throw badValue('an entry must be of the type key, certificate, crl or secret');
  }
}

function writeKeyEntry(entry: KeyEntry, bags: WrittenBags, seal: Seal | undefined, unchecked: boolean): void {
  const key = keyOf(entry.key);
  if (!key.isPrivate) throw badValue('the key of an entry has only its public half');
  const certificate = entry.certificate === undefined ? undefined : certificateOf(entry.certificate);
  if (certificate !== undefined && !unchecked) demandPair(key, certificate);
  const own = names(entry);
  const localKeyId = own.localKeyId ?? (certificate === undefined ? undefined : fingerprint(certificate));
  const named = { ...own, localKeyId };
  const info = native.der_write_pkcs8(key[HANDLE]);
  try {
    bags.secret.push(
      seal === undefined ? bag(oids.KEY_BAG, info, named) : bag(oids.SHROUDED_KEY_BAG, shrouded(info, seal), named),
    );
  } finally {
    info.fill(0);
  }
  if (certificate !== undefined)
    bags.open.push(certificateBag(certificate, { ...named, attributes: undefined }, undefined));
  if (entry.chain !== undefined && !Array.isArray(entry.chain)) throw wrongType('chain', 'a list', entry.chain);
  for (const issuer of entry.chain ?? []) bags.open.push(certificateBag(certificateOf(issuer), {}, undefined));
}

function demandPair(key: PKey, certificate: X509): void {
  using own = certificate.getPubkey();
  if (!own.equals(key)) throw badValue('the key is not the one of its certificate');
}

const fingerprint = (certificate: X509): Bytes =>
  native.digest_bytes('sha1', dumpCertificate(FILETYPE_ASN1, certificate));

/** What an entry is called, with what JavaScript may have for nothing left out. */
function names({ friendlyName, localKeyId, attributes }: EntryNames): Named {
  return {
    friendlyName: friendlyName ?? undefined,
    localKeyId: localKeyId == null ? undefined : binaryArgument(localKeyId, 'localKeyId').slice(),
    attributes: attributes == null ? undefined : listed(attributes),
  };
}

interface Named {
  readonly friendlyName?: string | undefined;
  readonly localKeyId?: Uint8Array | undefined;
  readonly attributes?: readonly RequestAttributeInput[] | undefined;
}

function listed<T>(value: readonly T[]): readonly T[] {
  if (!Array.isArray(value)) throw wrongType('attributes', 'a list', value);
  return Array.from(value);
}

function purposesOf({ trustedFor }: CertificateEntry): string[] | undefined {
  if (trustedFor === undefined || trustedFor === null) return undefined;
  if (!Array.isArray(trustedFor) || trustedFor.length === 0)
    throw wrongType('trustedFor', 'a list of purposes', trustedFor);
  return trustedFor.map((purpose) => dottedOf(purpose, 'trustedFor'));
}

const bag = (type: string, value: Uint8Array, named: Named, purposes?: readonly string[]): Bytes =>
  sequence(oid(type), explicit(0, value), writeBagAttributes(named, purposes));

function certificateBag(certificate: X509, named: Named, purposes: readonly string[] | undefined): Bytes {
  const der = dumpCertificate(FILETYPE_ASN1, certificate);
  return bag(oids.CERTIFICATE_BAG, sequence(oid(oids.X509_CERTIFICATE), explicit(0, octets(der))), named, purposes);
}

/** An EncryptedPrivateKeyInfo (RFC 5958, 3). */
function shrouded(info: Uint8Array, seal: Seal): Bytes {
  const { algorithm, closed } = seal(info);
  return sequence(algorithm, octets(closed));
}

function secretBag(entry: SecretEntry, seal: Seal | undefined): Bytes {
  const secret = binaryArgument(entry.secret, 'secret');
  if (entry.secretType !== undefined && entry.secretType !== null) {
    const value = sequence(oid(dottedOf(entry.secretType, 'secretType')), explicit(0, octets(secret)));
    return bag(oids.SECRET_BAG, value, names(entry));
  }
  if (seal === undefined)
    throw badValue("a secret of Java's is always encrypted: it needs a password, or a secretType");
  const { algorithm = 'AES' } = entry;
  const dotted = algorithm === 'AES' ? oids.AES : dottedOf(algorithm, 'algorithm');
  const info = sequence(integer(0), sequence(oid(dotted)), octets(secret));
  try {
    const value = sequence(oid(oids.SHROUDED_KEY_BAG), explicit(0, octets(shrouded(info, seal))));
    return bag(oids.SECRET_BAG, value, names(entry));
  } finally {
    info.fill(0);
  }
}
