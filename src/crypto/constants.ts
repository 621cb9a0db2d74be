/** The constants of this module. */
import * as constants from '../ffi/constants.js';

/** PEM: base64 between BEGIN and END lines (RFC 7468). */
export const FILETYPE_PEM = constants.SSL_FILETYPE_PEM;
/** DER. */
export const FILETYPE_ASN1 = constants.SSL_FILETYPE_ASN1;
/** For people to read; it can be dumped and not loaded. */
export const FILETYPE_TEXT = 58;

/** An RSA key, as `PKey.type` gives it and `PKey.generateKey` takes it. */
export const TYPE_RSA = constants.EVP_PKEY_RSA;
/** A DSA key. */
export const TYPE_DSA = constants.EVP_PKEY_DSA;
/** A Diffie-Hellman key. */
export const TYPE_DH = constants.EVP_PKEY_DH;
/** A key on an elliptic curve. */
export const TYPE_EC = constants.EVP_PKEY_EC;
