/** Under which policies certificates are issued. */
import { integerArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import { oid, readOid } from '../der/oid.js';
import type { Der } from '../der/reader.js';
import {
  type EncodedText,
  hexDer,
  ia5Bytes,
  readIa5,
  readText,
  type StringEncoding,
  writeText,
} from '../der/strings.js';
import { context, SEQUENCE } from '../der/tags.js';
import { hexOf, readSmall } from '../der/values.js';
import { integer, sequence, sequenceOf, tlv } from '../der/writer.js';
import { badValue, quoted } from '../error.js';
import { type Codec, given, listed, record, records } from './codec.js';

const CPS = '1.3.6.1.5.5.7.2.1';
const NOTICE = '1.3.6.1.5.5.7.2.2';

/** A text that is shown. */
export interface NoticeText {
  /** The text. */
  readonly value: string;
  /** How it is encoded; `utf8` where nothing is said. */
  readonly encoding?: StringEncoding;
}

/** What stands beside a policy. */
export type PolicyQualifier =
  | {
      /** Where the certification practice statement is. */
      readonly type: 'cps';
      /** Its address. */
      readonly uri: string;
    }
  | {
      /** What a user shall be shown. */
      readonly type: 'notice';
      /** The text, at most 200 characters; UTF-8 where nothing else is said. */
      readonly text?: NoticeText;
      /** Who has written the notices that are meant. */
      readonly organization?: NoticeText;
      /** The numbers of those notices. */
      readonly numbers?: readonly number[];
    }
  | {
      /** What this module does not know. */
      readonly type: 'other';
      /** Its kind, in dotted numbers. */
      readonly oid: string;
      /** `#` and the hexadecimal of the DER; left out where there is none. */
      readonly value?: string;
    };

/** One policy. */
export interface PolicyInformation {
  /** Dotted numbers; 2.5.29.32.0 is any policy. */
  readonly oid: string;
  /** What stands beside it. */
  readonly qualifiers?: readonly PolicyQualifier[];
}

/** Under which policies a certificate was issued (RFC 5280, 4.2.1.4). */
export interface CertificatePolicies {
  /** Which kind this is. */
  readonly type: 'certificatePolicies';
  /** Each policy once. */
  readonly policies: readonly PolicyInformation[];
}

/** A policy of the issuer, and what it is to the subject. */
export interface PolicyMapping {
  /** The policy of the issuer, in dotted numbers. */
  readonly issuerPolicy: string;
  /** The policy of the subject, in dotted numbers. */
  readonly subjectPolicy: string;
}

/** Which policies of the issuer are which of the subject (RFC 5280, 4.2.1.5). */
export interface PolicyMappings {
  /** Which kind this is. */
  readonly type: 'policyMappings';
  /** Pairs of dotted numbers. */
  readonly mappings: readonly PolicyMapping[];
}

/** From where on policies must be named or must not be mapped (RFC 5280, 4.2.1.11). */
export interface PolicyConstraints {
  /** Which kind this is. */
  readonly type: 'policyConstraints';
  /** After so many more certificates a policy must be named. */
  readonly requireExplicitPolicy?: number;
  /** After so many more certificates policies must not be mapped. */
  readonly inhibitPolicyMapping?: number;
}

/** From where on `any policy` is none (RFC 5280, 4.2.1.14). */
export interface InhibitAnyPolicy {
  /** Which kind this is. */
  readonly type: 'inhibitAnyPolicy';
  /** After so many more certificates. */
  readonly skip: number;
}

export const certificatePolicies: Codec<CertificatePolicies> = {
  oid: '2.5.29.32',
  critical: false,
  read: (value, what) => ({ policies: value.list(what).map((item) => readPolicy(item, what)) }),
  write({ policies }, what) {
    if (records(policies, what).length === 0) throw badValue(`${what} must name a policy`);
    const names = new Set(policies.map((policy) => policy.oid));
    if (names.size < policies.length) throw badValue(`${what} must name each policy once (RFC 5280, 4.2.1.4)`);
    return sequenceOf(policies.map((policy) => writePolicy(policy, what)));
  },
};

export const policyMappings: Codec<PolicyMappings> = {
  oid: '2.5.29.33',
  critical: true,
  read: (value, what) => ({
    mappings: value.list(what).map((item) => {
      const fields = item.fields(what);
      const mapping = { issuerPolicy: readOid(fields.next(), what), subjectPolicy: readOid(fields.next(), what) };
      fields.end();
      return mapping;
    }),
  }),
  write({ mappings }, what) {
    if (records(mappings, what).length === 0) throw badValue(`${what} must map something`);
    return sequenceOf(mappings.map((pair) => sequence(oid(pair.issuerPolicy), oid(pair.subjectPolicy))));
  },
};

export const policyConstraints: Codec<PolicyConstraints> = {
  oid: '2.5.29.36',
  critical: true,
  read(value, what) {
    const fields = value.fields(what);
    const [explicit, mapping] = [fields.optional(context(0)), fields.optional(context(1))];
    fields.end();
    return given<Omit<PolicyConstraints, 'type'>>({
      requireExplicitPolicy: explicit && readSmall(explicit, what, context(0)),
      inhibitPolicyMapping: mapping && readSmall(mapping, what, context(1)),
    });
  },
  write({ requireExplicitPolicy: explicit, inhibitPolicyMapping: mapping }, what) {
    if (explicit === undefined && mapping === undefined)
      throw badValue(`${what} must constrain something (RFC 5280, 4.2.1.11)`);
    const skip = (count: number | undefined, number: number) =>
      count === undefined ? undefined : integer(integerArgument(count, what, 0), context(number));
    return sequence(skip(explicit, 0), skip(mapping, 1));
  },
};

export const inhibitAnyPolicy: Codec<InhibitAnyPolicy> = {
  oid: '2.5.29.54',
  critical: true,
  read: (value, what) => ({ skip: readSmall(value, what) }),
  write: ({ skip }, what) => integer(integerArgument(skip, what, 0)),
};

function readPolicy(value: Der, what: string): PolicyInformation {
  const fields = value.fields(what);
  const policy = readOid(fields.next(), what);
  const qualifiers = fields.optional(SEQUENCE);
  fields.end();
  return given<PolicyInformation>({
    oid: policy,
    qualifiers: qualifiers?.items(what).map((item) => readQualifier(item, what)),
  });
}

function readQualifier(value: Der, what: string): PolicyQualifier {
  const fields = value.fields(what);
  const kind = readOid(fields.next(), what);
  const [content] = fields.rest();
  if (kind === CPS && content?.is(0x16)) return { type: 'cps', uri: readIa5(content) };
  if (kind === NOTICE && content !== undefined) return readNotice(content, what);
  return content === undefined
    ? { type: 'other', oid: kind }
    : { type: 'other', oid: kind, value: `#${hexOf(content.bytes)}` };
}

function readNotice(value: Der, what: string): PolicyQualifier {
  const fields = value.fields(what);
  const reference = fields.optional(SEQUENCE)?.fields(what);
  const organization = reference && readText(reference.next());
  const numbers = reference
    ?.next()
    .list(what)
    .map((item) => readSmall(item, what));
  reference?.end();
  const [text] = fields.rest();
  return {
    type: 'notice',
    ...given<{ text?: EncodedText; organization?: EncodedText; numbers?: number[] }>({
      text: text && readText(text),
      organization,
      numbers,
    }),
  };
}

function writePolicy(policy: PolicyInformation, what: string): Bytes {
  const qualifiers = policy.qualifiers && records(policy.qualifiers, what);
  return sequence(
    oid(policy.oid),
    qualifiers && qualifiers.length > 0 ? sequenceOf(qualifiers.map((one) => writeQualifier(one, what))) : undefined,
  );
}

function writeQualifier(qualifier: PolicyQualifier, what: string): Bytes {
  switch (qualifier.type) {
    case 'cps':
      return sequence(oid(CPS), tlv(0x16, ia5Bytes(qualifier.uri, `${what}'s cps`)));
    case 'notice':
      return sequence(oid(NOTICE), writeNotice(qualifier, what));
    case 'other':
      return sequence(oid(qualifier.oid), qualifier.value === undefined ? undefined : hexDer(qualifier.value, what));
    default:
      throw badValue(`${what} has a qualifier that nobody knows: ${quoted((qualifier as { type: unknown }).type)}`);
  }
}

function writeNotice(notice: Extract<PolicyQualifier, { type: 'notice' }>, what: string): Bytes {
  const { text, organization, numbers } = notice;
  if ((organization === undefined) !== (numbers === undefined))
    throw badValue(`${what} must have a notice's organization and numbers, or neither`);
  const display = (part: NoticeText) => {
    record(part, what);
    if (typeof part.value !== 'string') throw wrongType(`${what}'s notice`, 'a string', part.value);
    if (part.encoding !== 'der' && Array.from(part.value).length > 200)
      throw badValue(`${what} has a notice of more than 200 characters (RFC 5280, 4.2.1.4)`);
    return writeText(part.value, part.encoding ?? 'utf8', `${what}'s notice`);
  };
  return sequence(
    organization &&
      sequence(display(organization), sequenceOf(listed(numbers ?? [], what).map((number) => integer(number)))),
    text && display(text),
  );
}
