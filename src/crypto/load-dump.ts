/** Certificates and keys, from and to PEM, DER and text. */
import { type BytesLike, bytesArgument, instanceArgument } from '../common/arguments.js';
import type { Bytes } from '../common/bytes.js';
import { declareOptions } from '../common/options.js';
import { adopt, explained, HANDLE } from '../ffi/index.js';
import { cipherArgument, type LegacyOptions, readLegacyOptions } from './cipher-name.js';
import { FILETYPE_TEXT } from './constants.js';
import { optionalDigestArgument } from './digest-name.js';
import { byFiletype } from './filetype.js';
import { native } from './native.js';
import { MAX_ITERATIONS, type Passphrase, usingPassphrase, type WorkOptions, workRules } from './passphrase.js';
import { PKey } from './pkey.js';
import { kinds, loading, readPem } from './reading/loading.js';
import { X509 } from './x509.js';
import { chainToArray } from './x509-chain.js';
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
    loading(kinds.certificate, type, bytes, {
      pem: (pem) => native.pem_read_certificate(pem),
      der: (der) => native.der_read_certificate(der),
    }),
  );
}

/**
 * Loads every certificate of a PEM text, in its order; other blocks are passed over.
 * @throws {Error} when there is none, or one is malformed
 * @corresponds PEM_read_bio_X509_AUX
 */
export function loadCertificates(pem: BytesLike): X509[] {
  const bytes = bytesArgument(pem, 'pem');
  using chain = readPem(kinds.trusted, bytes, 'all', (blocks) => native.pem_read_certificates(blocks));
  return chainToArray(chain);
}

/**
 * Dumps a certificate.
 * @param type - `FILETYPE_PEM`, `FILETYPE_ASN1` or `FILETYPE_TEXT`
 * @corresponds PEM_write_bio_X509, i2d_X509, X509_print_ex
 */
export function dumpCertificate(type: number, cert: X509): Bytes {
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
    loading(kinds.request, type, bytes, {
      pem: (pem) => native.pem_read_request(pem),
      der: (der) => native.der_read_request(der),
    }),
  );
}

/** Dumps a certificate request. @param type - `FILETYPE_PEM`, `FILETYPE_ASN1` or `FILETYPE_TEXT` @corresponds PEM_write_bio_X509_REQ, i2d_X509_REQ, X509_REQ_print_ex */
export function dumpCertificateRequest(type: number, req: X509Req): Bytes {
  const handle = instanceArgument(req, X509Req, 'req')[HANDLE];
  return byFiletype(type, {
    pem: () => native.pem_write_request(handle),
    der: () => native.der_write_request(handle),
    text: () => native.text_request(handle),
  });
}

const readWorkOptions = declareOptions(workRules, 'refused');

/**
 * Loads a private key of any form: PKCS#8, encrypted PKCS#8, or the traditional ones.
 * @param passphrase - text, bytes, or a callback that is asked when the key is encrypted
 * @param options - how much work it may be to make a key of the passphrase
 * @throws {Error} when the key is malformed or no key of its type, the passphrase is missing or wrong, or it would be more
 * work than that
 * @throws {RangeError} when the passphrase is longer than 1024 bytes
 * @corresponds PEM_read_bio_PrivateKey, d2i_PrivateKey_bio
 */
export function loadPrivatekey(
  type: number,
  buffer: BytesLike,
  passphrase?: Passphrase | null,
  options?: WorkOptions,
): PKey {
  const { maxIterations = MAX_ITERATIONS } = readWorkOptions(options);
  const bytes = bytesArgument(buffer, 'buffer');
  try {
    const handle = usingPassphrase(passphrase ?? undefined, () =>
      loading(kinds.privateKey, type, bytes, {
        pem: (pem) => native.pem_read_private_key(pem, maxIterations),
        der: (der) => native.der_read_private_key(der, maxIterations),
      }),
    );
    return PKey.wrap(handle);
  } finally {
    // Of text they are ours.
    if (typeof buffer === 'string') bytes.fill(0);
  }
}

/**
 * Dumps a private key: PEM is PKCS#8 (RFC 5958); DER is PKCS#8 where it is encrypted, else the traditional form where
 * the type has one.
 * @param type - `FILETYPE_PEM`, `FILETYPE_ASN1` or `FILETYPE_TEXT`, which is never encrypted
 * @param cipher - encrypts, such as `aes-256-cbc`
 * @param passphrase - what to encrypt with: text, bytes or a callback
 * @param options - whether the cipher may be a legacy one
 * @throws {TypeError} when a cipher is given without passphrase or with `FILETYPE_TEXT`, or the key has no private half
 * @throws {RangeError} when there is no such cipher, or it is a legacy one, such as `des-cbc`, and not asked for as such
 * @corresponds PEM_write_bio_PKCS8PrivateKey, i2d_PKCS8PrivateKey_bio, i2d_PrivateKey, EVP_PKEY_print_private
 */
export function dumpPrivatekey(
  type: number,
  pkey: PKey,
  cipher?: string | null,
  passphrase?: Passphrase | null,
  options?: LegacyOptions,
): Bytes {
  const { legacy = false } = readLegacyOptions(options);
  const handle = instanceArgument(pkey, PKey, 'pkey')[HANDLE];
  if (!pkey.isPrivate) throw new TypeError('the key has only its public half');
  if (cipher != null) {
    if (passphrase == null) throw new TypeError('if a cipher is given, a passphrase is needed');
    if (type === FILETYPE_TEXT) throw new TypeError('text cannot be encrypted');
  }
  const name = cipher == null ? null : cipherArgument(cipher, legacy);
  const protecting = (body: () => Bytes) => usingPassphrase(passphrase ?? undefined, body);
  return byFiletype(type, {
    pem: () => protecting(() => native.pem_write_private_key(handle, name)),
    der: () =>
      name === null
        ? native.der_write_private_key(handle)
        : protecting(() => native.der_write_encrypted_key(handle, name)),
    text: () => native.text_private_key(handle),
  });
}

/** Loads a public key (SubjectPublicKeyInfo, RFC 5280, 4.1). @corresponds PEM_read_bio_PUBKEY, d2i_PUBKEY_bio */
export function loadPublickey(type: number, buffer: BytesLike): PKey {
  const bytes = bytesArgument(buffer, 'buffer');
  return PKey.wrap(
    loading(kinds.publicKey, type, bytes, {
      pem: (pem) => native.pem_read_public_key(pem),
      der: (der) => native.der_read_public_key(der),
    }),
  );
}

/** Dumps the public half of a key (SubjectPublicKeyInfo, RFC 5280, 4.1). @corresponds PEM_write_bio_PUBKEY, i2d_PUBKEY */
export function dumpPublickey(type: number, pkey: PKey): Bytes {
  const handle = instanceArgument(pkey, PKey, 'pkey')[HANDLE];
  return byFiletype(type, {
    pem: () => native.pem_write_public_key(handle),
    der: () => native.der_write_public_key(handle),
    text: () => native.text_public_key(handle),
  });
}

/**
 * Signs data.
 * @param digest - such as `sha256` or `RSA-SHA256`, as {@link X509.digest} takes it; null for keys that hash by themselves
 * (Ed25519, ML-DSA)
 * @throws {RangeError} when there is no such digest, or the key is empty or has no private half
 * @throws {Error} when the key does not sign, or not with this digest
 * @corresponds EVP_DigestSign
 */
export function sign(key: PKey, data: BytesLike, digest: string | null): Bytes {
  const handle = instanceArgument(key, PKey, 'key')[HANDLE];
  return native.pkey_sign(handle, optionalDigestArgument(digest), bytesArgument(data, 'data'));
}

/**
 * Verifies a signature.
 * @param certificate - whose public key has to have made it; or that key by itself
 * @param digest - as {@link sign} takes it
 * @throws {RangeError} when there is no such digest
 * @throws {Error} when the signature is not good
 * @corresponds EVP_DigestVerify
 */
export function verify(certificate: X509 | PKey, signature: Uint8Array, data: BytesLike, digest: string | null): void {
  const isKey = certificate instanceof PKey;
  const key = isKey ? certificate : instanceArgument(certificate, X509, 'certificate').getPubkey();
  try {
    const name = optionalDigestArgument(digest);
    const [message, signed] = [bytesArgument(data, 'data'), bytesArgument(signature, 'signature')];
    const handle = key[HANDLE];
    explained('the signature is not one of this data by this key', () =>
      native.pkey_verify(handle, name, message, signed),
    );
  } finally {
    if (!isKey) key.free();
  }
}
