/** Requests to responders, made. */
import { binaryArgument } from '../../../common/arguments.js';
import type { Bytes } from '../../../common/bytes.js';
import { boolean, declareOptions, listOf, type Rule, text } from '../../../common/options.js';
import type { X509 } from '../../../crypto/index.js';
import { bytes as randomBytes } from '../../../rand/index.js';
import { bits, explicit, sequence, sequenceOf } from '../../der/writer.js';
import { badValue } from '../../error.js';
import { type ExtensionInput, rawExtension, writeExtensions } from '../../extensions/index.js';
import { type Issuer, knownIssuer } from '../../issue/issuer.js';
import type { PlainKey, Signed, SigningKeyInput } from '../../issue/keys.js';
import { type SignatureOptions, type Signer, signerOf } from '../../issue/signature.js';
import { after } from '../../later.js';
import { type GeneralNameInput, writeGeneralName } from '../../model/general-name.js';
import type { Encoded } from '../../read/input.js';
import { certIdOf, type IssuedCertificate, knownCertificate } from '../id.js';
import { ocspPem } from '../input.js';
import { REQUEST_LABEL } from '../read/request.js';

/** What a request can be told. */
export interface OcspRequestOptions<K extends SigningKeyInput = PlainKey> {
  /** The certificates to ask about, each with that of its issuer. */
  readonly certificates: readonly IssuedCertificate[];
  /** The digest that names the issuer; `sha1` by default, which is the one that every responder knows. */
  readonly hash?: string;
  /** Whether a nonce of 32 bytes ties the answer to it, or the nonce itself; true by default. Many responders answer without. */
  readonly nonce?: boolean | Uint8Array;
  /** Who asks; where it is signed, by default the subject of the signer. */
  readonly requestorName?: GeneralNameInput;
  /** Who signs it, where the responder demands that. */
  readonly signer?: Issuer<K>;
  /** Certificates that lead from the signer to what the responder trusts. */
  readonly chain?: readonly (X509 | Encoded)[];
  /** Further extensions. */
  readonly extensions?: readonly ExtensionInput[];
  /** How it is signed. */
  readonly signature?: SignatureOptions;
  /** Whether to ask about a certificate that is not of its issuer, too, and to sign by a broken digest. False by default. */
  readonly unchecked?: boolean;
}

/** A request that was made. */
export interface CreatedOcspRequest {
  /** The request as DER: what is sent, with the type `application/ocsp-request`. */
  readonly der: Bytes;
  /** The request as PEM. */
  readonly pem: string;
  /** Its nonce; null where it has none. */
  readonly nonce: Bytes | null;
}

const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;
const NONCE_BYTES = 32;
const DEFAULT_HASH = 'sha1';

const read = declareOptions<OcspRequestOptions<SigningKeyInput>>({
  certificates: listOf<IssuedCertificate>((value, name) => {
    if (typeof value !== 'object' || value === null)
      throw badValue(`${name} must be an object of certificate and issuer`);
    return value as IssuedCertificate;
  }),
  hash: text,
  nonce: asIs(),
  requestorName: asIs(),
  signer: asIs(),
  chain: listOf<X509 | Encoded>(asIs()),
  extensions: listOf<ExtensionInput>(asIs()),
  signature: asIs(),
  unchecked: boolean,
});

/**
 * Makes a request to a responder (RFC 6960, 4.1): the bytes to send to one of {@link ocspUrls}.
 * @throws {PkiError} when it cannot be made: a certificate is not of the issuer that is said to be its
 */
export function createOcspRequest(options: OcspRequestOptions): CreatedOcspRequest;
/** Makes one that is signed by a key that is elsewhere: at once, or a promise of it, as its signer answers. */
export function createOcspRequest<K extends SigningKeyInput>(
  options: OcspRequestOptions<K>,
): Signed<K, CreatedOcspRequest>;
export function createOcspRequest(
  options: OcspRequestOptions<SigningKeyInput>,
): CreatedOcspRequest | Promise<CreatedOcspRequest> {
  const { unchecked = false, hash = DEFAULT_HASH, ...given } = read(options);
  if (given.certificates === undefined || given.certificates.length === 0)
    throw badValue('certificates must name a certificate to ask about');
  const nonce = nonceBytes(given.nonce ?? true);
  const asking = given.signer === undefined ? undefined : knownIssuer(given.signer, true);
  const requestor = requestorOf(given.requestorName, asking?.name);
  const extensions = (given.extensions ?? []).map(rawExtension);
  if (nonce !== null) extensions.unshift(rawExtension({ type: 'ocspNonce', nonce }));
  const content = sequence(
    requestor && explicit(1, requestor),
    sequenceOf(given.certificates.map((one) => sequence(certIdOf(one, hash, unchecked)))),
    extensions.length === 0 ? undefined : explicit(2, writeExtensions(extensions)),
  );
  const signer = asking && signerOf(asking.key, given.signature, unchecked);
  const certificates = asking && certificateList([asking.data.der, ...(given.chain ?? [])]);
  return after(signer === undefined ? undefined : signatureOf(content, signer, certificates), (signature) => {
    const der = sequence(content, signature && explicit(0, signature));
    return { der, pem: ocspPem(der, REQUEST_LABEL), nonce };
  });
}

/** Certificates to go along, behind their tag; undefined for none. */
export function certificateList(list: readonly (X509 | Encoded)[]): Bytes | undefined {
  if (list.length === 0) return undefined;
  return explicit(0, sequenceOf(list.map((one) => knownCertificate(one, 'a certificate to go along').data.der)));
}

function signatureOf(content: Uint8Array, signer: Signer, certificates: Uint8Array | undefined) {
  return after(signer.sign(content), (signature) => sequence(signer.algorithm, bits(signature), certificates));
}

/** A directory name needs no more than its bytes. */
function requestorOf(name: GeneralNameInput | undefined, subject: Uint8Array | undefined): Bytes | undefined {
  if (name !== undefined) return writeGeneralName(name, 'requestorName');
  return subject && explicit(4, subject);
}

function nonceBytes(input: boolean | Uint8Array): Bytes | null {
  if (input === false) return null;
  if (input === true) return randomBytes(NONCE_BYTES);
  return binaryArgument(input, 'nonce').slice();
}
