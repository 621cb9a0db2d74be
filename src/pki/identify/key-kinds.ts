/** Keys and parameters of keys. */
import type { IdentifiedPrivateKey, Verdict } from './kinds.js';
import type { Shape } from './shape.js';

/** PBES1, PBES2 and PBMAC1; and the schemes of PKCS #12. */
const PASSWORD_BASED = /^1\.2\.840\.113549\.1\.(5|12\.1)\.\d+$/;
const DIGESTS = /^(1\.3\.14\.3\.2\.26|1\.2\.840\.113549\.2\.\d+|2\.16\.840\.1\.101\.3\.4\.2\.\d+)$/;
const FIELDS = /^1\.2\.840\.10045\.1\.[12]$/;
const MAX_SIGNATURE = 80;
const NAMES: Readonly<Record<string, string>> = {
  rsaEncryption: 'RSA',
  rsassaPss: 'RSA-PSS',
  'RSASSA-PSS': 'RSA-PSS',
  'id-ecPublicKey': 'EC',
  dsaEncryption: 'DSA',
  dhKeyAgreement: 'DH',
  dhpublicnumber: 'DH',
};

/** What a key is. */
export function keyKind(shape: Shape): Verdict | undefined {
  if (shape.tag === 0x06) return curveKind(shape);
  if (shape.tag !== 0x30) return undefined;
  const { pattern } = shape;
  if (/^02 30 04( a0)?( 81| a1)?$/.test(pattern) && shape.at(1, 0)?.tag === 0x06)
    return privateKey('pkcs8', algorithmOf(shape.at(1)));
  if (/^02 04( a0)?( a1)?$/.test(pattern) && shape.at(0)?.small === 1)
    return privateKey('sec1', curveOf(shape.at(2, 0)) ?? 'EC');
  if (pattern === '30 04' && shape.at(0, 0)?.tag === 0x06) return encryptedOrDigest(shape);
  if (pattern === '30 03' && shape.at(0, 0)?.tag === 0x06) {
    const algorithm = algorithmOf(shape.at(0));
    return { kind: 'public-key', format: 'spki', algorithm, sentence: `This is a public key (${algorithm}).` };
  }
  if (pattern.startsWith('02 30 30 04') || (pattern.startsWith('02 30 04') && FIELDS.test(shape.at(1, 0)?.oid ?? '')))
    return parameters('ec-parameters', 'an elliptic curve, written out with all its numbers');
  return /^02( 02)+( 03)?( 30)?$/.test(pattern) ? numbersKind(shape) : undefined;
}

function privateKey(format: IdentifiedPrivateKey['format'], algorithm: string): Verdict {
  const sentence = `This is a private key (${algorithm}), and no password protects it.`;
  return { kind: 'private-key', format, algorithm, encrypted: false, sentence };
}

function encryptedOrDigest(shape: Shape): Verdict | undefined {
  const oid = shape.at(0, 0)?.oid ?? '';
  if (PASSWORD_BASED.test(oid))
    return {
      ...{ kind: 'private-key', format: 'pkcs8', encrypted: true },
      sentence: 'This is a private key that a password protects (PKCS #8).',
    };
  if (!DIGESTS.test(oid)) return undefined;
  return { kind: 'digest-info', sentence: 'This is a digest and how it was made, as RSA signs it.' };
}

/** Numbers in a row: what they are, their count and size tell. */
function numbersKind(shape: Shape): Verdict | undefined {
  const sizes = shape.children.filter(({ tag }) => tag === 0x02).map(({ content }) => content.length);
  const version = shape.at(0)?.small ?? -1;
  if (sizes.length >= 9 && (version === 0 || version === 1)) return privateKey('pkcs1', 'RSA');
  if (sizes.length === 6 && version === 0) return privateKey('dsa', 'DSA');
  const [first = 0, second = 0, third = 0] = sizes;
  if (sizes.length === 2 && first <= MAX_SIGNATURE && second > first / 2)
    return { kind: 'signature', sentence: 'This is a signature of ECDSA or DSA: two numbers.' };
  if (first < 48 || sizes.length > 3) return undefined;
  if (sizes.length === 3 && second >= 20 && second <= 33 && third > 33)
    return parameters('dsa-parameters', 'DSA: a group to make keys in');
  const generator = shape.at(1)?.small ?? -1;
  if (sizes.length === 3 || generator === 2 || generator === 5 || second > 8)
    return parameters('dh-parameters', 'a Diffie-Hellman group');
  return {
    ...{ kind: 'public-key', format: 'pkcs1', algorithm: 'RSA' },
    sentence: 'This is a public key (RSA), in the form of PKCS #1.',
  };
}

const parameters = (kind: 'ec-parameters' | 'dh-parameters' | 'dsa-parameters', what: string): Verdict => ({
  kind,
  sentence: `These are parameters, and no key: ${what}.`,
});

function curveKind(shape: Shape): Verdict | undefined {
  const curve = curveOf(shape);
  return curve === undefined ? undefined : parameters('ec-parameters', `the elliptic curve ${curve}`);
}

/** ANSI X9.62, SECG, Brainpool, SM2. */
const CURVES = /^(1\.2\.840\.10045\.3\.|1\.3\.132\.0\.|1\.3\.36\.3\.3\.2\.8\.1\.1\.|1\.2\.156\.10197\.1\.301$)/;

const curveOf = (shape: Shape | undefined): string | undefined =>
  shape !== undefined && CURVES.test(shape.oid) ? shape.oidName : undefined;

function algorithmOf(shape: Shape | undefined): string {
  const name = shape?.at(0)?.oidName ?? '';
  const known = NAMES[name] ?? name;
  const curve = curveOf(shape?.at(1));
  return curve === undefined ? known : `${known}, ${curve}`;
}
