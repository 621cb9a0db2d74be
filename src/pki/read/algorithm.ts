/** What stands in certificates, requests and lists alike: algorithms and keys. */
import type { Bytes } from '../../common/bytes.js';
import { longName, readOid } from '../der/oid.js';
import type { Der } from '../der/reader.js';
import { readBits } from '../der/values.js';

/** An AlgorithmIdentifier (RFC 5280, 4.1.1.2). */
export interface Algorithm {
  /** Dotted numbers. */
  readonly oid: string;
  /** OpenSSL's long name, such as `ecdsa-with-SHA256`; the dotted numbers, where it has none. */
  readonly name: string;
  /** The DER of its parameters; left out where there are none. */
  readonly parameters?: Bytes;
}

/** A public key as it is encoded. */
export interface PublicKeyData {
  /** The kind of key. */
  readonly algorithm: Algorithm;
  /** The key itself, without what kind it is. */
  readonly key: Bytes;
  /** The DER of the SubjectPublicKeyInfo: what a pin is of, and `crypto.loadPublickey` reads. */
  readonly der: Bytes;
}

/** Reads an AlgorithmIdentifier. */
export function readAlgorithm(value: Der, what: string): Algorithm {
  const fields = value.fields(what);
  const dotted = readOid(fields.next(), what);
  const [parameters] = fields.rest();
  const named = { oid: dotted, name: longName(dotted) };
  return parameters === undefined ? named : { ...named, parameters: parameters.bytes.slice() };
}

/** Reads a SubjectPublicKeyInfo. */
export function readPublicKey(value: Der, what: string): PublicKeyData {
  const fields = value.fields(what);
  const algorithm = readAlgorithm(fields.next(), what);
  const { bytes } = readBits(fields.next(), what);
  fields.end();
  return { algorithm, key: bytes, der: value.bytes.slice() };
}

/** The three parts that each signed structure has (RFC 5280, 4.1.1): what is signed, how, and the signature. */
export interface SignedParts {
  /** What is signed. */
  readonly signed: Der;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Bytes;
}

/** Reads the outer of a certificate, a request or a list. */
export function readSigned(value: Der, what: string): SignedParts {
  const fields = value.fields(what);
  const signed = fields.next();
  const signatureAlgorithm = readAlgorithm(fields.next(), what);
  const { bytes: signature } = readBits(fields.next(), what);
  fields.end();
  return { signed, signatureAlgorithm, signature };
}
