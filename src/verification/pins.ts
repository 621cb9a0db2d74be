/** Public keys that a peer must have. */
import { instanceArgument } from '../common/arguments.js';
import { dumpPublickey, FILETYPE_ASN1, X509 } from '../crypto/index.js';

/** SHA-256 of a certificate's public key, as `pinnedKeys` takes it. */
export async function pinOf(cert: X509): Promise<string> {
  const der = dumpPublickey(FILETYPE_ASN1, instanceArgument(cert, X509, 'cert').getPubkey());
  const hash = await globalThis.crypto.subtle.digest('SHA-256', new Uint8Array(der));
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}

/** A pin without the prefix that curl writes before it. */
export function plainPin(pin: string): string {
  return pin.replace(/^sha256\/\/?/, '');
}

/** @throws {Error} `ERR_TLS_PINNED_KEY` unless the public key of one of the certificates is pinned */
export async function checkPins(certificates: readonly X509[], pins: readonly string[]): Promise<void> {
  const wanted = new Set(pins.map(plainPin));
  for (const cert of certificates) if (wanted.has(await pinOf(cert))) return;
  throw Object.assign(new Error('no certificate of the peer has a pinned key'), { code: 'ERR_TLS_PINNED_KEY' });
}
