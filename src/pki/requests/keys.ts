/** The key that is asked for. */
import type { PKey } from '../../crypto/index.js';
import type { KeyRule } from './policy.js';

/** What openssl calls the curves of NIST. */
const CURVES: Readonly<Record<string, string>> = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };
const SIGNING: readonly string[] = ['ED25519', 'ED448', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'];
const DEFAULT_RULES: readonly KeyRule[] = [{ type: 'RSA' }, { type: 'EC' }, ...SIGNING.map((type) => ({ type }))];
const [MIN_BITS, MAX_BITS] = [2048, 8192];

/** What a key is called: `RSA of 2048 bits`, `EC on prime256v1`, `ED25519`. */
export function keyTitle(key: PKey): string {
  if (/^RSA/.test(key.typeName)) return `${key.typeName} of ${key.bits()} bits`;
  return key.typeName === 'EC' ? `EC on ${key.groupName ?? 'a curve without a name'}` : key.typeName;
}

/** Why no certificate is issued for a key; undefined for one that is allowed. */
export function keyFault(key: PKey, rules: readonly KeyRule[] = DEFAULT_RULES): string | undefined {
  return rules.some((rule) => fits(key, rule)) ? undefined : 'is not allowed by the policy';
}

function fits(key: PKey, rule: KeyRule): boolean {
  const type = key.typeName === 'RSA-PSS' ? 'RSA' : key.typeName;
  if (type.toUpperCase() !== rule.type.toUpperCase()) return false;
  const {
    min = MIN_BITS,
    max = MAX_BITS,
    curves = Object.keys(CURVES),
  } = rule as {
    min?: number;
    max?: number;
    curves?: readonly string[];
  };
  if (type === 'RSA') return key.bits() >= min && key.bits() <= max;
  return type !== 'EC' || curves.some((curve) => (CURVES[curve] ?? curve) === key.groupName);
}
