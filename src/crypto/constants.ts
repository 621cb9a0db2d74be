/** The constants of this module. */
import { constants } from '../ffi/index.js';

/** PEM: base64 between BEGIN and END lines (RFC 7468). */
export const FILETYPE_PEM: number = constants.SSL_FILETYPE_PEM;
/** DER. */
export const FILETYPE_ASN1: number = constants.SSL_FILETYPE_ASN1;
/** For people to read; it can be dumped and not loaded. */
export const FILETYPE_TEXT = 58;

export const TYPE_RSA: number = constants.EVP_PKEY_RSA;
export const TYPE_DSA: number = constants.EVP_PKEY_DSA;
export const TYPE_DH: number = constants.EVP_PKEY_DH;
export const TYPE_EC: number = constants.EVP_PKEY_EC;
