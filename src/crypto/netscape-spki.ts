import { instanceArgument, textArgument } from '../common/arguments.js';
import { HANDLE, NativeObject } from '../ffi/index.js';
import { native } from './native.js';
import { PKey } from './pkey.js';
import { signingArguments } from './signing.js';

/** A signed public key and challenge, as the `keygen` element of old browsers sent it. */
export class NetscapeSPKI extends NativeObject<'NETSCAPE_SPKI'> {
  /**
   * @param enc - base64, as {@link b64Encode} gives it; absent for an empty one
   * @throws {Error} when it is malformed
   * @corresponds NETSCAPE_SPKI_b64_decode
   */
  constructor(enc?: string | Uint8Array) {
    super(() =>
      enc === undefined ? native.NETSCAPE_SPKI_new() : native.NETSCAPE_SPKI_b64_decode(textArgument(enc, 'enc')),
    );
  }

  /** Encodes it in base64. @corresponds NETSCAPE_SPKI_b64_encode */
  b64Encode(): string {
    return native.NETSCAPE_SPKI_b64_encode(this[HANDLE]);
  }

  /** The public key. @throws {Error} when there is none @corresponds NETSCAPE_SPKI_get_pubkey */
  getPubkey(): PKey {
    return PKey.wrap(native.NETSCAPE_SPKI_get_pubkey(this[HANDLE]));
  }

  /** Sets the public key. @corresponds NETSCAPE_SPKI_set_pubkey */
  setPubkey(pkey: PKey): void {
    native.NETSCAPE_SPKI_set_pubkey(this[HANDLE], instanceArgument(pkey, PKey, 'pkey')[HANDLE]);
  }

  /**
   * Signs it.
   * @param pkey - the private key that belongs to the public one in it
   * @param digest - such as `sha256`; null for the key's own, and of no effect with keys that hash by themselves
   * @throws {RangeError} when there is no such digest, or the key is empty or has no private half
   * @corresponds NETSCAPE_SPKI_sign
   */
  sign(pkey: PKey, digest: string | Uint8Array | null): void {
    const { key, name } = signingArguments(pkey, 'pkey', digest);
    native.spki_sign(this[HANDLE], key, name);
  }

  /** Verifies the signature. @returns true @throws {Error} when it is not good @corresponds NETSCAPE_SPKI_verify */
  verify(key: PKey): boolean {
    native.NETSCAPE_SPKI_verify(this[HANDLE], instanceArgument(key, PKey, 'key')[HANDLE]);
    return true;
  }
}
