/** Whose certificate it is, and whose key has signed it. */
import { binaryArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import type { Der } from '../der/reader.js';
import { context, contextOf, OCTET_STRING } from '../der/tags.js';
import { readInteger, readSmall } from '../der/values.js';
import { concat, integer, octets, sequence, tlv } from '../der/writer.js';
import { badDer, badValue } from '../error.js';
import {
  type GeneralName,
  type GeneralNameInput,
  readGeneralName,
  readGeneralNames,
  writeGeneralName,
  writeGeneralNames,
} from '../model/general-name.js';
import { type Codec, given, listed } from './codec.js';

/** Other names of the subject, of the issuer, or who has issued the certificates of an indirect CRL from here on. */
export interface AlternativeNames<N = GeneralName> {
  /** Which kind this is. */
  readonly type: 'subjectAltName' | 'issuerAltName' | 'certificateIssuer';
  /** In their order. */
  readonly names: readonly N[];
}

/** A short name of the subject's key (RFC 5280, 4.2.1.2). */
export interface SubjectKeyIdentifier {
  /** Which kind this is. */
  readonly type: 'subjectKeyIdentifier';
  /** Mostly 20 bytes. */
  readonly keyId: Bytes;
}

/** Which key has signed (RFC 5280, 4.2.1.1). */
export interface AuthorityKeyIdentifier<N = GeneralName> {
  /** Which kind this is. */
  readonly type: 'authorityKeyIdentifier';
  /** The subject key identifier of the issuer. */
  readonly keyId?: Bytes;
  /** The issuer of the issuer's certificate; comes with its serial number. */
  readonly issuer?: readonly N[];
  /** The serial number of the issuer's certificate. */
  readonly serialNumber?: bigint;
}

/** Which names may stand below a CA (RFC 5280, 4.2.1.10). */
export interface NameConstraints<N = GeneralName> {
  /** Which kind this is. */
  readonly type: 'nameConstraints';
  /** Names of a kind that is listed here must be within one of that kind. */
  readonly permitted?: readonly N[];
  /** No name may be within one of these. */
  readonly excluded?: readonly N[];
}

export const alternativeNames = (oid: string, critical: boolean): Codec<AlternativeNames<GeneralNameInput>> => ({
  oid,
  critical,
  read: (value, what) => ({ names: readGeneralNames(value, what) }),
  write: ({ names }, what) => writeGeneralNames(names, what),
});

export const subjectKeyIdentifier: Codec<SubjectKeyIdentifier> = {
  oid: '2.5.29.14',
  critical: false,
  read: (value, what) => ({ keyId: value.expect(OCTET_STRING, what).content.slice() }),
  write: ({ keyId }) => octets(binaryArgument(keyId, 'keyId')),
};

export const authorityKeyIdentifier: Codec<AuthorityKeyIdentifier<GeneralNameInput>> = {
  oid: '2.5.29.35',
  critical: false,
  read(value, what) {
    const fields = value.fields(what);
    const [keyId, issuer, serial] = [context(0), contextOf(1), context(2)].map((tag) => fields.optional(tag));
    fields.end();
    return given<Omit<AuthorityKeyIdentifier, 'type'>>({
      keyId: keyId?.content.slice(),
      issuer: issuer && readGeneralNames(issuer, what, contextOf(1)),
      serialNumber: serial && readInteger(serial, what, context(2)),
    });
  },
  write({ keyId, issuer, serialNumber }, what) {
    if ((issuer === undefined) !== (serialNumber === undefined))
      throw badValue(`${what} must have an issuer and a serialNumber, or neither (RFC 5280, 4.2.1.1)`);
    return sequence(
      keyId && octets(binaryArgument(keyId, 'keyId'), context(0)),
      issuer && writeGeneralNames(issuer, what, contextOf(1)),
      serialNumber === undefined ? undefined : integer(serialNumber, context(2)),
    );
  },
};

export const nameConstraints: Codec<NameConstraints<GeneralNameInput>> = {
  oid: '2.5.29.30',
  critical: true,
  read(value, what) {
    const fields = value.fields(what);
    const [permitted, excluded] = [fields.optional(contextOf(0)), fields.optional(contextOf(1))];
    fields.end();
    return given<Omit<NameConstraints, 'type'>>({
      permitted: permitted?.items(what).map((item) => readSubtree(item, what)),
      excluded: excluded?.items(what).map((item) => readSubtree(item, what)),
    });
  },
  write({ permitted, excluded }, what) {
    if (permitted === undefined && excluded === undefined)
      throw badValue(`${what} must permit or exclude something (RFC 5280, 4.2.1.10)`);
    const trees = (names: readonly GeneralNameInput[] | undefined, number: number) =>
      names &&
      tlv(contextOf(number), concat(listed(names, what).map((name) => sequence(writeGeneralName(name, what, true)))));
    return sequence(trees(permitted, 0), trees(excluded, 1));
  },
};

/** A subtree: RFC 5280 knows no other minimum than 0, and no maximum. */
function readSubtree(value: Der, what: string): GeneralName {
  const fields = value.fields(what);
  const name = readGeneralName(fields.next(), what, true);
  const minimum = fields.optional(context(0));
  if (minimum !== undefined && readSmall(minimum, what, context(0)) !== 0)
    throw badDer(`${what} has a minimum, which RFC 5280 does not allow`);
  fields.end();
  return name;
}
