/** What Microsoft's certificate services write ([MS-WCCE], 2.2.2.7). */
import { integerArgument } from '../../common/arguments.js';
import { oid, readOid } from '../der/oid.js';
import { readIa5, readText, type StringEncoding, writeText } from '../der/strings.js';
import { contextOf, INTEGER, OCTET_STRING } from '../der/tags.js';
import { readSmall } from '../der/values.js';
import { explicit, integer, octets, sequence, tlv } from '../der/writer.js';
import { badDer, badValue, quoted } from '../error.js';
import { type Codec, given } from './codec.js';

/** The name of a template, as version 1 of them had it. */
export interface MicrosoftTemplateName {
  /** Which kind this is. */
  readonly type: 'msTemplateName';
  /** Such as `Machine`. */
  readonly name: string;
  /** `bmp` where nothing is said, as Microsoft writes it. */
  readonly encoding?: StringEncoding;
}

/** A template by its number, since version 2. */
export interface MicrosoftTemplate {
  /** Which kind this is. */
  readonly type: 'msTemplate';
  /** Dotted numbers. */
  readonly template: string;
  /** The major version. */
  readonly major?: number;
  /** The minor version. */
  readonly minor?: number;
}

/** The security identifier of the account (KB5014754). */
export interface MicrosoftSid {
  /** Which kind this is. */
  readonly type: 'msSid';
  /** Such as `S-1-5-21-1-2-3-500`. */
  readonly sid: string;
}

const SID_NAME = '1.3.6.1.4.1.311.25.2.1';
const SID = /^S-1-\d{1,15}(-\d{1,10}){1,15}$/;

export const msTemplateName: Codec<MicrosoftTemplateName> = {
  oid: '1.3.6.1.4.1.311.20.2',
  critical: false,
  read(value) {
    const { value: name, encoding } = readText(value);
    return { name, encoding };
  },
  write: ({ name, encoding = 'bmp' }, what) => writeText(name, encoding, what),
};

export const msTemplate: Codec<MicrosoftTemplate> = {
  oid: '1.3.6.1.4.1.311.21.7',
  critical: false,
  read(value, what) {
    const fields = value.fields(what);
    const template = readOid(fields.next(), what);
    const [major, minor] = [fields.optional(INTEGER), fields.optional(INTEGER)];
    fields.end();
    return given<Omit<MicrosoftTemplate, 'type'>>({
      template,
      major: major && readSmall(major, what),
      minor: minor && readSmall(minor, what),
    });
  },
  write({ template, major, minor }, what) {
    if (major === undefined && minor !== undefined) throw badValue(`${what} has a minor version without a major one`);
    const version = (number: number | undefined) =>
      number === undefined ? undefined : integer(integerArgument(number, what, 0));
    return sequence(oid(template), version(major), version(minor));
  },
};

export const msSid: Codec<MicrosoftSid> = {
  oid: '1.3.6.1.4.1.311.25.2',
  critical: false,
  read(value, what) {
    const [name, ...more] = value.list(what);
    const fields = name?.fields(what, contextOf(0));
    if (fields === undefined || more.length > 0 || readOid(fields.next(), what) !== SID_NAME)
      throw badDer(`${what} must hold one security identifier`);
    const sid = readIa5(fields.next(contextOf(0)).inner(what).expect(OCTET_STRING, what));
    fields.end();
    return { sid };
  },
  write({ sid }, what) {
    if (typeof sid !== 'string' || !SID.test(sid))
      throw badValue(`${what} must be as S-1-5-21-1-2-3-500, not ${quoted(sid)}`);
    const text = octets(Uint8Array.from(sid, (letter) => letter.charCodeAt(0)));
    return sequence(tlv(contextOf(0), oid(SID_NAME), explicit(0, text)));
  },
};
