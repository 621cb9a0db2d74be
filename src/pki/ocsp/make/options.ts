/** What a response is told. */
import { boolean, instance, integer, listOf, oneOf, type Rule, type Rules, text } from '../../../common/options.js';
import type { X509 } from '../../../crypto/index.js';
import type { RevocationReason } from '../../extensions/crls.js';
import type { ExtensionInput } from '../../extensions/index.js';
import type { CrlReference } from '../../extensions/ocsp.js';
import type { Issuer } from '../../issue/issuer.js';
import type { PlainKey, SigningKeyInput } from '../../issue/keys.js';
import type { SignatureOptions } from '../../issue/signature.js';
import type { Encoded } from '../../read/input.js';
import type { CertId } from '../id.js';
import type { OcspRequestData } from '../read/request.js';
import type { CertificateStatus, OcspRefusal } from '../read/response.js';

/** What is known of a certificate. */
export interface OcspKnowledge {
  /** `good`, `revoked`, or `unknown` where it is none of this issuer. */
  readonly status: CertificateStatus;
  /** When it was revoked; with `revoked`. */
  readonly revocationDate?: Date;
  /** Why; with `revoked`. */
  readonly reason?: RevocationReason;
  /** Since when this is known to be right; when the response is signed, by default. */
  readonly thisUpdate?: Date;
  /** When more will be known; `hours` after `thisUpdate` by default. */
  readonly nextUpdate?: Date;
  /** Until when back it is known whether a certificate was good before it was over. */
  readonly archiveCutoff?: Date;
  /** The list on which it was found. */
  readonly crlReference?: Omit<CrlReference, 'type'>;
  /** Since when its key is not to be trusted; with `revoked`. */
  readonly invalidityDate?: Date;
  /** Further extensions. */
  readonly extensions?: readonly ExtensionInput[];
}

/** What is told of one certificate: by itself, by its serial number, or by the name that a request gives it. */
export interface OcspStatusInput extends OcspKnowledge {
  /** The certificate. */
  readonly certificate?: X509 | Encoded;
  /** Its serial number, instead. */
  readonly serialNumber?: bigint | number;
  /** Its name of a request, instead. */
  readonly id?: CertId;
}

/** What a response can be told. */
export interface OcspResponseOptions<K extends SigningKeyInput = PlainKey> {
  /** Makes a response that tells nothing, unsigned, and says why; nothing else is looked at. */
  readonly error?: OcspRefusal['status'];
  /** Who signs: the issuer, or whom it has given `OCSPSigning`. */
  readonly responder?: Issuer<K>;
  /** The certificate of the issuer, where that is not who signs. */
  readonly issuer?: X509 | Encoded;
  /** The request that is answered: its names of the certificates, and its nonce, are in the answer. */
  readonly request?: Encoded | OcspRequestData;
  /** What is told of each certificate. */
  readonly statuses?: readonly OcspStatusInput[];
  /** The digest that names the issuer, where no request says it; `sha1` by default. */
  readonly hash?: string;
  /** When it is signed; now by default. */
  readonly producedAt?: Date;
  /** How many hours until more will be known; 24 by default. */
  readonly hours?: number;
  /** Whether it says no `nextUpdate`: the newest is to be had at any time. False by default; nobody staples such a response. */
  readonly endless?: boolean;
  /** Whether the request's nonce is in the answer, or a nonce; true by default. */
  readonly nonce?: boolean | Uint8Array;
  /** Whether the responder is called by its `key`, the default, or its `name`. */
  readonly by?: 'key' | 'name';
  /** Certificates to go along; by default that of the responder, where it is not the issuer. */
  readonly certificates?: readonly (X509 | Encoded)[];
  /** Further extensions. */
  readonly extensions?: readonly ExtensionInput[];
  /** How it is signed. */
  readonly signature?: SignatureOptions;
  /** Whether to make what nobody should take, too: signed by who may not, or silent of what was asked. False by default. */
  readonly unchecked?: boolean;
}

/** What is judged where it is used. */
const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;

const MAX_HOURS = 24 * 3650;

export const RESPONSE_RULES: Rules<OcspResponseOptions<SigningKeyInput>> = {
  error: oneOf('malformedRequest', 'internalError', 'tryLater', 'sigRequired', 'unauthorized'),
  responder: asIs(),
  issuer: asIs(),
  request: asIs(),
  statuses: listOf<OcspStatusInput>(asIs()),
  hash: text,
  producedAt: instance(Date),
  hours: integer(1, MAX_HOURS),
  endless: boolean,
  nonce: asIs(),
  by: oneOf('key', 'name'),
  certificates: listOf<X509 | Encoded>(asIs()),
  extensions: listOf<ExtensionInput>(asIs()),
  signature: asIs(),
  unchecked: boolean,
};

export const STATUS_RULES: Rules<OcspStatusInput> = {
  status: oneOf('good', 'revoked', 'unknown'),
  revocationDate: instance(Date),
  reason: asIs(),
  thisUpdate: instance(Date),
  nextUpdate: instance(Date),
  archiveCutoff: instance(Date),
  crlReference: asIs(),
  invalidityDate: instance(Date),
  extensions: listOf<ExtensionInput>(asIs()),
  certificate: asIs(),
  serialNumber: asIs(),
  id: asIs(),
};
