/** Responses, made. */
import type { Bytes } from '../../../common/bytes.js';
import { declareOptions } from '../../../common/options.js';
import { oid } from '../../der/oid.js';
import { ENUMERATED, OCTET_STRING } from '../../der/tags.js';
import { generalizedTime } from '../../der/time.js';
import { sameBytes } from '../../der/values.js';
import { bits, explicit, integer, octets, sequence, sequenceOf, tlv } from '../../der/writer.js';
import { badValue, refused } from '../../error.js';
import { type RawExtension, rawExtension, writeExtensions } from '../../extensions/index.js';
import { contentOf, type KnownIssuer, knownIssuer } from '../../issue/issuer.js';
import type { Signed, SigningKeyInput } from '../../issue/keys.js';
import { signerOf } from '../../issue/signature.js';
import { after } from '../../later.js';
import { native } from '../../native.js';
import { judgeIssued, type KnownCertificate, knownCertificate } from '../id.js';
import { ocspDer, ocspPem } from '../input.js';
import { type OcspRequestData, ocspRequestData, REQUEST_LABEL } from '../read/request.js';
import { BASIC_RESPONSE, RESPONSE_LABEL, RESPONSE_STATUSES } from '../read/response.js';
import { type OcspResponseOptions, RESPONSE_RULES } from './options.js';
import { certificateList } from './request.js';
import { writeSingle } from './single.js';

/** A response that was made. */
export interface CreatedOcspResponse {
  /** The response as DER: what is sent, with the type `application/ocsp-response`, or stapled. */
  readonly der: Bytes;
  /** The response as PEM. */
  readonly pem: string;
}

const read = declareOptions<OcspResponseOptions<SigningKeyInput>>(RESPONSE_RULES);
const HOUR_MS = 3_600_000;
const HOURS = 24;
const DEFAULT_HASH = 'sha1';

/**
 * Makes a response of a responder (RFC 6960, 4.2): signed, about one or more certificates of one issuer; or unsigned, one that
 * says why nothing is told.
 * @throws {PkiError} when it cannot be made, or nobody should take it: who signs is neither the issuer nor delegated by it,
 * nothing is said of a certificate that was asked about, or more than `unknown` of one of another issuer
 */
export function createOcspResponse(options: OcspResponseOptions): CreatedOcspResponse;
/** Makes one that is signed by a key that is elsewhere: at once, or a promise of it, as its signer answers. */
export function createOcspResponse<K extends SigningKeyInput>(
  options: OcspResponseOptions<K>,
): Signed<K, CreatedOcspResponse>;
export function createOcspResponse(
  options: OcspResponseOptions<SigningKeyInput>,
): CreatedOcspResponse | Promise<CreatedOcspResponse> {
  const { unchecked = false, hash = DEFAULT_HASH, hours = HOURS, endless = false, ...given } = read(options);
  if (given.error !== undefined) return finished(RESPONSE_STATUSES.indexOf(given.error), undefined);
  if (given.responder === undefined) throw badValue('a response must have a responder, or say an error');
  const responder = knownIssuer(given.responder, true);
  const own = knownCertificate(responder.data.der, 'the certificate of the responder');
  const issuer = given.issuer === undefined ? own : knownCertificate(given.issuer, 'issuer');
  const isDelegated = !sameBytes(own.data.der, issuer.data.der);
  if (!unchecked) judgeResponder(responder, own, issuer, isDelegated);
  const producedAt = given.producedAt ?? new Date();
  const request = given.request === undefined ? undefined : requestOf(given.request);
  const life = endless ? undefined : hours * HOUR_MS;
  const telling = { issuer, request, hash, producedAt, life, isUnchecked: unchecked };
  const singles = (given.statuses ?? []).map((status) => writeSingle(status, telling));
  if (singles.length === 0) throw badValue('statuses must tell of a certificate');
  if (!unchecked) judgeComplete(request, singles);
  const extensions = (given.extensions ?? []).map(rawExtension);
  const nonce = nonceExtension(given.nonce ?? true, request);
  if (nonce !== undefined) extensions.unshift(nonce);
  const content = sequence(
    given.by === 'name'
      ? explicit(1, responder.name)
      : explicit(2, octets(native.digest_bytes('sha1', own.data.publicKey.key))),
    generalizedTime(producedAt, 'producedAt'),
    sequenceOf(singles.map(({ bytes }) => bytes)),
    extensions.length === 0 ? undefined : explicit(1, writeExtensions(extensions)),
  );
  const certificates = certificateList(given.certificates ?? (isDelegated ? [own.data.der] : []));
  const signer = signerOf(responder.key, given.signature, unchecked);
  return after(signer.sign(content), (signature) =>
    finished(0, sequence(content, signer.algorithm, bits(signature), certificates)),
  );
}

function finished(status: number, basic: Uint8Array | undefined): CreatedOcspResponse {
  const der = sequence(
    integer(status, ENUMERATED),
    basic && explicit(0, sequence(oid(BASIC_RESPONSE), tlv(OCTET_STRING, basic))),
  );
  return { der, pem: ocspPem(der, RESPONSE_LABEL) };
}

/** RFC 6960, 4.2.2.2: the issuer itself, or whom it has said so of, and no other above or beside it. */
function judgeResponder(
  responder: KnownIssuer,
  own: KnownCertificate,
  issuer: KnownCertificate,
  isDelegated: boolean,
): void {
  const end = responder.data.notAfter.date;
  if (end !== null && end.getTime() < Date.now()) throw refused("the responder's certificate has expired");
  if (!isDelegated) return;
  judgeIssued(own.object, issuer.object);
  if (contentOf(responder.data, 'extKeyUsage')?.usages.includes('OCSPSigning') !== true)
    throw refused('the responder is not the issuer, and its extended key usage has no OCSPSigning');
}

function judgeComplete(request: OcspRequestData | undefined, singles: readonly { readonly id: Uint8Array }[]): void {
  for (const { id } of request?.requests ?? [])
    if (!singles.some((single) => sameBytes(single.id, id.der)))
      throw refused(`nothing is said of a certificate that was asked about: ${id.serialNumber.toString(16)}`);
}

function requestOf(request: NonNullable<OcspResponseOptions['request']>): OcspRequestData {
  return ocspRequestData(ocspDer(request, REQUEST_LABEL, 'an OCSP request', {}), {});
}

/** The request's as it stands there, whatever its form: clients compare it byte by byte. */
function nonceExtension(
  wanted: boolean | Uint8Array,
  request: OcspRequestData | undefined,
): Required<RawExtension> | undefined {
  if (wanted === false) return undefined;
  if (wanted !== true) return rawExtension({ type: 'ocspNonce', nonce: wanted });
  const asked = request?.extensions.find(({ oid: dotted }) => dotted === '1.3.6.1.5.5.7.48.1.2');
  return asked && { oid: asked.oid, critical: false, value: asked.value };
}
