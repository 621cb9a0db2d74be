/** What may be taken over from a request, and what becomes of the rest. */
import { boolean, declareOptions, func, integer, listOf, oneOf, type Rule, text } from '../../common/options.js';
import { wrongType } from '../../common/refusals.js';
import type { KeyUsageName } from '../extensions/basic.js';
import type { GeneralName } from '../model/general-name.js';

/** A kind of key that a certificate is issued for. */
export type KeyRule =
  | {
      /** RSA, also for PSS alone. */
      readonly type: 'RSA';
      /** Fewest bits; 2,048 by default. */
      readonly min?: number;
      /** Most bits; 8,192 by default. */
      readonly max?: number;
    }
  | {
      /** Curves of prime fields. */
      readonly type: 'EC';
      /** Which, by NIST's or OpenSSL's names; P-256, P-384 and P-521 by default. */
      readonly curves?: readonly string[];
    }
  | {
      /** Kinds that have no sizes, such as `ED25519` or `ML-DSA-65`. */
      readonly type: string;
    };

/** Which names a certificate may have that is asked for. Kinds of which nothing is said are not allowed. */
export interface NamePolicy {
  /** DNS names: `www.example.com` is that one, `.example.com` each below it, `*` any. */
  readonly dns?: readonly string[];
  /** Whether a DNS name may be a wildcard, `*.example.com`, where every name that it stands for is allowed. False by default. */
  readonly wildcards?: boolean;
  /** IP addresses and ranges: `192.0.2.1`, `10.0.0.0/8`, `2001:db8::/32`. */
  readonly ip?: readonly string[];
  /** Addresses of mail: `anna@example.com` is that one, `@example.com` each there. */
  readonly email?: readonly string[];
  /** URIs below one: `https://example.com/api`, `spiffe://example.com`. Scheme, host and port must be the same. */
  readonly uri?: readonly string[];
  /** Judges names of other kinds, such as `otherName`; without it they are not allowed. */
  readonly other?: (name: GeneralName) => boolean;
  /** Most names; 100 by default. */
  readonly max?: number;
}

/** What becomes of a part that is not allowed: it is left out, or nothing is issued. */
export type Otherwise = 'drop' | 'refuse';

/** What may be taken over from a request. By default nothing but its key. */
export interface RequestPolicy {
  /** Attributes of the subject, by short names or dotted numbers: `['CN', 'O']`. A common name that is a host must be an allowed name. */
  readonly subject?: readonly string[];
  /** Names of `subjectAltName`. */
  readonly names?: NamePolicy;
  /** Kinds of keys; by default RSA of 2,048 to 8,192 bits, P-256, P-384, P-521, Ed25519, Ed448 and ML-DSA. */
  readonly keys?: readonly KeyRule[];
  /** Extended key usages that may be asked for; without it, the usual ones are issued, or those of `usages`. */
  readonly usages?: readonly string[];
  /** Key usages that may be asked for; without it, the usual ones are issued. Those of CAs are never taken. */
  readonly keyUsages?: readonly KeyUsageName[];
  /** Further extensions that are taken as they are, by the `type` of their content, short names or dotted numbers. Those that are the issuer's to say are refused. */
  readonly extensions?: readonly string[];
  /** What becomes of what is not allowed: by default names refuse the whole, all else is dropped. */
  readonly otherwise?: {
    /** For attributes of the subject; `drop` by default. */
    readonly subject?: Otherwise;
    /** For names; `refuse` by default. */
    readonly names?: Otherwise;
    /** For extensions; `drop` by default. */
    readonly extensions?: Otherwise;
  };
  /** Most bytes of a request; 65,536 by default. */
  readonly maxBytes?: number;
}

const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;
const MAX_INT = 0x7fff_ffff;

const readNames = declareOptions<NamePolicy>({
  dns: listOf(text),
  wildcards: boolean,
  ip: listOf(text),
  email: listOf(text),
  uri: listOf(text),
  other: func(),
  max: integer(0, MAX_INT),
});

const either = oneOf('drop', 'refuse');
const readOtherwise = declareOptions<NonNullable<RequestPolicy['otherwise']>>({
  subject: either,
  names: either,
  extensions: either,
});

const readKey = declareOptions<{ type: string; min?: number; max?: number; curves?: readonly string[] }>({
  type: text,
  min: integer(0, MAX_INT),
  max: integer(0, MAX_INT),
  curves: listOf(text),
});

function keyRule(value: unknown, name: string): KeyRule {
  const rule = readKey(value, name);
  if (rule.type === undefined) throw wrongType(name, 'an object with a type', value);
  return rule;
}

export const readPolicy = declareOptions<RequestPolicy>({
  subject: listOf(text),
  names: (value, name) => readNames(value, name),
  keys: listOf<KeyRule>(keyRule),
  usages: listOf(text),
  keyUsages: listOf<KeyUsageName>(asIs()),
  extensions: listOf(text),
  otherwise: (value, name) => readOtherwise(value, name),
  maxBytes: integer(1, MAX_INT),
});
