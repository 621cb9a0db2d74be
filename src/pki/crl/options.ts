/** What a list of revoked certificates is told. */
import { boolean, instance, integer, listOf, type Rule, type Rules, text } from '../../common/options.js';
import type { RevocationReason } from '../extensions/crls.js';
import type { ExtensionInput } from '../extensions/index.js';
import type { DistributionPoint, IssuingDistributionPoint } from '../extensions/points.js';
import type { Issuer } from '../issue/issuer.js';
import type { PlainKey, SigningKeyInput } from '../issue/keys.js';
import type { SignatureOptions } from '../issue/signature.js';
import type { GeneralNameInput } from '../model/general-name.js';

/** A certificate that is revoked. */
export interface RevokedInput {
  /** Its serial number. */
  readonly serialNumber: bigint | number;
  /** When it was revoked; now, where nothing is said. */
  readonly date?: Date;
  /** Why; `unspecified` is not written, as RFC 5280, 5.3.1 asks. `removeFromCRL` is for delta CRLs. */
  readonly reason?: RevocationReason;
  /** Since when its key is not to be trusted. */
  readonly invalidityDate?: Date;
  /** Who has issued it, where that is not who signs the list: for indirect CRLs, whose `issuingDistributionPoint` says so. */
  readonly certificateIssuer?: readonly GeneralNameInput[];
  /** What to do about a certificate that is on hold: OpenSSL's names, such as `holdInstructionReject`, or dotted numbers. */
  readonly holdInstruction?: string;
  /** Further extensions. */
  readonly extensions?: readonly ExtensionInput[];
}

/** What a list can be told. */
export interface CrlOptions<K extends SigningKeyInput = PlainKey> {
  /** Who signs: a CA, or whom one has given `cRLSign`; an object with its certificate and key. */
  readonly issuer: Issuer<K>;
  /** The certificates that are revoked, in any order; none by default. */
  readonly revoked?: Iterable<RevokedInput>;
  /** The number of the list, higher than that of the one before; by default the milliseconds since 1970. */
  readonly crlNumber?: bigint | number;
  /** Makes this a delta CRL (RFC 5280, 5.2.4): the number of the whole list that it says what is new to. */
  readonly deltaBase?: bigint | number;
  /** What the list covers (RFC 5280, 5.2.5); all certificates of its issuer, where it is left out. */
  readonly issuingDistributionPoint?: Omit<IssuingDistributionPoint<GeneralNameInput>, 'type'>;
  /** Where the delta CRLs of this one are. */
  readonly freshestCrl?: readonly DistributionPoint<GeneralNameInput>[];
  /** When it is issued; now by default. */
  readonly thisUpdate?: Date;
  /** When the next one is due; `days` after `thisUpdate` by default. */
  readonly nextUpdate?: Date;
  /** How many days until the next one is due, instead of `nextUpdate`; 7 by default. */
  readonly days?: number;
  /** Further extensions; one of the kind of a usual one takes its place. */
  readonly extensions?: readonly ExtensionInput[];
  /** Usual extensions to leave out, by short names or dotted numbers. */
  readonly omit?: readonly string[];
  /** How it is signed. */
  readonly signature?: SignatureOptions;
  /** Whether to make what nobody should take, too: signed by who may not, with an entry twice, over when it begins. */
  readonly unchecked?: boolean;
}

/** What is judged where it is used. */
const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;

export const CRL_RULES: Rules<CrlOptions<SigningKeyInput>> = {
  issuer: asIs(),
  revoked: listOf<RevokedInput>(asIs()),
  crlNumber: asIs(),
  deltaBase: asIs(),
  issuingDistributionPoint: asIs(),
  freshestCrl: asIs(),
  thisUpdate: instance(Date),
  nextUpdate: instance(Date),
  days: integer(1, 3_650_000),
  extensions: listOf<ExtensionInput>(asIs()),
  omit: listOf(text),
  signature: asIs(),
  unchecked: boolean,
};
