/** Signed data put together (RFC 5652, 5.1): the one place where its fields become bytes. */
import type { Bytes } from '../../../common/bytes.js';
import { isThenable } from '../../../common/later.js';
import type { CRL, X509 } from '../../../crypto/index.js';
import { CRL as CrlClass, X509 as X509Class } from '../../../crypto/internal.js';
import { oid } from '../../der/oid.js';
import { contextOf, SET } from '../../der/tags.js';
import { compareBytes, explicit, integer, octets, sequence, setOf, tlv } from '../../der/writer.js';
import { after } from '../../later.js';
import { CERTIFICATE_FORMS } from '../../read/certificate.js';
import { CRL_FORMS } from '../../read/crl.js';
import { type Encoded, loadForm } from '../../read/input.js';
import { TYPES } from '../message.js';

/** What a SignedData is made of. */
export interface Assembly {
  readonly version: number;
  /** AlgorithmIdentifiers of the digests. */
  readonly digestAlgorithms: readonly Uint8Array[];
  readonly contentType: string;
  /** The content; undefined where it travels beside. */
  readonly content: Uint8Array | undefined;
  /** Certificates in the order that they are to be in. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** The signers' DER. */
  readonly signers: readonly Uint8Array[];
}

/** The DER of a SignedData. The order of certificates is kept, as programs that bundle chains expect it. */
export function signedData(parts: Assembly): Bytes {
  const { version, digestAlgorithms, contentType, content, certificates, crls, signers } = parts;
  return sequence(
    integer(version),
    setOf(distinct(digestAlgorithms)),
    sequence(oid(contentType), content === undefined ? undefined : explicit(0, octets(content))),
    ...listsOf(certificates, crls),
    setOf(signers, SET),
  );
}

/** The fields of certificates and lists, each left out where it is empty. */
export const listsOf = (certificates: readonly Uint8Array[], crls: readonly Uint8Array[]): (Bytes | undefined)[] => [
  certificates.length === 0 ? undefined : tlv(contextOf(0), ...distinct(certificates)),
  crls.length === 0 ? undefined : tlv(contextOf(1), ...distinct(crls)),
];

/** RFC 5652, 5.1. */
export function versionOf(contentType: string, signerVersions: readonly number[]): number {
  return contentType !== TYPES.data || signerVersions.some((version) => version > 1) ? 3 : 1;
}

/** The DER of certificates in any form. */
export const certificateDers = (inputs: readonly (X509 | Encoded)[]): Bytes[] =>
  inputs.map((one) => loadForm(one, X509Class, CERTIFICATE_FORMS).der.bytes.slice());

/** The DER of lists in any form. */
export const crlDers = (inputs: readonly (CRL | Encoded)[]): Bytes[] =>
  inputs.map((one) => loadForm(one, CrlClass, CRL_FORMS).der.bytes.slice());

/** Each once, in the order of their first. */
export function distinct(list: readonly Uint8Array[]): Uint8Array[] {
  const sorted = list.map((bytes, index) => ({ bytes, index }));
  sorted.sort((a, b) => compareBytes(a.bytes, b.bytes) || a.index - b.index);
  const first = sorted.filter(({ bytes }, place) => {
    const before = sorted[place - 1];
    return before === undefined || compareBytes(before.bytes, bytes) !== 0;
  });
  return first.sort((a, b) => a.index - b.index).map(({ bytes }) => bytes);
}

/** Goes on with all values: now, or when the last of the promises among them answers. */
export function afterAll<T, R>(values: readonly (T | Promise<T>)[], next: (values: readonly T[]) => R): R | Promise<R> {
  const isLater = values.some(isThenable);
  return after<readonly T[], R>(isLater ? Promise.all(values) : (values as readonly T[]), next);
}
