/** Keys that are elsewhere for tests: Node's own cryptography holds them, or, of what it has not, another object of ours. */
import { createPrivateKey, constants as nodeConstants, sign as nodeSign } from 'node:crypto';
import { crypto } from '../../src/index.js';
import type { SigningMethod } from '../../src/pki/index.js';

export const decoded = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A new pair, as PEM of the public half and a function that signs as it is told. */
export function heldByNode(options: crypto.KeyOptions): {
  publicKey: string;
  privateKey: string;
  sign: (data: Uint8Array, how: SigningMethod) => Uint8Array;
} {
  const pair = new crypto.PKey();
  pair.generateKey(options);
  const privateKey = decoded(crypto.dumpPrivatekey(crypto.FILETYPE_PEM, pair));
  const publicKey = decoded(crypto.dumpPublickey(crypto.FILETYPE_PEM, pair));
  return { publicKey, privateKey, sign: (data, how) => signedByNode(privateKey, data, how) };
}

/** Whether the engine's `node:crypto` has such keys: that of Bun, which is BoringSSL, has neither RSA-PSS keys nor Ed448. */
export function isHeldByNode({ privateKey }: { readonly privateKey: string }): boolean {
  try {
    createPrivateKey(privateKey);
    return true;
  } catch {
    return false;
  }
}

export function signedByNode(
  pem: string,
  data: Uint8Array,
  { digest, padding, saltLength }: SigningMethod,
): Uint8Array {
  const pss = { padding: nodeConstants.RSA_PKCS1_PSS_PADDING, saltLength };
  return nodeSign(digest, data, { key: createPrivateKey(pem), ...(padding === 'pss' && pss) });
}
