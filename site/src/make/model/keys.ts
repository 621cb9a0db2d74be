/** Keys that a task makes, or takes: OpenSSL's, WebCrypto's, and WebCrypto's that never leave the browser. */
import type { Field, FormState } from './fields.js';
import type { Input, Signing } from './input.js';
import { fileStem, printable } from './names.js';
import type { Product } from './outcome.js';
import { about, Problem } from './problem.js';
import type { Kit } from './task.js';
import { pemOf } from './things.js';

type Algorithm = NonNullable<Parameters<Kit['createKey']>[0]>;

/** What the browser makes: the parameters of `generateKey`, by the names of the choice. */
const BROWSER: Readonly<Record<string, RsaHashedKeyGenParams | EcKeyGenParams | { readonly name: string }>> = {
  'ec-p256': { name: 'ECDSA', namedCurve: 'P-256' },
  'ec-p384': { name: 'ECDSA', namedCurve: 'P-384' },
  'ec-p521': { name: 'ECDSA', namedCurve: 'P-521' },
  ...Object.fromEntries([2048, 3072, 4096].map((bits) => [`rsa-${bits}`, rsa(bits)])),
  ed25519: { name: 'Ed25519' },
};

function rsa(modulusLength: number): RsaHashedKeyGenParams {
  return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent: new Uint8Array([1, 0, 1]) };
}

/** What the kit makes. */
const KIT: Readonly<Record<string, Algorithm>> = {
  'ec-p256': { type: 'EC', curve: 'P-256' },
  'ec-p384': { type: 'EC', curve: 'P-384' },
  'ec-p521': { type: 'EC', curve: 'P-521' },
  'rsa-2048': { type: 'RSA', bits: 2048 },
  'rsa-3072': { type: 'RSA', bits: 3072 },
  'rsa-4096': { type: 'RSA', bits: 4096 },
  ed25519: 'ED25519',
  ed448: 'ED448',
  x25519: 'X25519',
  'ml-dsa-44': 'ML-DSA-44',
  'ml-dsa-65': 'ML-DSA-65',
  'ml-dsa-87': 'ML-DSA-87',
  'slh-dsa-128s': 'SLH-DSA-SHA2-128s',
  'slh-dsa-128f': 'SLH-DSA-SHA2-128f',
  'ml-kem-768': 'ML-KEM-768',
};

/** Keys that sign: what a CA or a request can have. */
const SIGNING = Object.keys(KIT).filter((name) => !/^x|kem/.test(name));

const isNew = ({ values }: FormState): boolean => values.keyType !== 'own';
const isBrowsers = (state: FormState): boolean => Object.hasOwn(BROWSER, String(state.values.keyType));

/** The fields of the subject's key. @param isLeaf - whether a key that signs nothing, or a public one, will do */
export function keyFields(isLeaf: boolean, withOwn = true): readonly Field[] {
  const types = isLeaf ? Object.keys(KIT) : SIGNING;
  return [
    { kind: 'choice', name: 'keyType', options: withOwn ? [...types, 'own'] : types },
    {
      ...{ kind: 'item', name: 'ownKey', when: (state) => !isNew(state) },
      accepts: isLeaf ? ['private-key', 'public-key'] : ['private-key'],
    },
    {
      ...{ kind: 'choice', name: 'keyPlace', options: ['page', 'browser', 'kept'], more: true },
      when: (state) => isNew(state) && isBrowsers(state),
    },
    {
      ...{ kind: 'password', name: 'newPassword', more: true, optional: true },
      when: (state) => isNew(state) && (state.values.keyPlace !== 'kept' || !isBrowsers(state)),
    },
  ];
}

/** A key that was made or taken, and what there is of it to download. */
export interface MadeKey {
  readonly key: Signing | PublicKey;
  /** Nothing of a key that was on the shelf before. */
  readonly products: readonly Product[];
  /** Its name among the words. */
  readonly isKept: boolean;
}

/** Makes the key that was chosen. @param called - whose it is */
export async function makeKey(input: Input, kit: Kit, called: string): Promise<MadeKey> {
  const title = printable(called);
  const type = input.text('keyType');
  if (type === 'own') {
    const { kind, signer, bytes } = input.needed('ownKey');
    // Bytes stand for a private key: of a public one, the object does.
    const key = kind === 'public-key' ? (await kit.readKey(bytes)).key : (signer ?? bytes);
    return { key, products: [], isKept: signer !== undefined };
  }
  const place = Object.hasOwn(BROWSER, type) ? input.text('keyPlace') : 'page';
  if (place === 'kept') return await keptKey(type, kit, title);
  const bytes = place === 'browser' ? await browserKey(type) : await kitKey(type, kit);
  return { key: bytes, products: [await keyProduct(bytes, kit, title, input.raw('newPassword'))], isKept: false };
}

async function kitKey(type: string, kit: Kit): Promise<Uint8Array> {
  const algorithm = KIT[type];
  if (algorithm === undefined) throw new Problem('keyType', { word: 'missing' });
  const { key } = await about('keyType', () => kit.createKey(algorithm));
  return await pkcs8(key, kit);
}

/** The public half of somebody else's key. */
type PublicKey = Awaited<ReturnType<Kit['readKey']>>['key'];
type AnyKey = Parameters<Kit['writeKey']>[0];

/** The PKCS #8 of a key of any form. */
export const pkcs8 = (key: AnyKey, kit: Kit): Promise<Uint8Array> => written(key, 'pkcs8', kit);

/** The SubjectPublicKeyInfo of a key, or of what holds one. */
export const spki = (key: AnyKey, kit: Kit): Promise<Uint8Array> => written(key, 'spki', kit);

const sealedKey = (key: AnyKey, passphrase: string, kit: Kit) => written(key, 'pkcs8', kit, { passphrase });

async function written(
  key: AnyKey,
  format: 'pkcs8' | 'spki',
  kit: Kit,
  settings: { readonly passphrase?: string } = {},
): Promise<Uint8Array> {
  const bytes: unknown = await kit.writeKey(key, { format, encoding: 'der', ...settings });
  if (!(bytes instanceof Uint8Array)) throw new TypeError('a key was not written as bytes');
  return bytes;
}

async function generated(type: string, extractable: boolean): Promise<CryptoKeyPair> {
  const parameters = BROWSER[type];
  if (parameters === undefined) throw new Problem('keyPlace', { word: 'notInBrowser' });
  try {
    return (await crypto.subtle.generateKey(parameters, extractable, ['sign', 'verify'])) as CryptoKeyPair;
  } catch {
    throw new Problem('keyPlace', { word: 'notInBrowser' });
  }
}

async function browserKey(type: string): Promise<Uint8Array> {
  const { privateKey } = await generated(type, true);
  return new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey));
}

async function keptKey(type: string, kit: Kit, title: string): Promise<MadeKey> {
  const pair = await generated(type, false);
  // What few need is loaded when it is.
  const { webCryptoSigner } = await import('tsopenssl/pki');
  const signer = await webCryptoSigner(pair);
  const { pin } = await kit.fingerprints(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)));
  const entry = { kind: 'private-key', title, bytes: new Uint8Array(), pin, signer, origin: 'made' } as const;
  return { key: signer, isKept: true, products: [{ name: 'keptKey', title, forms: [], entry }] };
}

/** A private key to download: encrypted where there is a password, which the shelf does not need. */
export async function keyProduct(bytes: Uint8Array, kit: Kit, title: string, password: string): Promise<Product> {
  const stem = fileStem(title, 'key');
  const { pin } = await kit.fingerprints(bytes);
  const entry = { kind: 'private-key', title, bytes, pin, origin: 'made' } as const;
  const isEncrypted = password !== '';
  const sealed = isEncrypted ? about('newPassword', () => sealedKey(bytes, password, kit)) : bytes;
  const der = await sealed;
  const pem = pemOf(isEncrypted ? 'ENCRYPTED PRIVATE KEY' : 'PRIVATE KEY', der);
  return {
    ...{ name: isEncrypted ? 'sealedKey' : 'privateKey', title, isSecret: true, entry },
    forms: [
      { form: 'PEM', name: `${stem}.key.pem`, type: 'application/x-pem-file', content: pem },
      { form: 'DER', name: `${stem}.key.der`, type: 'application/pkcs8', content: der },
    ],
  };
}
