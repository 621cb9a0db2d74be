import { type BytesLike, bytesArgument, instanceArgument } from '../common/arguments.js';
import { adopt, constants as c, HANDLE, NativeObject } from '../ffi/index.js';
import { byFiletype } from './filetype.js';
import { native } from './native.js';
import { PKey } from './pkey.js';
import { X509 } from './x509.js';

/** A PKCS#7 structure (RFC 2315). */
export class PKCS7 extends NativeObject<'PKCS7'> {
  /** @internal It comes from {@link loadPkcs7Data}, {@link PKCS7.sign} and {@link PKCS7.encrypt}. */
  constructor() {
    super(() => {
      throw new TypeError('a PKCS7 comes from loadPkcs7Data, PKCS7.sign or PKCS7.encrypt');
    });
  }

  /** Signs data with certificate and key, in SHA-256; `detached` leaves the data out. @corresponds PKCS7_sign */
  static sign(cert: X509, pkey: PKey, data: BytesLike, detached = false): PKCS7 {
    const certificate = instanceArgument(cert, X509, 'cert')[HANDLE];
    const key = instanceArgument(pkey, PKey, 'pkey')[HANDLE];
    return adopt(PKCS7, native.pkcs7_sign(certificate, key, bytesArgument(data, 'data'), detached ? 1 : 0));
  }

  /** Encrypts data for the owner of a certificate with an RSA key, under AES-256-CBC. @corresponds PKCS7_encrypt */
  static encrypt(cert: X509, data: BytesLike): PKCS7 {
    return adopt(
      PKCS7,
      native.pkcs7_encrypt(instanceArgument(cert, X509, 'cert')[HANDLE], bytesArgument(data, 'data')),
    );
  }

  #is(type: number): boolean {
    return native.pkcs7_type(this[HANDLE]) === type;
  }

  /** Whether it is signed data. @corresponds PKCS7_type_is_signed */
  typeIsSigned(): boolean {
    return this.#is(c.NID_pkcs7_signed);
  }

  /** Whether it is enveloped data. @corresponds PKCS7_type_is_enveloped */
  typeIsEnveloped(): boolean {
    return this.#is(c.NID_pkcs7_enveloped);
  }

  /** Whether it is signed and enveloped data. @corresponds PKCS7_type_is_signedAndEnveloped */
  typeIsSignedAndEnveloped(): boolean {
    return this.#is(c.NID_pkcs7_signedAndEnveloped);
  }

  /** Whether it is plain data. @corresponds PKCS7_type_is_data */
  typeIsData(): boolean {
    return this.#is(c.NID_pkcs7_data);
  }

  /** The short name of its type, such as `pkcs7-signedData`. @corresponds OBJ_nid2sn */
  getTypeName(): string {
    return native.pkcs7_type_name(this[HANDLE]);
  }

  /** Dumps it. @param type - `FILETYPE_PEM` or `FILETYPE_ASN1` @corresponds PEM_write_bio_PKCS7, i2d_PKCS7 */
  dump(type: number): Uint8Array {
    return byFiletype(type, {
      pem: () => native.pem_write_pkcs7(this[HANDLE]),
      der: () => native.der_write_pkcs7(this[HANDLE]),
    });
  }
}

/** Loads a PKCS#7 structure. @param type - `FILETYPE_PEM` or `FILETYPE_ASN1` @corresponds PEM_read_bio_PKCS7, d2i_PKCS7_bio */
export function loadPkcs7Data(type: number, buffer: BytesLike): PKCS7 {
  const bytes = bytesArgument(buffer, 'buffer');
  return adopt(
    PKCS7,
    byFiletype(type, { pem: () => native.pem_read_pkcs7(bytes), der: () => native.der_read_pkcs7(bytes) }),
  );
}
