/** A responder: requests in, responses out. */
import type { Bytes } from '../../../common/bytes.js';
import { boolean, declareOptions, func, instance, integer, listOf, oneOf, type Rule } from '../../../common/options.js';
import { type X509, X509Store } from '../../../crypto/index.js';
import { chainOf } from '../../../crypto/internal.js';
import { HANDLE } from '../../../ffi/index.js';
import { badValue, PkiError } from '../../error.js';
import { type Issuer, knownIssuer } from '../../issue/issuer.js';
import type { SigningKeyInput } from '../../issue/keys.js';
import type { SignatureOptions } from '../../issue/signature.js';
import { native } from '../../message-native.js';
import type { Encoded } from '../../read/input.js';
import { type CertId, isOfIssuer, type KnownCertificate, knownCertificate } from '../id.js';
import { ocspDer } from '../input.js';
import type { OcspKnowledge } from '../make/options.js';
import { createOcspResponse } from '../make/response.js';
import { type OcspRequestData, ocspRequestData, REQUEST_LABEL } from '../read/request.js';
import type { OcspRefusal } from '../read/response.js';
import { answerHttp } from './http.js';

/** Why nothing is told. */
export interface OcspError {
  /** The status of the response. */
  readonly error: OcspRefusal['status'];
}

/** What a responder is told. */
export interface OcspResponderOptions {
  /** Who signs: the issuer, or whom it has given `OCSPSigning`. */
  readonly responder: Issuer<SigningKeyInput>;
  /** The certificate of the issuer, where that is not who signs. */
  readonly issuer?: X509 | Encoded;
  /** Says what is known of a certificate of the issuer, now or later; or why nothing is told. What it throws is an `internalError`. */
  readonly lookup: (serialNumber: bigint, id: CertId) => OcspKnowledge | OcspError | Promise<OcspKnowledge | OcspError>;
  /** Hears of what `lookup` or signing threw; nobody else does. */
  readonly onError?: (error: unknown) => void;
  /** Whether a request's nonce is in the answer; true by default. */
  readonly nonce?: boolean;
  /** Demands that requests are signed by whom this leads to; others are told `sigRequired`, or `unauthorized`. */
  readonly clients?: X509Store;
  /** How many hours until more will be known, where `lookup` does not say; 24 by default. */
  readonly hours?: number;
  /** Whether the responder is called by its `key`, the default, or its `name`. */
  readonly by?: 'key' | 'name';
  /** Certificates to go along; by default that of the responder, where it is not the issuer. */
  readonly certificates?: readonly (X509 | Encoded)[];
  /** How it is signed. */
  readonly signature?: SignatureOptions;
  /** Most bytes of a request; 8,192 by default. */
  readonly maxBytes?: number;
  /** Most certificates that a request may ask about; 32 by default. */
  readonly maxEntries?: number;
}

/** A responder. */
export interface OcspResponder {
  /** Answers a request in DER. It never throws for what a client sends: a wrong request is answered as `malformedRequest`. */
  respond(request: Uint8Array): Promise<Bytes>;
  /**
   * Answers a request of HTTP, POST or GET (RFC 6960, A.1; RFC 5019): what `fetch` handlers of servers take.
   * Behind a path, such as `/ocsp`, the request of a GET is the last part of it.
   */
  fetch(request: Request): Promise<Response>;
}

const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;
const MAX_BYTES = 8192;
const MAX_ENTRIES = 32;
/** RFC 9654, 2.1. */
const MAX_NONCE = 128;

const read = declareOptions<OcspResponderOptions>({
  responder: asIs(),
  issuer: asIs(),
  lookup: func(),
  onError: func(),
  nonce: boolean,
  clients: instance(X509Store),
  hours: integer(1, 24 * 3650),
  by: oneOf('key', 'name'),
  certificates: listOf<X509 | Encoded>(asIs()),
  signature: asIs(),
  maxBytes: integer(64, 1 << 24),
  maxEntries: integer(1, 1000),
});

/**
 * Makes a responder (RFC 6960) for the certificates of one issuer.
 * @throws {PkiError} when who signs is neither the issuer nor delegated by it
 */
export function createOcspResponder(options: OcspResponderOptions): OcspResponder {
  const given = read(options);
  const { lookup, responder, maxBytes = MAX_BYTES } = given;
  if (lookup === undefined) throw badValue('a responder needs a lookup');
  if (responder === undefined) throw badValue('a responder needs a responder: a certificate and its key');
  const own = knownIssuer(responder, true);
  const issuer = knownCertificate(given.issuer ?? own.data.der, 'issuer');
  // What is wrong with who signs is said now, and not to the first who asks.
  const probe = createOcspResponse({ ...signing(given), statuses: [{ serialNumber: 1, status: 'unknown' }] });
  if (probe instanceof Promise) probe.catch(() => undefined);
  const respond = (request: Uint8Array) => answer(given, issuer, request);
  return { respond, fetch: (request) => answerHttp(request, maxBytes, respond) };
}

type Given = ReturnType<typeof read>;

const signing = ({ responder, issuer, hours, by, certificates, signature }: Given) => ({
  responder,
  ...(issuer !== undefined && { issuer }),
  ...(hours !== undefined && { hours }),
  ...(by !== undefined && { by }),
  ...(certificates !== undefined && { certificates }),
  ...(signature !== undefined && { signature }),
});

const refusal = (error: OcspRefusal['status']): Bytes => createOcspResponse({ error }).der;

async function answer(given: Given, issuer: KnownCertificate, bytes: Uint8Array): Promise<Bytes> {
  try {
    const { maxBytes = MAX_BYTES, maxEntries = MAX_ENTRIES, clients } = given;
    const request = parsed(bytes, { maxBytes, maxEntries });
    if (request === undefined) return refusal('malformedRequest');
    if (clients !== undefined && request.signature === undefined) return refusal('sigRequired');
    if (clients !== undefined && !isSignedBy(request, clients)) return refusal('unauthorized');
    if (!request.requests.some(({ id }) => isOfIssuer(id, issuer))) return refusal('unauthorized');
    return await told(given, issuer, request);
  } catch (error) {
    given.onError?.(error);
    return refusal('internalError');
  }
}

async function told(given: Given, issuer: KnownCertificate, request: OcspRequestData): Promise<Bytes> {
  const known: (OcspKnowledge | OcspError)[] = await Promise.all(
    request.requests.map(async ({ id }) =>
      isOfIssuer(id, issuer) ? await given.lookup(id.serialNumber, id) : { status: 'unknown' as const },
    ),
  );
  const error = known.find((one) => 'error' in one);
  if (error !== undefined && 'error' in error) return refusal(error.error);
  const statuses = request.requests.map(({ id }, index) => ({ ...(known[index] as OcspKnowledge), id }));
  const { nonce = true } = given;
  const response = await createOcspResponse({ ...signing(given), request, statuses, nonce });
  return response.der;
}

function parsed(
  bytes: Uint8Array,
  bounds: { readonly maxBytes: number; readonly maxEntries: number },
): OcspRequestData | undefined {
  try {
    // A text would be taken for PEM: what comes from the network is DER alone.
    const request = ocspRequestData(ocspDer({ der: bytes }, REQUEST_LABEL, 'an OCSP request', bounds), bounds);
    const isAsking = request.version === 1 && request.requests.length > 0;
    return isAsking && (request.nonce?.length ?? 1) <= MAX_NONCE ? request : undefined;
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

function isSignedBy(data: OcspRequestData, clients: X509Store): boolean {
  try {
    using request = native.der_read_ocsp_request(data.der);
    using none = chainOf([]);
    native.ocsp_verify_request(request, clients[HANDLE], none, 0, -1, 1);
    return true;
  } catch {
    return false;
  }
}
