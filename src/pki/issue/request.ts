/** Certificate requests. */
import { declareOptions, listOf, type Rules } from '../../common/options.js';
import {
  dumpCertificateRequest,
  FILETYPE_ASN1,
  FILETYPE_PEM,
  loadCertificateRequest,
  type PKey,
  type X509Req,
} from '../../crypto/index.js';
import { contextOf } from '../der/tags.js';
import { integer, sequence, setOf } from '../der/writer.js';
import { writeExtensions } from '../extensions/index.js';
import { EXTENSION_REQUESTS, type RequestAttributeInput, rawAttribute, writeAttribute } from '../model/attributes.js';
import { writeName } from '../model/name.js';
import { mergedExtensions } from './assemble.js';
import { publicKeyDer, subjectKey } from './keys.js';
import { generalNames, type SubjectNameInput } from './names.js';
import { COMMON_RULES, type CommonOptions } from './options.js';
import { signed, signerOf } from './signature.js';

/** What a request can be told. */
export interface RequestOptions
  extends Pick<CommonOptions, 'subject' | 'key' | 'extensions' | 'signature' | 'unchecked'> {
  /** Whom the certificate shall name: hosts as text, or names of any kind. */
  readonly names?: readonly SubjectNameInput[];
  /** Further attributes, such as `{ type: 'challengePassword', value: '…' }`. */
  readonly attributes?: readonly RequestAttributeInput[];
}

/** A request that was made. */
export interface CreatedRequest {
  /** The request. */
  readonly request: X509Req;
  /** Its key: the one that was given, or was made. `crypto.dumpPrivatekey` writes it. */
  readonly key: PKey;
  /** The request as PEM. */
  readonly pem: string;
  /** The request as DER. */
  readonly der: Uint8Array;
}

const { subject, key, extensions, signature, unchecked } = COMMON_RULES;
const RULES: Rules<RequestOptions> = {
  ...{ subject, key, extensions, signature, unchecked },
  names: listOf<SubjectNameInput>((value) => value as SubjectNameInput),
  attributes: listOf<RequestAttributeInput>((value) => value as RequestAttributeInput),
};
const read = declareOptions<RequestOptions>(RULES);

/** The one version there is (RFC 2986, 4.1). */
const VERSION = 0;

/**
 * Makes a certificate request (PKCS #10, RFC 2986), signed by the key that it is about.
 * @throws {PkiError} when it cannot be made, or nobody should take it
 */
export function createRequest(options?: RequestOptions): CreatedRequest {
  const { unchecked: isUnchecked = false, ...given } = read(options);
  const names = generalNames(given.names ?? [], isUnchecked);
  const name = writeName(given.subject ?? [], 'the subject');
  const pair = subjectKey(given.key, isUnchecked);
  const wanted = mergedExtensions(
    [names.length === 0 ? undefined : { type: 'subjectAltName', names }],
    given.extensions ?? [],
    [],
  );
  const attributes = (given.attributes ?? []).map((attribute) => writeAttribute(attribute, 'an attribute'));
  if (wanted.length > 0) attributes.push(rawAttribute(EXTENSION_REQUESTS[0], [writeExtensions(wanted)]));
  const signer = signerOf(pair, given.signature, isUnchecked);
  const content = sequence(integer(VERSION), name, publicKeyDer(pair), setOf(attributes, contextOf(0)));
  const der = signed(content, signer);
  const request = loadCertificateRequest(FILETYPE_ASN1, der);
  return { request, key: pair, der, pem: new TextDecoder().decode(dumpCertificateRequest(FILETYPE_PEM, request)) };
}
