/** Certificate requests as data. */
import type { Bytes } from '../../common/bytes.js';
import {
  dumpCertificateRequest,
  FILETYPE_ASN1,
  FILETYPE_PEM,
  loadCertificateRequest,
  X509Req,
} from '../../crypto/index.js';
import type { Der } from '../der/reader.js';
import { contextOf } from '../der/tags.js';
import { readSmall } from '../der/values.js';
import { type Extension, readExtensions } from '../extensions/index.js';
import { attributeData, EXTENSION_REQUESTS, type RequestAttribute, readAttributes } from '../model/attributes.js';
import type { GeneralName } from '../model/general-name.js';
import { type Name, readName } from '../model/name.js';
import { type Algorithm, type PublicKeyData, readPublicKey, readSigned } from './algorithm.js';
import { alternativeNamesOf } from './certificate.js';
import { type Encoded, type Forms, loadForm } from './input.js';

/** What a request says (RFC 2986, 4), as plain data. */
export interface RequestData {
  /** What this is of. */
  readonly kind: 'request';
  /** 1, the only one there is. */
  readonly version: number;
  /** Whose it is to be. */
  readonly subject: Name;
  /** The subject's key. */
  readonly publicKey: PublicKeyData;
  /** All attributes but the extensions, in their order: `challengePassword`, `unstructuredName`, those of SCEP and others. */
  readonly attributes: readonly RequestAttribute[];
  /** The extensions that are asked for. */
  readonly extensions: readonly Extension[];
  /** The names of the extension `subjectAltName` that is asked for. */
  readonly subjectAltName: readonly GeneralName[];
  /** How it is signed. */
  readonly signatureAlgorithm: Algorithm;
  /** The signature. */
  readonly signature: Bytes;
  /** What is signed. */
  readonly signed: Bytes;
  /** The DER of it all. */
  readonly der: Bytes;
}

const WHAT = 'a certificate request';

/** @internal How requests are loaded. */
export const REQUEST_FORMS: Forms<X509Req> = {
  what: WHAT,
  load: (isPem, bytes) => loadCertificateRequest(isPem ? FILETYPE_PEM : FILETYPE_ASN1, bytes),
  dump: (object) => dumpCertificateRequest(FILETYPE_ASN1, object),
};

/**
 * Reads a certificate request.
 * @param input - an object of `crypto`, PEM (the first of the text), or strict DER
 * @throws {PkiError} when it is no DER, such as with a length that lies
 * @throws {crypto.Error} when OpenSSL does not take it for a request
 */
export function readRequest(input: X509Req | Encoded): RequestData {
  return requestData(loadForm(input, X509Req, REQUEST_FORMS).der);
}

/** @internal */
export function requestData(der: Der): RequestData {
  const { signed, signatureAlgorithm, signature } = readSigned(der, WHAT);
  const fields = signed.fields(WHAT);
  const version = readSmall(fields.next(), WHAT) + 1;
  const subject = readName(fields.next(), 'the subject');
  const publicKey = readPublicKey(fields.next(), 'the public key');
  // Some leave the attributes out, though RFC 2986 asks for an empty set.
  const list = fields.optional(contextOf(0));
  fields.end();
  const all = list === undefined ? [] : readAttributes(list, 'an attribute');
  const isExtensions = (dotted: string) => (EXTENSION_REQUESTS as readonly string[]).includes(dotted);
  const extensions = all
    .filter(({ oid }) => isExtensions(oid))
    .flatMap(({ values }) => values.flatMap((value) => readExtensions(value, 'an extension')));
  return {
    kind: 'request',
    ...{ version, subject, publicKey },
    attributes: all.filter(({ oid }) => !isExtensions(oid)).map(attributeData),
    extensions,
    subjectAltName: alternativeNamesOf(extensions),
    ...{ signatureAlgorithm, signature, signed: signed.bytes.slice(), der: der.bytes.slice() },
  };
}
