/** Certificates put together: the one place where their fields become bytes. */
import type { Bytes } from '../../common/bytes.js';
import {
  dumpCertificate,
  FILETYPE_ASN1,
  FILETYPE_PEM,
  loadCertificate,
  type PKey,
  type X509,
} from '../../crypto/index.js';
import { bytes as randomBytes } from '../../rand/index.js';
import { dottedOf } from '../der/oid.js';
import { time } from '../der/time.js';
import { hexOf } from '../der/values.js';
import { explicit, integer, sequence } from '../der/writer.js';
import { badValue } from '../error.js';
import { type ExtensionInput, type RawExtension, rawExtension, writeExtensions } from '../extensions/index.js';
import { after } from '../later.js';
import type { SigningKey } from './keys.js';
import { type Signer, signed } from './signature.js';
import type { Validity } from './validity.js';

/** A certificate that was issued; it is an issuer, too, if it is a CA's. */
export interface Issued<K extends SigningKey = PKey> {
  /** The certificate. */
  readonly certificate: X509;
  /** The subject's key: the one that was given, or was made. `crypto.dumpPrivatekey` writes it where it is a `PKey`. */
  readonly key: K;
  /** The certificate as PEM. */
  readonly pem: string;
  /** The certificate as DER. */
  readonly der: Bytes;
}

/** What a certificate is made of. */
export interface Parts {
  readonly serialNumber: bigint;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly validity: Validity;
  readonly publicKey: Uint8Array;
  readonly extensions: readonly RawExtension[];
}

/** RFC 5280, 4.1.2.2. */
const MAX_SERIAL = 1n << 159n;
const SERIAL_BYTES = 16;
/** 2 is version 3. */
const VERSION = 2;

/** Puts a certificate together and signs it: now, or when the signature is there. */
export function assemble<K extends SigningKey>(parts: Parts, key: K, signer: Signer): Issued<K> | Promise<Issued<K>> {
  const { notBefore, notAfter } = parts.validity;
  const content = sequence(
    explicit(0, integer(VERSION)),
    integer(parts.serialNumber),
    signer.algorithm,
    parts.issuer,
    sequence(time(notBefore, 'notBefore'), time(notAfter, 'notAfter')),
    parts.subject,
    parts.publicKey,
    parts.extensions.length === 0 ? undefined : explicit(3, writeExtensions(parts.extensions)),
  );
  return after(signed(content, signer), (der) => {
    // OpenSSL's word that this is a certificate.
    const certificate = loadCertificate(FILETYPE_ASN1, der);
    return { certificate, key, der, pem: new TextDecoder().decode(dumpCertificate(FILETYPE_PEM, certificate)) };
  });
}

/** The number that is given, or 128 bits of which the first is clear and all others random. */
export function serialNumberOf(input: bigint | number | undefined, isUnchecked: boolean): bigint {
  if (input === undefined) return randomSerial();
  if (typeof input !== 'bigint' && !Number.isSafeInteger(input))
    throw badValue('serialNumber must be a whole number, exact or a bigint');
  const number = BigInt(input);
  if (!isUnchecked && (number <= 0n || number >= MAX_SERIAL))
    throw badValue('serialNumber must be positive and fit into 20 bytes (RFC 5280, 4.1.2.2)');
  return number;
}

function randomSerial(): bigint {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  const number = BigInt(`0x${hexOf(bytes)}`);
  return number === 0n ? randomSerial() : number;
}

/** The usual extensions with those that are given: one of the same kind takes the place of the usual one. */
export function mergedExtensions(
  usual: readonly (ExtensionInput | undefined)[],
  given: readonly ExtensionInput[],
  omitted: readonly string[],
): RawExtension[] {
  const own = given.map(rawExtension);
  const taken = new Set([...own.map(({ oid }) => oid), ...omitted.map((name) => dottedOf(name, 'omit'))]);
  const rest = usual
    .filter((one) => one !== undefined)
    .map(rawExtension)
    .filter(({ oid }) => !taken.has(oid));
  return [...rest, ...own];
}
