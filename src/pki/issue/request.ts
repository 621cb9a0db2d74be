/** Certificate requests. */
import type { Bytes } from '../../common/bytes.js';
import { declareOptions, listOf, only, type Rules } from '../../common/options.js';
import {
  dumpCertificateRequest,
  FILETYPE_ASN1,
  FILETYPE_PEM,
  type KeyOptions,
  loadCertificateRequest,
  type PKey,
  type X509Req,
} from '../../crypto/index.js';
import { contextOf } from '../der/tags.js';
import { integer, sequence, setOf } from '../der/writer.js';
import { writeExtensions } from '../extensions/index.js';
import { after } from '../later.js';
import { EXTENSION_REQUESTS, type RequestAttributeInput, rawAttribute, writeAttribute } from '../model/attributes.js';
import { writeName } from '../model/name.js';
import { mergedExtensions } from './assemble.js';
import {
  type KeyInput,
  type KeyOf,
  type PlainKey,
  publicKeyDer,
  type Signed,
  type SigningKey,
  subjectKey,
} from './keys.js';
import { generalNames, type SubjectNameInput } from './names.js';
import { COMMON_RULES, type CommonOptions } from './options.js';
import { signed, signerOf } from './signature.js';

/** What a request can be told. */
export interface RequestOptions<S extends KeyInput = PlainKey | KeyOptions>
  extends Pick<CommonOptions<S>, 'subject' | 'key' | 'passphrase' | 'extensions' | 'signature' | 'unchecked'> {
  /** Whom the certificate shall name: hosts as text, or names of any kind. */
  readonly names?: readonly SubjectNameInput[];
  /** Further attributes, such as `{ type: 'challengePassword', value: '…' }`. */
  readonly attributes?: readonly RequestAttributeInput[];
}

/** A request that was made. */
export interface CreatedRequest<K extends SigningKey = PKey> {
  /** The request. */
  readonly request: X509Req;
  /** Its key: the one that was given, or was made. `crypto.dumpPrivatekey` writes it where it is a `PKey`. */
  readonly key: K;
  /** The request as PEM. */
  readonly pem: string;
  /** The request as DER. */
  readonly der: Bytes;
}

const RULES: Rules<RequestOptions<KeyInput>> = {
  ...only(COMMON_RULES, 'subject', 'key', 'passphrase', 'extensions', 'signature', 'unchecked'),
  names: listOf<SubjectNameInput>((value) => value as SubjectNameInput),
  attributes: listOf<RequestAttributeInput>((value) => value as RequestAttributeInput),
};
const read = declareOptions<RequestOptions<KeyInput>>(RULES);

/** The one version there is (RFC 2986, 4.1). */
const VERSION = 0;

/**
 * Makes a certificate request (PKCS #10, RFC 2986), signed by the key that it is about.
 * @throws {PkiError} when it cannot be made, or nobody should take it
 */
export function createRequest(options?: RequestOptions): CreatedRequest;
/** Makes a request for a key that is elsewhere: at once, or a promise of it, as its signer answers. */
export function createRequest<S extends KeyInput>(options: RequestOptions<S>): Signed<S, CreatedRequest<KeyOf<S>>>;
export function createRequest(
  options?: RequestOptions<KeyInput>,
): CreatedRequest<SigningKey> | Promise<CreatedRequest<SigningKey>> {
  const { unchecked: isUnchecked = false, ...given } = read(options);
  const names = generalNames(given.names ?? [], isUnchecked);
  const name = writeName(given.subject ?? [], 'the subject');
  const pair = subjectKey(given.key, given.passphrase, isUnchecked);
  const wanted = mergedExtensions(
    [names.length === 0 ? undefined : { type: 'subjectAltName', names }],
    given.extensions ?? [],
    [],
  );
  const attributes = (given.attributes ?? []).map((attribute) => writeAttribute(attribute, 'an attribute'));
  if (wanted.length > 0) attributes.push(rawAttribute(EXTENSION_REQUESTS[0], [writeExtensions(wanted)]));
  const signer = signerOf(pair, given.signature, isUnchecked);
  const content = sequence(integer(VERSION), name, publicKeyDer(pair), setOf(attributes, contextOf(0)));
  return after(signed(content, signer), (der) => {
    const request = loadCertificateRequest(FILETYPE_ASN1, der);
    return { request, key: pair, der, pem: new TextDecoder().decode(dumpCertificateRequest(FILETYPE_PEM, request)) };
  });
}
