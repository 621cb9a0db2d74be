/** Where more about a certificate is found. */
import type { Bytes } from '../../common/bytes.js';
import { dottedOf, oid, readOid, shortName } from '../der/oid.js';
import type { Der } from '../der/reader.js';
import { context, contextOf } from '../der/tags.js';
import { readBoolean, readNamedBits } from '../der/values.js';
import { boolean, explicit, namedBits, sequence, sequenceOf } from '../der/writer.js';
import { badDer, badValue, quoted } from '../error.js';
import {
  type GeneralName,
  type GeneralNameInput,
  readGeneralName,
  readGeneralNames,
  writeGeneralName,
  writeGeneralNames,
} from '../model/general-name.js';
import { type RelativeName, readRelativeName, writeRelativeName } from '../model/name.js';
import { type Codec, given, listed, records } from './codec.js';

/** The names of RFC 5280, 4.2.1.13, in the order of their bits. */
const REASON_FLAGS = [
  'unused',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

/** Why certificates are on a list. */
export type ReasonFlag = (typeof REASON_FLAGS)[number];

/** Where a list of revoked certificates is. */
export interface PointName<N = GeneralName> {
  /** Whole names, each another way to the same. */
  readonly fullName?: readonly N[];
  /** What is behind the name of the CRL's issuer. */
  readonly relativeName?: RelativeName;
}

/** One place where revocations are published. */
export interface DistributionPoint<N = GeneralName> extends PointName<N> {
  /** The reasons that are covered; all, where it is left out. */
  readonly reasons?: readonly ReasonFlag[];
  /** Who signs the list, where it is not the issuer. */
  readonly crlIssuer?: readonly N[];
}

/** Where revocations (RFC 5280, 4.2.1.13), or what is new in them (4.2.1.15), are published. */
export interface DistributionPoints<N = GeneralName> {
  /** Which kind this is. */
  readonly type: 'crlDistributionPoints' | 'freshestCRL';
  /** In their order. */
  readonly points: readonly DistributionPoint<N>[];
}

/** What a CRL covers (RFC 5280, 5.2.5). */
export interface IssuingDistributionPoint<N = GeneralName> extends PointName<N> {
  /** Which kind this is. */
  readonly type: 'issuingDistributionPoint';
  /** Only certificates that are no CA's. */
  readonly onlyUserCerts?: boolean;
  /** Only certificates of CAs. */
  readonly onlyCaCerts?: boolean;
  /** Only these reasons. */
  readonly onlyReasons?: readonly ReasonFlag[];
  /** Certificates of other issuers, too. */
  readonly indirect?: boolean;
  /** Only attribute certificates. */
  readonly onlyAttributeCerts?: boolean;
}

/** One service. */
export interface AccessDescription<N = GeneralName> {
  /** A short name, such as `OCSP` or `caIssuers`, or dotted numbers. */
  readonly method: string;
  /** Where it is. */
  readonly location: N;
}

/** Services of the issuer (RFC 5280, 4.2.2.1) or of the subject (4.2.2.2). */
export interface InformationAccess<N = GeneralName> {
  /** Which kind this is. */
  readonly type: 'authorityInfoAccess' | 'subjectInfoAccess';
  /** In their order. */
  readonly descriptions: readonly AccessDescription<N>[];
}

export const distributionPoints = (extension: string): Codec<DistributionPoints<GeneralNameInput>> => ({
  oid: extension,
  critical: false,
  read: (value, what) => ({ points: value.list(what).map((point) => readPoint(point, what)) }),
  write({ points }, what) {
    if (records(points, what).length === 0) throw badValue(`${what} must have a point`);
    return sequenceOf(points.map((point) => writePoint(point, what)));
  },
});

export const issuingDistributionPoint: Codec<IssuingDistributionPoint<GeneralNameInput>> = {
  oid: '2.5.29.28',
  critical: true,
  read(value, what) {
    const fields = value.fields(what);
    const name = fields.optional(contextOf(0));
    const flag = (number: number) => {
      const field = fields.optional(context(number));
      return field && readBoolean(field, what, context(number));
    };
    const [onlyUserCerts, onlyCaCerts] = [flag(1), flag(2)];
    const reasons = fields.optional(context(3));
    const [indirect, onlyAttributeCerts] = [flag(4), flag(5)];
    fields.end();
    return given<Omit<IssuingDistributionPoint, 'type'>>({
      ...readPointName(name, what),
      ...{ onlyUserCerts, onlyCaCerts, indirect, onlyAttributeCerts },
      onlyReasons: reasons && readReasons(reasons, what, 3),
    });
  },
  write(content, what) {
    const flag = (value: boolean | undefined, number: number) => (value ? boolean(true, context(number)) : undefined);
    const only = [content.onlyUserCerts, content.onlyCaCerts, content.onlyAttributeCerts].filter(Boolean).length;
    if (only > 1) throw badValue(`${what} must be of one kind of certificates only (RFC 5280, 5.2.5)`);
    return sequence(
      writePointName(content, what),
      flag(content.onlyUserCerts, 1),
      flag(content.onlyCaCerts, 2),
      content.onlyReasons && writeReasons(content.onlyReasons, what, 3),
      flag(content.indirect, 4),
      flag(content.onlyAttributeCerts, 5),
    );
  },
};

export const informationAccess = (extension: string): Codec<InformationAccess<GeneralNameInput>> => ({
  oid: extension,
  critical: false,
  read: (value, what) => ({
    descriptions: value.list(what).map((item) => {
      const fields = item.fields(what);
      const method = shortName(readOid(fields.next(), what));
      const location = readGeneralName(fields.next(), what);
      fields.end();
      return { method, location };
    }),
  }),
  write({ descriptions }, what) {
    if (records(descriptions, what).length === 0) throw badValue(`${what} must have a description`);
    return sequenceOf(
      descriptions.map(({ method, location }) =>
        sequence(oid(dottedOf(method, what)), writeGeneralName(location, what)),
      ),
    );
  },
});

function readPoint(value: Der, what: string): DistributionPoint {
  const fields = value.fields(what);
  const [name, reasons, crlIssuer] = [contextOf(0), context(1), contextOf(2)].map((tag) => fields.optional(tag));
  fields.end();
  return given<DistributionPoint>({
    ...readPointName(name, what),
    reasons: reasons && readReasons(reasons, what, 1),
    crlIssuer: crlIssuer && readGeneralNames(crlIssuer, what, contextOf(2)),
  });
}

function writePoint(point: DistributionPoint<GeneralNameInput>, what: string): Bytes {
  const name = writePointName(point, what);
  if (name === undefined && point.crlIssuer === undefined)
    throw badValue(`${what} must say where the list is, or who issues it (RFC 5280, 4.2.1.13)`);
  return sequence(
    name,
    point.reasons && writeReasons(point.reasons, what, 1),
    point.crlIssuer && writeGeneralNames(point.crlIssuer, what, contextOf(2)),
  );
}

/** A CHOICE, so that its tag is explicit. */
function readPointName(value: Der | undefined, what: string): { [K in keyof PointName]: PointName[K] | undefined } {
  const choice = value?.inner(what);
  if (choice === undefined) return {};
  if (choice.is(contextOf(0))) return { fullName: readGeneralNames(choice, what, contextOf(0)) };
  if (choice.is(contextOf(1))) return { relativeName: readRelativeName(choice, what, contextOf(1)) };
  throw badDer(`${what} has a name of a point of no known kind`);
}

function writePointName(point: PointName<GeneralNameInput>, what: string): Bytes | undefined {
  if (point.fullName !== undefined && point.relativeName !== undefined)
    throw badValue(`${what} must have a fullName or a relativeName, not both`);
  if (point.fullName !== undefined) return explicit(0, writeGeneralNames(point.fullName, what, contextOf(0)));
  return point.relativeName && explicit(0, writeRelativeName(point.relativeName, what, contextOf(1)));
}

function readReasons(value: Der, what: string, number: number): ReasonFlag[] {
  return [...readNamedBits(value, what, context(number))].map((bit) => {
    const name = REASON_FLAGS[bit];
    if (name === undefined) throw badDer(`${what} has a reason that has no name: ${bit}`);
    return name;
  });
}

function writeReasons(reasons: readonly ReasonFlag[], what: string, number: number): Bytes {
  const set = listed(reasons, what).map((name) => {
    const bit = REASON_FLAGS.indexOf(name);
    if (bit < 0) throw badValue(`${what} has a reason that nobody knows: ${quoted(name)}`);
    return bit;
  });
  return namedBits(new Set(set), context(number));
}
