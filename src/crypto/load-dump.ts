/** Certificates and keys, from and to PEM, DER and text. */
import { type BytesLike, bytesArgument, instanceArgument, textArgument } from '../common/arguments.js';
import { adopt, HANDLE } from '../ffi/index.js';
import { FILETYPE_PEM } from './constants.js';
import { optionalDigestArgument } from './digest-name.js';
import { Error as CryptoError } from './error.js';
import { byFiletype } from './filetype.js';
import { native } from './native.js';
import { type Passphrase, usingPassphrase } from './passphrase.js';
import { PKey } from './pkey.js';
import { X509 } from './x509.js';
import { X509Req } from './x509-req.js';

/**
 * Loads a certificate.
 * @param type - `FILETYPE_PEM` (the first of the buffer) or `FILETYPE_ASN1`
 * @throws {Error} when there is none, or it is malformed
 * @corresponds PEM_read_bio_X509, d2i_X509_bio
 */
export function loadCertificate(type: number, buffer: BytesLike): X509 {
  const bytes = bytesArgument(buffer, 'buffer');
  return adopt(
    X509,
    byFiletype(type, { pem: () => native.pem_read_certificate(bytes), der: () => native.der_read_certificate(bytes) }),
  );
}

const CERTIFICATE_BLOCK = /-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----[\s\S]*?-----END \1?CERTIFICATE-----/g;

/**
 * Loads every certificate of a PEM text, in its order.
 * @throws {Error} when there is none, or one is malformed
 */
export function loadCertificates(pem: BytesLike): X509[] {
  const text = new TextDecoder('latin1').decode(bytesArgument(pem, 'pem'));
  const blocks = text.match(CERTIFICATE_BLOCK);
  if (blocks === null) throw new CryptoError([['PEM routines', 'PEM_read_bio', 'no start line']]);
  return blocks.map((block) => loadCertificate(FILETYPE_PEM, block));
}

/**
 * Dumps a certificate.
 * @param type - `FILETYPE_PEM`, `FILETYPE_ASN1` or `FILETYPE_TEXT`
 * @corresponds PEM_write_bio_X509, i2d_X509, X509_print_ex
 */
export function dumpCertificate(type: number, cert: X509): Uint8Array {
  const handle = instanceArgument(cert, X509, 'cert')[HANDLE];
  return byFiletype(type, {
    pem: () => native.pem_write_certificate(handle),
    der: () => native.der_write_certificate(handle),
    text: () => native.text_certificate(handle),
  });
}

/** Loads a certificate request. @param type - `FILETYPE_PEM` or `FILETYPE_ASN1` @corresponds PEM_read_bio_X509_REQ, d2i_X509_REQ_bio */
export function loadCertificateRequest(type: number, buffer: BytesLike): X509Req {
  const bytes = bytesArgument(buffer, 'buffer');
  return adopt(
    X509Req,
    byFiletype(type, { pem: () => native.pem_read_request(bytes), der: () => native.der_read_request(bytes) }),
  );
}

/** Dumps a certificate request. @param type - `FILETYPE_PEM`, `FILETYPE_ASN1` or `FILETYPE_TEXT` @corresponds PEM_write_bio_X509_REQ, i2d_X509_REQ, X509_REQ_print_ex */
export function dumpCertificateRequest(type: number, req: X509Req): Uint8Array {
  const handle = instanceArgument(req, X509Req, 'req')[HANDLE];
  return byFiletype(type, {
    pem: () => native.pem_write_request(handle),
    der: () => native.der_write_request(handle),
    text: () => native.text_request(handle),
  });
}

/**
 * Loads a private key of any form: PKCS#8, encrypted PKCS#8, or the traditional ones.
 * @param passphrase - text, bytes, or a callback that is asked when the key is encrypted
 * @throws {Error} when the key is malformed, or the passphrase is missing or wrong
 * @throws {RangeError} when the passphrase is longer than 1024 bytes
 * @corresponds PEM_read_bio_PrivateKey, d2i_PrivateKey_bio
 */
export function loadPrivatekey(type: number, buffer: BytesLike, passphrase?: Passphrase | null): PKey {
  const bytes = bytesArgument(buffer, 'buffer');
  const handle = usingPassphrase(passphrase ?? undefined, () =>
    byFiletype(type, { pem: () => native.pem_read_private_key(bytes), der: () => native.der_read_private_key(bytes) }),
  );
  return PKey.wrap(handle);
}

/**
 * Dumps a private key; as PEM in PKCS#8.
 * @param cipher - encrypts the PEM, such as `aes-256-cbc`
 * @param passphrase - what to encrypt with: text, bytes or a callback
 * @throws {TypeError} when a cipher is given without passphrase, or the key has no private half
 * @throws {RangeError} when there is no such cipher
 * @corresponds PEM_write_bio_PKCS8PrivateKey, i2d_PrivateKey, EVP_PKEY_print_private
 */
export function dumpPrivatekey(
  type: number,
  pkey: PKey,
  cipher?: string | null,
  passphrase?: Passphrase | null,
): Uint8Array {
  const handle = instanceArgument(pkey, PKey, 'pkey')[HANDLE];
  if (!pkey.isPrivate) throw new TypeError('the key has only its public half');
  const name = cipher == null ? null : textArgument(cipher, 'cipher');
  if (name !== null) {
    if (passphrase == null) throw new TypeError('if a cipher is given, a passphrase is needed');
    if (name.includes('\0') || !native.cipher_exists(name))
      throw new RangeError(`invalid cipher name: ${JSON.stringify(name)}`);
  }
  return byFiletype(type, {
    pem: () => usingPassphrase(passphrase ?? undefined, () => native.pem_write_private_key(handle, name)),
    der: () => native.der_write_private_key(handle),
    text: () => native.text_private_key(handle),
  });
}

/** Loads a public key (SubjectPublicKeyInfo, RFC 5280, 4.1). @corresponds PEM_read_bio_PUBKEY, d2i_PUBKEY_bio */
export function loadPublickey(type: number, buffer: BytesLike): PKey {
  const bytes = bytesArgument(buffer, 'buffer');
  return PKey.wrap(
    byFiletype(type, { pem: () => native.pem_read_public_key(bytes), der: () => native.der_read_public_key(bytes) }),
  );
}

/** Dumps the public half of a key (SubjectPublicKeyInfo, RFC 5280, 4.1). @corresponds PEM_write_bio_PUBKEY, i2d_PUBKEY */
export function dumpPublickey(type: number, pkey: PKey): Uint8Array {
  const handle = instanceArgument(pkey, PKey, 'pkey')[HANDLE];
  return byFiletype(type, {
    pem: () => native.pem_write_public_key(handle),
    der: () => native.der_write_public_key(handle),
    text: () => native.text_public_key(handle),
  });
}

/**
 * Signs data.
 * @param digest - such as `sha256`; null for keys that hash by themselves (Ed25519, ML-DSA)
 * @corresponds EVP_DigestSign
 */
export function sign(key: PKey, data: BytesLike, digest: string | null): Uint8Array {
  const handle = instanceArgument(key, PKey, 'key')[HANDLE];
  return native.pkey_sign(handle, optionalDigestArgument(digest), bytesArgument(data, 'data'));
}

/**
 * Verifies a signature with the public key of a certificate.
 * @throws {Error} when the signature is not good
 * @corresponds EVP_DigestVerify
 */
export function verify(certificate: X509, signature: Uint8Array, data: BytesLike, digest: string | null): void {
  using key = instanceArgument(certificate, X509, 'certificate').getPubkey();
  native.pkey_verify(
    key[HANDLE],
    optionalDigestArgument(digest),
    bytesArgument(data, 'data'),
    bytesArgument(signature, 'signature'),
  );
}
