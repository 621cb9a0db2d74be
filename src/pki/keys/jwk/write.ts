/** JWKs written, and what they are called by (RFC 7638). */
import { dumpCertificate, FILETYPE_ASN1, type PKey, type X509 } from '../../../crypto/index.js';
import { utf8Bytes } from '../../der/strings.js';
import { badValue } from '../../error.js';
import { native } from '../../native.js';
import { base64, base64url } from '../base64.js';
import { numberOf, octetsOf, paddedNumber, rsaNumbers, wipeRsaNumbers } from '../numbers.js';
import { AKP, CURVES, type Jwk, OKP } from './types.js';

/** Puts the members of a key together. @param isPrivate - whether the private half is among them */
export function jwkOf(key: PKey, isPrivate: boolean, certificates: readonly X509[] = []): Jwk {
  const jwk = membersOf(key, isPrivate);
  if (certificates.length === 0) return jwk;
  const chain = certificates.map((certificate) => dumpCertificate(FILETYPE_ASN1, certificate));
  const [first = new Uint8Array()] = chain;
  return { ...jwk, x5c: chain.map(base64), 'x5t#S256': base64url(native.digest_bytes('sha256', first)) };
}

/** The members that a thumbprint is of, in their order (RFC 7638, 3.2; RFC 8037, 2; those of AKP by its draft). */
const REQUIRED: Readonly<Record<string, readonly (keyof Jwk)[]>> = {
  RSA: ['e', 'kty', 'n'],
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  AKP: ['alg', 'kty', 'pub'],
};

/** The thumbprint of a key, base64url. @param digest - its name, such as `sha256` */
export function thumbprintOf(key: PKey, digest: string): string {
  const jwk = membersOf(key, false);
  const members = (REQUIRED[jwk.kty] ?? []).map((name) => [name, jwk[name]] as const);
  return base64url(native.digest_bytes(digest, utf8Bytes(JSON.stringify(Object.fromEntries(members)))));
}

function membersOf(key: PKey, isPrivate: boolean): Jwk {
  const type = key.typeName;
  if (type === 'RSA') return rsaMembers(key, isPrivate);
  if (type === 'RSA-PSS')
    throw badValue('an RSA-PSS key has parameters, for which a JWK has no place: write it as pkcs8 or spki');
  if (type === 'EC') return ecMembers(key, isPrivate);
  const curve = OKP.find(({ group }) => group === type);
  if (curve !== undefined) {
    const { crv } = curve;
    return { kty: 'OKP', crv, ...secret('d', isPrivate, () => octetsOf(key, 'priv')), x: text(octetsOf(key, 'pub')) };
  }
  const algorithm = AKP.get(type);
  if (algorithm === undefined) throw badValue(`there is no JWK of keys of the type ${type}`);
  const name = algorithm.seed === null ? 'priv' : 'seed';
  const half = secret('priv', isPrivate, () => octetsOf(key, name));
  if (isPrivate && half.priv === undefined)
    throw badValue(`a JWK of ${type} holds the seed of the key, which this one does not know any more`);
  return { kty: 'AKP', alg: algorithm.alg, pub: text(octetsOf(key, 'pub')), ...half };
}

function rsaMembers(key: PKey, isPrivate: boolean): Jwk {
  if (!isPrivate) return { kty: 'RSA', n: text(numberOf(key, 'n')), e: text(numberOf(key, 'e')) };
  const { n, e, d, factors, others = [] } = rsaNumbers(key);
  try {
    const [p, q, dp, dq, qi] = (factors ?? []).map(base64url);
    return {
      ...{ kty: 'RSA', n: text(n), e: text(e), d: text(d) },
      ...(p !== undefined &&
        q !== undefined &&
        dp !== undefined &&
        dq !== undefined &&
        qi !== undefined && {
          ...{ p, q, dp, dq, qi },
        }),
      ...(others.length > 0 && {
        oth: others.map(([r, exponent, t]) => ({ r: text(r), d: text(exponent), t: text(t) })),
      }),
    };
  } finally {
    wipeRsaNumbers({ ...(d && { d }), ...(factors && { factors }), others });
  }
}

function ecMembers(key: PKey, isPrivate: boolean): Jwk {
  const name = key.groupName;
  const curve = CURVES.find(({ group }) => group === name);
  if (curve === undefined)
    throw badValue(`there is no JWK of keys on ${name === null ? 'a curve without a name' : `the curve ${name}`}`);
  const { crv, length } = curve;
  return {
    ...{ kty: 'EC', crv, x: text(paddedNumber(key, 'qx', length)), y: text(paddedNumber(key, 'qy', length)) },
    ...secret('d', isPrivate, () => paddedNumber(key, 'priv', length)),
  };
}

const text = (bytes: Uint8Array | undefined): string => base64url(bytes ?? new Uint8Array());

/** The text of a private member; its bytes are wiped. */
function secret<K extends 'd' | 'priv'>(
  name: K,
  isPrivate: boolean,
  bytes: () => Uint8Array | undefined,
): { readonly [N in K]?: string } {
  const given = isPrivate ? bytes() : undefined;
  if (given === undefined) return {};
  const member = { [name]: base64url(given) } as { readonly [N in K]?: string };
  given.fill(0);
  return member;
}
