/** What a certificate may be used for. */
import { integerArgument } from '../../common/arguments.js';
import type { Loose } from '../../common/bytes.js';
import { dottedOf, oid, readOid, shortName } from '../der/oid.js';
import { BOOLEAN, INTEGER } from '../der/tags.js';
import { readBoolean, readInteger, readNamedBits, readSmall } from '../der/values.js';
import { boolean, integer, namedBits, nothing, sequence, sequenceOf } from '../der/writer.js';
import { badDer, badValue, quoted } from '../error.js';
import { type Codec, given, listed } from './codec.js';

/** Whether a certificate is a CA's, and how many CAs may be below it (RFC 5280, 4.2.1.9). */
export interface BasicConstraints {
  /** Which kind this is. */
  readonly type: 'basicConstraints';
  /** Whether it may issue certificates. */
  readonly ca: boolean;
  /** How many intermediates may stand between it and a leaf; any number, where it is left out. */
  readonly pathLength?: number;
}

/** The names of RFC 5280, 4.2.1.3, in the order of their bits. */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

/** What a key may do; `nonRepudiation` is called contentCommitment, too. */
export type KeyUsageName = (typeof KEY_USAGES)[number];

/** What the key may do (RFC 5280, 4.2.1.3). */
export interface KeyUsageExtension {
  /** Which kind this is. */
  readonly type: 'keyUsage';
  /** Each at most once. */
  readonly usages: readonly KeyUsageName[];
}

/** What the certificate is for (RFC 5280, 4.2.1.12). */
export interface ExtendedKeyUsage {
  /** Which kind this is. */
  readonly type: 'extKeyUsage';
  /** Short names of OpenSSL, such as `serverAuth`, `clientAuth`, `codeSigning`, `emailProtection`; or dotted numbers. */
  readonly usages: readonly string[];
}

/** What the TLS server must send (RFC 7633). */
export interface TlsFeature {
  /** Which kind this is. */
  readonly type: 'tlsFeature';
  /** Numbers of TLS extensions: 5 demands a staple. */
  readonly features: readonly number[];
}

/** Extensions that say all by being there. */
export interface Marker {
  /** `ocspNoCheck`: this responder's certificate is not asked about (RFC 6960); `ctPoison`: this is no certificate (RFC 6962). */
  readonly type: 'ocspNoCheck' | 'ctPoison';
}

export const basicConstraints: Codec<BasicConstraints> = {
  oid: '2.5.29.19',
  critical: true,
  read(value, what) {
    const fields = value.fields(what);
    const flag = fields.optional(BOOLEAN);
    const length = fields.optional(INTEGER);
    fields.end();
    return given<Omit<BasicConstraints, 'type'>>({
      ca: flag !== undefined && readBoolean(flag, what),
      pathLength: length && readSmall(length, what),
    });
  },
  write({ ca, pathLength }, what) {
    if (typeof ca !== 'boolean') throw new TypeError(`${what} must say by ca: true or false whether it is a CA's`);
    if (pathLength !== undefined && !ca) throw badValue(`${what} has a pathLength, which only a CA's has`);
    const length = pathLength === undefined ? undefined : integer(integerArgument(pathLength, 'pathLength', 0));
    return sequence(ca ? boolean(true) : undefined, length);
  },
};

export const keyUsage: Codec<KeyUsageExtension> = {
  oid: '2.5.29.15',
  critical: true,
  read(value, what) {
    const usages = [...readNamedBits(value, what)].map((bit) => {
      const name = KEY_USAGES[bit];
      if (name === undefined) throw badDer(`${what} has a bit that has no name: ${bit}`);
      return name;
    });
    return { usages };
  },
  write({ usages }, what) {
    return namedBits(
      new Set(
        listed(usages, what).map((name) => {
          const bit = KEY_USAGES.indexOf(name);
          if (bit < 0) throw badValue(`${what} must be of ${KEY_USAGES.join(', ')}, not ${quoted(name)}`);
          return bit;
        }),
      ),
    );
  },
};

export const extKeyUsage: Codec<ExtendedKeyUsage> = {
  oid: '2.5.29.37',
  critical: false,
  read: (value, what) => ({ usages: value.list(what).map((item) => shortName(readOid(item, what))) }),
  write({ usages }, what) {
    if (listed(usages, what).length === 0) throw badValue(`${what} must name a use`);
    return sequenceOf(usages.map((usage) => oid(dottedOf(usage, what))));
  },
};

export const tlsFeature: Codec<TlsFeature> = {
  oid: '1.3.6.1.5.5.7.1.24',
  critical: false,
  read: (value, what) => ({ features: value.list(what).map((item) => readSmall(item, what)) }),
  write: ({ features }, what) =>
    sequenceOf(listed(features, what).map((feature) => integer(integerArgument(feature, 'a TLS feature', 0, 0xffff)))),
};

const marker = (oid: string, critical: boolean): Codec<Marker> => ({
  oid,
  critical,
  read(value, what) {
    if (value.tag !== 5 || value.content.length > 0) throw badDer(`${what} must be NULL`);
    return {};
  },
  write: nothing,
});

export const ocspNoCheck = marker('1.3.6.1.5.5.7.48.1.5', false);
export const ctPoison = marker('1.3.6.1.4.1.11129.2.4.3', true);

/** A whole number as the only value of an extension. */
export function numberCodec<C extends { readonly type: string }>(
  oid: string,
  critical: boolean,
  wrap: (number: bigint) => Omit<C, 'type'>,
  unwrap: (content: Loose<C>) => number | bigint,
): Codec<C> {
  return {
    oid,
    critical,
    read: (value, what) => wrap(readInteger(value, what)),
    write(content, what) {
      const number = unwrap(content);
      if (typeof number !== 'bigint' && !Number.isInteger(number))
        throw new TypeError(`${what} must be a whole number`);
      if (number < 0) throw badValue(`${what} must not be negative`);
      return integer(number);
    },
  };
}
