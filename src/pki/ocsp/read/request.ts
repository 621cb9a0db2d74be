/** Requests to responders as data. */
import type { Bytes } from '../../../common/bytes.js';
import { declareOptions, integer } from '../../../common/options.js';
import type { Der } from '../../der/reader.js';
import { contextOf, SEQUENCE } from '../../der/tags.js';
import { readBits, readSmall } from '../../der/values.js';
import { badDer } from '../../error.js';
import { type Extension, readExtensions } from '../../extensions/index.js';
import { type GeneralName, readGeneralName } from '../../model/general-name.js';
import { type Algorithm, readAlgorithm } from '../../read/algorithm.js';
import type { Encoded } from '../../read/input.js';
import { type CertId, readCertId } from '../id.js';
import { MAX_CERTIFICATES, MAX_ENTRIES, type OcspBounds, ocspDer } from '../input.js';

/** One certificate that is asked about. */
export interface OcspAsked {
  /** Which it is. */
  readonly id: CertId;
  /** What is asked beside, such as a service locator. */
  readonly extensions: readonly Extension[];
}

/** What a request says (RFC 6960, 4.1), as plain data. */
export interface OcspRequestData {
  /** What this is of. */
  readonly kind: 'ocspRequest';
  /** 1, the only one there is. */
  readonly version: number;
  /** Who asks, where that is said. */
  readonly requestorName?: GeneralName;
  /** The certificates that are asked about. */
  readonly requests: readonly OcspAsked[];
  /** What ties the answer to it, where it is there. */
  readonly nonce?: Bytes;
  /** All extensions, in their order. */
  readonly extensions: readonly Extension[];
  /** The signature of who asks, which few responders demand. */
  readonly signature?: OcspRequestSignature;
  /** The DER of it all. */
  readonly der: Bytes;
}

/** Who has signed a request. */
export interface OcspRequestSignature {
  /** How it is signed. */
  readonly algorithm: Algorithm;
  /** The signature. */
  readonly signature: Bytes;
  /** The certificates that came along, as DER. */
  readonly certificates: readonly Bytes[];
}

const WHAT = 'an OCSP request';
export const REQUEST_LABEL = 'OCSP REQUEST';
const readBounds = declareOptions<OcspBounds>({
  maxBytes: integer(1, 0x0800_0000),
  maxEntries: integer(1, 0x7fff_ffff),
  maxCertificates: integer(0, 0x7fff_ffff),
});

/**
 * Reads a request to a responder. Whether its signature is good is not looked at.
 * @param input - PEM or strict DER
 * @throws {PkiError} when it is none, or larger than may be
 */
export function readOcspRequest(input: Encoded, bounds?: OcspBounds): OcspRequestData {
  const limits = readBounds(bounds, 'bounds');
  return ocspRequestData(ocspDer(input, REQUEST_LABEL, WHAT, limits), limits);
}

/** @internal */
export function ocspRequestData(der: Der, bounds: OcspBounds): OcspRequestData {
  const { maxEntries = MAX_ENTRIES, maxCertificates = MAX_CERTIFICATES } = bounds;
  const outer = der.fields(WHAT);
  const fields = outer.next().fields(WHAT);
  const version = fields.optional(contextOf(0));
  const requestor = fields.optional(contextOf(1));
  const requests = fields.next().list(WHAT);
  const tagged = fields.optional(contextOf(2));
  fields.end();
  const signature = outer.optional(contextOf(0));
  outer.end();
  if (requests.length > maxEntries) throw badDer(`${WHAT} asks for more than ${maxEntries} certificates`);
  const extensions = tagged === undefined ? [] : readExtensions(tagged.inner(WHAT), 'an extension');
  const nonce = nonceOf(extensions);
  return {
    kind: 'ocspRequest',
    version: version === undefined ? 1 : readSmall(version.inner(WHAT), WHAT) + 1,
    ...(requestor && { requestorName: readGeneralName(requestor.inner(WHAT), 'the name of who asks') }),
    requests: requests.map(readAsked),
    ...(nonce && { nonce }),
    extensions,
    ...(signature && { signature: readSignature(signature, maxCertificates) }),
    der: der.bytes.slice(),
  };
}

/** The nonce of a request or response: what stands in it, or all of the extension, where somebody has left the string around it out. */
export function nonceOf(extensions: readonly Extension[]): Bytes | undefined {
  const found = extensions.find(({ oid }) => oid === '1.3.6.1.5.5.7.48.1.2');
  return found?.content?.type === 'ocspNonce' ? found.content.nonce : found?.value;
}

/** The certificates that come along: a list behind an explicit tag. */
export function readCertificates(value: Der | undefined, what: string, most: number): Bytes[] {
  const list = value?.inner(what).list(what) ?? [];
  if (list.length > most) throw badDer(`${what} carries more than ${most} certificates`);
  return list.map((one) => one.expect(SEQUENCE, what).bytes.slice());
}

function readAsked(value: Der): OcspAsked {
  const fields = value.fields(WHAT);
  const id = readCertId(fields.next());
  const tagged = fields.optional(contextOf(0));
  fields.end();
  return { id, extensions: tagged === undefined ? [] : readExtensions(tagged.inner(WHAT), 'an extension') };
}

function readSignature(value: Der, most: number): OcspRequestSignature {
  const fields = value.inner(WHAT).fields(WHAT);
  const algorithm = readAlgorithm(fields.next(), WHAT);
  const { bytes: signature } = readBits(fields.next(), WHAT);
  const certificates = readCertificates(fields.optional(contextOf(0)), WHAT, most);
  fields.end();
  return { algorithm, signature, certificates };
}
