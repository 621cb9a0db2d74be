/** Extensions (RFC 5280, 4.2): the raw form that every one has, and the typed form of those that this module knows. */
import { binaryArgument, booleanArgument } from '../../common/arguments.js';
import type { Bytes, Loose } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import { dottedOf, oid, readOid, shortName } from '../der/oid.js';
import { Der } from '../der/reader.js';
import { BOOLEAN, OCTET_STRING } from '../der/tags.js';
import { readBoolean } from '../der/values.js';
import { boolean, octets, sequence, sequenceOf } from '../der/writer.js';
import { badValue, PkiError, quoted } from '../error.js';
import type { GeneralName, GeneralNameInput } from '../model/general-name.js';
import * as basic from './basic.js';
import type { Codec } from './codec.js';
import * as crls from './crls.js';
import * as identifiers from './identifiers.js';
import * as microsoft from './microsoft.js';
import * as ocsp from './ocsp.js';
import * as points from './points.js';
import * as policies from './policies.js';
import { type AsIdentifiers, asIdentifiers, type IpAddressBlocks, ipAddrBlocks } from './resources.js';
import { type QualifiedStatements, qcStatements } from './statements.js';
import { type SctList, sctList } from './transparency.js';

/** What an extension says, where this module knows its kind; `type` tells which it is. */
export type ExtensionContent<N = GeneralName> =
  | basic.BasicConstraints
  | basic.KeyUsageExtension
  | basic.ExtendedKeyUsage
  | basic.TlsFeature
  | basic.Marker
  | identifiers.AlternativeNames<N>
  | identifiers.SubjectKeyIdentifier
  | identifiers.AuthorityKeyIdentifier<N>
  | identifiers.NameConstraints<N>
  | points.DistributionPoints<N>
  | points.IssuingDistributionPoint<N>
  | points.InformationAccess<N>
  | policies.CertificatePolicies
  | policies.PolicyMappings
  | policies.PolicyConstraints
  | policies.InhibitAnyPolicy
  | microsoft.MicrosoftTemplateName
  | microsoft.MicrosoftTemplate
  | microsoft.MicrosoftSid
  | crls.CrlNumber
  | crls.DeltaCrlIndicator
  | crls.ReasonCode
  | crls.InvalidityDate
  | crls.HoldInstructionCode
  | ocsp.OcspNonce
  | ocsp.ArchiveCutoff
  | ocsp.CrlReference
  | ocsp.AcceptableResponses
  | IpAddressBlocks
  | AsIdentifiers
  | QualifiedStatements
  | SctList;

/** An extension as it is encoded. */
export interface RawExtension {
  /** Dotted numbers, or a short name of OpenSSL. */
  readonly oid: string;
  /** Whether who does not know it must refuse the whole; false where nothing is said. */
  readonly critical?: boolean;
  /** The DER of its value. */
  readonly value: Uint8Array;
}

/** An extension as it was read: written again, it gives the same bytes. */
export interface Extension extends RawExtension {
  /** What OpenSSL calls it; the dotted numbers, where it has no name. */
  readonly name: string;
  /** Whether who does not know it must refuse the whole. */
  readonly critical: boolean;
  /** The DER of its value. */
  readonly value: Bytes;
  /** What it says; left out where this module does not know its kind, or cannot read it. */
  readonly content?: ExtensionContent;
  /** Why an extension of a known kind cannot be read: one sentence. */
  readonly fault?: string;
}

/** What can be said of every extension that is to be written. */
export interface ExtensionCriticality {
  /** Whether who does not know it must refuse the whole; as RFC 5280 asks, where nothing is said. */
  readonly critical?: boolean;
}

/** An extension to be written: its content, with `critical` where it shall be otherwise than RFC 5280 asks; or raw. */
export type ExtensionInput = (Loose<ExtensionContent<GeneralNameInput>> & ExtensionCriticality) | RawExtension;

/** The content whose `type` can be K. */
type ContentOf<K, C = ExtensionContent<GeneralNameInput>> = C extends { readonly type: infer T }
  ? K extends T
    ? C
    : never
  : never;

const CODECS: { readonly [K in ExtensionContent['type']]: Codec<ContentOf<K>> } = {
  basicConstraints: basic.basicConstraints,
  keyUsage: basic.keyUsage,
  extKeyUsage: basic.extKeyUsage,
  tlsFeature: basic.tlsFeature,
  ocspNoCheck: basic.ocspNoCheck,
  ctPoison: basic.ctPoison,
  subjectAltName: identifiers.alternativeNames('2.5.29.17', false),
  issuerAltName: identifiers.alternativeNames('2.5.29.18', false),
  certificateIssuer: identifiers.alternativeNames('2.5.29.29', true),
  subjectKeyIdentifier: identifiers.subjectKeyIdentifier,
  authorityKeyIdentifier: identifiers.authorityKeyIdentifier,
  nameConstraints: identifiers.nameConstraints,
  crlDistributionPoints: points.distributionPoints('2.5.29.31'),
  freshestCRL: points.distributionPoints('2.5.29.46'),
  issuingDistributionPoint: points.issuingDistributionPoint,
  authorityInfoAccess: points.informationAccess('1.3.6.1.5.5.7.1.1'),
  subjectInfoAccess: points.informationAccess('1.3.6.1.5.5.7.1.11'),
  certificatePolicies: policies.certificatePolicies,
  policyMappings: policies.policyMappings,
  policyConstraints: policies.policyConstraints,
  inhibitAnyPolicy: policies.inhibitAnyPolicy,
  msTemplateName: microsoft.msTemplateName,
  msTemplate: microsoft.msTemplate,
  msSid: microsoft.msSid,
  crlNumber: crls.crlNumber,
  deltaCrlIndicator: crls.deltaCrlIndicator,
  reasonCode: crls.reasonCode,
  invalidityDate: crls.invalidityDate,
  holdInstructionCode: crls.holdInstructionCode,
  ocspNonce: ocsp.ocspNonce,
  archiveCutoff: ocsp.archiveCutoff,
  crlReference: ocsp.crlReference,
  acceptableResponses: ocsp.acceptableResponses,
  ipAddrBlocks,
  asIdentifiers,
  qcStatements,
  sctList,
};

const TABLE = new Map(Object.entries(CODECS) as [string, Codec<ExtensionContent<GeneralNameInput>>][]);
const BY_OID = new Map([...TABLE].map(([type, codec]) => [codec.oid, { type, codec }]));

/** Reads an Extension. */
export function readExtension(value: Der, what: string): Extension {
  const fields = value.fields(what);
  const dotted = readOid(fields.next(), what);
  const flag = fields.optional(BOOLEAN);
  const { content } = fields.next(OCTET_STRING);
  fields.end();
  const critical = flag !== undefined && readBoolean(flag, what);
  return { oid: dotted, name: shortName(dotted), critical, value: content.slice(), ...readContent(dotted, content) };
}

/** Reads the value of an extension of known kind. */
function readContent(dotted: string, value: Uint8Array): Pick<Extension, 'content' | 'fault'> {
  const known = BY_OID.get(dotted);
  if (known === undefined) return {};
  try {
    const content = known.codec.read(Der.parse(value, known.type), known.type);
    return { content: { type: known.type, ...content } as ExtensionContent };
  } catch (error) {
    if (error instanceof PkiError) return { fault: error.message };
    throw error;
  }
}

/** Dotted numbers of an extension: by the `type` of its content, by a name of OpenSSL, or by themselves. */
export const extensionOid = (name: string, what: string): string => TABLE.get(name)?.oid ?? dottedOf(name, what);

/** Reads the number of a reason. */
export const readReason = (value: Der, what: string): crls.RevocationReason => crls.reasonCode.read(value, what).reason;

/** The number of a reason. */
export const writeReason = (reason: crls.RevocationReason, what: string): Uint8Array =>
  crls.reasonCode.write({ type: 'reasonCode', reason }, what);

/** Reads Extensions. */
export const readExtensions = (value: Der, what: string): Extension[] =>
  value.list(what).map((item) => readExtension(item, what));

/** An extension in its raw form. */
export function rawExtension(input: ExtensionInput): Required<RawExtension> {
  if (typeof input !== 'object' || input === null) throw wrongType('an extension', 'an object', input);
  if ('oid' in input) {
    const value = binaryArgument(input.value, 'the value of an extension');
    const critical = booleanArgument(input.critical ?? false, 'critical');
    return {
      oid: dottedOf(input.oid, 'an extension'),
      critical,
      value: Der.parse(value, 'an extension').bytes,
    };
  }
  const codec = TABLE.get(input.type);
  if (codec === undefined) throw badValue(`an extension has a type that nobody knows: ${quoted(input.type)}`);
  const critical = booleanArgument(input.critical ?? codec.critical, 'critical');
  return { oid: codec.oid, critical, value: codec.write(input, input.type) };
}

/** Writes Extensions: each kind once (RFC 5280, 4.2). */
export function writeExtensions(extensions: readonly RawExtension[]): Bytes {
  const seen = new Set<string>();
  return sequenceOf(
    extensions.map(({ oid: dotted, critical, value }) => {
      if (seen.has(dotted)) throw badValue(`an extension must not stand twice: ${shortName(dotted)}`);
      seen.add(dotted);
      return sequence(oid(dotted), critical ? boolean(true) : undefined, octets(value));
    }),
  );
}
